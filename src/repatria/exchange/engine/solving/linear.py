"""A small programme in whole numbers, asked one question after another.

First as if parts could go: where the bounds are a network, the answer is whole by
itself.  What each question reached is then kept by fixing what its reduced costs
tell must not move, which leaves the network a network.  Only where an answer has
parts the integer solver is asked.  One thread, one seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
import numpy.typing as npt

from repatria.exchange.engine.pool import Ints

Floats = npt.NDArray[np.float64]
ENDLESS = highspy.kHighsInf
_OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,  # every objective is a whole number
    "mip_feasibility_tolerance": 1e-9,
    "primal_feasibility_tolerance": 1e-9,
}
_HALF = 0.5  # what was reached is a whole number; the row need not be tight
_NOUGHT = 1e-6


class NothingHoldsError(ArithmeticError):
    """The bounds cannot hold together, or nothing was found in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer, and whether each question's is proven to be the best."""

    values: Ints
    proven: bool


@dataclass
class Linear:
    """Whole numbers from 0 to ``most``, and rows that bind them."""

    most: Floats
    _rows: list[tuple[float, float, Ints, Floats]] = field(default_factory=list)

    def bind(
        self, least: float, most: float, places: Ints, values: Ints | Floats
    ) -> None:
        """Keep the sum of ``values`` at ``places`` between two bounds."""
        self._rows.append((least, most, places.astype(np.int32), values.astype(float)))

    def best(self, questions: Iterable[Ints], *, seconds: float) -> Answer:
        """Return the best for the first question, of those for the second, and so on.

        Where the time runs out, what is best so far, not proven.  Raises
        ``NothingHoldsError``.
        """
        asked = list(questions)
        if not len(self.most):
            if not all(least <= 0 <= most for least, most, *_row in self._rows):
                raise NothingHoldsError
            return Answer(np.empty(0, dtype=np.int64), proven=True)
        relaxed = self._relaxed(asked)
        whole: Ints = np.rint(relaxed).astype(np.int64)
        if np.abs(relaxed - whole).max(initial=0.0) < _NOUGHT:
            return Answer(whole, proven=True)
        return self._whole(asked, seconds)

    def _relaxed(self, asked: Sequence[Ints]) -> Floats:
        """Answer in parts; what was reached is kept by its reduced costs."""
        highs = self._model()
        found = np.zeros(len(self.most))
        for worth in asked:
            self._ask(highs, worth)
            solution = highs.getSolution()
            if not solution.value_valid:
                raise NothingHoldsError
            found = np.array(solution.col_value)
            _fix(highs, solution, found)
        return found

    def _whole(self, asked: Sequence[Ints], seconds: float) -> Answer:
        highs, proven = self._model(), True
        places = np.arange(len(self.most), dtype=np.int32)
        kind = np.full(len(self.most), highspy.HighsVarType.kInteger.value, np.uint8)
        highs.changeColsIntegrality(len(self.most), places, kind)
        values = np.zeros(len(self.most), dtype=np.int64)
        for worth in asked:
            highs.setOptionValue("time_limit", highs.getRunTime() + seconds)
            self._ask(highs, worth)
            proven &= highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
            solution = highs.getSolution()
            if not solution.value_valid:
                raise NothingHoldsError
            values = np.rint(np.array(solution.col_value)).astype(np.int64)
            at = np.flatnonzero(worth).astype(np.int32)
            reached = int(worth @ values) - _HALF
            highs.addRow(reached, ENDLESS, len(at), at, worth[at].astype(float))
        return Answer(values, proven)

    def _model(self) -> highspy.Highs:
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in _OPTIONS.items():
            highs.setOptionValue(name, value)
        highs.addVars(len(self.most), np.zeros(len(self.most)), self.most)
        starts = np.cumsum([0, *(len(row[2]) for row in self._rows)])
        highs.addRows(
            len(self._rows),
            np.array([row[0] for row in self._rows], dtype=np.float64),
            np.array([row[1] for row in self._rows], dtype=np.float64),
            int(starts[-1]),
            starts[:-1].astype(np.int32),
            np.array([one for row in self._rows for one in row[2]], dtype=np.int32),
            np.array([one for row in self._rows for one in row[3]], dtype=np.float64),
        )
        return highs

    def _ask(self, highs: highspy.Highs, worth: Ints) -> None:
        places = np.arange(len(self.most), dtype=np.int32)
        highs.changeColsCost(len(self.most), places, worth.astype(float))
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        highs.run()


def _fix(highs: highspy.Highs, solution: highspy.HighsSolution, found: Floats) -> None:
    """Fix what every other answer as good as this one has alike."""
    columns = np.flatnonzero(np.abs(np.array(solution.col_dual)) > _NOUGHT)
    values = np.rint(found[columns])
    highs.changeColsBounds(len(columns), columns.astype(np.int32), values, values)
    duals, sums = np.array(solution.row_dual), np.array(solution.row_value)
    for row in np.flatnonzero(np.abs(duals) > _NOUGHT).tolist():
        value = float(np.rint(sums[row]))
        highs.changeRowBounds(row, value, value)
