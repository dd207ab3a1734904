"""A series of rounds: who waits how long, and rounds until everybody is home.

Three answers for three readers.  ``waiting_by_band`` and ``until_all_are_home`` know
the lists of both sides, what crossed and the places planned: whoever changes a wish, a
hold or a health statement changes neither, so every party may see them.  ``plan`` with
``knows=False`` asks the engine as if everybody had said yes and nobody were held back:
for the agency's delegate.  With ``knows=True`` it is as things stand, and tells who
never comes up: for the neutral interviewer alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from repatria.access import doors, restricted
from repatria.exchange import queries
from repatria.exchange.core.candidate import Candidate, Consent, certain_day
from repatria.exchange.core.crossed import Home, band_of, until_home
from repatria.exchange.core.refusals import NobodyAtAllError
from repatria.exchange.core.rounds import NoRoundsError, Planned
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.rounds.schedule import Schedule, check, schedule
from repatria.exchange.models import Exchange, Outcome
from repatria.exchange.queries.rounds import TWO, RoundTold, balance_now, rounds_told
from repatria.exchange.services.candidates import (
    Pair,
    candidates_from,
    pairs_between,
    standing_numbers,
)
from repatria.exchange.services.proposals import sizes_of
from repatria.exchange.services.rules import read_rules_text
from repatria.shared.actors import Actor
from repatria.shared.dates import read_date

PLAN, REASONS = "exchange.propose", "exchange.reasons"
AT_MOST = 60
"""Rounds planned ahead where the last interval goes on."""
USUAL_INTERVAL = 14
UNKNOWN = -1
"""The band of those of whom nobody said when they were captured."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits: by whose people they are, in bands of days in captivity."""

    bands: dict[str, Counter[int]]

    @property
    def sums(self) -> dict[str, int]:
        """How many wait of each party's people."""
        return {party: each.total() for party, each in self.bands.items()}


def waiting_by_band(
    exchange: Exchange, *, on: date, hidden: Collection[str]
) -> Waiting:
    """Count those on both sides' lists who have not crossed, whatever they wish.

    Band -1: nobody said when they were captured.  ``hidden`` are cases that are not for
    the reader, and are not counted.
    """
    bands = {party: Counter[int]() for party in queries.parties_of(exchange)}
    for pair in _waiting(exchange, hidden):
        said = pair.held.captured_on or pair.missing.captured_on
        captured = certain_day(read_date(said))
        band = band_of(max(0, (on - captured).days)) if captured else UNKNOWN
        bands[pair.home][band] += 1
    return Waiting(bands)


def until_all_are_home(rounds: Sequence[RoundTold], waiting: Waiting) -> Home | None:
    """Count rounds until nobody of one side waits, person for person; of two parties.

    As if everybody on both lists went: the fewest rounds that the places allow.  Where
    no round is planned ahead, the last one goes on.
    """
    open_ones = [one.held for one in rounds if not one.is_over]
    if len(waiting.sums) != TWO or not rounds:
        return None
    both = [[*sizes_of(held).values()] for held in open_ones or [rounds[-1].held]]
    if any(len(each) != TWO for each in both):
        return None
    days = [held.planned_on for held in open_ones] or _days_ahead(rounds)
    one, other = waiting.sums.values()
    return until_home((one, other), [min(each) for each in both], days)


def _days_ahead(rounds: Sequence[RoundTold]) -> list[date | None]:
    """Return the days of the next two rounds, if the last interval goes on."""
    days = [one.held.planned_on for one in rounds if one.held.planned_on]
    if len(days) < TWO:
        return []
    interval = days[-1] - days[-2]
    return [days[-1] + interval, days[-1] + 2 * interval]


def plan(*, actor: Actor, exchange: Exchange, knows: bool, at: datetime) -> Schedule:
    """Plan the rounds that have no list yet, in the agency's installation.

    For whoever stands on no list.  Raises ``NobodyAtAllError``, ``NoRoundsError`` or an
    ``ExchangeRefusedError``.
    """
    doors.require(actor, REASONS if knows else PLAN)
    rounds = rounds_told(exchange)
    rules = _counted_to(read_rules_text(exchange.rules), at.date())
    people = _people(exchange, rounds, knows=knows, at=at)
    if not people:
        raise NobodyAtAllError
    plans = plans_ahead(rounds, rules)
    if not plans:
        raise NoRoundsError
    rules = replace(rules, floors={}, considerations=())
    found = schedule(people, rules, plans, opening=balance_now(rounds, rules))
    check(found)
    return found


def plans_ahead(rounds: Sequence[RoundTold], rules: Rules) -> tuple[Planned, ...]:
    """Return rounds without a list, those of the rules, and the last one going on."""
    planned = [
        Planned(
            number=one.held.number,
            on=one.held.planned_on,
            seats=sizes_of(one.held),
        )
        for one in rounds
        if one.version is None and not one.is_over
    ]
    last = max((one.held.number for one in rounds), default=0)
    planned += [one for one in rules.rounds if one.number > last]
    return tuple(_in_order([*planned, *_going_on(rounds, planned)]))


def _going_on(
    rounds: Sequence[RoundTold], planned: Sequence[Planned]
) -> Iterator[Planned]:
    """Repeat the last round at the last interval."""
    days = sorted(
        {one.held.planned_on for one in rounds if one.held.planned_on}
        | {one.on for one in planned if one.on}
    )
    sizes = (
        planned[-1].seats if planned else sizes_of(rounds[-1].held) if rounds else {}
    )
    each = planned[-1].each if planned else None
    if not days or not (sizes or each):
        return
    gaps = [(after - before).days for before, after in pairwise(days)]
    interval = gaps[-1] if gaps else USUAL_INTERVAL
    number = max([one.held.number for one in rounds] + [one.number for one in planned])
    for n in range(1, AT_MOST - len(planned)):
        day = date.fromordinal(days[-1].toordinal() + n * interval)
        yield Planned(number=number + n, on=day, seats=sizes, each=each)


def _in_order(planned: Sequence[Planned]) -> list[Planned]:
    """Leave days out where they are not known, or do not rise."""
    days = [one.on for one in planned]
    known = [day for day in days if day]
    if len(known) == len(days) and all(a < b for a, b in pairwise(known)):
        return list(planned)
    return [replace(one, on=None) for one in planned]


def _counted_to(rules: Rules, today: date) -> Rules:
    return rules if rules.as_of else replace(rules, as_of=today)


def _people(
    exchange: Exchange, rounds: Sequence[RoundTold], *, knows: bool, at: datetime
) -> list[Candidate]:
    listed = {
        entry.case_ref
        for one in rounds
        if one.version and not one.is_over
        for entry in queries.entries_of(one.version)
    }
    pairs = _waiting(exchange, restricted.withheld() | listed)
    people = candidates_from(pairs, on=at.date(), standing=standing_numbers())
    if knows:
        return people
    return [replace(one, consent=Consent.YES, held_back="") for one in people]


def _waiting(exchange: Exchange, hidden: Collection[str]) -> list[Pair]:
    """Return who stands on both sides' lists and has not crossed."""
    gone: set[str] = set()
    for outcome in Outcome.objects.order_by("recorded_at", "pk"):
        (gone.add if outcome.crossed else gone.discard)(outcome.case_ref)
    gone |= set(hidden)
    pairs = pairs_between(*queries.parties_of(exchange))
    return [pair for pair in pairs if pair.case_ref not in gone]
