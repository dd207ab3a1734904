"""Rows of one list that speak of the same person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from repatria.matching.core.cluster import Edge, clusters, connected
from repatria.matching.core.model import Model
from repatria.matching.engine.candidates import Candidates
from repatria.matching.engine.features import Features
from repatria.matching.engine.fit import hashed_rows
from repatria.matching.engine.rivals import alone
from repatria.matching.engine.scores import Progress, Scored, Scorer, ready, unheard

LIKELY = 0.5
NOT_A_REPEAT = -4.0  # bits: who differs outright stands beside, not for, the other
FULLY_COMPARED = 60  # rows that are all compared with each other

Rows = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Copies:
    """Rows that say what an earlier row of their list says.

    ``first`` gives each row the first one that says the same, itself if it is
    that one, and -1 if it could not be read or names nobody.
    """

    first: Rows

    @property
    def keep(self) -> npt.NDArray[np.bool_]:
        """The rows that are compared for all that say the same."""
        keep: npt.NDArray[np.bool_] = self.first == np.arange(len(self.first))
        return keep

    @property
    def copied(self) -> Rows:
        """The rows that repeat an earlier one."""
        return np.flatnonzero(~self.keep & (self.first >= 0)).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Pairs of rows of one list, how likely each is one person, and the groups.

    ``group`` gives each row the first row of its group: itself, if it is alone.
    ``certainty`` is each row's probability of being one person with another row
    of its group, 0 for a row that is alone.
    """

    pairs: Scored
    probability: Shares
    group: Rows
    certainty: Shares


def copies(features: Features, readable: npt.NDArray[np.bool_]) -> Copies:
    """Find rows of a list that say the same in every field compared.

    Rows that name nobody are compared with nothing, as are unreadable ones.
    """
    contents = hashed_rows(features)
    named = readable & ~features.silent
    first = np.full(features.rows, -1, dtype=np.int32)
    in_left = np.arange(features.rows) < features.left_rows
    for side in (in_left, ~in_left):
        at = np.flatnonzero(side & named)
        if len(at):
            _values, lead, block = np.unique(
                contents[at], return_index=True, return_inverse=True
            )
            first[at] = at[lead][block]
    return Copies(first)


def duplicates_in(
    features: Features,
    model: Model,
    same: Copies,
    candidates: Candidates,
    progress: Progress = unheard,
) -> Duplicates:
    """Score pairs inside the list (or inside each of both) and group them."""
    inside = ready(model.inside_a_list(), features, ceiling=NOT_A_REPEAT)
    pairs = inside.score(candidates, progress)
    probability = alone(pairs.bits)
    sure = _copies_probability(inside, same)
    group, afresh = _grouped(inside, pairs, same, sure)
    certainty = _certainty(group, pairs, probability, same, sure)
    _also_certain(certainty, group, afresh)
    return Duplicates(pairs, probability, group, certainty)


def _grouped(
    inside: Scorer, pairs: Scored, same: Copies, sure: Shares
) -> tuple[Rows, list[Edge]]:
    """Return each row's first row of its group, and the pairs compared for that.

    A copy goes with its original.
    """
    afresh: list[Edge] = []
    group = np.arange(len(same.first), dtype=np.int32)
    likely = np.flatnonzero(pairs.bits > 0)
    edges = _edges(pairs.left[likely], pairs.right[likely], pairs.bits[likely])
    for rows in connected(edges):
        found = dict.fromkeys(rows, rows[0])
        if len(rows) > 2:  # three or more may disagree among themselves
            among = _all_edges(inside, rows, edges)
            found = clusters(among)
            afresh += among
        for row, first in found.items():
            group[row] = first
    copied = same.copied[sure >= LIKELY]
    group[copied] = group[same.first[copied]]
    return group, afresh


def _edges(one: Rows, other: Rows, bits: npt.NDArray[np.float32]) -> list[Edge]:
    return list(zip(one.tolist(), other.tolist(), bits.tolist(), strict=True))


def _all_edges(inside: Scorer, rows: list[int], scored: list[Edge]) -> list[Edge]:
    """Compare all rows with each other; in a mass of rows, use what was scored."""
    if len(rows) > FULLY_COMPARED:
        wanted = set(rows)
        return [edge for edge in scored if edge[0] in wanted]
    left, right = np.triu_indices(len(rows), k=1)
    numbers = np.array(rows, dtype=np.int32)
    named = numbers.astype(np.uint64)
    bits = inside.bits_of(named[left] << np.uint64(32) | named[right])
    return _edges(numbers[left], numbers[right], bits)


def _certainty(
    group: Rows, pairs: Scored, probability: Shares, same: Copies, sure: Shares
) -> Shares:
    """Return each row's best probability within its group, 0 if it is alone."""
    certainty = np.zeros(len(group))
    together = group[pairs.left] == group[pairs.right]
    copied = same.copied[sure >= LIKELY]
    for rows, shares in (
        (pairs.left[together], probability[together]),
        (pairs.right[together], probability[together]),
        (copied, sure[sure >= LIKELY]),
        (same.first[copied], sure[sure >= LIKELY]),
    ):
        np.maximum.at(certainty, rows, shares)
    return certainty


def _also_certain(certainty: Shares, group: Rows, afresh: list[Edge]) -> None:
    """Raise certainties by pairs that no key had brought together.

    A row may stand in its group by such a pair alone.
    """
    if not afresh:
        return
    one, other, bits = (np.array(each) for each in zip(*afresh, strict=True))
    together = group[one] == group[other]
    shares = alone(bits[together].astype(np.float32))
    np.maximum.at(certainty, one[together], shares)
    np.maximum.at(certainty, other[together], shares)


def _copies_probability(inside: Scorer, same: Copies) -> Shares:
    """Say how likely rows that say the same are one person."""
    first = same.first[same.copied].astype(np.uint64)
    pairs = first << np.uint64(32) | same.copied.astype(np.uint64)
    return alone(inside.bits_of(pairs))
