"""Rows of one list that speak of the same person."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from repatria.matching.core.cluster import clusters
from repatria.matching.core.model import Model
from repatria.matching.core.prior import Sizes
from repatria.matching.engine.candidates import Candidates, candidates_within
from repatria.matching.engine.features import Features
from repatria.matching.engine.fit import hashed_rows, sizes_of
from repatria.matching.engine.rivals import alone
from repatria.matching.engine.scores import Progress, Scored, ready, unheard

LIKELY = 0.5
ROUNDS = 6

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
    model: Model


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
    candidates: Candidates | None = None,
    progress: Progress = unheard,
) -> Duplicates:
    """Score pairs inside the list (or inside each of both) and group them.

    The prior, how many rows stand twice, is learnt from the scores themselves.
    """
    found = candidates or candidates_within(features, same.keep, tight=True)
    sizes = sizes_of(features, same.keep, within=True)
    model = model.with_prior(sizes.prior(0.02 * sizes.people))
    pairs = ready(model, features).score(found, progress)
    prior = _prior(pairs, sizes, model)
    learnt = np.float32(model.slope * (prior - model.prior))
    pairs = replace(pairs, bits=pairs.bits + learnt)
    model = model.with_prior(prior)
    probability = alone(pairs.bits)
    sure = _copies_probability(features, model, same)
    group = _grouped(features.rows, pairs, probability, same, sure)
    certainty = _certainty(group, pairs, probability, same, sure)
    return Duplicates(pairs, probability, group, certainty, model)


def _grouped(
    rows: int, pairs: Scored, probability: Shares, same: Copies, sure: Shares
) -> Rows:
    """Return for each row the first row of its group; a copy goes with its original."""
    group = np.arange(rows, dtype=np.int32)
    likely = np.flatnonzero(probability >= LIKELY)
    edges = zip(
        pairs.left[likely].tolist(),
        pairs.right[likely].tolist(),
        probability[likely].tolist(),
        strict=True,
    )
    for row, first in clusters(list(edges), LIKELY).items():
        group[row] = first
    copied = same.copied[sure >= LIKELY]
    group[copied] = group[same.first[copied]]
    return group


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


def _prior(pairs: Scored, sizes: Sizes, model: Model) -> float:
    """Learn from the scores how many pairs of rows are one person."""
    bits, prior = pairs.bits.astype(np.float64), model.prior
    for _round in range(ROUNDS):
        sure = 1.0 / (1.0 + np.exp2(-bits - model.slope * (prior - model.prior)))
        prior = sizes.prior(float(sure.sum()) + 0.5)
    return prior


def _copies_probability(features: Features, model: Model, same: Copies) -> Shares:
    """Say how likely rows that say the same are one person."""
    first = same.first[same.copied].astype(np.uint64)
    pairs = first << np.uint64(32) | same.copied.astype(np.uint64)
    return alone(ready(model, features).bits_of(pairs))
