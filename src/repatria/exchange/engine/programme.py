"""The general case as an integer programme: what may be taken, and what binds it.

People whom no rule tells apart are one class, taken some number of times; a
group is taken whole or not at all.  So many thousands become a few columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from repatria.exchange.core.rules import Kind, Per
from repatria.exchange.engine.pool import NO_GROUP, Bools, Ints, Pool

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Row:
    """One bound on the sum of what people contribute.  ``rule`` is its name.

    ``slack`` names a balance by category that may run short by an amount of its
    own, as long as all of these together stay within what is allowed.
    """

    rule: str
    people: Ints
    least: float = -np.inf
    most: float = np.inf
    slack: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """What can be taken: ``item`` of each person (-1: none), ``most`` of each item."""

    item: Ints
    most: Ints
    whole: Bools  # a group

    def __len__(self) -> int:
        return len(self.most)

    def totals(self, people: Ints) -> Ints:
        """Return what taking an item once contributes, from what each person does."""
        here = self.item >= 0
        sums = np.zeros(len(self), dtype=np.int64)
        np.add.at(sums, self.item[here], people[here])
        return np.where(self.whole, sums, sums // self._sizes())

    def _sizes(self) -> Ints:
        return np.maximum(
            np.bincount(self.item[self.item >= 0], minlength=len(self)), 1
        )


def classes(pool: Pool, *also: Ints) -> Items:
    """Put together whom no rule tells apart; a group is an item of its own.

    ``also`` tells apart further, where more than the rules is asked.
    """
    alone = np.flatnonzero(pool.eligible & ~pool.grouped)
    told_apart = [
        *(pool.holder, pool.home, pool.direction, pool.tier, pool.weight),
        *(pool.seats, pool.days, pool.region, pool.category),
        *also,
    ]
    keys = np.stack([column[alone] for column in told_apart], axis=1)
    _unique, at, sizes = np.unique(
        keys, axis=0, return_inverse=True, return_counts=True
    )
    return _with_groups(pool, alone, at.reshape(-1), sizes)


def persons(pool: Pool) -> Items:
    """Make every person who is alone an item: the lot tells everybody apart."""
    alone = np.flatnonzero(pool.eligible & ~pool.grouped)
    return _with_groups(pool, alone, np.arange(len(alone)), np.ones_like(alone))


def _with_groups(pool: Pool, alone: Ints, at: Ints, sizes: Ints) -> Items:
    item = np.full(len(pool), -1, dtype=np.int64)
    item[alone] = at
    together = np.flatnonzero(pool.eligible & pool.grouped)
    groups, place = np.unique(pool.group[together], return_inverse=True)
    item[together] = len(sizes) + place.reshape(-1)
    most = np.concatenate([sizes, np.ones(len(groups), dtype=np.int64)])
    return Items(item, most, np.arange(len(most)) >= len(sizes))


def bounds(pool: Pool) -> list[Row]:
    """Return every rule as a bound, each under the name it has in RULES.toml."""
    return [*_seats(pool), *_balances(pool), *_floors(pool)]


def _seats(pool: Pool) -> Iterator[Row]:
    for place, direction in enumerate(pool.directions):
        if direction in pool.rules.seats:
            taken = pool.seats * (pool.direction == place)
            most = pool.rules.seats[direction]
            yield Row(f"seats.{direction}", taken, most=most)


def _balances(pool: Pool) -> Iterator[Row]:
    """What each party or bloc gives beyond what it gets."""
    for unit, members in pool.rules.units().items():
        places = [pool.rules.parties.index(one) for one in sorted(members)]
        gives = np.isin(pool.holder, places).astype(np.int64)
        gets = np.isin(pool.home, places).astype(np.int64)
        beyond = (gives - gets) * pool.weight
        extra = pool.rules.beyond_of(unit)
        if not by_category(pool):
            yield Row("parity", beyond, most=extra)
            continue
        for category in np.unique(pool.category[pool.eligible]):
            within = beyond * (pool.category == category)
            yield Row("parity", within, most=extra, slack=unit)


def by_category(pool: Pool) -> bool:
    """Whether each category must come out even by itself."""
    parity = pool.rules.parity
    return parity.kind is Kind.CATEGORY or parity.per is Per.CATEGORY


def _floors(pool: Pool) -> Iterator[Row]:
    for region, least in pool.rules.floors.items():
        known = region in pool.regions
        at = pool.regions.index(region) if known else NO_GROUP
        come = (pool.region == at).astype(np.int64)
        yield Row(f"floors.{region}", come, least=least)


def without(rows: list[Row], rule: str) -> list[Row]:
    """Return the bounds without those of one named rule."""
    return [row for row in rows if row.rule != rule]


def exactly(rule: str, people: Ints, value: float) -> Row:
    """Return a bound that keeps what an earlier step has reached."""
    return replace(Row(rule, people), least=value, most=value)
