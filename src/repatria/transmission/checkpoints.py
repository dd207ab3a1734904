"""The kind ``checkpoint``: ledgers are held by others, who can prove a rewrite.

The payload is canonical JSON: the checkpoint file, and the proof that the ledger
continues the one whose checkpoint was sent before.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import rfc8785

from repatria.ledger import queries as ledger_queries
from repatria.ledger import services as ledger
from repatria.ledger.core import checkpoints
from repatria.ledger.core.errors import NotACheckpointError
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.transmission.kinds import register_kind
from repatria.transmission.models import Incoming, Outgoing
from repatria.transmission.services import prepare

KIND = "checkpoint"


class CheckpointOfAnotherError(RepatriaError):
    """An organisation sends somebody else's checkpoint as its own."""

    code = "transmission.checkpoint-of-another"
    what = _("{sender} has sent a checkpoint of {whose} as its own.")
    remedy = _("Ask {sender} for the checkpoint of its own ledger.")


def send_checkpoint(*, actor: Actor, to: str, at: datetime) -> Outgoing:
    """Make a checkpoint and prepare it for a correspondent to hold."""
    made = ledger.make_checkpoint(actor=actor, at=at)
    known = _size_sent(to)
    proof = ledger_queries.proof_since(known, until=made.size) if known else []
    payload: dict[str, Any] = {
        "file": ledger_queries.signed(made).file().decode(),
        "from": known,
        "proof": [one.hex() for one in proof],
    }
    return prepare(
        actor=actor,
        to=to,
        kind=KIND,
        payload=rfc8785.dumps(payload),
        facts={"size": str(made.size)},
        at=at,
    )


def _size_sent(to: str) -> int:
    sent = Outgoing.objects.filter(to__code=to, kind=KIND).last()
    return int(sent.facts["size"]) if sent else 0


def read_checkpoint(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Hold a checkpoint that came, and countersign it."""
    try:
        said = json.loads(payload)
        content = said["file"].encode()
        proof_from = int(said["from"])
        proof = [bytes.fromhex(one) for one in said["proof"]]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotACheckpointError(file=str(incoming)) from error
    found = checkpoints.read(content, file=str(incoming))
    if found.organisation != incoming.sender.code:
        raise CheckpointOfAnotherError(
            sender=incoming.sender.code, whose=found.organisation
        )
    ledger.hold_checkpoint(
        actor=actor, content=content, proof=proof, proof_from=proof_from, at=at
    )


def register() -> None:
    """Say how checkpoints are read."""
    register_kind(KIND, read=read_checkpoint)
