"""Kidney pools, a known yardstick: most transplants in cycles of two and three.

Not a part of Repatria.  It shows what the way in which the exchange is solved is worth
elsewhere: the relaxed problem over some columns, more of them where prices ask
for it, whole numbers among those, and a proof that no other column could do better.

Pools are made like those of Saidman and others, "Increasing the opportunity of live
kidney donation" (Transplantation 2006): blood groups and shares of sensitised patients
as given there, and only pairs that cannot help themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import highspy
import numpy as np
import numpy.typing as npt

from repatria.exchange.engine.solving.solver import OPTIONS

GROUPS = ("O", "A", "B", "AB")
SHARES = (0.4814, 0.3373, 0.1428, 0.0385)
SENSITIVE = ((0.7019, 0.05), (0.2, 0.45), (0.0981, 0.9))
WIFE, WIFE_MORE = 0.4090 * 0.4897, 0.75
FEW = 10
A_TURN = 1000  # columns that one turn adds at most
_EPS = 1e-6

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def pool(pairs: int, seed: int) -> Bools:
    """Return whose donor (row) could give to whose patient (column)."""
    chance = Random(seed)
    patients: list[tuple[str, float]] = []
    donors: list[str] = []
    while len(patients) < pairs:
        patient, donor = chance.choices(GROUPS, SHARES, k=2)
        level = chance.choices([p for _s, p in SENSITIVE], [s for s, _p in SENSITIVE])[
            0
        ]
        positive = level
        if chance.random() < WIFE:
            positive = 1 - WIFE_MORE * (1 - level)
        if suits(donor, patient) and chance.random() >= positive:
            continue
        patients.append((patient, level))
        donors.append(donor)
    return np.array(
        [
            [
                i != j and suits(donor, patient) and chance.random() >= level
                for j, (patient, level) in enumerate(patients)
            ]
            for i, donor in enumerate(donors)
        ]
    )


def suits(donor: str, patient: str) -> bool:
    """Whether blood of one group can go to another."""
    return set(donor.replace("O", "")) <= set(patient)


@dataclass(frozen=True, slots=True)
class Found:
    """Transplants reached, the most that is proven, and columns that were looked at."""

    transplants: int
    most: int
    columns: int


def solve(gives: Bools) -> Found:
    """Return the most transplants in cycles of two and three, proven."""
    pairs, cycles = len(gives), _first(gives)
    master = _Master(pairs)
    master.add(cycles)
    while True:
        prices = np.maximum(master.relaxed(), 0) + _EPS
        more = _priced(gives, prices, below=-_EPS, most=A_TURN)
        if not len(more):
            break
        master.add(more)
        cycles = np.concatenate([cycles, more])
    # No cycle gains more than its pairs cost, so their sum bounds every choice.
    bound = int(prices.sum() + 2 * pairs * _EPS)
    reached = master.whole()
    if reached < bound:
        lacks = float(prices.sum()) - reached - 1
        near = _priced(gives, prices, below=lacks + _EPS)
        last = _Master(pairs)
        last.add(np.unique(np.concatenate([cycles, near]), axis=0))
        reached = bound = last.whole()
    return Found(reached, bound, len(cycles))


class _Master:
    """The programme over the cycles so far: each pair in one of them at most.

    One solver for all turns: each goes on from where the one before came to.
    """

    def __init__(self, pairs: int) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in OPTIONS.items():
            self._highs.setOptionValue(name, value)
        self._highs.setOptionValue("presolve", "off")  # each turn goes on
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        for _pair in range(pairs):
            self._highs.addRow(-highspy.kHighsInf, 1, 0, [], [])

    def add(self, cycles: Ints) -> None:
        """Add cycles, none of which is there already."""
        there = cycles >= 0
        sizes = there.sum(axis=1)
        self._highs.addCols(
            len(cycles),
            sizes.astype(np.float64),
            np.zeros(len(cycles)),
            np.ones(len(cycles)),
            int(sizes.sum()),
            (np.cumsum(sizes) - sizes).astype(np.int32),
            cycles[there].astype(np.int32),
            np.ones(int(sizes.sum())),
        )

    def relaxed(self) -> Floats:
        """Return what each pair costs where parts of cycles may be taken."""
        self._highs.run()
        return np.array(self._highs.getSolution().row_dual)

    def whole(self) -> int:
        """Return the most transplants in whole cycles."""
        number = self._highs.getNumCol()
        kinds = np.full(number, highspy.HighsVarType.kInteger.value, dtype=np.uint8)
        self._highs.changeColsIntegrality(
            number, np.arange(number, dtype=np.int32), kinds
        )
        self._highs.setOptionValue("presolve", "choose")
        self._highs.run()
        if self._highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError("no cycle at all is always possible")
        return round(self._highs.getInfo().objective_function_value)


def _pairs(gives: Bools) -> Ints:
    """Return all cycles of two: ``-1`` stands where there is no third."""
    one, other = np.nonzero(np.triu(gives & gives.T))
    return np.stack([one, other, np.full(len(one), -1)], axis=1)


def _first(gives: Bools) -> Ints:
    """Return a few cycles of two for each pair."""
    cycles = _pairs(gives)
    starts = np.searchsorted(cycles[:, 0], cycles[:, 0])
    return cycles[np.arange(len(cycles)) - starts < FEW]


def _priced(
    gives: Bools, prices: Floats, *, below: float, most: int | None = None
) -> Ints:
    """Return cycles whose pairs cost less than their transplants, or nearly.

    Those of three are looked for by their first pair, with all others after it.
    """
    twos = _pairs(gives)
    cost = prices[twos[:, 0]] + prices[twos[:, 1]] - 2
    found, costs = [twos[cost < below]], [cost[cost < below]]
    for first in range(len(gives)):
        left = 3 + below - prices[first]
        later = prices[first + 1 :]
        nexts = first + 1 + np.flatnonzero(gives[first, first + 1 :] & (later < left))
        lasts = first + 1 + np.flatnonzero(gives[first + 1 :, first] & (later < left))
        if not len(nexts) or not len(lasts):
            continue
        nexts = nexts[prices[nexts] < left - prices[lasts].min()]
        lasts = lasts[prices[lasts] < left - prices[nexts].min(initial=left)]
        cost = prices[first] + prices[nexts][:, None] + prices[lasts][None, :] - 3
        at, to = np.nonzero((cost < below) & gives[np.ix_(nexts, lasts)])
        found.append(np.stack([np.full(len(at), first), nexts[at], lasts[to]], axis=1))
        costs.append(cost[at, to])
    cycles, cost = np.concatenate(found), np.concatenate(costs)
    if most is None or len(cost) <= most:
        return cycles
    return cycles[np.argpartition(cost, most)[:most]]
