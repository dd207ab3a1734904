"""Who is taken together, and whom nothing tells apart.

A unit is a person alone or a whole group.  Units of the same numbers in every bound
and every aim are one class, taken some number of times: two hundred thousand people
become a few thousand whole numbers, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from repatria.exchange.engine.pool import Ints, Pool

Whole = npt.NDArray[np.signedinteger[Any]]
"""Whole numbers of any width: bounds of many people are kept narrow."""

_ODD = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Units:
    """``alone``: places of people alone; ``members`` of groups, and whose they are.

    Units are numbered: first those alone, in their order, then the groups.
    """

    alone: Ints
    members: Ints
    group: Ints
    groups: int

    def __len__(self) -> int:
        return len(self.alone) + self.groups

    def totals(self, people: Whole) -> Ints:
        """Return what each unit contributes, from what each person does."""
        return np.concatenate([people[self.alone], self.of_groups(people)])

    def of_groups(self, people: Whole) -> Ints:
        """Return what each group contributes."""
        sums = np.zeros(self.groups, dtype=np.int64)
        np.add.at(sums, self.group, people[self.members])
        return sums

    def order(self, units: Ints, numbers: Callable[[Ints], Sequence[int]]) -> Ints:
        """Return these units in the order of ``numbers``, a group by its lowest."""
        people = self.people_of(units)
        drawn = sorted(zip(numbers(people), self._unit_of(people), strict=True))
        return np.array(
            list(dict.fromkeys(at for _number, at in drawn)), dtype=np.int64
        )

    def _unit_of(self, people: Ints) -> list[int]:
        alone = np.searchsorted(self.alone, people)
        alone = np.minimum(alone, len(self.alone) - 1)
        there = self.alone[alone] == people if len(self.alone) else alone > 0
        grouped = np.full(len(people), len(self.alone), dtype=np.int64)
        grouped[~there] += self.group[np.searchsorted(self.members, people[~there])]
        units: list[int] = np.where(there, alone, grouped).tolist()
        return units

    def people_of(self, units: Ints) -> Ints:
        """Return the places of everybody in these units."""
        first = len(self.alone)
        groups = np.zeros(self.groups, dtype=np.bool_)
        groups[units[units >= first] - first] = True
        return np.concatenate(
            [self.alone[units[units < first]], self.members[groups[self.group]]]
        )


def units_of(pool: Pool) -> Units:
    """Return the units of everybody who is eligible."""
    alone = np.flatnonzero(pool.eligible & ~pool.grouped)
    members = np.flatnonzero(pool.eligible & pool.grouped)
    names, group = np.unique(pool.group[members], return_inverse=True)
    return Units(alone, members, group.reshape(-1), len(names))


def alike(columns: Sequence[Whole]) -> tuple[Ints, Ints]:
    """Put together places at which all ``columns`` are equal.

    Returns a first place of each class, and the class of every place.  Places are
    sorted by a 64 bit fingerprint, and what it calls equal is then compared.
    """
    length = len(columns[0]) if columns else 0
    for turn in count(1):
        marks = _marks(columns, length, turn)
        _marks_found, first, at = np.unique(
            marks, return_index=True, return_inverse=True
        )
        at = at.reshape(-1)
        same = first[at]
        if all(bool((column == column[same]).all()) for column in columns):
            return first, at
    raise AssertionError


def _marks(columns: Sequence[Whole], length: int, turn: int) -> Ints:
    marks = np.zeros(length, dtype=np.uint64)
    factor = _ODD
    for column in columns:
        marks += column.astype(np.uint64) * np.uint64(factor)
        factor = factor * (_ODD + 2 * turn) & _MASK
    return marks.view(np.int64)
