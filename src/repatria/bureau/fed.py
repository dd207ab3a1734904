"""What later rooms know that starts a clock, or winds it up again.

A later room says in its ``AppConfig.ready`` which clocks it feeds; the page of
deadlines then shows its lines.  A clock that nothing feeds is shown as such.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

from django.db.models.expressions import Combinable

from repatria.bureau.core.clocks import Running

Source = Callable[[date, Collection[str]], Iterable[Running]]
Cases = Callable[[str, str, str, Collection[str]], list[tuple[str, date]]]
Report = Callable[[str], Combinable]


class _Fed(NamedTuple):
    clocks: frozenset[str]
    source: Source
    cases: Cases | None = None


_sources: list[_Fed] = []
_reports: list[Report] = []


def provide(
    source: Source, *, clocks: Collection[str], cases: Cases | None = None
) -> None:
    """Ask ``source`` for the lines of these clocks from now on; twice counts once.

    It answers for a day, in as many queries for many people as for one, and counts
    nobody whose case number is hidden from the reader.  ``cases`` tells for whom a
    clock runs between a holder and a power of origin: case number and since when.
    """
    fed = _Fed(frozenset(clocks), source, cases)
    if fed not in _sources:
        _sources.append(fed)


def provide_report(report: Report) -> None:
    """Let a room tell when somebody's health was last reported.

    ``report`` gets the path from the outer query to the person, and answers with the
    day as text ("2022-11-09"), or with null.
    """
    if report not in _reports:
        _reports.append(report)


def lines(today: date, hidden: Collection[str]) -> list[Running]:
    """Return the lines of every later room, earlier rooms first."""
    return [line for fed in _sources for line in fed.source(today, hidden)]


def cases(
    clock: str, holder: str, home: str, hidden: Collection[str]
) -> list[tuple[str, date]]:
    """Return for whom a clock of a later room runs, by case number."""
    held = [
        each
        for fed in _sources
        if fed.cases is not None and clock in fed.clocks
        for each in fed.cases(clock, holder, home, hidden)
    ]
    return sorted(held)


def clocks() -> frozenset[str]:
    """Return which clocks later rooms feed."""
    return frozenset().union(*(fed.clocks for fed in _sources))


def reports() -> tuple[Report, ...]:
    """Return what tells of reports on somebody's health."""
    return tuple(_reports)
