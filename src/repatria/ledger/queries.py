"""What the ledger says: entries by page, checkpoints, and whether it still holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from repatria.ledger.core import merkle
from repatria.ledger.core.audit import Against, Row, Verdict, audit
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.ledger.core.entries import READ
from repatria.ledger.models import Checkpoint, Entry, HeldCheckpoint


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries an auditor asks for; empty asks for all.

    ``before`` is a cursor: only entries with smaller numbers.
    """

    act: str = ""
    actor: str = ""
    case: str = ""
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as its body says it."""

    number: int
    at: datetime
    actor: str
    act: str
    about: str
    facts: dict[str, Any]


def last_act() -> bytes:
    """Return what tells the newest act from every other; b"" before there is one.

    Whatever was worked out from the database holds until this changes: nothing is
    written without its entry.  Reads change nothing and do not count.
    """
    acts = Entry.objects.exclude(act=READ).order_by("-number")
    return bytes(acts.values_list("leaf", flat=True).first() or b"")


def newest_first(wanted: Wanted, *, at_most: int) -> list[Told]:
    """Return the newest entries that fit, at most so many."""
    rows = Entry.objects.order_by("-number")
    if wanted.act:
        rows = rows.filter(act=wanted.act)
    if wanted.actor:
        rows = rows.filter(actor=wanted.actor)
    if wanted.case:
        # Among the cases a read has shown, and what an act was about: both are
        # whole strings of the entry.
        rows = rows.filter(body__contains=json.dumps(wanted.case))
    if wanted.before is not None:
        rows = rows.filter(number__lt=wanted.before)
    return [_told(row) for row in rows[:at_most]]


def _told(row: Entry) -> Told:
    said = json.loads(row.body)
    at = datetime.fromisoformat(said["at"])
    return Told(
        row.number, at, said["actor"], said["act"], said["about"], said["facts"]
    )


def acts() -> list[str]:
    """Return every act that the ledger knows, in alphabetical order."""
    return list(Entry.objects.order_by("act").values_list("act", flat=True).distinct())


def actors() -> list[str]:
    """Return everybody who ever did something, as the ledger names them."""
    rows = Entry.objects.order_by("actor").values_list("actor", flat=True)
    return list(rows.distinct())


def signed(row: Checkpoint) -> SignedCheckpoint:
    """Return a checkpoint of ours in the form that travels."""
    return SignedCheckpoint(
        organisation=row.organisation,
        size=row.size,
        root=row.root,
        at=row.at.astimezone(UTC).isoformat(),
        public_key=row.public_key,
        signature=row.signature,
    )


def held_of(organisation: str) -> list[HeldCheckpoint]:
    """Return the checkpoints of another organisation that are held here."""
    return list(HeldCheckpoint.objects.filter(organisation=organisation))


def proof_since(size: int, *, until: int) -> list[bytes]:
    """Return the proof that the ledger of ``until`` entries continues that of ``size``.

    Reads every leaf: for checkpoints that leave, not for every page.
    """
    leaves = Entry.objects.filter(number__lt=until).order_by("number")
    held = [bytes(leaf) for leaf in leaves.values_list("leaf", flat=True).iterator()]
    return merkle.consistency_proof(held, size)


def verify(*, organisation: str, held: Sequence[SignedCheckpoint] = ()) -> Verdict:
    """Hold the whole ledger against its own checkpoints and those ``held``."""
    ours = [Against(signed(row)) for row in Checkpoint.objects.all()]
    others = [Against(one, held=True) for one in held]
    return audit(_rows(), [*ours, *others], organisation=organisation)


def _rows() -> Iterator[Row]:
    rows = Entry.objects.order_by("number").values_list(
        "number", "body", "salt", "leaf", "act", "actor"
    )
    for number, body, salt, leaf, act, actor in rows.iterator(chunk_size=10_000):
        yield Row(number, body.encode(), bytes(salt), bytes(leaf), act, actor)
