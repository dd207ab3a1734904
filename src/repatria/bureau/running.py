"""Which clocks run now, and between whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse

from repatria.access.queries import installation
from repatria.bureau.core.clocks import Columns, Running, columns
from repatria.bureau.core.pieces import Direction, Kind, State, Whom
from repatria.bureau.models import Entry
from repatria.bureau.people_owed import people
from repatria.bureau.queries import ENQUIRY_CLOCK
from repatria.rulebook.clocks import load_clock

Source = Callable[[date], Iterable[Running]]


def two_columns(*, today: date) -> Columns:
    """Return every clock that runs, divided by who owes."""
    running = [one for source in SOURCES for one in source(today)]
    return columns(running, us=us())


def us() -> frozenset[str]:
    """Return the codes under which this installation's organisation is known."""
    own = installation()
    return frozenset({own.code, own.party} - {""})


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


SOURCES: list[Source] = [enquiries, people]
