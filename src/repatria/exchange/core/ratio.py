"""Parity by a ratio, in whole numbers: what one person counts in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm


@dataclass(frozen=True, slots=True)
class Kindred:
    """People of a category whom one party holds, and what stands against them.

    ``persons`` of them stand against ``against`` others whom ``other`` holds.
    """

    category: str
    held_by: str
    persons: int
    other: str
    against: int


@dataclass(frozen=True)
class Ratio:
    """How many persons whom each party or bloc gives stand against each other.

    ``persons``: {"North": 1, "South": 30} is one from North against thirty from
    South; a party that is not named stands one for one.  ``kindred`` are categories
    with numbers of their own.
    """

    persons: Mapping[str, int] = field(default_factory=dict)
    kindred: Sequence[Kindred] = ()

    def points(self, unit: str, category: str = "") -> int:
        """Return what one person counts whom ``unit`` gives.

        The smallest whole numbers that hold all ratios exactly.

        >>> one = Kindred("medic", "North", 1, "South", 50)
        >>> ratio = Ratio({"North": 1, "South": 30}, [one])
        >>> [ratio.points("North"), ratio.points("South")]
        [30, 1]
        >>> ratio.points("North", "medic")
        50
        """
        return int(self._part(unit, category) * self._scale)

    @property
    def categories(self) -> frozenset[str]:
        """The categories that have numbers of their own."""
        return frozenset(one.category for one in self.kindred)

    def _part(self, unit: str, category: str) -> Fraction:
        for one in self.kindred:
            if (one.held_by, one.category) == (unit, category):
                usual = Fraction(1, self.persons.get(one.other, 1))
                return Fraction(one.against, one.persons) * usual
        return Fraction(1, self.persons.get(unit, 1))

    @cached_property
    def _scale(self) -> int:
        parts = [Fraction(1, n) for n in self.persons.values()]
        parts += [self._part(one.held_by, one.category) for one in self.kindred]
        return lcm(*(part.denominator for part in parts))
