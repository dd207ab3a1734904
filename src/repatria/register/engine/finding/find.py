"""Finding: from what was asked to the rows that answer it, the likeliest first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from repatria.register.core.found import Birth, Reasons
from repatria.register.core.search import Asked
from repatria.register.engine.finding import births, told
from repatria.register.engine.finding.index import Index
from repatria.register.engine.finding.likeness import Bits
from repatria.register.engine.finding.naming import Naming
from repatria.register.engine.finding.told import NO_NUMBER, NO_PLACE, Rows

MOST_WEIGHED = 1_500  # rows that are weighed in full
_LEAST, _FAR = 0.0, 14.0  # bits: what speaks against, or far less for, is no answer


@dataclass(frozen=True, slots=True)
class Answer:
    """A record that answers, how strongly (in bits), and why."""

    pk: int
    bits: float
    reasons: Reasons


def find(
    index: Index, asked: Asked, *, most: int, within: npt.ArrayLike | None = None
) -> list[Answer]:
    """Return at most ``most`` records, those for which most speaks first.

    ``within`` are the only records (their ``pks``) that may be found; None: any.
    """
    if not index.size or not asked.anything:
        return []
    search = _Search(index, asked)
    rows = search.candidates(None if within is None else index.rows_of(within))
    if not len(rows):
        return []
    found = search.answers(rows, most)
    least = max(_LEAST, found[0].bits - _FAR)
    return [one for one in found if one.bits > least]


class _Search:
    """One search while it is being answered: at first sight, then in full."""

    def __init__(self, index: Index, asked: Asked) -> None:
        self.index, self.born = index, asked.born
        self.naming = Naming(asked.words, index)
        self.places = told.places(asked.places, index)
        self.units = told.places(asked.units, index)
        self.numbers = told.numbers(asked.numbers, index)
        self.year = births.year_bits(asked.born, index.born) if asked.born else 0.0

    def candidates(self, within: Rows | None) -> Rows:
        """Return the rows worth weighing in full."""
        total = self.naming.rough()
        for holding in (*self.places, *self.units, *self.numbers):
            total[holding.rows] += np.float32(holding.bits)
        if self.born:
            total += births.rough(self.born, self.index.born, year=self.year)
        total[self.index.gone] = 0.0
        if within is None:
            return _best(total)
        kept = np.zeros_like(total)
        kept[within] = total[within]
        return _best(kept)

    def answers(self, rows: Rows, most: int) -> list[Answer]:
        """Weigh rows in full and return the best."""
        bits, chosen = self.naming.weighed(rows)
        kinds = np.zeros(len(rows), np.uint8)
        if self.born:
            weight, kinds = births.weighed(
                self.born, self.index.born, rows, year=self.year
            )
            bits = bits + weight
        of = self.index.size
        number = told.weighed(self.numbers, rows, of=of, absent=NO_NUMBER)
        unit = told.weighed(self.units, rows, of=of, absent=NO_PLACE)
        place = told.weighed(self.places, rows, of=of, absent=NO_PLACE)
        bits = bits + number[0] + unit[0] + place[0]
        order = np.lexsort((self.index.pks[rows], -bits))[:most]
        return [
            self._answer(
                rows[at], float(bits[at]), [int(one[at]) for one in chosen],
                Birth(int(kinds[at])), number=bool(number[1][at]),
                unit=bool(unit[1][at]), place=bool(place[1][at]),
            )
            for at in order
        ]  # fmt: skip

    def _answer(
        self,
        row: np.int64,
        bits: float,
        chosen: list[int],
        birth: Birth,
        **named: bool,
    ) -> Answer:
        names, unmatched = self.naming.reasons(row, chosen)
        reasons = Reasons(names=names, birth=birth, unmatched=unmatched, **named)
        return Answer(pk=int(self.index.pks[row]), bits=bits, reasons=reasons)


def _best(total: Bits) -> Rows:
    """Return the rows for which most speaks; of those that are even, the first."""
    touched = np.flatnonzero(total > 0)
    if len(touched) <= MOST_WEIGHED:
        return touched
    values = total[touched]
    least = np.partition(values, -MOST_WEIGHED)[-MOST_WEIGHED]
    better = touched[values > least]
    even = touched[values == least][: MOST_WEIGHED - len(better)]
    return np.concatenate([better, even])
