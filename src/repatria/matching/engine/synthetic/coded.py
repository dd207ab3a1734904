"""A column of few distinct texts and many rows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.chance import Ints


class Coded:
    """Distinct ``texts`` and, for every row, which of them stands there.

    Rows are changed by adding texts, so that a slip costs what it touches and
    not a copy of the column.
    """

    def __init__(self, texts: pl.Series, codes: Ints) -> None:
        self._texts = [texts]
        self._count = len(texts)
        self._codes = np.array(codes, dtype=np.int64)

    def _all(self) -> pl.Series:
        if len(self._texts) > 1:
            self._texts = [pl.concat(self._texts, rechunk=True)]
        return self._texts[0]

    def at(self, rows: Ints) -> list[str]:
        """Return the texts of ``rows``."""
        return list(self._all().gather(self._codes[rows]).to_list())

    def put(self, rows: Ints, texts: Iterable[str | None]) -> None:
        """Write ``texts`` into ``rows``, None as a blank."""
        added = pl.Series(list(texts), dtype=pl.String)
        self._codes[rows] = np.arange(self._count, self._count + len(added))
        self._texts.append(added)
        self._count += len(added)

    def blank(self, rows: Ints) -> None:
        """Leave ``rows`` empty."""
        self._texts.append(pl.Series([None], dtype=pl.String))
        self._codes[rows] = self._count
        self._count += 1

    def column(self) -> pl.Series:
        """Return the text of every row."""
        return self._all().gather(self._codes)
