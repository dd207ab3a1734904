"""From scores to verdicts: rivals weighed, rows paired one to one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from repatria.matching.core.assign import Edge, one_to_one
from repatria.matching.engine.rivals import alone, certainty
from repatria.matching.engine.scores import Scored

SAME_FROM = 0.5
REVIEW_FROM = 0.05
GRAIN = 1e-7  # of bits: enough to tell equals apart, too little for anything else
FAR_BETTER = 10.0  # bits by which a later entry must agree better to stand first

Rows = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float64]


class Verdict(StrEnum):
    """What the machine proposes for a pair; a person decides."""

    SAME = "same"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Resolved:
    """Scored pairs with probabilities; ``same`` and ``review`` hold their positions.

    A row is in at most one ``same`` pair.  ``best`` gives each row the position
    of its most probable pair, -1 where it has none.
    """

    pairs: Scored
    probability: Shares
    same: npt.NDArray[np.int64]
    review: npt.NDArray[np.int64]
    best: npt.NDArray[np.int64]


def resolved(pairs: Scored, group: Rows) -> Resolved:
    """Weigh rivals against each other and choose one to one.

    ``group`` gives each row the first row of its duplicates in its own list:
    duplicates are one person and not each other's rivals.
    """
    left, right = group[pairs.left], group[pairs.right]
    leading = _leading(left, right, pairs)
    probability = _probability(left, right, pairs, leading)
    chosen = _chosen(left, right, pairs, probability, leading)
    same = chosen[probability[chosen] >= SAME_FROM]
    partner = np.full(len(group), -1, dtype=np.int64)
    partner[left[same]], partner[right[same]] = right[same], left[same]
    again = _paired_again(left, right, pairs, partner, same)
    probability[again] = np.maximum(probability[again], alone(pairs.bits[again]))
    same = np.sort(np.concatenate([same, again]))
    open_pair = probability >= REVIEW_FROM
    open_pair[same] = False
    open_pair &= partner[left] != right
    review = np.flatnonzero(open_pair)
    return Resolved(
        pairs, probability, same, review, _best(len(group), pairs, probability)
    )


def _leading(left: Rows, right: Rows, pairs: Scored) -> npt.NDArray[np.int64]:
    """Return the positions of the pair that stands for any two groups, in row order.

    The first entries of a person stand for the later ones, unless later ones
    agree far better; else the strongest pair does.  Neither list goes before
    the other.
    """
    key = left.astype(np.int64) << 32 | right
    _keys, block = np.unique(key, return_inverse=True)
    best = np.full(block.max(initial=-1) + 1, -np.inf, dtype=np.float32)
    np.maximum.at(best, block, pairs.bits)
    weaker = best[block] - pairs.bits > FAR_BETTER
    later = (pairs.left != left).astype(np.int8) + (pairs.right != right)
    order = np.lexsort((pairs.right, pairs.left, -pairs.bits, later, weaker, key))
    first = np.ones(len(order), dtype=bool)
    first[1:] = key[order][1:] != key[order][:-1]
    return np.sort(order[first])


def _probability(
    left: Rows, right: Rows, pairs: Scored, leading: npt.NDArray[np.int64]
) -> Shares:
    """Let groups compete; a weaker pair of the same two groups is less sure."""
    sure = certainty(left[leading], right[leading], pairs.bits[leading])
    if len(leading) == len(pairs):
        return sure
    alone = 1.0 / (1.0 + np.exp2(-pairs.bits.astype(np.float64)))
    key = left.astype(np.int64) << 32 | right
    order = np.argsort(key[leading], kind="stable")
    at = order[np.searchsorted(key[leading][order], key)]
    lead_alone = alone[leading][at]
    return sure[at] * np.minimum(alone / lead_alone, 1.0)


def _chosen(
    left: Rows,
    right: Rows,
    pairs: Scored,
    probability: Shares,
    leading: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Choose leading pairs one to one, as a whole as likely as can be."""
    worth = leading[probability[leading] >= REVIEW_FROM]
    one, other = left[worth], right[worth]
    crowded = (np.bincount(one, minlength=1)[one] > 1) | (
        np.bincount(other, minlength=1)[other] > 1
    )
    contested = worth[crowded]  # the others share no row with any pair
    weight = pairs.bits[contested].astype(np.float64)
    weight -= np.log2(REVIEW_FROM / 4)  # above zero for all in question
    edges = _edges(left[contested], right[contested], weight)
    won = contested[np.array(one_to_one(edges), dtype=np.int64)]
    free = np.setdiff1d(worth, contested, assume_unique=True)
    return np.sort(np.concatenate([free, won]))


def _paired_again(
    left: Rows,
    right: Rows,
    pairs: Scored,
    partner: npt.NDArray[np.int64],
    same: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """Pair the further entries of a person that stands several times on both lists.

    So a list compared with itself finds every row again, and two people whom a
    list cannot tell apart each keep a counterpart.
    """
    used = np.zeros(len(partner), dtype=bool)
    used[pairs.left[same]] = used[pairs.right[same]] = True
    free = ~used[pairs.left] & ~used[pairs.right] & (pairs.bits > 0)
    at = np.flatnonzero(free & (partner[left] == right))
    edges = _edges(pairs.left[at], pairs.right[at], pairs.bits[at].astype(np.float64))
    return at[np.array(one_to_one(edges), dtype=np.int64)]


def _edges(left: Rows, right: Rows, weight: Shares) -> list[Edge]:
    """Return edges to choose from; of equal ones, those that keep the lists' order.

    The order of both lists counts alike, so that exchanging them changes nothing.
    """
    ranks = [np.unique(rows, return_inverse=True)[1] for rows in (left, right)]
    in_order = ranks[0] * ranks[1] / max(len(weight), 1) ** 2
    weight = weight + GRAIN * in_order
    return list(zip(left.tolist(), right.tolist(), weight.tolist(), strict=True))


def _best(rows: int, pairs: Scored, probability: Shares) -> npt.NDArray[np.int64]:
    best = np.full(rows, -1, dtype=np.int64)
    order = np.lexsort((-pairs.right, -pairs.left, pairs.bits, probability))
    best[pairs.left[order]] = order  # the last, most probable one stays
    best[pairs.right[order]] = order
    return best
