"""What is read of the register of correspondence more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from repatria.access import vault
from repatria.bureau.core.answers import Answer
from repatria.bureau.core.pieces import (
    BANDS,
    Band,
    Direction,
    Kind,
    Serial,
    State,
    read_serial,
)
from repatria.bureau.models import ClockPolicy, Entry, EntryEvent, Subject
from repatria.rulebook.clocks import load_clock
from repatria.transmission import queries as transmissions
from repatria.transmission.models import Outgoing

ENQUIRY_CLOCK = "geneva3.art122.7"
ENTRIES_A_PAGE = 100
ROWS_A_PAGE = 100


def next_serial(direction: Direction, year: int) -> Serial:
    """Return the next number; only while nobody else may give one out."""
    given = Entry.objects.filter(direction=direction.value, year=year)
    last = given.aggregate(last=Max("number"))["last"] or 0
    return Serial(direction, year, last + 1)


def entry_called(serial: str) -> Entry | None:
    """Return the entry with this serial, None where there is none."""
    found = read_serial(serial)
    if found is None:
        return None
    direction, year, number = found
    held = Entry.objects.filter(direction=direction.value, year=year, number=number)
    return held.select_related("answered_by").first()


def entry_of(transmission_ref: str) -> Entry:
    """Return the entry of a transmission; each of the register's kinds has one."""
    return Entry.objects.get(transmission_ref=transmission_ref)


def enquiry_sent(payload_sha256: str, *, to: str) -> Entry | None:
    """Return the enquiry that was sent to somebody with this content."""
    return Entry.objects.filter(
        direction=Direction.OUT.value, kind=Kind.ENQUIRY.value, correspondent=to,
        payload_sha256=payload_sha256,
    ).exclude(payload_sha256="").first()  # fmt: skip


def policies() -> dict[str, int]:
    """Return within how many days this bureau means to act, by clock."""
    return dict(ClockPolicy.objects.order_by("pk").values_list("clock", "days"))


def answer_due(kind: Kind, on: date) -> tuple[str, date | None]:
    """Return by which clock a piece of this kind is to be answered, and until when."""
    if kind is not Kind.ENQUIRY:
        return "", None
    policy = policies().get(ENQUIRY_CLOCK, 0)
    return ENQUIRY_CLOCK, load_clock(ENQUIRY_CLOCK).due(on, policy=policy)


