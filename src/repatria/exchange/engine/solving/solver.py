"""HiGHS, asked one question at a time, and what its answer proves.

One thread and one seed: the same question has the same answer.  What an answer proves
is not left to a tolerance: the bound is worked out anew from the prices of the rows, in
whole numbers.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from repatria.exchange.engine.pool import Ints

Floats = npt.NDArray[np.float64]

OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # every objective is a whole number
    # Tolerances stay as they are: tighter ones made it cut off answers that exist.
}
_ROOM = 2**61  # sums of exact products stay below it
_FINEST = 2**40
_A_LITTLE = 1e-6
_COLUMNWISE, _MAXIMISE = 1, -1


class OutOfTimeError(Exception):
    """The time that was given is over; ``found`` is the best answer so far, if any."""

    def __init__(self, found: Ints | None = None) -> None:
        super().__init__()
        self.found = found


@dataclass(frozen=True, slots=True)
class Clock:
    """When to stop: never, where ``until`` is None."""

    until: float | None = None

    @classmethod
    def of(cls, seconds: float | None) -> Clock:
        """Return a clock that stops in so many seconds."""
        return cls(None if seconds is None else time.perf_counter() + seconds)

    @property
    def left(self) -> float:
        """Return the seconds left.  Raises ``OutOfTimeError``."""
        if self.until is None:
            return highspy.kHighsInf
        left = self.until - time.perf_counter()
        if left <= 0:
            raise OutOfTimeError
        return left


NEVER = Clock()


@dataclass(frozen=True, slots=True)
class Programme:
    """Whole numbers ``x`` from 0 to ``upper`` with ``least <= matrix @ x <= most``.

    ``matrix`` and finite bounds are whole.
    """

    matrix: Ints  # rows by columns
    upper: Ints
    least: Floats
    most: Floats

    def __len__(self) -> int:
        return len(self.upper)

    def only(self, columns: Ints, fixed: Ints) -> Programme:
        """Return the programme of these columns, with ``fixed`` ones at their most."""
        used = self.matrix[:, fixed] @ self.upper[fixed]
        return Programme(
            self.matrix[:, columns],
            self.upper[columns],
            self.least - used,
            self.most - used,
        )

    def holds(self, x: Ints) -> bool:
        """Whether a whole answer keeps every bound, to the last unit."""
        sums = self.matrix @ x
        return bool(
            ((sums >= self.least) & (sums <= self.most)).all()
            and ((x >= 0) & (x <= self.upper)).all()
        )


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The best without wholeness, and what its prices prove.

    In units of ``1 / scale``: nothing whole is worth more than ``bound``, and
    a column away from where ``reduced`` wants it costs that much for each step.
    ``prices`` are what one more of each row's bound is worth; ``binding`` are rows of a
    price: -1 at their least, 1 at their most.
    """

    x: Floats
    scale: int
    bound: int
    reduced: Ints
    prices: Floats
    binding: Ints

    @property
    def most(self) -> int:
        """Return the largest whole value that is not ruled out."""
        return self.bound // self.scale

    @property
    def whole(self) -> Ints | None:
        """Return the answer if it happens to be whole."""
        near = np.rint(self.x)
        if len(near) and np.abs(self.x - near).max() > _A_LITTLE:
            return None
        return np.asarray(near, dtype=np.int64)

    def settled(self, told: Programme, gains: Ints) -> Ints | None:
        """Return the answer if it is whole, keeps the bounds and is proven best."""
        x = self.whole
        if x is None or not told.holds(x) or int(gains @ x) < self.most:
            return None
        return x


def relaxed(told: Programme, gains: Ints, clock: Clock) -> Relaxed | None:
    """Return the best without wholeness; None where the bounds exclude each other.

    Raises ``OutOfTimeError``.
    """
    if not len(told):
        return _nothing(told) if told.holds(told.upper) else None
    highs = _asked(told, gains, clock, whole=False)
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise OutOfTimeError
    if status != highspy.HighsModelStatus.kOptimal:
        return None
    found = highs.getSolution()
    return _proven(told, gains, np.array(found.col_value), np.array(found.row_dual))


