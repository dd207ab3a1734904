"""The lists that are still equally good, as steps narrow them down.

A step asks for the most of something.  Whoever would cost more than what the best list
may lack is settled; the rest stays open, with what is left of every bound.  Where the
relaxed problem reaches its bound no row is added: the open part is then a face of it,
and stays as easy as it was (a network stays a network).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from repatria.exchange.engine.pool import Bools, Ints
from repatria.exchange.engine.solving.solver import (
    Clock,
    OutOfTimeError,
    Programme,
    Relaxed,
    relaxed,
    whole,
)
from repatria.exchange.engine.solving.units import alike

WINDOW = 128
"""Columns that are first left open when whole numbers are sought."""


class NotWholeError(Exception):
    """No list in whole numbers reaches what the relaxed problem promised."""


class Face:
    """Open units, the column of each, and the programme of the columns.

    The last columns are of nobody (``spare``).  ``aims`` are what columns contribute to
    steps to come.  ``going`` tells of every settled unit whether it goes; ``found`` is
    the best list so far, and ``bounds`` are the most that was proven for each step.
    """

    def __init__(
        self, programme: Programme, column: Ints, aims: Sequence[Ints], clock: Clock
    ) -> None:
        self.programme = programme
        self.units = np.arange(len(column))
        self.column = column
        self.aims = list(aims)
        self._already = [0] * len(self.aims)
        self.going = np.zeros(len(column), dtype=np.bool_)
        self.found: Bools | None = None
        self.bounds: list[int] = []
        self.clock = clock
        self._trim()

    # --- Steps ------------------------------------------------------------------------

    def next_aim(self) -> tuple[Ints, int]:
        """Take the next aim: of open columns, and what settled ones contribute."""
        return self.aims.pop(0), self._already.pop(0)

    def hope(self, gains: Ints, already: int = 0) -> int:
        """Keep the most that is not ruled out, without looking whether it can be.

        ``already`` is what settled columns contribute beside ``gains``.
        What a list in whole numbers reaches afterwards is the best.
        ``NotWholeError`` comes, now or later, if none does.
        """
        told = relaxed(self.programme, gains, self.clock)
        if told is None:
            raise NotWholeError
        self.bounds.append(told.most + already)
        self._keep(told, gains, told.most)
        return self.bounds[-1]

    def reach(self, gains: Ints, already: int = 0) -> int:
        """Keep the most that a list in whole numbers reaches.

        Raises ``NotWholeError`` where there is no such list.
        """
        told = relaxed(self.programme, gains, self.clock)
        if told is None:
            raise NotWholeError
        self.bounds.append(told.most + already)
        x = self._best(told, gains)
        self.found = self.filled(x)
        reached = int(gains @ x)
        self.bounds[-1] = reached + already
        self._keep(told, gains, reached)
        return self.bounds[-1]

    def _best(self, told: Relaxed, gains: Ints) -> Ints:
        """Look where prices are low; wider, where that is not yet a proof."""
        for x in (told.settled(self.programme, gains), self._before()):
            if x is not None and int(gains @ x) == told.most:
                return x
        order = np.argsort(np.abs(told.reduced), kind="stable")
        size = WINDOW
        while True:
            x = self._within(told, gains, order[:size], order[size:])
            if x is not None:
                lacks = told.bound - int(gains @ x) * told.scale
                needed = int((np.abs(told.reduced) <= lacks - told.scale).sum())
                if needed <= size:
                    return x
                size = max(needed, size)
            elif size >= len(order):
                raise NotWholeError
            else:
                size *= 4

    def _before(self) -> Ints | None:
        """Return the best list so far as columns, if it is still one."""
        if self.found is None:
            return None
        told, here = self.programme, self.column[self.found[self.units]]
        x = np.bincount(here, minlength=len(told))
        return x if told.holds(x) else None

    def _within(
        self, told: Relaxed, gains: Ints, open_: Ints, rest: Ints
    ) -> Ints | None:
        full = rest[told.reduced[rest] > 0]
        x = np.zeros(len(self.programme), dtype=np.int64)
        x[full] = self.programme.upper[full]
        try:
            some = whole(self.programme.only(open_, full), gains[open_], self.clock)
        except OutOfTimeError as over:
            if over.found is not None:
                x[open_] = over.found
                self.found = self.filled(x)
            raise
        if some is None:
            return None
        x[open_] = some
        return x

    def _keep(self, told: Relaxed, gains: Ints, reached: int) -> None:
        lacks = told.bound - reached * told.scale
        settled = np.abs(told.reduced) > lacks
        if lacks:
            self._add(gains, reached)
        else:
            self._tighten(told.binding)
        self.settle(settled & (told.reduced > 0), settled & (told.reduced < 0))

    # --- What is open -----------------------------------------------------------------

    def settle(self, on: Bools, off: Bools) -> None:
        """Close columns: everybody in ``on`` goes, nobody in ``off``."""
        told, left = self.programme, ~(on | off)
        taken = np.where(on, told.upper, 0)
        before = zip(self._already, self.aims, strict=True)
        self._already = [n + int(aim @ taken) for n, aim in before]
        self.going[self.units[on[self.column]]] = True
        self.going[self.units[off[self.column]]] = False
        still = left[self.column]
        self.programme = told.only(np.flatnonzero(left), np.flatnonzero(on))
        self.aims = [aim[left] for aim in self.aims]
        self.units = self.units[still]
        self.column = (np.cumsum(left) - 1)[self.column[still]]
        self._trim()

    def choose(self, on: Ints, off: Ints) -> None:
        """Settle single open units, as places in ``units``."""
        told = self.programme
        used = np.bincount(self.column[on], minlength=len(told))
        gone = used + np.bincount(self.column[off], minlength=len(told))
        self.going[self.units[on]], self.going[self.units[off]] = True, False
        sums = told.matrix @ used
        self.programme = Programme(
            told.matrix, told.upper - gone, told.least - sums, told.most - sums
        )
        still = np.ones(len(self.units), dtype=np.bool_)
        still[on] = still[off] = False
        self.units, self.column = self.units[still], self.column[still]
        empty = self.programme.upper == 0
        self.settle(np.zeros_like(empty), empty)

    def refine(self, values: Ints) -> Ints:
        """Tell open units apart by ``values`` too; return what each column has."""
        told = self.programme
        own = int(self.column.max(initial=-1)) + 1
        rows = [*told.matrix[:, :own], *(aim[:own] for aim in self.aims)]
        merged = alike(rows)[1] if rows else np.zeros(own, dtype=np.int64)
        first, at = alike([merged[self.column], values])
        old = self.column[first]
        spare = np.arange(own, len(told))
        columns = np.concatenate([old, spare])
        sizes = np.bincount(at, minlength=len(first))
        self.programme = Programme(
            told.matrix[:, columns],
            np.concatenate([sizes, told.upper[spare]]),
            told.least,
            told.most,
        )
        self.aims = [aim[columns] for aim in self.aims]
        self.column = at
        return np.concatenate([values[first], np.zeros(len(spare), dtype=np.int64)])

    def filled(self, x: Ints) -> Bools:
        """Return who goes where ``x`` of each column do: the first of each."""
        order = np.argsort(self.column, kind="stable")
        sizes = np.bincount(self.column, minlength=len(x))
        rank = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        going = self.going.copy()
        going[self.units[order]] = rank < x[self.column[order]]
        return going

    def _add(self, gains: Ints, reached: int) -> None:
        told = self.programme
        self.programme = Programme(
            np.vstack([told.matrix, gains]),
            told.upper,
            np.append(told.least, reached),
            np.append(told.most, reached),
        )

    def _tighten(self, binding: Ints) -> None:
        """Hold rows at the bound to which the best list has come."""
        told = self.programme
        self.programme = Programme(
            told.matrix,
            told.upper,
            np.where(binding > 0, told.most, told.least),
            np.where(binding < 0, told.least, told.most),
        )

    def _trim(self) -> None:
        """Leave out rows that nothing open can break."""
        told = self.programme
        lowest = np.minimum(told.matrix, 0) @ told.upper
        highest = np.maximum(told.matrix, 0) @ told.upper
        bind = (lowest < told.least) | (highest > told.most)
        self.programme = Programme(
            told.matrix[bind], told.upper, told.least[bind], told.most[bind]
        )
