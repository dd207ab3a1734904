"""Clocks that run for people: started and stopped by what is said of captivities.

A clock starts on a whole day; where nobody says on which day something happened, no
clock can run, and none is invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from repatria.access.queries import installation
from repatria.bureau.core.clocks import Running
from repatria.bureau.queries import policies
from repatria.custody.core.words import Kind, Voice
from repatria.custody.models import Statement
from repatria.register.models import Record
from repatria.register.models import Subject as ListSubject
from repatria.register.queries import newest_versions
from repatria.rulebook.clocks import load_clock
from repatria.rulebook.core.clock import Clock
from repatria.tracing.models import CrossingWord

CASES_A_PAGE = 100
_A_WHOLE_DAY = r"^\d{4}-\d{2}-\d{2}$"
_OVER = (Kind.RELEASE, Kind.ESCAPE, Kind.REPATRIATION, Kind.DEATH, Kind.IDENTIFIED)
_OF_RECORD = "membership__person"
_OF_STATEMENT = f"record__{_OF_RECORD}"


@dataclass(frozen=True, slots=True)
class PersonClock:
    """One clock of people: whom it runs for, and where its facts stand.

    ``running`` gives the statements or records that started it and that nothing has
    stopped; the names are those of its columns.
    """

    clock: str
    running: Callable[[], QuerySet[Any]]
    began: str
    person: str
    holder: str = "holder"
    home: str = "home"


def _standing() -> QuerySet[Statement]:
    """Return the statements that were neither corrected nor taken back."""
    return Statement.objects.filter(replaced_by=None).exclude(kind=Kind.RETRACTION)


def _later(**more: Any) -> Exists:
    """Return that a later statement of some kind is about the same person."""
    same = {_OF_STATEMENT: OuterRef(_OF_STATEMENT)}
    later = {"happened_on__gte": OuterRef("happened_on")}
    return Exists(_standing().filter(**same, **later, **more))


def _began(*kinds: Kind) -> QuerySet[Statement]:
    """Return statements on a whole day about people of whom no end is told since."""
    crossed = CrossingWord.objects.filter(
        case_ref=OuterRef(f"{_OF_STATEMENT}__case_ref"), crossed=True
    )
    held = _standing().filter(kind__in=kinds, happened_on__regex=_A_WHOLE_DAY)
    return held.exclude(holder="").filter(~Exists(crossed))


def changed_without_card() -> QuerySet[Statement]:
    """Return transfers and stays in hospital after which no card was written."""
    held = _began(Kind.TRANSFER, Kind.HOSPITAL)
    return held.filter(~_later(kind=Kind.CAPTURE), ~_later(kind__in=_OVER))


def ill_without_report() -> QuerySet[Statement]:
    """Return the last word of a stay in hospital, while nothing newer is told."""
    newer = Exists(
        _standing().filter(
            **{_OF_STATEMENT: OuterRef(_OF_STATEMENT)},
            happened_on__gt=OuterRef("happened_on"),
        )
    )
    return _began(Kind.HOSPITAL).filter(~newer, ~_later(kind__in=_OVER))


def dead_without_certificate() -> QuerySet[Statement]:
    """Return deaths that others tell of, and the detaining power has not."""
    told = _standing().filter(kind=Kind.DEATH, happened_on__regex=_A_WHOLE_DAY)
    certified = _standing().filter(
        **{_OF_STATEMENT: OuterRef(_OF_STATEMENT)}, kind=Kind.DEATH, voice=Voice.HOLDER
    )
    others = told.exclude(voice=Voice.HOLDER).exclude(holder="")
    return others.filter(~Exists(certified))


def captured_without_notification() -> QuerySet[Record]:
    """Return people whom their own side reports captured, and the holder has not.

    Of each list of missing people its newest version counts.
    """
    files = [
        file.pk for file in newest_versions() if file.subject == ListSubject.MISSING
    ]
    same = Record.objects.filter(**{_OF_RECORD: OuterRef(_OF_RECORD)})
    by_holder = Q(source_file__subject=ListSubject.HELD) | Q(kind=Record.Kind.CARD)
    stated = Statement.objects.filter(
        **{_OF_STATEMENT: OuterRef(_OF_RECORD)}, voice=Voice.HOLDER
    )
    held = Record.objects.filter(source_file__in=files, said_fate="")
    return held.filter(
        ~Exists(same.filter(by_holder)), ~Exists(stated),
        captured_on__regex=_A_WHOLE_DAY,
    )  # fmt: skip


PERSON_CLOCKS = {
    one.clock: one
    for one in (
        PersonClock(
            "geneva3.art122.2", captured_without_notification, "captured_on",
            _OF_RECORD, "source_file__holder", "source_file__home",
        ),
        PersonClock(
            "geneva3.art70.change", changed_without_card, "happened_on", _OF_STATEMENT
        ),
        PersonClock(
            "geneva3.art122.6", ill_without_report, "happened_on", _OF_STATEMENT
        ),
        PersonClock(
            "geneva3.art120", dead_without_certificate, "happened_on", _OF_STATEMENT
        ),
    )
}  # fmt: skip


def people(today: date) -> list[Running]:
    """Return the clocks of people, together for each power and the one they are of."""
    set_here = policies()
    return [
        running
        for one in PERSON_CLOCKS.values()
        for running in _together(one, today, set_here.get(one.clock, 0))
    ]


def _together(one: PersonClock, today: date, policy: int) -> list[Running]:
    clock = load_clock(one.clock)
    from_here_in_time = clock.first_in_time(today, policy=policy)
    late = Q(**{f"{one.began}__lt": (from_here_in_time or date.min).isoformat()})
    rows = (
        one.running()
        .values(one.holder, one.home)
        .annotate(
            n=Count(one.person, distinct=True),
            since=Min(one.began),
            overdue=Count(one.person, filter=late, distinct=True),
        )
        .order_by()
    )
    return [_running(one, clock, row, policy) for row in rows]


def _running(
    one: PersonClock, clock: Clock, row: dict[str, Any], policy: int
) -> Running:
    holder, home = row[one.holder], row[one.home]
    since = date.fromisoformat(row["since"])
    own = installation()
    return Running(
        clock=clock,
        owed_by=holder,
        # What a power owes about a person it owes the neutral agency as well.
        owed_to=home if own.party else own.code,
        count=row["n"],
        since=since,
        due=clock.due(since, policy=policy),
        overdue=row["overdue"],
        address=reverse("bureau:clock", args=[clock.id, holder, home or "-"]),
    )


def page_of_cases(
    one: PersonClock, *, holder: str, home: str, after: int
) -> tuple[list[tuple[int, str, date]], bool]:
    """Return for whom a clock runs: key, case number, since when; and whether more."""
    held = one.running().filter(**{one.holder: holder, one.home: home}, pk__gt=after)
    rows = held.order_by("pk").values_list("pk", f"{one.person}__case_ref", one.began)
    found = [
        (key, case_ref, date.fromisoformat(began))
        for key, case_ref, began in rows[: CASES_A_PAGE + 1]
    ]
    return found[:CASES_A_PAGE], len(found) > CASES_A_PAGE
