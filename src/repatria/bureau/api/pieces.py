"""The register of correspondence, piece by piece, and the clocks that run."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Page, Ref
from repatria.access.restricted import hidden_cases
from repatria.bureau import doors, queries
from repatria.bureau.core.clocks import Running
from repatria.bureau.core.messages import COLUMNS
from repatria.bureau.core.pieces import Direction, Kind, State
from repatria.bureau.models import Entry, Subject
from repatria.bureau.queries import Wanted
from repatria.bureau.queries.running import columns_now

router = Router(tags=["correspondence"])
READ = "bureau.read"


class Asked(Page):
    """Which pieces are asked for; what is left out is not narrowed."""

    direction: Direction | None = None
    kind: Kind | None = None
    state: State | None = None


class PieceTold(Schema):
    """A piece under our own number; ``due_on`` is None where no rule names a day."""

    serial: str
    direction: str
    kind: str
    whom: str
    correspondent: str
    their_ref: str
    channel: str
    on: date
    state: str
    clock: str
    due_on: date | None
    closed_on: date | None
    answered_by: str | None


class Pieces(Schema):
    """Pieces in the order in which they were entered; ``next`` begins the next page."""

    pieces: list[PieceTold]
    next: int | None


class NameTold(Schema):
    """Somebody a piece names, as written; what is proposed, and what was decided.

    ``proposed``, ``answer`` and ``case`` are None while nobody has said so.
    """

    row: int
    says: dict[str, str]
    proposed: str | None
    answer: str | None
    case: str | None


class Names(Schema):
    """Rows in their order; ``next`` begins the next page."""

    names: list[NameTold]
    next: int | None


class ClockTold(Schema):
    """A clock that runs for ``count`` people or pieces between the same two.

    ``owed_to`` is "" where whom it is for is not known yet.  ``due`` is None where
    neither the rule nor this bureau's policy names a day; ``due_means`` is
    "at-latest", "not-before" or "owed-after", and only the first can be late:
    ``late_days`` is by how much the worst is.
    """

    clock: str
    article: str
    owed_by: str
    owed_to: str
    count: int
    since: date
    due: date | None
    due_means: str
    overdue: int
    late_days: int


class Clocks(Schema):
    """What this organisation owes, and what it is owed."""

    we_owe: list[ClockTold]
    owed_to_us: list[ClockTold]


A_PIECE = {
    "serial": "IN-2022-000017",
    "direction": "in",
    "kind": "enquiry",
    "whom": "organisation",
    "correspondent": "south",
    "their_ref": "S/17",
    "channel": "paper",
    "on": "2022-11-24",
    "state": "open",
    "clock": "geneva3.art122.7",
    "due_on": None,
    "closed_on": None,
    "answered_by": None,
}
_A_NAME = {
    "row": 1,
    "says": {"own_id": "S-1", "family": "Kovalenko", "birth": "1984-05-09"},
    "proposed": "held",
    "answer": None,
    "case": None,
}
_A_CLOCK = {
    "clock": "geneva3.art122.7",
    "article": "GC III 122, seventh paragraph",
    "owed_by": "north",
    "owed_to": "south",
    "count": 1,
    "since": "2022-11-24",
    "due": None,
    "due_means": "at-latest",
    "overdue": 0,
    "late_days": 0,
}


@operation(
    router, "GET", "/pieces", right=READ, answers={"pieces": [A_PIECE], "next": None}
)
def pieces(request: HttpRequest, asked: Query[Asked]) -> Pieces:
    """Return the register of correspondence, the oldest first; it names nobody."""
    del request
    wanted = Wanted(
        direction=asked.direction or "",
        kind=asked.kind or "",
        state=asked.state or "",
        sort="oldest",
    )
    shown, following = queries.page_of_entries(
        wanted, after=str(asked.after), today=_today(), at_most=asked.limit
    )
    by = Entry.objects.in_bulk({one.answered_by_id for one in shown} - {None})
    return Pieces(
        pieces=[told(one, by.get(one.answered_by_id or 0)) for one in shown],
        next=int(following) if following else None,
    )


def told(entry: Entry, answered_by: Entry | None = None) -> PieceTold:
    """Return what is told of a piece; it names nobody."""
    return PieceTold(
        serial=entry.serial,
        direction=entry.direction,
        kind=entry.kind,
        whom=entry.whom,
        correspondent=entry.correspondent,
        their_ref=entry.their_ref,
        channel=entry.channel,
        on=entry.on,
        state=entry.state,
        clock=entry.clock,
        due_on=entry.due_on,
        closed_on=entry.closed_on,
        answered_by=answered_by.serial if answered_by else None,
    )


@operation(router, "GET", "/pieces/{serial}", right=READ, answers=A_PIECE)
def piece(request: HttpRequest, serial: Ref) -> PieceTold:
    """Return one piece."""
    entry = doors.open_piece(actor_of(request), serial)
    return told(entry, entry.answered_by)


@operation(
    router,
    "GET",
    "/pieces/{serial}/names",
    right=READ,
    answers={"names": [_A_NAME], "next": None},
)
def names(request: HttpRequest, serial: Ref, page: Query[Page]) -> Names:
    """Return whom a piece names behind row ``after``, and what is answered of each."""
    actor = actor_of(request)
    entry = doors.open_piece(actor, serial)
    shown, following = queries.page_of_subjects(
        entry, after=page.after, only="", at_most=page.limit
    )
    seen = doors.seen_names(actor, shown)
    return Names(names=[_name(one) for one in seen], next=following or None)


def _name(one: Subject) -> NameTold:
    columns = {name: str(getattr(one, name)) for name in COLUMNS}
    return NameTold(
        row=one.row,
        says={name: value for name, value in columns.items() if value},
        proposed=one.proposed or None,
        answer=one.answer or None,
        case=one.case_ref or None,
    )


@operation(
    router,
    "GET",
    "/clocks",
    right=READ,
    answers={"we_owe": [_A_CLOCK], "owed_to_us": []},
)
def clocks(request: HttpRequest) -> Clocks:
    """Return every clock that runs now, and between whom; it names nobody."""
    today = _today()
    hidden = hidden_cases(actor_of(request))
    ours, theirs = columns_now(today=today, hidden=hidden)
    return Clocks(
        we_owe=[_clock(one, today) for one in ours],
        owed_to_us=[_clock(one, today) for one in theirs],
    )


def _clock(one: Running, today: date) -> ClockTold:
    return ClockTold(
        clock=one.clock.id,
        article=one.clock.article,
        owed_by=one.owed_by,
        owed_to=one.owed_to,
        count=one.count,
        since=one.since,
        due=one.due,
        due_means=one.clock.sense.value,
        overdue=one.overdue,
        late_days=one.late(on=today),
    )


def _today() -> date:
    return datetime.now(UTC).date()