# --- The list -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pieces a page shows and in which order; what is empty is everything.

    ``state`` may also be "overdue"; ``age`` is the code of a band of open pieces.
    ``sort`` is "newest", "oldest", or "due": those with a date, the earliest first.
    """

    direction: str = ""
    kind: str = ""
    state: str = ""
    correspondent: str = ""
    age: str = ""
    sort: str = "newest"


def entries_wanted(wanted: Wanted, *, today: date) -> QuerySet[Entry]:
    """Return the pieces that are wanted, in no order yet."""
    plain = {
        name: value
        for name in ("direction", "kind", "correspondent")
        if (value := getattr(wanted, name))
    }
    held = Entry.objects.filter(**plain)
    if wanted.state == "overdue":
        held = held.filter(state=State.OPEN.value, due_on__lt=today)
    elif wanted.state:
        held = held.filter(state=wanted.state)
    band = next((one for one in BANDS if one.code == wanted.age), None)
    return held.filter(_in_band(band, today)) if band else held


def page_of_entries(
    wanted: Wanted, *, after: str, today: date, at_most: int = ENTRIES_A_PAGE
) -> tuple[list[Entry], str]:
    """Return a page of pieces behind a cursor, and the cursor of the next page.

    The cursor holds a number and, sorted by what is due, a day: it costs the same on
    every page, however long the register is.
    """
    held = entries_wanted(wanted, today=today)
    day, _dash, number = after.rpartition("~")
    behind = int(number) if number.isascii() and number.isdigit() else 0
    if wanted.sort == "due":
        held = held.filter(due_on__isnull=False).order_by("due_on", "pk")
        if behind:
            held = held.filter(_behind(day, behind))
    elif wanted.sort == "oldest":
        held = held.filter(pk__gt=behind).order_by("pk")
    else:
        held = held.order_by("-pk")
        held = held.filter(pk__lt=behind) if behind else held
    rows = list(held[: at_most + 1])
    return rows[:at_most], _cursor(rows, at_most, wanted.sort)


def _behind(day: str, number: int) -> Q:
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return Q(pk__gt=number)
    return Q(due_on__gt=due) | Q(due_on=due, pk__gt=number)


def _cursor(rows: Sequence[Entry], at_most: int, sort: str) -> str:
    if len(rows) <= at_most:
        return ""
    last = rows[at_most - 1]
    return f"{last.due_on}~{last.pk}" if sort == "due" else str(last.pk)


@dataclass(frozen=True, slots=True)
class Age:
    """How many pieces of each direction have been open for so long."""

    band: Band
    came: int
    went: int


def ages_of_open(*, today: date) -> list[Age]:
    """Count what is open by direction and age, in one pass over an index."""
    counts = {band.code: Count("pk", filter=_in_band(band, today)) for band in BANDS}
    held = Entry.objects.filter(state=State.OPEN.value).values("direction")
    found: dict[str, Any] = {
        row["direction"]: row for row in held.annotate(**counts).order_by()
    }
    came, went = (found.get(one.value, {}) for one in (Direction.IN, Direction.OUT))
    return [Age(band, came.get(band.code, 0), went.get(band.code, 0)) for band in BANDS]


def _in_band(band: Band, today: date) -> Q:
    """Return which open pieces have been open for so many days."""
    where = Q(state=State.OPEN.value)
    if band.least:
        where &= Q(on__lte=today - timedelta(band.least))
    return where & Q(on__gte=today - timedelta(band.most)) if band.most else where


def overdue(direction: Direction, *, today: date) -> QuerySet[Entry]:
    """Return the enquiries that should have been answered by now."""
    return Entry.objects.filter(
        state=State.OPEN.value, direction=direction.value, due_on__lt=today
    )


def open_pieces(direction: Direction, kind: Kind) -> QuerySet[Entry]:
    """Return what waits, of one direction and kind."""
    return Entry.objects.filter(
        state=State.OPEN.value, direction=direction.value, kind=kind.value
    )


# --- One piece ------------------------------------------------------------------


def note_of(entry: Entry) -> str:
    """Open what was written beside a piece."""
    sealed = bytes(entry.sealed_note)
    return vault.open_text(entry.owner, "note", sealed) if sealed else ""


def notes_of(entry: Entry) -> list[tuple[EntryEvent, str]]:
    """Return what happened about a piece, each with what was written beside it."""
    told = []
    for number, event in enumerate(entry.events.select_related("by_entry")):
        sealed = bytes(event.sealed_note)
        field = f"event-{number}"
        text = vault.open_text(entry.owner, field, sealed) if sealed else ""
        told.append((event, text))
    return told


def page_of_subjects(
    entry: Entry, *, after: int, only: str, at_most: int = ROWS_A_PAGE
) -> tuple[list[Subject], int]:
    """Return a page of names behind row ``after``, and the row the next comes behind.

    ``only``: "open" for rows nobody decided, "certain" for those of them that may be
    confirmed together, or an answer.
    """
    held = entry.subjects.filter(row__gt=after)
    if only in ("open", "certain"):
        held = held.filter(answer="")
        held = held.filter(certain=True) if only == "certain" else held
    elif only:
        held = held.filter(answer=only)
    rows = list(held.order_by("row")[: at_most + 1])
    return rows[:at_most], rows[at_most - 1].row if len(rows) > at_most else 0


def counts_of(entry: Entry) -> dict[str, int]:
    """Return how many names stand how: each answer, "open", "certain", "looked_up"."""
    counts = {answer.value: Count("pk", filter=Q(answer=answer)) for answer in Answer}
    undecided = Q(answer="")
    counts |= {
        "all": Count("pk"),
        "open": Count("pk", filter=undecided),
        "certain": Count("pk", filter=undecided & Q(certain=True)),
        "proposed_now": Count("pk", filter=undecided & ~Q(proposed="")),
    }
    found: dict[str, int] = entry.subjects.aggregate(**counts)
    return found


def payload_left(entry: Entry) -> bytes:
    """Return what left with a reply, byte for byte."""
    if entry.transmission_ref:
        _to, _dash, number = entry.transmission_ref.rpartition("-")
        sent = Outgoing.objects.get(to__code=entry.correspondent, number=int(number))
        return transmissions.payload_sent(sent)
    return note_of(entry).encode()
