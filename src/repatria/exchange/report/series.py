"""The pages of a series: one stays, and one tells parties no more than they may know.

What leaves names who goes in the next round, and of later rounds only what was
agreed: days and places.  Whoever stands in a later round, and whoever stands in none,
is ``not proposed`` alike; and how many later rounds will really take, or how many
rounds are needed, follows from who said yes, so none of it is told.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from statistics import median

from jinja2 import Environment
from markupsafe import Markup

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.chart import Chart, columns_of
from repatria.exchange.core.rounds import saved
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.rounds.series import Placed, Series
from repatria.exchange.report.views import (
    CODES,
    SHOWN,
    STATUSES,
    DelegationView,
    delegation_view,
)
from repatria.matching.report.figures import number
from repatria.matching.report.pages import environment_of, rendered, stylesheet
from repatria.matching.report.verbatim import verbatim
from repatria.shared.text import mark as _
from repatria.shared.text import say

_PACKAGE = "repatria.exchange.report"
TWO = 2
TIERS_ONLY = _(
    "Waiting is least, tier by tier, which is proven. Within what is left, days in "
    "captivity decide only among people who are alike otherwise."
)


@dataclass(frozen=True, slots=True)
class PlannedView:
    """One round as agreed: its day and the places in each direction, None: not said."""

    number: int
    on: str
    places: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round as worked out; numbers by the party whose people come home."""

    number: int
    on: str
    home: tuple[int, ...]
    waiting: tuple[int, ...]
    owed: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class TierWait:
    """How long a tier waits: persons, how many never come up, days from the first."""

    name: str
    persons: int
    never: int
    median: int | None
    longest: int | None


@dataclass(frozen=True, slots=True)
class SeriesView:
    """Everything, for whoever ran the command."""

    parties: tuple[str, ...]
    status: str
    blocked_by: tuple[str, ...]
    going: int
    left: int
    last_day: str
    rounds: tuple[RoundView, ...]
    people: Chart
    waiting: Chart
    in_days: bool
    tiers: tuple[TierWait, ...]
    never: tuple[tuple[str, str, str, str, Markup], ...]
    shown: int = SHOWN


def delegation_html(found: Series) -> str:
    """Return the page that may leave; its bytes follow from the rules and ``first``."""
    first = delegation_view(found.first)
    ways = _ways(found)
    planned = tuple(
        PlannedView(
            number=one.number,
            on=one.on.isoformat() if one.on else "",
            places=tuple(_places(found, place, way) for way in ways),
        )
        for place, one in enumerate(found.plans)
    )
    return _page("rounds.html", first, planned=planned, ways=[str(way) for way in ways])


def internal_html(found: Series) -> str:
    """Return the page with who never comes up.  It stays with whoever ran it."""
    return _page("series.html", series_view(found))


def series_view(found: Series) -> SeriesView:
    """Return everything that whoever ran the command sees."""
    rounds = tuple(_rounds(found))
    going = sum(one.place >= 0 for one in found.people)
    never = [one for one in found.people if one.place < 0]
    ordered = sorted(never, key=lambda one: (-one.days, one.case))
    labels = [one.on[5:] if one.on else str(one.number) for one in rounds]
    return SeriesView(
        parties=tuple(sorted(found.rules.parties)),
        status=_status(found),
        blocked_by=found.first.blocked_by,
        going=going,
        left=len(never),
        last_day=found.last_day.isoformat() if found.last_day else "",
        rounds=rounds,
        people=columns_of(
            [(label, one.home) for label, one in zip(labels, rounds, strict=True)]
        ),
        waiting=columns_of(
            [(label, one.waiting) for label, one in zip(labels, rounds, strict=True)]
        ),
        in_days=found.plans[0].on is not None,
        tiers=tuple(_tiers(found)),
        never=tuple(
            (one.case, one.holder, one.tier, CODES[one.why.code], _sentence(one))
            for one in ordered[:SHOWN]
        ),
    )


def _status(found: Series) -> str:
    if found.first.status is Status.OPTIMAL and found.status is Status.FEASIBLE:
        return TIERS_ONLY
    return STATUSES[found.status]


def _rounds(found: Series) -> list[RoundView]:
    parties = sorted(found.rules.parties)
    left = Counter(one.home for one in found.people)
    views = []
    for place, one in enumerate(found.plans):
        came = Counter(each.home for each in found.people if each.place == place)
        left.subtract(came)
        views.append(
            RoundView(
                number=one.number,
                on=one.on.isoformat() if one.on else "",
                home=tuple(came[party] for party in parties),
                waiting=tuple(left[party] for party in parties),
                owed=tuple(
                    (f"{account.unit} {account.category}".strip(), -n)
                    for account, n in found.balances[place].items()
                    if n < 0
                ),
            )
        )
    return views[: max(1, found.last_place + 1)]


def _tiers(found: Series) -> list[TierWait]:
    worth = saved(found.plans)
    days = [worth[0] - each for each in worth]
    views = []
    for step in found.rules.steps:
        mine = [one for one in found.people if one.tier == step.name]
        waited = [days[one.place] for one in mine if one.place >= 0]
        if mine:
            views.append(
                TierWait(
                    name=step.name,
                    persons=len(mine),
                    never=len(mine) - len(waited),
                    median=round(median(waited)) if waited else None,
                    longest=max(waited, default=None),
                )
            )
    return views


def _sentence(one: Placed) -> Markup:
    facts = {name: verbatim(value) for name, value in one.why.facts}
    return Markup(say(one.why.sentence, **facts))  # noqa: S704 - our sentence


def _ways(found: Series) -> list[Direction]:
    """Return the directions that were agreed, and those between the parties."""
    rules = found.rules
    pairs = {Direction(a, b) for a in rules.parties for b in rules.parties if a != b}
    named = {way for one in found.plans for way in one.seats} | set(rules.seats)
    return sorted(named | (pairs if len(rules.parties) == TWO else set()))


def _places(found: Series, place: int, way: Direction) -> int | None:
    told = [found.plans[place].most(way), found.rules.seats.get(way)]
    limits = [most for most in told if most is not None]
    return min(limits) if limits else None


def _page(template: str, view: SeriesView | DelegationView, **more: object) -> str:
    style = f"\n{stylesheet(_PACKAGE, 'exchange.css')}\n"
    return rendered(_environment(), template, style=style, view=view, **more)


@cache
def _environment() -> Environment:
    environment = environment_of(_PACKAGE)
    environment.filters.update(verbatim=verbatim, number=number)
    return environment
