"""What crossed in each round, who is ahead by how much, and when all could be home.

All of it follows from lists that both parties have, from what crossed and from places
planned: from nobody's wish, hold or health.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LEAST_SHOWN = 5
"""A count of fewer people is not told, as in what is made public."""

MOST_ROUNDS = 400
BANDS = (183, 365, 730, 1095)
"""Days in captivity at which a band ends; the last has no end."""


@dataclass(frozen=True, slots=True)
class Between:
    """A number that is known within two bounds, mostly exactly."""

    low: int = 0
    high: int = 0

    def __add__(self, other: Between) -> Between:
        return Between(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Between:
        return Between(-self.high, -self.low)

    @property
    def exact(self) -> int | None:
        """The number, None where only bounds are known."""
        return self.low if self.low == self.high else None


def in_parity(*, crossed: int, proposed: int, outside: int) -> Between:
    """Return how many of those who crossed count in parity.

    ``outside`` of the ``proposed`` stand outside (GC III 109); who of them stayed
    behind is not told, so that only bounds may be known.

    >>> in_parity(crossed=36, proposed=36, outside=1)
    Between(low=35, high=35)
    >>> in_parity(crossed=35, proposed=36, outside=1)
    Between(low=34, high=35)
    """
    stayed = max(0, proposed - crossed)
    return Between(
        crossed - min(outside, crossed),
        crossed - max(0, min(outside - stayed, crossed)),
    )


def ahead(gave: Between, got: Between) -> Between:
    """Return by how much whoever gave and got so is ahead: what others owe."""
    return gave + -got


@dataclass(frozen=True, slots=True)
class Home:
    """When the smaller side could be home, and how many of the other are left."""

    rounds: int
    on: date | None
    left: int


def until_home(
    waiting: tuple[int, int], places: Sequence[int], days: Sequence[date | None]
) -> Home | None:
    """Count rounds until nobody of one side waits, person for person.

    ``places`` are those of the planned rounds, the fewer of both directions; the last
    goes on at the last interval.  None where no places are known.

    >>> until_home((5, 9), [2, 2], [date(2022, 12, 1), date(2022, 12, 15)])
    Home(rounds=3, on=datetime.date(2022, 12, 29), left=4)
    """
    left = min(waiting)
    if left and (not places or not places[-1]):
        return None
    rounds = 0
    while left > 0 and rounds < MOST_ROUNDS:
        left -= places[min(rounds, len(places) - 1)]
        rounds += 1
    if left > 0:
        return None
    return Home(rounds, day_of(rounds, days), max(waiting) - min(waiting))


def day_of(rounds: int, days: Sequence[date | None]) -> date | None:
    """Return the day of the round of this number, the last interval going on."""
    if not rounds or not days or None in days:
        return None
    known = [day for day in days if day is not None]
    if rounds <= len(known):
        return known[rounds - 1]
    if len(known) == 1:
        return None
    interval = (known[-1] - known[-2]).days
    return known[-1] + timedelta(days=interval * (rounds - len(known)))


def band_of(days: int) -> int:
    """Return the place of a band of days in captivity.

    >>> [band_of(n) for n in (0, 183, 400, 5000)]
    [0, 1, 2, 4]
    """
    return sum(days >= end for end in BANDS)


def told_apart(counts: Mapping[int, int]) -> dict[int, int | None]:
    """Return counts as they may be shown: None for a small one.

    Where one alone is small the next smallest is not told either, or the sum, which
    other pages tell, would give it away.

    >>> told_apart({0: 3, 1: 9, 2: 20, 3: 0})
    {0: None, 1: None, 2: 20, 3: 0}
    """
    small = {key for key, n in counts.items() if 0 < n < LEAST_SHOWN}
    others = sorted((n, key) for key, n in counts.items() if n >= LEAST_SHOWN)
    if len(small) == 1 and others:
        small.add(others[0][1])
    return {key: None if key in small else n for key, n in counts.items()}
