"""Writing to the ledger: entries, and the checkpoints over them."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from repatria.ledger import queries
from repatria.ledger.core import checkpoints, entries, merkle, signatures
from repatria.ledger.core.errors import HistoryRewrittenError
from repatria.ledger.keys import checkpoint_key
from repatria.ledger.models import Checkpoint, Entry, HeldCheckpoint
from repatria.shared.actors import Actor

_LOCK = 0x5245504154  # ours alone among PostgreSQL's advisory locks


@dataclass(frozen=True, slots=True)
class Said:
    """An entry before it has a number.

    ``act`` is a stable word such as "register.list-imported"; ``about`` a case number
    or another opaque reference; ``facts`` numbers, codes and hashes, never names.
    """

    actor: Actor
    act: str
    at: datetime
    about: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def append(
    *,
    actor: Actor,
    act: str,
    about: str = "",
    facts: Mapping[str, object] | None = None,
    at: datetime,
) -> Entry:
    """Write what ``actor`` did, in the same transaction as the act itself.

    ``act`` is a stable word such as "register.list-imported"; ``about`` a case number
    or another opaque reference; ``facts`` numbers, codes and hashes, never names.
    """
    return append_all([Said(actor, act, at, about, facts or {})])[0]


@transaction.atomic
def append_all(said: Sequence[Said]) -> list[Entry]:
    """Write several entries, numbered in this order, all or none of them."""
    take_the_lock()
    last = Entry.objects.aggregate(last=Max("number"))["last"]
    first = 0 if last is None else last + 1
    written = [_entry(first + place, one) for place, one in enumerate(said)]
    return Entry.objects.bulk_create(written)


def take_the_lock() -> None:
    """Let nobody else number entries until this transaction ends.

    On SQLite the transaction has held the write lock since it began.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _entry(number: int, said: Said) -> Entry:
    body = entries.body_of(
        actor=said.actor.ref,
        organisation=said.actor.organisation,
        act=said.act,
        about=said.about,
        facts=said.facts,
        at=said.at,
    )
    salt = secrets.token_bytes(entries.SALT_BYTES)
    return Entry(
        number=number,
        body=body.decode(),
        salt=salt,
        leaf=entries.leaf_of(salt, body),
        act=said.act,
        actor=said.actor.ref,
        at=said.at,
    )


@transaction.atomic
def make_checkpoint(*, actor: Actor, at: datetime) -> Checkpoint:
    """Sign the root over all entries there are, with the server's own key.

    Goes on from the last checkpoint, so that its cost is that of the new entries.
    Writes no entry: a checkpoint is about the ledger, not in it.
    """
    last = Checkpoint.objects.last()
    tree = merkle.Growing(last.size, bytes(last.peaks)) if last else merkle.Growing()
    tree.extend(_leaves_from(tree.size))
    key = checkpoint_key(Path(settings.REPATRIA_HOME))
    made = checkpoints.SignedCheckpoint(
        organisation=actor.organisation,
        size=tree.size,
        root=tree.root().hex(),
        at=at.astimezone(UTC).isoformat(),
        public_key=signatures.public_bytes(key).hex(),
    ).signed(key)
    return Checkpoint.objects.create(
        size=made.size,
        root=made.root,
        organisation=made.organisation,
        at=at,
        public_key=made.public_key,
        signature=made.signature,
        peaks=tree.peaks(),
    )


def _leaves_from(first: int) -> Iterator[bytes]:
    rows = Entry.objects.filter(number__gte=first).order_by("number")
    leaves = rows.values_list("leaf", flat=True)
    return (bytes(leaf) for leaf in leaves.iterator(chunk_size=10_000))


@transaction.atomic
def hold_checkpoint(
    *,
    actor: Actor,
    content: bytes,
    proof: Sequence[bytes] = (),
    proof_from: int | None = None,
    at: datetime,
) -> HeldCheckpoint:
    """Keep another organisation's checkpoint and countersign it.

    ``proof`` shows that the ledger continues the one of ``proof_from`` entries.
    Raises ``NotACheckpointError``, ``CheckpointForgedError``, and
    ``HistoryRewrittenError`` where it contradicts a checkpoint held before.
    """
    came = checkpoints.read(content, file="checkpoint")
    before = queries.held_of(came.organisation)
    continues = _continues(came, before, proof=proof, proof_from=proof_from)
    key = checkpoint_key(Path(settings.REPATRIA_HOME))
    held = HeldCheckpoint.objects.create(
        organisation=came.organisation,
        size=came.size,
        root=came.root,
        made_at=datetime.fromisoformat(came.at),
        received_at=at,
        file=content,
        countersignature=signatures.sign(key, came.document()).hex(),
        countersigned_by=signatures.public_bytes(key).hex(),
        continues=continues,
    )
    append(
        actor=actor,
        act="ledger.checkpoint-held",
        about=came.organisation,
        facts={"size": came.size, "root": came.root, "continues": continues},
        at=at,
    )
    return held


def _continues(
    came: checkpoints.SignedCheckpoint,
    before: Sequence[HeldCheckpoint],
    *,
    proof: Sequence[bytes],
    proof_from: int | None,
) -> bool:
    """Tell whether the new checkpoint is proved to continue one that is held."""
    proved = False
    for held in before:
        same_size = held.size == came.size
        if not same_size and held.size != proof_from:
            continue
        proved = merkle.is_consistent(
            old_size=held.size,
            old_root=bytes.fromhex(held.root),
            new_size=came.size,
            new_root=bytes.fromhex(came.root),
            proof=[] if same_size else proof,
        )
        if not proved:
            raise HistoryRewrittenError(
                organisation=came.organisation,
                size=str(came.size),
                held=str(held.size),
            )
    return proved
