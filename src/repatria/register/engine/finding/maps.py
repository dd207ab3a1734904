"""Sorted tables that lead from a key to all that stands under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Values = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

MOST_SEGMENTS = 6  # that a key is looked up in before some are sorted into one
A_QUARTER = 4


@dataclass(frozen=True, slots=True)
class MultiMap:
    """Many values for each key, in a few sorted segments; never changed in place.

    What is added later stands in a segment of its own, so that a single new record
    need not sort a million old ones again.
    """

    segments: tuple[tuple[Keys, Values], ...] = ()

    @property
    def size(self) -> int:
        """How many values there are in all."""
        return sum(len(keys) for keys, _values in self.segments)

    def extended(self, keys: npt.ArrayLike, values: npt.ArrayLike) -> MultiMap:
        """Return the map with more under its keys."""
        added = _sorted(np.asarray(keys, np.uint64), np.asarray(values, np.int32))
        if not len(added[0]):
            return self
        segments = (*self.segments, added)
        grown = MultiMap(segments)
        return grown._gathered() if len(segments) > MOST_SEGMENTS else grown

    def _gathered(self) -> MultiMap:
        """Sort the later segments into one, all into one only once they are many."""
        (keys, _values), *later = self.segments
        if sum(len(some) for some, _under in later) * A_QUARTER > len(keys):
            return self.compact()
        return MultiMap((self.segments[0], _sorted(*_joined(later))))

    def values_of(self, wanted: npt.ArrayLike) -> Values:
        """Return all that stands under any of the wanted keys."""
        keys = np.atleast_1d(np.asarray(wanted, np.uint64))
        found = [_under(keys, *segment) for segment in self.segments]
        if len(found) == 1:
            return found[0]
        return np.concatenate(found) if found else np.zeros(0, np.int32)

    def compact(self) -> MultiMap:
        """Return the same map in one segment, in which a key is found soonest."""
        if len(self.segments) < 2:
            return self
        return MultiMap((_sorted(*_joined(self.segments)),))

    def without(self, gone: Flags) -> MultiMap:
        """Return the map less the values that ``gone`` marks."""
        kept = [(keys, values, ~gone[values]) for keys, values in self.segments]
        return MultiMap(tuple((keys[at], values[at]) for keys, values, at in kept))


def _sorted(keys: Keys, values: Values) -> tuple[Keys, Values]:
    order = np.argsort(keys, kind="stable")
    return keys[order], values[order]


def _joined(segments: Sequence[tuple[Keys, Values]]) -> tuple[Keys, Values]:
    keys = np.concatenate([keys for keys, _values in segments])
    return keys, np.concatenate([values for _keys, values in segments])


def _under(wanted: Keys, held: Keys, values: Values) -> Values:
    low, high = _bounds(held, wanted)
    if len(wanted) == 1:
        return values[low[0] : high[0]]
    return values[_spread(low, high)]


def _bounds(
    held: Keys, wanted: Keys
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return held.searchsorted(wanted, "left"), held.searchsorted(wanted, "right")


def _spread(
    low: npt.NDArray[np.int64], high: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return every place from each ``low`` up to its ``high``, one after the other."""
    sizes = high - low
    starts = np.repeat(low - (np.cumsum(sizes) - sizes), sizes)
    return starts + np.arange(len(starts))
