"""One person for each kind whom no rule tells apart.

What the rules ask of a person hangs on a few properties.  So bounds are worked out for
one person of each kind, and the programme is that of the whole list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from repatria.exchange.engine.pool import Ints, Pool
from repatria.exchange.engine.solving.programme import (
    Row,
    bounds,
    by_category,
    programme_of,
)
from repatria.exchange.engine.solving.solver import Programme
from repatria.exchange.engine.solving.units import Units, Whole

DENSE = 1 << 22
"""Combinations of properties up to which they are counted rather than sorted."""

_ARRAYS = (
    *("holder", "home", "direction", "tier", "weight", "days", "seats"),
    *("group", "region", "category", "eligible"),
)


def programme_by_kind(
    pool: Pool, units: Units, aims: Callable[[Pool], Sequence[Whole]]
) -> tuple[Programme, Ints, list[Ints]]:
    """Return the programme of a list under its rules, as ``programme_of`` does.

    ``aims`` tells what people contribute to each aim, by their tier alone.
    """
    if pool.rules.own is not None:  # a party may value single people
        return programme_of(units, bounds(pool), aims(pool))
    first, at = _kinds(pool, units.alone)
    some = _only(pool, np.concatenate([units.alone[first], units.members]))
    one_each = replace(
        units,
        alone=np.arange(len(first)),
        members=len(first) + np.arange(len(units.members)),
    )
    rows: list[Row] = bounds(some)
    told, shown, gains = programme_of(one_each, rows, aims(some))
    column = np.concatenate([shown[: len(first)][at], shown[len(first) :]])
    upper = told.upper.copy()
    own = int(shown.max(initial=-1)) + 1
    upper[:own] = np.bincount(column, minlength=own)
    return replace(told, upper=upper), column, gains


def _kinds(pool: Pool, people: Ints) -> tuple[Ints, Ints]:
    """Return places of a first of each kind among ``people``, and the kind of each."""
    told = [pool.direction, pool.home, pool.tier, pool.weight, pool.seats]
    if by_category(pool):
        told.append(pool.category)
    if pool.rules.floors:
        told.append(pool.region)
    key, size = np.zeros(len(people), dtype=np.int64), 1
    for each in told:
        values = each[people]
        lowest = int(values.min(initial=0))
        width = int(values.max(initial=0)) - lowest + 1
        if size * width >= 1 << 62:
            key = np.unique(key, return_inverse=True)[1].reshape(-1)
            size = len(people)
        key, size = key * width + (values - lowest), size * width
    if size > DENSE:
        _found, first, at = np.unique(key, return_index=True, return_inverse=True)
        return first, at.reshape(-1)
    first_of = np.full(size, -1, dtype=np.int64)
    first_of[key[::-1]] = np.arange(len(key))[::-1]
    there = first_of >= 0
    return first_of[there], (np.cumsum(there) - 1)[key]


def _only(pool: Pool, people: Ints) -> Pool:
    """Return these people alone, for bounds and aims."""
    kept = {name: getattr(pool, name)[people] for name in _ARRAYS}
    return replace(pool, ids=[pool.ids[one] for one in people.tolist()], **kept)
