"""Draws that come out alike on every machine.

Only ``Generator.random`` of PCG64 is used, and weights are rounded to whole
numbers before they are summed, so that the last bit of a logarithm or a power
on another processor cannot move a draw.
"""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_WHOLE = 2.0**36  # 100,000 such weights still sum to less than 2**53


class Chance:
    """A stream of draws with a name of its own.

    Streams of different names do not disturb each other: a draw added to one
    leaves all others as they were.
    """

    def __init__(self, seed: int, *name: str) -> None:
        self._seed, self._name = seed, name
        keys = [zlib.crc32(part.encode()) for part in name]
        self._rng = np.random.Generator(np.random.PCG64([seed, *keys]))

    def of(self, *name: str) -> Chance:
        """Return the stream ``name`` below this one."""
        return Chance(self._seed, *self._name, *name)

    def shares(self, size: int) -> Floats:
        """Return ``size`` numbers from 0 up to, not including, 1."""
        return self._rng.random(size)

    def happens(self, size: int, rate: float) -> Flags:
        """Return which of ``size`` cases an event of ``rate`` strikes."""
        return self.shares(size) < rate

    def struck(self, size: int, rate: float) -> Ints:
        """Return the positions among ``size`` that an event of ``rate`` strikes."""
        return np.flatnonzero(self.happens(size, rate))

    def below(self, size: int, limit: int) -> Ints:
        """Return ``size`` whole numbers from 0 up to, not including, ``limit``."""
        return (self.shares(size) * limit).astype(np.int64)

    def pick(self, size: int, weights: npt.ArrayLike | pl.Series) -> Ints:
        """Return ``size`` positions, each as likely as its weight.

        Raises ValueError where no weight is above zero.
        """
        shares = np.asarray(weights, dtype=np.float64)
        if not len(shares) or shares.max() <= 0:
            raise ValueError("nothing to draw from: every weight is zero")
        steps = np.cumsum(np.rint(shares / shares.max() * _WHOLE).astype(np.int64))
        drawn = (self.shares(size) * float(steps[-1])).astype(np.int64)
        return np.searchsorted(steps, drawn, side="right").astype(np.int64)

    def order(self, size: int) -> Ints:
        """Return the numbers below ``size``, shuffled."""
        return np.argsort(self.shares(size), kind="stable")
