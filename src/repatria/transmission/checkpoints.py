"""The kind ``checkpoint``: ledgers are held by others, who can prove a rewrite."""

from __future__ import annotations

from datetime import datetime

from repatria.ledger import queries as ledger_queries
from repatria.ledger import services as ledger
from repatria.ledger.core import checkpoints
from repatria.shared.actors import Actor
from repatria.transmission import queries
from repatria.transmission.core.carried import CarriedCheckpoint, read_payload
from repatria.transmission.core.errors import CheckpointOfAnotherError
from repatria.transmission.kinds import register_kind
from repatria.transmission.models import Correspondent, Incoming, Outgoing
from repatria.transmission.services import prepare

KIND = "checkpoint"


def send_checkpoint(*, actor: Actor, to: str, at: datetime) -> Outgoing:
    """Make a checkpoint and prepare it for a correspondent to hold."""
    known = _size_sent(queries.recipient(to))
    made = ledger.make_checkpoint(actor=actor, at=at)
    proof = ledger_queries.proof_since(known, until=made.size) if known else []
    carried = CarriedCheckpoint(ledger_queries.signed(made).file(), known, proof)
    return prepare(
        actor=actor,
        to=to,
        kind=KIND,
        payload=carried.payload(),
        facts={"size": str(made.size)},
        at=at,
    )


def _size_sent(to: Correspondent) -> int:
    sent = Outgoing.objects.filter(to=to, kind=KIND).last()
    return int(sent.facts["size"]) if sent else 0


def read_checkpoint(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    """Hold a checkpoint that came, and countersign it."""
    carried = read_payload(payload, file=str(incoming))
    found = checkpoints.read(carried.file, file=str(incoming))
    if found.organisation != incoming.sender.code:
        raise CheckpointOfAnotherError(
            sender=incoming.sender.code, whose=found.organisation
        )
    ledger.hold_checkpoint(
        actor=actor,
        content=carried.file,
        proof=carried.proof,
        proof_from=carried.proof_from,
        at=at,
    )


def register() -> None:
    """Say how checkpoints are read."""
    register_kind(KIND, read=read_checkpoint)
