"""Inspections of people: one person's series, and whose month has passed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import CharField, Max, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse

from repatria.access import vault
from repatria.access.queries import installation
from repatria.bureau.core.clocks import Running
from repatria.medical.core.inspections import Seen, days_of
from repatria.medical.models import Inspection
from repatria.medical.queries.held import Held, held_of_each
from repatria.medical.queries.owners import asked_under, owner, taken_back
from repatria.register.models import Record
from repatria.rulebook.clocks import load_clock

MONTHLY = "geneva3.art31"
FOUND = "inspection"


@dataclass(frozen=True, slots=True)
class Inspected:
    """One inspection, opened.  A weight of None was not written down."""

    ref: str
    case_ref: str
    on: str
    by: str
    place: str
    source_ref: str
    kg: Decimal | None
    words: str

    @property
    def seen(self) -> Seen:
        """The inspection as core reckons with it."""
        return Seen(*days_of(self.on), self.kg)

    @property
    def said_by(self) -> str:
        """Who says so: whoever inspected."""
        return self.by

    @property
    def said_on(self) -> str:
        """The day of the statement: that of the inspection."""
        return self.on


def standing() -> QuerySet[Inspection]:
    """Return the inspections that were not taken back."""
    return Inspection.objects.exclude(ref__in=taken_back())


def inspections_of(case_ref: str) -> list[Inspected]:
    """Return a person's inspections in order of time; what was erased is left out."""
    return inspections_of_each([case_ref])[case_ref]


def inspections_of_each(case_refs: Iterable[str]) -> dict[str, list[Inspected]]:
    """Return the same for many people at once."""
    asked = asked_under(case_refs)
    rows = list(standing().filter(case_ref__in=asked).order_by("latest", "pk"))
    texts = vault.open_texts(
        FOUND, {owner(row.ref): bytes(row.sealed_found) for row in rows}
    )
    found: dict[str, list[Inspected]] = {
        ref: [] for refs in asked.values() for ref in refs
    }
    for row in rows:
        text = texts.get(owner(row.ref))
        for ref in asked[row.case_ref] if text else ():
            found[ref].append(_opened(row, str(text)))
    return found


def _opened(row: Inspection, text: str) -> Inspected:
    told = json.loads(text)
    return Inspected(
        ref=row.ref,
        case_ref=row.case_ref,
        on=row.on,
        by=row.by,
        place=row.place,
        source_ref=row.source_ref,
        kg=Decimal(told["kg"]) if told["kg"] else None,
        words=told["words"],
    )


@dataclass(frozen=True, slots=True)
class Waits:
    """Somebody still held, and the last day that the newest inspection can mean."""

    held: Held
    last: date


def waiting(hidden: Collection[str] = ()) -> list[Waits]:
    """Return everybody still held of whom an inspection is known, by case number.

    As many queries for many people as for one; ``hidden`` case numbers are left out.
    """
    rows = standing().values("case_ref").annotate(last=Max("latest")).order_by()
    newest = dict(rows.values_list("case_ref", "last"))
    people = held_of_each(newest)
    last: dict[str, Waits] = {}
    for number, day in newest.items():
        held = people.get(number)
        if held is None or held.case_ref in hidden:
            continue
        before = last.get(held.case_ref)
        if before is None or before.last < day:
            last[held.case_ref] = Waits(held, day)
    return [
        last[ref]
        for ref in sorted(last)
        if not last[ref].held.is_over(on=last[ref].last.isoformat())
    ]


def clocks(today: date, hidden: Collection[str]) -> list[Running]:
    """Return the monthly clocks, together for each power and the one they are of."""
    together: dict[tuple[str, str], list[date]] = {}
    for one in waiting(hidden):
        if one.held.holder:
            sides = one.held.holder, one.held.home
            together.setdefault(sides, []).append(one.last)
    return [_running(*sides, days, today) for sides, days in together.items()]


def _running(holder: str, home: str, days: list[date], today: date) -> Running:
    clock, own = load_clock(MONTHLY), installation()
    since = min(days)
    return Running(
        clock=clock,
        owed_by=holder,
        # What a power owes about a person it owes the neutral agency as well.
        owed_to=home if own.party else own.code,
        count=len(days),
        since=since,
        due=clock.due(since),
        overdue=sum(bool(clock.late(clock.due(day), on=today)) for day in days),
        address=reverse("bureau:clock", args=[clock.id, holder, home or "-"]),
    )


def cases(
    clock: str, holder: str, home: str, hidden: Collection[str]
) -> list[tuple[str, date]]:
    """Return for whom the monthly clock runs between two powers, and since when."""
    del clock
    return [
        (one.held.case_ref, one.last)
        for one in waiting(hidden)
        if (one.held.holder, one.held.home) == (holder, home)
    ]


def last_report(person: str) -> Combinable:
    """Return the day, as text, of the newest inspection of the outer query's person."""
    numbers = Record.objects.filter(
        membership__person=OuterRef(OuterRef(person))
    ).values("first_person__case_ref")
    told = standing().filter(case_ref__in=numbers).order_by("-latest")
    return Subquery(
        told.annotate(day=Cast("latest", CharField())).values("day")[:1],
        output_field=CharField(),
    )
