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

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.rules import Kind, Per, Rules
from repatria.exchange.engine.pool import Bools, Ints, Pool

SIDES = 2


@dataclass(frozen=True, slots=True)
class Way:
    """A direction: everybody who may go in it, and the seats that all would take."""

    direction: Direction
    persons: int
    seats: int

    def binds(self, rules: Rules) -> bool:
        """Whether there are fewer seats than all would take."""
        most = rules.seats.get(self.direction)
        return most is not None and self.seats > most


@dataclass(frozen=True, slots=True)
class Counts:
    """All that this way needs to know of a list.

    ``left``: people who may go home to each party, by tier.  ``ways``: how they go.
    """

    grouped: bool
    left: tuple[list[int], ...]
    ways: tuple[tuple[Way, ...], ...]


def counts_of(pool: Pool) -> Counts:
    """Count who may go home to each of two parties."""
    left, ways = [], []
    for side in range(SIDES):
        mine = pool.eligible & (pool.home == side)
        steps = len(pool.rules.steps)
        left.append(np.bincount(pool.tier[mine], minlength=steps).tolist())
        way, width = pool.direction[mine], len(pool.directions)
        persons = np.bincount(way, minlength=width)
        seats = np.bincount(way, weights=pool.seats[mine], minlength=width)
        ways.append(
            tuple(
                Way(pool.directions[at], int(persons[at]), int(seats[at]))
                for at in np.flatnonzero(persons)
            )
        )
    grouped = bool((pool.grouped & pool.eligible).any())
    return Counts(grouped, tuple(left), tuple(ways))


def is_simple(pool: Pool) -> bool:
    """Whether the rules are such that this way is exact."""
    if len(pool.rules.parties) != SIDES or not _plain(pool.rules):
        return False
    return is_simple_under(pool.rules, counts_of(pool))


def is_simple_under(rules: Rules, counts: Counts) -> bool:
    """Whether this way is exact for a list of which only counts are known."""
    fits = all(_seats_are_plain(rules, ways) for ways in counts.ways)
    return _plain(rules) and not counts.grouped and fits


def _plain(rules: Rules) -> bool:
    parity = rules.parity
    return (
        parity.kind in {Kind.COUNT, Kind.NONE}
        and parity.per is Per.PARTY
        and not rules.floors
        and rules.own is None
        and not any(one.points for one in rules.considerations)
    )


def _seats_are_plain(rules: Rules, ways: tuple[Way, ...]) -> bool:
    """Whether seats bound nothing on a side but its number of persons."""
    bound = [way for way in ways if way.binds(rules)]
    lying = any(way.seats > way.persons for way in bound)
    return not bound or (len(ways) == 1 and not lying)


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
    return how_many_under(pool.rules, counts_of(pool))


def how_many_under(rules: Rules, counts: Counts) -> list[list[int]]:
    """Return the same for a list of which only counts are known."""
    exempts = [tier.exempt for tier in rules.steps]
    sides = [_side(rules, counts, side) for side in range(SIDES)]
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


def _side(rules: Rules, counts: Counts, side: int) -> _Side:
    left, ways = list(counts.left[side]), counts.ways[side]
    everybody = sum(map(sum, counts.left))
    alone = ways[0].direction if len(ways) == 1 else None
    seats = rules.seats.get(alone, everybody) if alone else everybody
    unbound = rules.parity.kind is Kind.NONE
    extra = everybody if unbound else rules.extra_of(rules.parties[side])
    return _Side(left=left, seats=seats, extra=extra)


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
