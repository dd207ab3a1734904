"""How much room the rules leave around those who go: who could be taken or left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from repatria.exchange.engine.pool import Bools, Ints, Pool
from repatria.exchange.engine.solving.programme import Row, bounds

JOINS, LEAVES = 1, -1


class Room:
    """Every bound, and where those who go stand in it."""

    def __init__(self, pool: Pool, on: Bools, more: Sequence[Row] = ()) -> None:
        rows = [*bounds(pool), *more]
        self._plain = [(row, _sum(row, on)) for row in rows if not row.slack]
        self._short = defaultdict[str, list[tuple[Row, int]]](list)
        for row in rows:
            if row.slack:
                self._short[row.slack].append((row, _sum(row, on)))

    def fits(self, out: Ints, other: Ints, sign: int = JOINS) -> Bools:
        """Tell of each of ``other`` whether the rules hold if he alone joins.

        All of ``out`` are left.  ``LEAVES``: if each of ``other`` leaves with them.
        """
        ok = np.ones(len(other), dtype=np.bool_)
        for row, reached in self._plain:
            after = reached - _sum(row, out) + sign * row.people[other].astype(np.int64)
            ok &= (after >= row.least) & (after <= row.most)
        for rows in self._short.values():
            short = np.zeros(len(other), dtype=np.int64)
            for row, reached in rows:
                mine = sign * row.people[other].astype(np.int64)
                short += np.maximum(0, reached - _sum(row, out) + mine)
            ok &= short <= rows[0][0].most
        return ok

    def holds_without(self, out: Ints) -> bool:
        """Tell whether the rules hold if all of ``out`` are left."""
        plain = all(
            row.least <= reached - _sum(row, out) <= row.most
            for row, reached in self._plain
        )
        return plain and all(
            sum(max(0, reached - _sum(row, out)) for row, reached in rows)
            <= rows[0][0].most
            for rows in self._short.values()
        )


def _sum(row: Row, people: Bools | Ints) -> int:
    return int(row.people[people].sum(dtype=np.int64))
