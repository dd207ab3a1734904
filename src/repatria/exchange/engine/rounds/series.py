"""The next round as it is proposed, and the rounds after it as they are planned.

The next round is what ``propose`` gives, and does not depend on plans for later: a
list that leaves must not change because somebody in a later round said no.  Credit
lets it give more than it gets; later rounds pay back what can be paid back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.check_series import Balances, seats_in
from repatria.exchange.core.reasons import Why
from repatria.exchange.core.rounds import Account, Planned, Settled, check_order
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.pool import Bools, Ints, Pool, completed
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.roster import Roster
from repatria.exchange.engine.rounds import schedule as engine
from repatria.exchange.engine.rounds.accounts import beyond_of
from repatria.exchange.engine.rounds.schedule import NO_ROUND, Schedule, schedule

TWO = 2


@dataclass(frozen=True)
class Placed:
    """One person of a series.  ``place`` is that of the round, -1 for none."""

    case: str
    holder: str
    home: str
    tier: str
    days: int
    weight: int
    place: int
    why: Why


@dataclass(frozen=True)
class Series:
    """The next round and those after it.  Internal but for ``first``."""

    rules: Rules
    plans: tuple[Planned, ...]
    first: Proposal
    later: Schedule | None
    gifts: Balances = field(default_factory=dict)
    opening: Mapping[Account, int] = field(default_factory=dict)

    @property
    def status(self) -> Status:
        """Whether every part is proven."""
        if self.first.status is Status.INFEASIBLE or self.later is None:
            return self.first.status
        found = {self.first.status, self.later.status}
        return Status.OPTIMAL if found == {Status.OPTIMAL} else Status.FEASIBLE

    @cached_property
    def rounds(self) -> tuple[Settled, ...]:
        """Each round with who goes; the first is the one proposed."""
        first = Settled(self.plans[0], self.first.go, self.gifts)
        return (first, *(self.later.rounds if self.later else ()))

    @cached_property
    def balances(self) -> tuple[Balances, ...]:
        """After each round, what others owe each account; below zero it owes."""
        first = _after(self.first.pool, self.first.on, self.gifts, self.opening)
        return (first, *(self.later.balances if self.later else ()))

    @cached_property
    def people(self) -> tuple[Placed, ...]:
        """Everybody on the list, with the round or why there is none, by id."""
        first = list(_placed(self.first.pool, _places(self.first.on)))
        if self.later is None:
            return tuple(first)
        at = np.where(self.later.at == NO_ROUND, NO_ROUND, self.later.at + 1)
        rest = _placed(self.later.pool, at)
        gone = [one for one in first if one.place != NO_ROUND]
        return tuple(sorted([*gone, *rest], key=lambda one: one.case))

    @property
    def last_place(self) -> int:
        """The place of the last round in which somebody goes, -1 where nobody does."""
        return max((one.place for one in self.people), default=NO_ROUND)

    @property
    def last_day(self) -> date | None:
        """The day on which the last of those who come up is home."""
        return self.plans[self.last_place].on if self.last_place >= 0 else None


def series(
    roster: Roster,
    rules: Rules,
    plans: Sequence[Planned] = (),
    *,
    opening: Mapping[Account, int] | None = None,
) -> Series:
    """Return the next round as proposed, and the later ones with least waiting.

    ``plans`` and ``opening`` as in ``schedule``.  Raises an ``ExchangeRefusedError``.
    """
    plans = tuple(plans) or rules.rounds
    check_order(plans)
    rules, owed = completed(rules, roster), dict(opening or {})
    first = propose(roster, next_rules(rules, plans[0], owed))
    pool = replace(first.pool, rules=rules)
    gifts = _gifts(pool, first, owed)
    later = None
    if plans[1:]:
        later = schedule(
            roster.without(first.go),
            replace(rules, floors={}, considerations=()),
            plans[1:],
            opening=_after(pool, first.on, gifts, owed),
        )
    return Series(rules, plans, first, later, gifts, owed)


def next_rules(
    rules: Rules, plan: Planned, opening: Mapping[Account, int] | None = None
) -> Rules:
    """Return the rules of the next round: its day, its seats, and what may be lent.

    Lending is for two that balance; among more, or by category, the next round comes
    out even.
    """
    pairs = {Direction(a, b) for a in rules.parties for b in rules.parties if a != b}
    ways = {*pairs, *rules.seats, *plan.seats}
    return replace(
        rules,
        as_of=plan.on or rules.as_of,
        seats=seats_in(rules, Settled(plan, ()), ways),
        extra={**rules.extra, **with_credit(rules, opening or {})},
    )


def check(found: Series) -> None:
    """Have the independent check look at the later rounds; ``propose`` has its own."""
    if found.later is not None:
        engine.check(found.later)


def with_credit(rules: Rules, opening: Mapping[Account, int]) -> dict[str, int]:
    """Return what either of two may give beyond parity, lending included."""
    if not lends(rules):
        return {}
    one, other = rules.units()
    room = {}
    for unit, against in ((one, other), (other, one)):
        lent = max(0, rules.credit_of(against) - opening.get(Account(unit), 0))
        room[unit] = rules.extra_of(unit) + lent // rules.points_of_one(unit)
    return room


def lends(rules: Rules) -> bool:
    """Whether two balance against each other, so that one can owe the other."""
    return len(rules.units()) == TWO and not rules.parity.is_by_category


def _gifts(pool: Pool, first: Proposal, opening: Mapping[Account, int]) -> Balances:
    """Return what the next round gives for good: what was owed is paid back first."""
    (beyond,) = beyond_of(pool, _places(first.on), 1)
    if not lends(pool.rules):
        return {account: n for account, n in beyond.items() if n}
    for account, given in beyond.items():
        after = opening.get(account, 0) + given
        gift = min(pool.rules.points_beyond(account.unit), after, given)
        if gift > 0:
            (other,) = beyond.keys() - {account}
            return {account: gift, other: -gift}
    return {}


def _after(
    pool: Pool, on: Bools, gifts: Balances, opening: Mapping[Account, int]
) -> Balances:
    (beyond,) = beyond_of(pool, _places(on), 1)
    now = Counter(opening)
    now.update(beyond)
    now.subtract(gifts)
    return {account: now[account] for account in sorted(now)}


def _places(on: Bools) -> Ints:
    return np.where(on, 0, NO_ROUND)


def _placed(pool: Pool, at: Ints) -> Iterator[Placed]:
    parties, steps = pool.rules.parties, pool.rules.steps
    for person, place in enumerate(at.tolist()):
        yield Placed(
            case=pool.ids[person],
            holder=parties[int(pool.holder[person])],
            home=parties[int(pool.home[person])],
            tier=steps[int(pool.tier[person])].name,
            days=int(pool.days[person]),
            weight=int(pool.weight[person]),
            place=int(place),
            why=pool.whys.known[int(pool.whys.at[person])],
        )
