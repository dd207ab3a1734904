"""Clocks that run for people: started and stopped by what is said of captivities."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse

from repatria.access.queries import installation
from repatria.bureau.core.clocks import Running, whole_day
from repatria.bureau.queries import begun, policies
from repatria.rulebook.clocks import load_clock
from repatria.rulebook.core.clock import Clock, Sense

CASES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class PersonClock:
    """One clock of people: whom it runs for, and where its facts stand.

    ``running`` gives the statements or records that started it and that nothing has
    stopped, each with its beginning (``began``); the names are those of its columns.
    """

    clock: str
    running: Callable[[], QuerySet[Any]]
    person: str = begun.OF_STATEMENT
    holder: str = "holder"
    home: str = "home"


PERSON_CLOCKS = {
    one.clock: one
    for one in (
        PersonClock(
            "geneva3.art122.2", begun.captured_without_notification, begun.OF_RECORD,
            "source_file__holder", "source_file__home",
        ),
        PersonClock("geneva3.art70.arrival", begun.arrived_prisoners),
        PersonClock("geneva3.art70.change", begun.moved_prisoners),
        PersonClock("geneva3.art120", begun.dead_without_certificate),
        PersonClock("geneva3.art122.5", begun.changes_of_prisoners),
        PersonClock("geneva3.art122.6", begun.ill_prisoners),
        PersonClock("geneva3.art122.9", begun.left_behind),
        PersonClock("geneva4.art106.arrival", begun.arrived_internees),
        PersonClock("geneva4.art106.change", begun.moved_internees),
        PersonClock("geneva4.art136", begun.kept_internees),
        PersonClock("geneva4.art136.change", begun.changes_of_internees),
        PersonClock("geneva4.art138", begun.ill_internees),
        PersonClock("protocol1.art33", begun.kept_without_status),
    )
}  # fmt: skip


def people(today: date, hidden: Collection[str] = ()) -> list[Running]:
    """Return the clocks of people, together for each power and the one they are of.

    Those whose case numbers are ``hidden`` are not counted.
    """
    set_here = policies()
    return [
        running
        for one in PERSON_CLOCKS.values()
        for running in _together(one, today, set_here.get(one.clock, 0), hidden)
    ]


def _together(
    one: PersonClock, today: date, policy: int, hidden: Collection[str]
) -> list[Running]:
    clock = load_clock(one.clock)
    late = Q(began__lt=_first_in_time(clock, today, policy))
    rows = (
        _owed(one, clock, today, hidden)
        .values(one.holder, one.home)
        .annotate(
            n=Count(one.person, distinct=True),
            since=Min("began"),
            overdue=Count(one.person, filter=late, distinct=True),
        )
        .order_by()
    )
    return [_running(one, clock, row, policy) for row in rows]


def _first_in_time(clock: Clock, today: date, policy: int) -> str:
    first = clock.first_in_time(today, policy=policy)
    return (first or date.min).isoformat()


def _owed(
    one: PersonClock, clock: Clock, today: date, hidden: Collection[str]
) -> QuerySet[Any]:
    """Return for whom a clock runs; where it is owed after some days, since then."""
    held = one.running()
    if hidden:
        held = held.exclude(**{f"{one.person}__case_ref__in": hidden})
    if clock.sense is Sense.OWED_AFTER:
        return held.filter(began__lt=_first_in_time(clock, today, 0))
    return held


def _running(
    one: PersonClock, clock: Clock, row: dict[str, Any], policy: int
) -> Running:
    holder, home = row[one.holder], row[one.home]
    since = whole_day(row["since"])
    own = installation()
    return Running(
        clock=clock,
        owed_by=holder,
        # What a power owes about a person it owes the neutral agency as well.
        owed_to=home if own.party else own.code,
        count=row["n"],
        since=since,
        due=clock.due(since, policy=policy),
        overdue=row["overdue"] if clock.sense is Sense.AT_LATEST else 0,
        address=reverse("bureau:clock", args=[clock.id, holder, home or "-"]),
    )


def page_of_cases(
    one: PersonClock,
    *,
    holder: str,
    home: str,
    after: int,
    today: date,
    hidden: Collection[str],
) -> tuple[list[tuple[int, str, date]], bool]:
    """Return for whom a clock runs: key, case number, since when; and whether more."""
    held = _owed(one, load_clock(one.clock), today, hidden).filter(
        **{one.holder: holder, one.home: home}, pk__gt=after
    )
    rows = held.order_by("pk").values_list("pk", f"{one.person}__case_ref", "began")
    found = [
        (key, case_ref, whole_day(began))
        for key, case_ref, began in rows[: CASES_A_PAGE + 1]
    ]
    return found[:CASES_A_PAGE], len(found) > CASES_A_PAGE
