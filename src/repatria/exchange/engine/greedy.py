"""Count parity of two parties, exactly and without a solver.

Whom the rules leave alike form a few blocks: one side, one tier.  How many of a
block can go depends on three numbers a side: who is left, the seats, and what
the other side can answer with.  Parity bounds a difference, so the largest
number each side can reach is reached by both at once, and taking the most of
every tier in turn is the best for all tiers in order.  Inside a block those
longest in captivity go, and among equals the lot decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from repatria.exchange.core.rules import Kind, Per
from repatria.exchange.engine.pool import Bools, Ints, Pool

SIDES = 2


def is_simple(pool: Pool) -> bool:
    """Whether the rules are such that this way is exact."""
    rules = pool.rules
    even = (
        rules.parity.kind in {Kind.COUNT, Kind.NONE} and rules.parity.per is Per.PARTY
    )
    alike = not (pool.grouped & pool.eligible).any()
    return (
        even
        and alike
        and len(rules.parties) == SIDES
        and not rules.floors
        and not any(one.points for one in rules.considerations)
        and all(_seats_are_plain(pool, side) for side in range(SIDES))
    )


def _seats_are_plain(pool: Pool, side: int) -> bool:
    """Whether seats bound nothing on a side but its number of persons.

    ``side`` is the party that people go home to.
    """
    mine = pool.eligible & (pool.home == side)
    ways = np.unique(pool.direction[mine])
    bound = [way for way in ways if _binds(pool, mine, int(way))]
    stretchers = any(
        (pool.seats[mine & (pool.direction == way)] > 1).any() for way in bound
    )
    return not bound or (len(ways) == 1 and not stretchers)


def _binds(pool: Pool, mine: Bools, way: int) -> bool:
    most = pool.rules.seats.get(pool.directions[way])
    return most is not None and pool.seats[mine & (pool.direction == way)].sum() > most


@dataclass
class _Side:
    """People going home to one party: what is left, and what is taken."""

    left: list[int]
    seats: int
    extra: int
    taken: int = 0
    exempt: int = 0

    def most(self, exempts: list[bool]) -> int:
        """Return the most that could count in parity on this side alone."""
        counted = zip(self.left, exempts, strict=True)
        left = sum(n for n, exempt in counted if not exempt)
        return min(self.seats - self.exempt, self.taken + left)


def how_many(pool: Pool) -> list[list[int]]:
    """Return for each side and each tier how many people go."""
    exempts = [tier.exempt for tier in pool.rules.steps]
    unbound = pool.rules.parity.kind is Kind.NONE
    sides = [_side(pool, side, unbound=unbound) for side in range(SIDES)]
    going = [[0] * len(exempts) for _ in sides]
    for tier, exempt in enumerate(exempts):
        take = _exempt_places if exempt else _places
        found = [take(sides, at, exempts) for at in range(SIDES)]
        for at, side in enumerate(sides):
            n = min(side.left[tier], found[at])
            going[at][tier] = n
            side.left[tier] = 0
            side.exempt += n if exempt else 0
            side.taken += 0 if exempt else n
    return going


def _side(pool: Pool, side: int, *, unbound: bool) -> _Side:
    mine = pool.eligible & (pool.home == side)
    counts = np.bincount(pool.tier[mine], minlength=len(pool.rules.steps))
    ways = [pool.directions[int(way)] for way in np.unique(pool.direction[mine])]
    everybody = len(pool)
    seats = pool.rules.seats.get(ways[0], everybody) if len(ways) == 1 else everybody
    party = pool.rules.parties[side]
    extra = everybody if unbound else pool.rules.extra_of(party)
    return _Side(left=counts.tolist(), seats=seats, extra=extra)


def _places(sides: list[_Side], at: int, exempts: list[bool]) -> int:
    """Return how many more can count on a side.

    The other side answers each of them; it may give ``extra`` more than it gets.
    """
    mine, other = sides[at], sides[1 - at]
    answered = other.most(exempts) + other.extra
    return max(0, min(mine.most(exempts), answered) - mine.taken)


def _exempt_places(sides: list[_Side], at: int, _exempts: list[bool]) -> int:
    """Return the seats that nobody needs who must answer those already taken.

    A side may get ``extra`` fewer than it gives.
    """
    mine, other = sides[at], sides[1 - at]
    needed = max(mine.taken, other.taken - mine.extra)
    return max(0, mine.seats - mine.exempt - needed)


def who_goes(pool: Pool) -> Bools:
    """Return who goes, in the order of the pool."""
    on = np.zeros(len(pool), dtype=np.bool_)
    for side, tiers in enumerate(how_many(pool)):
        for tier, n in enumerate(tiers):
            if n:
                block = pool.eligible & (pool.home == side) & (pool.tier == tier)
                on[_first(pool, np.flatnonzero(block), n)] = True
    return on


def _first(pool: Pool, people: Ints, n: int) -> Ints:
    """Return the ``n`` longest in captivity; the lot is drawn only among equals."""
    if n >= len(people):
        return people
    days = pool.days[people]
    last = np.partition(days, len(people) - n)[len(people) - n]
    longer, equal = people[days > last], people[days == last]
    drawn = sorted(zip(pool.numbers(equal), equal.tolist(), strict=True))
    lucky = [one for _number, one in drawn[: n - len(longer)]]
    return np.concatenate([longer, np.array(lucky, dtype=np.int64)])
