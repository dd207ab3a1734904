"""The manifest of an incident's evidence: what is held, its hashes, its custody.

It holds no file, no quotation and no reason: whoever has the files can compare them,
whoever has not learns nothing about anybody.
"""

from __future__ import annotations

from typing import Any

import rfc8785

from repatria.accountability import queries
from repatria.accountability.models import EvidenceItem, Incident


def bundle_of(incident: Incident) -> bytes:
    """Return the manifest as canonical JSON (RFC 8785)."""
    unseen = queries.unseen_in(incident).values()
    items = queries.in_sequence(incident)
    refs = {item.pk: item.ref for item in items}
    return rfc8785.dumps(
        {
            "kind": "evidence-manifest",
            "version": 1,
            "incident": incident.ref,
            "items": [_item(item) for item in items],
            "unseen": [
                {"after": refs[row.after_id], "before": refs[row.before_id]}
                for row in unseen
            ],
        }
    )


def _item(item: EvidenceItem) -> dict[str, Any]:
    file = item.file if item.held else None
    return {
        "ref": item.ref,
        "kind": item.kind,
        "sequence": item.sequence,
        "held": item.held,
        "sha256": file.sha256 if file else None,
        "size": file.size if file else None,
        "media_type": file.media_type if file else None,
        "custody": [
            {"kind": event.kind, "at": event.at.isoformat(), "by": event.by}
            for event in item.custody.all()
        ],
    }
