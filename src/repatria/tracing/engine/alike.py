"""Which rows of a list may be whom families seek: asked of the matching engine.

Relatives of one person are no rivals: each request is weighed by itself, so that two
families who seek the same person both hear of the row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from repatria.matching.engine.duplicates import copies
from repatria.matching.engine.findings import Finding, findings
from repatria.matching.engine.link import Reconciliation, link
from repatria.matching.engine.resolve import REVIEW_FROM
from repatria.matching.engine.rivals import alone
from repatria.register.engine.records import ReadList

MOST_EACH = 12
Positions = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alike:
    """A request and a row (both from 1) that may be one person, and why."""

    asked: int
    row: int
    probability: float
    why: list[Finding]


def alike(asked: ReadList, rows: ReadList) -> list[Alike]:
    """Return for each request the rows that may be the person, the likeliest first.

    Relatives who say the same are compared once and answered each.  At most
    ``MOST_EACH`` for a request: among masses of namesakes a person decides by
    the search, not by a heap.
    """
    answer = link(asked, rows)
    pairs = answer.resolved.pairs
    chance = alone(pairs.bits)
    open_pairs = np.flatnonzero(chance >= REVIEW_FROM)
    ranked = open_pairs[np.argsort(-chance[open_pairs], kind="stable")]
    chosen = _best_of_each(ranked, pairs.left)
    same = _who_say_the_same(answer)
    return [
        Alike(
            asked=one + 1,
            row=int(pairs.right[at]) - asked.rows + 1,
            probability=round(float(chance[at]), 4),
            why=why,
        )
        for at, why in zip(chosen.tolist(), findings(answer, chosen), strict=True)
        for one in same[int(pairs.left[at])]
    ]


def _best_of_each(ranked: Positions, left: npt.NDArray[np.int32]) -> Positions:
    """Return the positions of at most ``MOST_EACH`` pairs of every row, in order."""
    taken: dict[int, int] = defaultdict(int)
    chosen = []
    for at, row in zip(ranked.tolist(), left[ranked].tolist(), strict=True):
        taken[row] += 1
        if taken[row] <= MOST_EACH:
            chosen.append(at)
    return np.array(chosen, dtype=np.int64)


def _who_say_the_same(answer: Reconciliation) -> dict[int, list[int]]:
    """Return for each row compared all requests that say just the same."""
    readable = np.ones(answer.features.rows, dtype=bool)
    first = copies(answer.features, readable).first[: answer.left.rows]
    same: dict[int, list[int]] = defaultdict(list)
    for row, lead in enumerate(first.tolist()):
        same[lead].append(row)
    return same
