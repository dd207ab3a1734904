"""How likely a pair is before anything is compared."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

TRUST = 20.0  # people
LEAST_ALONE = 0.02  # a list of whom nobody is only here cannot be assumed


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows each list has; ``right`` is 0 where pairs are inside one list."""

    left: float
    right: float
    within: bool = False

    @property
    def pairs(self) -> float:
        """All pairs there could be."""
        if self.within:
            inside = self.left * (self.left - 1) + self.right * (self.right - 1)
            return max(inside / 2, 1.0)
        return max(self.left * self.right, 1.0)

    @property
    def people(self) -> float:
        """The people who could be in a pair."""
        if self.within:
            return max(self.left + self.right, 1.0)
        return max(min(self.left, self.right), 1.0)

    def shrunk(self, people: float, share: float) -> float:
        """Return how many people to count as paired when ``people`` were found.

        A few rows cannot show how much two lists overlap, and would convince
        themselves: ``share`` counts like ``TRUST`` people seen before.
        """
        most = self.people
        found = min(people, most) + TRUST * share
        return most * found / (most + TRUST)

    def prior(self, paired: float) -> float:
        """Return the log2 odds of a blind pair when ``paired`` people are paired.

        Between two lists the odds are against both rows being alone, since a
        row's rivals are weighed against that case: the more people are on both
        lists, the less likely it is to be alone.

        >>> Sizes(100, 100).prior(50)
        -5.643856189774724
        """
        odds = log2(paired / self.pairs)
        if self.within:
            return odds
        for rows in (self.left, self.right):
            odds -= log2(max(1 - paired / max(rows, 1.0), LEAST_ALONE))
        return odds
