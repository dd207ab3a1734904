"""The rules as bounds on sums, and the programme that they make for a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from repatria.exchange.core.rules import Kind, Per
from repatria.exchange.engine.own import beyond, most_beyond
from repatria.exchange.engine.pool import NO_GROUP, Ints, Pool
from repatria.exchange.engine.solving.solver import Programme
from repatria.exchange.engine.solving.units import Units, Whole, alike


@dataclass(frozen=True, slots=True)
class Row:
    """One bound on the sum of what people contribute.  ``rule`` is its name.

    ``slack`` names a balance by category that may run short by an amount of its
    own, as long as all of these together stay within what is allowed.
    """

    rule: str
    people: Whole
    least: float = -np.inf
    most: float = np.inf
    slack: str = ""


def bounds(pool: Pool) -> list[Row]:
    """Return every rule as a bound, each under the name it has in RULES.toml."""
    return [*_seats(pool), *_balances(pool), *_floors(pool), *own_bounds(pool)]


def _seats(pool: Pool) -> Iterator[Row]:
    for place, direction in enumerate(pool.directions):
        if direction in pool.rules.seats:
            taken = pool.seats * (pool.direction == place)
            most = pool.rules.seats[direction]
            yield Row(f"seats.{direction}", taken, most=most)


def _balances(pool: Pool) -> Iterator[Row]:
    """What each party or bloc gives beyond what it gets."""
    for unit, members in pool.rules.units().items():
        one_of = np.array([one in members for one in pool.rules.parties], dtype=np.int8)
        beyond = (one_of[pool.holder] - one_of[pool.home]) * pool.weight
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
        yield Row(f"floors.{region}", (pool.region == at).view(np.int8), least=least)


def own_bounds(pool: Pool) -> Iterator[Row]:
    """What the party that computes gets is worth what it gives, by its own account."""
    if pool.rules.own is not None:
        most = most_beyond(pool.rules)
        yield Row(pool.rules.own.rule, beyond(pool), most=most)


def without(rows: list[Row], rule: str) -> list[Row]:
    """Return the bounds without those of one named rule."""
    return [row for row in rows if row.rule != rule]


def programme_of(
    units: Units, rows: Sequence[Row], aims: Sequence[Whole]
) -> tuple[Programme, Ints, list[Ints]]:
    """Return the programme of a list, the column of each unit, and what columns aim at.

    One column for each class of people alone, one for each group, and one for what each
    balance by category may run short.
    """
    told = [row.people for row in rows]
    first, at = alike([each[units.alone] for each in (*told, *aims)] or [units.alone])
    spare = [(row, place) for place, row in enumerate(rows) if row.slack and row.most]
    kinds, width = len(first), len(first) + units.groups
    matrix = np.zeros((len(rows) + len(spare), width + len(spare)), dtype=np.int64)
    for line, people in zip(matrix, told, strict=False):
        line[:kinds] = people[units.alone[first]]
        line[kinds:width] = units.of_groups(people)
    least, most = _limits(rows)
    upper = np.concatenate(
        [
            np.bincount(at, minlength=kinds),
            np.ones(units.groups, dtype=np.int64),
            np.array([row.most for row, _place in spare], dtype=np.int64),
        ]
    )
    for number, (row, place) in enumerate(spare):
        matrix[place, width + number] = -1
        together = [
            width + n for n, (one, _at) in enumerate(spare) if one.slack == row.slack
        ]
        matrix[len(rows) + number, together] = 1
    least += [-np.inf] * len(spare)
    most += [row.most for row, _place in spare]
    column = np.concatenate([at, kinds + np.arange(units.groups)])
    gains = [
        np.concatenate(
            [
                aim[units.alone[first]],
                units.of_groups(aim),
                np.zeros(len(spare), np.int64),
            ]
        ).astype(np.int64)
        for aim in aims
    ]
    return Programme(matrix, upper, np.array(least), np.array(most)), column, gains


def _limits(rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    """Return the bounds; a balance by category has none but its column of slack."""
    least = [float(row.least) for row in rows]
    return least, [0.0 if row.slack else float(row.most) for row in rows]
