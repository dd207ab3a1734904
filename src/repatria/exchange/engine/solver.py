"""HiGHS, asked one question at a time: the most of this, with all else kept.

One thread and one seed: the same question has the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from repatria.exchange.engine.pool import Ints
from repatria.exchange.engine.programme import Floats, Items, Row

_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # every objective is a whole number
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}


class Solver:
    """An integer programme over items, with bounds that can be added to."""

    def __init__(self, items: Items, rows: Sequence[Row]) -> None:
        self.items = items
        self.slacks = sorted(
            {(row.slack, at) for at, row in enumerate(rows) if row.slack}
        )
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in _OPTIONS.items():
            self.highs.setOptionValue(name, value)
        self._columns()
        for at, row in enumerate(rows):
            self._add(row, at)
        self._allowances(rows)

    def most(self, people: Ints) -> Ints | None:
        """Return how often each item is taken where the sum over people is largest.

        None where the rules cannot hold together.
        """
        costs = np.zeros(self._width)
        costs[: len(self.items)] = self.items.totals(people)
        places = np.arange(self._width, dtype=np.int32)
        self.highs.changeColsCost(self._width, places, costs)
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = np.array(self.highs.getSolution().col_value, dtype=np.float64)
        return np.asarray(np.rint(found[: len(self.items)]), dtype=np.int64)

    def keep(self, row: Row) -> None:
        """Keep a bound from here on."""
        self._add(row, -1)

    @property
    def _width(self) -> int:
        return len(self.items) + len(self.slacks)

    def _columns(self) -> None:
        upper: Floats = np.concatenate(
            [
                self.items.most.astype(float),
                np.full(len(self.slacks), highspy.kHighsInf),
            ]
        )
        self.highs.addVars(self._width, np.zeros(self._width), upper)
        places = np.arange(self._width, dtype=np.int32)
        whole = np.full(
            self._width, highspy.HighsVarType.kInteger.value, dtype=np.uint8
        )
        self.highs.changeColsIntegrality(self._width, places, whole)

    def _add(self, row: Row, at: int) -> None:
        totals = self.items.totals(row.people)
        places = np.flatnonzero(totals).astype(np.int32)
        values = totals[places].astype(float)
        most = row.most
        if row.slack:
            slack = len(self.items) + self.slacks.index((row.slack, at))
            places = np.append(places, np.int32(slack)).astype(np.int32)
            values, most = np.append(values, -1.0), 0.0
        self.highs.addRow(row.least, most, len(places), places, values)

    def _allowances(self, rows: Sequence[Row]) -> None:
        """All that a unit runs short by category stays within what it may give."""
        for unit in sorted({unit for unit, _at in self.slacks}):
            mine = [at for at, (name, _row) in enumerate(self.slacks) if name == unit]
            most = next(row.most for row in rows if row.slack == unit)
            places = np.array(mine, dtype=np.int32) + np.int32(len(self.items))
            ones = np.ones(len(mine))
            self.highs.addRow(-highspy.kHighsInf, most, len(mine), places, ones)
