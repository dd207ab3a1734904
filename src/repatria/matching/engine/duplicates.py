"""Rows of one list that speak of the same person."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from repatria.matching.core.model import Model
from repatria.matching.engine.candidates import Candidates, candidates_within
from repatria.matching.engine.features import Features
from repatria.matching.engine.fit import hashed_rows, possible_pairs
from repatria.matching.engine.scores import Progress, Scored, ready

LIKELY = 0.5
ROUNDS = 6

Rows = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Copies:
    """Rows that say what an earlier row of their list says.

    ``first`` gives each row the first one that says the same, itself if it is
    that one, and -1 if it could not be read.
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
    model: Model


def copies(features: Features, readable: npt.NDArray[np.bool_]) -> Copies:
    """Find readable rows of a list that say the same in every field compared."""
    contents = hashed_rows(features)
    first = np.full(features.rows, -1, dtype=np.int32)
    in_left = np.arange(features.rows) < features.left_rows
    for side in (in_left, ~in_left):
        at = np.flatnonzero(side & readable)
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
    candidates: Candidates | None = None,
    progress: Progress = lambda share: None,
) -> Duplicates:
    """Score pairs inside the list (or inside each of both) and group them.

    The prior, how many rows stand twice, is learnt from the scores themselves.
    """
    found = candidates or candidates_within(features, same.keep, tight=True)
    possible, people = possible_pairs(features, same.keep, within=True)
    model = model.with_prior(float(np.log2(0.02 * people / possible)))
    pairs = ready(model, features).score(found, progress)
    prior = _prior(pairs, possible, model.prior)
    bits = pairs.bits + np.float32(prior - model.prior)
    probability = 1.0 / (1.0 + np.exp2(-bits.astype(np.float64)))
    copied = same.copied
    sure = _copies_probability(features, model.with_prior(prior), same, copied)
    likely = probability >= LIKELY
    group = grouped(
        features.rows,
        np.concatenate([pairs.left[likely], same.first[copied][sure >= LIKELY]]),
        np.concatenate([pairs.right[likely], copied[sure >= LIKELY]]),
    )
    certainty = np.zeros(features.rows)
    for rows in (pairs.left, pairs.right):
        np.maximum.at(certainty, rows[likely], probability[likely])
    np.maximum.at(certainty, copied, sure)
    np.maximum.at(certainty, same.first[copied], sure)
    certainty[certainty < LIKELY] = 0
    return Duplicates(
        replace(pairs, bits=bits),
        probability,
        group,
        certainty,
        model.with_prior(prior),
    )


def _prior(pairs: Scored, possible: float, prior: float) -> float:
    """Learn from the scores how many pairs of rows are one person."""
    for _round in range(ROUNDS):
        bits = pairs.bits.astype(np.float64)
        sure = 1.0 / (1.0 + np.exp2(-bits))
        learnt = float(np.log2((sure.sum() + 0.5) / possible))
        pairs = replace(pairs, bits=(bits + learnt - prior).astype(np.float32))
        prior = learnt
    return prior


def _copies_probability(
    features: Features, model: Model, same: Copies, copied: Rows
) -> Shares:
    """Say how likely rows that say the same are one person: little said, little known."""
    first = same.first[copied].astype(np.uint64)
    pairs = first << np.uint64(32) | copied.astype(np.uint64)
    bits = ready(model, features).bits_of(pairs)
    return 1.0 / (1.0 + np.exp2(-bits.astype(np.float64)))


def grouped(rows: int, one: Rows, other: Rows) -> Rows:
    """Return for each row the smallest row it is connected to through pairs."""
    group = np.arange(rows, dtype=np.int32)
    while True:
        low = np.minimum(group[one], group[other])
        lower = group.copy()
        np.minimum.at(lower, one, low)
        np.minimum.at(lower, other, low)
        np.minimum.at(lower, group[one], low)
        np.minimum.at(lower, group[other], low)
        lower = lower[lower]
        if np.array_equal(lower, group):
            return group
        group = lower
