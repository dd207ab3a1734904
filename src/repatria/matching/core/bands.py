"""How often people overruled the machine, by how sure it had been."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ENOUGH = 30  # decisions in a band; fewer say nothing that one could rely on
EDGES = (0.0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0)


@dataclass(frozen=True, slots=True)
class Band:
    """Decisions about pairs whose probability was between two edges, as shares.

    ``overruled`` counts those in which a person said otherwise than the likelier of
    the two answers.
    """

    least: float
    below: float
    decided: int = 0
    overruled: int = 0

    @property
    def rate(self) -> float | None:
        """Which share was overruled; None where there are too few to say."""
        return self.overruled / self.decided if self.decided >= ENOUGH else None


def bands(counts: Iterable[tuple[int, int, int]]) -> list[Band]:
    """Return every band, from (number of the band, said same, said different).

    >>> bands([(6, 39, 1)])[6].rate, bands([(0, 1, 9)])[0].rate
    (0.025, None)
    """
    found = {number: (same, different) for number, same, different in counts}
    return [
        _band(number, *found.get(number, (0, 0))) for number in range(len(EDGES) - 1)
    ]


def _band(number: int, same: int, different: int) -> Band:
    least, below = EDGES[number], EDGES[number + 1]
    return Band(least, below, same + different, different if least >= 0.5 else same)
