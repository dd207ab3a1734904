"""Which clocks run now, and between whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse

from repatria.access.queries import installation
from repatria.bureau import fed
from repatria.bureau.core.clocks import Columns, Running, columns
from repatria.bureau.core.pieces import Direction, Kind, State, Whom
from repatria.bureau.models import Entry
from repatria.bureau.queries import ENQUIRY_CLOCK, policies
from repatria.bureau.queries.people_owed import PERSON_CLOCKS, people
from repatria.ledger.queries import last_act
from repatria.rulebook.clocks import load_clock

Source = Callable[[date], Iterable[Running]]


def two_columns(*, today: date, hidden: Collection[str] = ()) -> Columns:
    """Return every clock that runs, divided by who owes.

    ``hidden`` are the case numbers that the reader may not see: a count that had them
    in it would tell that they are there.
    """
    running = [one for source in SOURCES for one in source(today)]
    of_people = [*people(today, hidden), *fed.lines(today, hidden)]
    return columns([*running, *of_people], us=us())


class _Kept:
    """What was worked out last in this process, after which act, for whom."""

    last: tuple[tuple[bytes, date], dict[frozenset[str], Columns]] | None = None


def columns_now(*, today: date, hidden: Collection[str] = ()) -> Columns:
    """Return the same; worked out once for as long as nobody does anything.

    Of 10,000 people the clocks take seconds, and many pages show them.
    """
    after, kept, unseen = (last_act(), today), _Kept.last, frozenset(hidden)
    known = kept[1] if kept and kept[0] == after and after[0] else {}
    if unseen in known:
        return known[unseen]
    found = two_columns(today=today, hidden=unseen)
    _Kept.last = after, {**known, unseen: found}  # at once: several threads answer
    return found


def us() -> frozenset[str]:
    """Return the codes under which this installation's organisation is known."""
    own = installation()
    return frozenset({own.code, own.party} - {""})


def started_here() -> frozenset[str]:
    """Return the clocks that anything in this installation can start."""
    own = {ENQUIRY_CLOCK, _clock_of_what_is_learned()}
    return frozenset({*own, *PERSON_CLOCKS, *fed.clocks()})


FAMILIES = "family"  # all families are told together, and none of them is named


def enquiries(today: date) -> list[Running]:
    """Return the open enquiries, together for each correspondent and direction."""
    held = Entry.objects.filter(state=State.OPEN.value, kind=Kind.ENQUIRY.value)
    of_family = Q(whom=Whom.FAMILY.value)
    sums = {
        "n": Count("pk"),
        "since": Min("on"),
        "due": Min("due_on"),
        "overdue": Count("pk", filter=Q(due_on__lt=today)),
    }
    others = held.exclude(of_family).values("correspondent", "direction")
    families = held.filter(of_family).values("direction")
    own = installation().code
    rows: list[dict[str, Any]] = [
        dict(row)
        for grouped in (others, families)
        for row in grouped.annotate(**sums).order_by()
    ]
    return [_enquiries(row, own) for row in rows]


def _enquiries(row: dict[str, Any], own: str) -> Running:
    came = row["direction"] == Direction.IN.value
    other = row.get("correspondent", FAMILIES)
    where = {"direction": row["direction"], "kind": "enquiry", "state": "open"}
    where |= {"sort": "oldest"}
    where |= {"correspondent": other} if other != FAMILIES else {}
    return Running(
        clock=load_clock(ENQUIRY_CLOCK),
        owed_by=own if came else other,
        owed_to=other if came else own,
        count=row["n"],
        since=row["since"],
        due=row["due"],
        overdue=row["overdue"],
        address=f"{reverse('bureau:register')}?{urlencode(where)}",
    )


# What a bureau learns of people it holds goes on to their side; whatever the agency
# learns does.
_LEARNED_BY_BUREAU, _LEARNED_BY_AGENCY = "geneva3.art122.3", "geneva3.art123"


def _clock_of_what_is_learned() -> str:
    return _LEARNED_BY_BUREAU if installation().party else _LEARNED_BY_AGENCY


def learned(today: date) -> list[Running]:
    """Return the notifications that were not passed on, or otherwise settled, yet.

    In a party's bureau those of its own authorities: what the other side notifies
    has reached the side for which it is.
    """
    own = installation()
    clock = load_clock(_clock_of_what_is_learned())
    policy = policies().get(clock.id, 0)
    first = clock.first_in_time(today, policy=policy) or date.min
    held = Entry.objects.filter(
        state=State.OPEN.value, kind=Kind.NOTIFICATION.value,
        direction=Direction.IN.value, **({"party": own.party} if own.party else {}),
    )  # fmt: skip
    told = held.aggregate(
        n=Count("pk"), since=Min("on"), overdue=Count("pk", filter=Q(on__lt=first))
    )
    if not told["n"]:
        return []
    where = {"direction": "in", "kind": "notification", "state": "open"}
    where |= {"sort": "oldest"}
    return [
        Running(
            clock=clock,
            owed_by=own.code,
            owed_to="",
            count=told["n"],
            since=told["since"],
            due=clock.due(told["since"], policy=policy),
            overdue=told["overdue"],
            address=f"{reverse('bureau:register')}?{urlencode(where)}",
        )
    ]


SOURCES: list[Source] = [enquiries, learned]
