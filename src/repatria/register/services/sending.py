"""A list on its way to another organisation: what was understood of it, and no more."""

from __future__ import annotations

import json
from datetime import datetime

import polars as pl
import rfc8785

from repatria.ledger import services as ledger
from repatria.register.core.statements import COLUMNS
from repatria.register.models import SourceFile
from repatria.register.services.keeping import statements
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Outgoing

KIND = "list"
_SHOWN = 2  # rows shown before a list leaves


def list_payload(version: SourceFile) -> bytes:
    """Return a version of a list as canonical JSON (RFC 8785).

    Its rows are the very values whose tree gives ``root``, so that the recipient can
    check each of them.  Sealed words, remarks and contacts are not in it.
    """
    rows = version.records.order_by("row").values_list(
        *COLUMNS, "row", "readable", "salt"
    )
    names = (*COLUMNS, "row", "readable")
    held = list(rows)
    told = pl.DataFrame([row[:-1] for row in held], schema=names, orient="row")
    salts = [bytes(row[-1]) for row in held]
    return rfc8785.dumps(
        {
            "kind": KIND,
            "holder": version.holder,
            "home": version.home,
            "root": version.merkle_root,
            "rows": list(statements(told, salts)),
            "said_on": version.said_on.isoformat(),
            "subject": version.subject,
            "version": version.version,
        }
    )


def prepare_list_transmission(
    *, actor: Actor, version: SourceFile, to: str, at: datetime
) -> Outgoing:
    """Make a transmission of a list, to be signed and carried by people."""
    outgoing = transmission.prepare(
        actor=actor, to=to, kind=KIND, payload=list_payload(version), at=at
    )
    ledger.append(
        actor=actor,
        act="register.list-prepared",
        about=f"list:{version.pk}",
        facts={"root": version.merkle_root, "to": to},
        at=at,
    )
    return outgoing


def sample_of_payload(version: SourceFile) -> str:
    """Return the beginning of what would leave, for the eyes of whoever sends it."""
    told = json.loads(list_payload(version))
    told["rows"] = told["rows"][:_SHOWN]
    return json.dumps(told, ensure_ascii=False, indent=1)
