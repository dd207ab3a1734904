"""Detached signatures over a manifest or a receipt: checked, kept, written out."""

from __future__ import annotations

import base64
from datetime import datetime

from repatria.handover.models import Manifest, Receipt
from repatria.ledger.services import append
from repatria.shared.actors import Actor
from repatria.transmission import queries as transmission
from repatria.transmission.core.signing import verify


def covers(document: str, party: str, signature: bytes) -> bool:
    """Tell whether a signature of this party is over exactly this document."""
    return verify(transmission.public_key_of(party), document.encode(), signature)


def keep_signature(
    signed: Manifest | Receipt,
    party: str,
    signature: bytes,
    *,
    act: str,
    actor: Actor,
    at: datetime,
) -> bool:
    """Keep a party's signature with what it covers; ``act`` goes onto the ledger.

    Returns whether it is new: a party signs once, and again does no harm.
    """
    _kept, new = signed.signatures.get_or_create(
        party=party,
        defaults={
            "signature": signature,
            "recorded_at": at,
            "recorded_by": actor.ref,
        },
    )
    if new:
        append(
            actor=actor,
            act=act,
            about=signed.handover.ref,
            facts={"sha256": signed.sha256, "party": party},
            at=at,
        )
    return new


def written_signatures(signed: Manifest | Receipt) -> dict[str, str]:
    """Return the signatures over a document as they travel, by party."""
    return {
        row.party: base64.b64encode(bytes(row.signature)).decode()
        for row in signed.signatures.order_by("party")
    }
