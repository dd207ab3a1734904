"""A series of rounds until everybody is home, with least weighted waiting.

What is least, exactly, in this order:

1. for each tier in its order, the days that its people wait, all added up.  A person
   waits until the day of his round; whoever is in no round, until one interval after
   the last.
2. the same days, each person's weighted with the days already spent in captivity;
3. a lot, drawn for people whom nothing tells apart.

Two parties and parity by count need no solver where round after round, each by
itself, already reaches what all its rounds together could: that is looked at for
every round, and then nothing can be better.  Otherwise ``network`` solves it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from repatria.exchange.core import reasons
from repatria.exchange.core.candidate import Candidate, Direction
from repatria.exchange.core.check import Breach
from repatria.exchange.core.check_series import Balances, seats_in, verify_series
from repatria.exchange.core.reasons import Code, Why
from repatria.exchange.core.rounds import Account, Planned, Settled, check_order
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.pool import Bools, Ints, Pool, completed, pool_of
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.roster import Roster, roster_of
from repatria.exchange.engine.rounds.accounts import beyond_of, settled
from repatria.exchange.engine.solving import greedy, network
from repatria.shared.text import mark as _

NO_ROUND = -1
TOO_LATE = _("Not available before {day}, after the last round planned.")
NOBODY_ANSWERS = _("Nobody is left on the other side who could be counted against.")
NO_ROUND_HAS_ROOM = _(
    "No round planned has a place: more rounds, seats or credit would."
)


class ScheduleUnsoundError(ArithmeticError):
    """The check that uses no solver found a broken rule: a fault of ours."""

    def __init__(self, breaches: Sequence[Breach]) -> None:
        super().__init__(", ".join(sorted({one.rule for one in breaches})))


@dataclass(frozen=True)
class Schedule:
    """Who goes in which round.  Internal: it tells who never comes up.

    ``at`` is the place of each person's round in ``plans``, -1 for none, in the order
    of ``pool``.  ``opening``: what others owed each account before the first round.
    """

    pool: Pool
    plans: tuple[Planned, ...]
    at: Ints
    status: Status
    opening: Mapping[Account, int] = field(default_factory=dict)
    seconds: float = 0.0

    @cached_property
    def rounds(self) -> tuple[Settled, ...]:
        """Each round: who goes, and what is given for good."""
        gifts = settled(self.pool, self.at, len(self.plans), self.opening)
        return tuple(
            Settled(plan, self._cases(self.at == place), gifts[place])
            for place, plan in enumerate(self.plans)
        )

    @cached_property
    def balances(self) -> tuple[Balances, ...]:
        """After each round, what others owe each account; below zero it owes."""
        beyond = beyond_of(self.pool, self.at, len(self.plans))
        now = dict(self.opening)
        found = []
        for one, given in zip(self.rounds, beyond, strict=True):
            keys = {*now, *given, *one.gifts}
            now = {
                key: now.get(key, 0) + given.get(key, 0) - one.gifts.get(key, 0)
                for key in sorted(keys)
            }
            found.append(now)
        return tuple(found)

    @cached_property
    def never(self) -> tuple[str, ...]:
        """Ids of whom no round takes, sorted; ``why`` tells the reason."""
        return self._cases(self.at == NO_ROUND)

    @property
    def persons(self) -> int:
        """How many go home in all rounds together."""
        return int((self.at != NO_ROUND).sum())

    @property
    def last_place(self) -> int:
        """The place of the last round in which somebody goes, -1 where nobody does."""
        return int(self.at.max(initial=NO_ROUND))

    @property
    def last_day(self) -> date | None:
        """The day on which the last of those who come up is home."""
        return self.plans[self.last_place].on if self.last_place >= 0 else None

    def why(self, place: int) -> Why:
        """Return why the person at ``place`` is in no round.  Internal."""
        return self.pool.whys.known[int(self.pool.whys.at[place])]

    def _cases(self, where: Bools) -> tuple[str, ...]:
        return tuple(self.pool.ids[place] for place in np.flatnonzero(where))


def schedule(
    candidates: Roster | Iterable[Candidate],
    rules: Rules,
    plans: Sequence[Planned] = (),
    *,
    opening: Mapping[Account, int] | None = None,
    asked: bool = True,
) -> Schedule:
    """Return who goes in which round, with least weighted waiting (see above).

    ``plans`` are the rounds, by default those of ``rules``.  ``opening`` tells what
    others owe each account from earlier rounds; a debt may stay, not grow beyond the
    credit, and whatever is lent within the series is paid back by its last round.
    Floors hold in the first round, the one that is agreed next.  ``asked=False`` as in
    ``propose``.  Raises an ``ExchangeRefusedError``.
    """
    plans = tuple(plans) or rules.rounds
    check_order(plans)
    started = time.perf_counter()
    roster = (
        candidates
        if isinstance(candidates, Roster)
        else roster_of(candidates, asked=asked)
    )
    pool, opens = _pool(roster, rules, plans)
    opening = {account: n for account, n in (opening or {}).items() if n}
    at = None if opening else _round_by_round(pool, plans, opens)
    status = Status.OPTIMAL
    if at is None:
        at, proven = network.least_waiting(pool, plans, opens, opening)
        status = Status.OPTIMAL if proven else Status.FEASIBLE
    _explain(pool, at, opens, plans)
    return Schedule(
        pool=pool,
        plans=plans,
        at=at,
        status=status,
        opening=opening,
        seconds=time.perf_counter() - started,
    )


def check(found: Schedule) -> None:
    """Have the independent check look at a series; raises ``ScheduleUnsoundError``."""
    pool = found.pool
    concerned = (found.at != NO_ROUND) | pool.grouped
    people = pool.roster.people.filter(concerned)
    some = replace(pool.roster, people=people)
    breaches = verify_series(
        some.candidates(pool.rules), pool.rules, found.rounds, found.opening
    )
    if breaches:
        raise ScheduleUnsoundError(breaches)


def _pool(roster: Roster, rules: Rules, plans: Sequence[Planned]) -> tuple[Pool, Ints]:
    """Return the list under its rules, and the first round in which each may go.

    Nobody is kept off the list for not being there yet.  A group waits for the last
    of its people.
    """
    rules = completed(rules, roster)
    later = roster.people["available_from"]
    always = roster.people.with_columns(available_from=pl.lit(None, dtype=pl.Date))
    pool = pool_of(replace(roster, people=always), rules)
    people = pool.roster.people.with_columns(available_from=later)
    pool = replace(pool, roster=replace(pool.roster, people=people))
    days = [one.on or rules.as_of for one in plans]
    opens = np.zeros(len(pool), dtype=np.int64)
    for day in days:
        if day is not None:
            opens += (later > day).fill_null(value=False).to_numpy()
    for group in np.unique(pool.group[pool.grouped]):
        mates = pool.group == group
        opens[mates] = opens[mates].max()
    return pool, opens


def _round_by_round(pool: Pool, plans: Sequence[Planned], opens: Ints) -> Ints | None:
    """Take the best of each round in turn; None unless that is proven best of all."""
    at = np.full(len(pool), NO_ROUND, dtype=np.int64)
    for place, plan in enumerate(plans):
        left = pool.eligible & (at == NO_ROUND) & (opens <= place)
        now = replace(pool, eligible=left, rules=_seated(pool, [plan]))
        if not greedy.is_simple(now):
            return None
        at[greedy.who_goes(now)] = place
        if not _is_most(pool, plans[: place + 1], opens, at):
            return None
    return at


def _is_most(pool: Pool, plans: Sequence[Planned], opens: Ints, at: Ints) -> bool:
    """Whether no way to use these rounds sends more of the tiers, in their order.

    All of them are taken as one large round, to which whatever could be given or lent
    is open: more than that no series can reach by its last day.
    """
    rules = _seated(pool, plans)
    first, second = rules.parties
    room = {
        party: rules.extra_of(party) * len(plans) + rules.credit_of(other)
        for party, other in ((first, second), (second, first))
    }
    there = pool.eligible & (opens < len(plans))
    large = replace(pool, eligible=there, rules=replace(rules, extra=room))
    if not greedy.is_simple(large):
        return False
    most = np.array(greedy.how_many(large)).sum(axis=0)
    reached = np.bincount(pool.tier[at != NO_ROUND], minlength=len(most))
    return bool((most == reached).all())


def _seated(pool: Pool, plans: Sequence[Planned]) -> Rules:
    """Return the rules with the seats of these rounds together, and floors left out."""
    seats: dict[Direction, int] = {}
    for way in pool.directions:
        limits = [
            seats_in(pool.rules, Settled(plan, ()), [way]).get(way) for plan in plans
        ]
        if None not in limits:
            seats[way] = sum(most for most in limits if most is not None)
    return replace(pool.rules, seats=seats)


def _explain(pool: Pool, at: Ints, opens: Ints, plans: Sequence[Planned]) -> None:
    """Give a reason to everybody who could go: why in a round, or why in none."""
    for tier, step in enumerate(pool.rules.steps):
        goes = (at != NO_ROUND) & (pool.tier == tier)
        pool.whys.put(goes, Why(Code.GOES, reasons.GOES, (("tier", step.name),)))
    whys, left = pool.whys, pool.eligible & (at == NO_ROUND)
    late = left & (opens >= len(plans))
    days = pool.roster.people["available_from"].dt.to_string("iso").fill_null("")
    for place in np.flatnonzero(late):
        why = Why(Code.RULES, TOO_LATE, (("day", days[int(place)]),))
        whys.put(np.arange(len(pool)) == place, why)
    groups = pool.roster.people["group"]
    for code in np.unique(pool.group[left & pool.grouped]):
        mates = left & (pool.group == code)
        facts = (("group", groups[int(mates.argmax())]),)
        whys.put(mates, Why(Code.GROUP, reasons.GROUP_WITHOUT_PLACE, facts))
    if len(pool.rules.parties) == greedy.SIDES and pool.rules.units():
        for home in range(greedy.SIDES):
            mine, others = left & (pool.home == home), left & (pool.home != home)
            if not (others & (pool.weight > 0)).any():
                counts = mine & (pool.weight > 0)
                whys.put(counts, Why(Code.RULES, NOBODY_ANSWERS))
    whys.put(left, Why(Code.RULES, NO_ROUND_HAS_ROOM))