def _nothing(told: Programme) -> Relaxed:
    rows = np.zeros(len(told.matrix))
    return Relaxed(np.zeros(0), 1, 0, told.upper, rows, rows.astype(np.int64))


def whole(told: Programme, gains: Ints, clock: Clock) -> Ints | None:
    """Return the best in whole numbers; None where there is none.

    Raises ``OutOfTimeError``.
    """
    if not len(told):
        return told.upper if told.holds(told.upper) else None
    highs = _asked(told, gains, clock, whole=True)
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kTimeLimit:
        raise OutOfTimeError(_rounded(told, highs))
    if status != highspy.HighsModelStatus.kOptimal:
        return None
    x = _rounded(told, highs)
    if x is None:
        raise ArithmeticError("an answer of the solver breaks a bound")
    return x


def feasible(told: Programme, clock: Clock) -> bool:
    """Whether anything whole keeps the bounds.  Raises ``OutOfTimeError``."""
    nothing = np.zeros(len(told), dtype=np.int64)
    first = relaxed(told, nothing, clock)
    if first is None:
        return False
    found = first.settled(told, nothing)
    return found is not None or whole(told, nothing, clock) is not None


def _rounded(told: Programme, highs: highspy.Highs) -> Ints | None:
    found = np.array(highs.getSolution().col_value)
    if len(found) != len(told) or not np.isfinite(found).all():
        return None
    x: Ints = np.rint(found).astype(np.int64)
    return x if told.holds(x) else None


def _asked(told: Programme, gains: Ints, clock: Clock, *, whole: bool) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    highs.setOptionValue("time_limit", clock.left)
    if not whole:  # looking for simplifications takes longer than solving
        highs.setOptionValue("presolve", "off")
    _pass(highs, told, gains, whole=whole)
    highs.run()
    return highs


def _pass(highs: highspy.Highs, told: Programme, gains: Ints, *, whole: bool) -> None:
    n, rows = len(told), len(told.matrix)
    column, row = np.nonzero(told.matrix.T)
    starts = np.searchsorted(column, np.arange(n)).astype(np.int32)
    kind = highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
    highs.passModel(
        *(n, rows, len(column), _COLUMNWISE, _MAXIMISE, 0.0),
        gains.astype(np.float64),
        np.zeros(n),
        told.upper.astype(np.float64),
        told.least,
        told.most,
        starts,
        row.astype(np.int32),
        told.matrix[row, column].astype(np.float64),
        np.full(n, kind.value, dtype=np.int32),
    )


def _proven(told: Programme, gains: Ints, x: Floats, prices: Floats) -> Relaxed:
    """Work out in whole numbers what the prices of the rows prove.

    Any prices of the right sign bound every answer (weak duality), so rounding them
    costs a little of the bound and nothing of the proof.
    """
    prices = np.where(np.isinf(told.most), np.minimum(prices, 0), prices)
    prices = np.where(np.isinf(told.least), np.maximum(prices, 0), prices)
    scale = _scale(told, gains, prices)
    priced = np.rint(prices * scale).astype(np.int64)
    reduced = gains * scale - priced @ told.matrix
    at = np.where(priced > 0, told.most, told.least)
    used = sum(
        int(price) * int(bound)
        for price, bound in zip(priced, at, strict=True)
        if price
    )
    bound = used + int((np.maximum(reduced, 0) * told.upper).sum())
    return Relaxed(x, scale, bound, reduced, prices, np.sign(priced))


def _scale(told: Programme, gains: Ints, prices: Floats) -> int:
    """Return the largest power of two in which the sums are exact."""
    heaviest = np.abs(gains).max(initial=1) + float(
        (np.abs(prices) * np.abs(told.matrix).max(axis=1, initial=0)).sum()
    )
    largest = heaviest * max(1, int(told.upper.sum()))
    scale = _FINEST
    while scale > 1 and largest * scale > _ROOM:
        scale //= 2
    return scale
