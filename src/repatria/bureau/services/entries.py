"""Entering a piece of correspondence, and saying what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from repatria.access import vault
from repatria.bureau import queries
from repatria.bureau.core.errors import NotClosedError, NotOpenError
from repatria.bureau.core.messages import COLUMNS
from repatria.bureau.core.pieces import (
    Channel,
    Direction,
    Kind,
    Outcome,
    State,
    What,
    Whom,
    state_of,
)
from repatria.bureau.models import Entry, EntryEvent, Subject
from repatria.bureau.services.locks import one_at_a_time
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor

AT_A_TIME = 2_000


@dataclass(frozen=True, slots=True)
class Piece:
    """What is entered: what it is, with whom, how, and when it came or went.

    ``correspondent`` is a code or a family's request number; ``note`` is sealed.
    """

    direction: Direction
    kind: Kind
    whom: Whom
    correspondent: str
    channel: Channel
    on: date
    party: str = ""
    their_ref: str = ""
    note: str = ""
    transmission_ref: str = ""
    payload_sha256: str = ""


@transaction.atomic
def enter(
    *,
    actor: Actor,
    piece: Piece,
    at: datetime,
    rows: Sequence[Mapping[str, str]] = (),
) -> Entry:
    """Enter a piece under the next number of its direction and year.

    ``rows`` are the people it names, as written.  The number and the entry are
    written together or not at all, so that no number is ever missing.
    """
    one_at_a_time()
    serial = queries.next_serial(piece.direction, at.year)
    clock, due = queries.answer_due(piece.kind, piece.on)
    entry = Entry(
        direction=piece.direction.value,
        year=serial.year,
        number=serial.number,
        kind=piece.kind.value,
        whom=piece.whom.value,
        correspondent=piece.correspondent,
        party=piece.party,
        their_ref=piece.their_ref,
        channel=piece.channel.value,
        on=piece.on,
        entered_at=at,
        entered_by=actor.ref,
        transmission_ref=piece.transmission_ref,
        payload_sha256=piece.payload_sha256,
        clock=clock,
        due_on=due,
        state=state_of(piece.direction, piece.kind, ()).value,
    )
    entry.sealed_note = _sealed(entry, "note", piece.note)
    entry.save(force_insert=True)
    add_subjects(entry, rows)
    ledger.append(
        actor=actor,
        act="bureau.piece-entered",
        about=str(serial),
        facts={"kind": entry.kind, "with": entry.correspondent, "names": len(rows)},
        at=at,
    )
    return entry


def add_subjects(entry: Entry, rows: Sequence[Mapping[str, str]]) -> None:
    """Write down whom a piece names, in order; called inside an act of entering."""
    made = [
        Subject(
            entry=entry, row=number, **{name: row.get(name, "") for name in COLUMNS}
        )
        for number, row in enumerate(rows, 1)
    ]
    Subject.objects.bulk_create(made, batch_size=AT_A_TIME)


@transaction.atomic
def close(
    *, actor: Actor, entry: Entry, outcome: Outcome, at: datetime, note: str = ""
) -> EntryEvent:
    """Say what became of a piece; nothing waits for it any longer."""
    return _happened(
        actor=actor, entry=entry, what=What.CLOSED, outcome=outcome, note=note, at=at
    )


@transaction.atomic
def reopen(*, actor: Actor, entry: Entry, at: datetime, note: str = "") -> EntryEvent:
    """Let a piece wait again; what happened before stays on its page."""
    held = locked(entry)
    if held.is_open:
        raise NotClosedError(serial=held.serial)
    return _happened(
        actor=actor, entry=held, what=What.REOPENED, outcome=None, note=note, at=at
    )


@transaction.atomic
def answered(
    *,
    actor: Actor,
    entry: Entry,
    by_entry: Entry,
    outcome: Outcome,
    at: datetime,
) -> EntryEvent:
    """Say by which piece an enquiry was answered."""
    return _happened(
        actor=actor,
        entry=entry,
        what=What.ANSWERED,
        outcome=outcome,
        by_entry=by_entry,
        at=at,
    )


def locked(entry: Entry) -> Entry:
    """Return the entry as it is now, and let nobody else change it meanwhile."""
    return Entry.objects.select_for_update().get(pk=entry.pk)


def _happened(
    *,
    actor: Actor,
    entry: Entry,
    what: What,
    outcome: Outcome | None,
    at: datetime,
    by_entry: Entry | None = None,
    note: str = "",
) -> EntryEvent:
    held = locked(entry)
    if what is What.CLOSED and not held.is_open:
        raise NotOpenError(serial=held.serial)
    event = EntryEvent(
        entry=held, what=what.value, outcome=outcome.value if outcome else "",
        by_entry=by_entry, at=at, by=actor.ref,
    )  # fmt: skip
    event.sealed_note = _sealed(held, f"event-{held.events.count()}", note)
    event.save(force_insert=True)
    _follow(held)
    entry.state = held.state
    facts = {"outcome": event.outcome} if event.outcome else {}
    facts |= {"by": by_entry.serial} if by_entry else {}
    ledger.append(
        actor=actor, act=f"bureau.piece-{what.value}", about=held.serial, facts=facts,
        at=at,
    )  # fmt: skip
    return event


def _follow(entry: Entry) -> None:
    """Bring the columns for finding to what the events say."""
    events = list(entry.events.all())
    state = state_of(
        Direction(entry.direction), Kind(entry.kind), [What(one.what) for one in events]
    )
    last = events[-1] if events and state is not State.OPEN else None
    entry.state = state.value
    entry.closed_on = last.at.date() if last else None
    entry.answered_by = last.by_entry if last else None
    entry.save(update_fields=["state", "closed_on", "answered_by"])


@transaction.atomic
def rebuild_states() -> int:
    """Make the columns for finding anew from the events; return how many differed."""
    wrong = 0
    for entry in Entry.objects.filter(events__isnull=False).distinct().iterator():
        before = (entry.state, entry.closed_on, entry.answered_by_id)
        _follow(entry)
        wrong += before != (entry.state, entry.closed_on, entry.answered_by_id)
    return wrong


def _sealed(entry: Entry, field: str, text: str) -> bytes:
    return vault.seal_text(entry.owner, field, text) if text else b""
