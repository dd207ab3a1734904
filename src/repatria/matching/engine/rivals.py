"""From bits to probabilities: the rivals of a row share one certainty.

A person stands on a list at most once, so two candidates for one row cannot
both be right.  With odds ``w`` for a pair by itself, its probability is
``w / (1 + sum of the odds of all pairs that share a row with it)``: the one is
the case that neither row has a counterpart.  Without rivals this is the usual
``w / (1 + w)``.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Shares = npt.NDArray[np.float64]

MOST_BITS = 60.0


def certainty(
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    bits: npt.NDArray[np.float32],
) -> Shares:
    """Return the probability of each pair, given all the pairs in question."""
    odds = np.exp2(np.minimum(bits.astype(np.float64), MOST_BITS))
    ours = _sums(left, odds)[left]
    theirs = _sums(right, odds)[right]
    return odds / (1.0 + np.maximum(ours + theirs - odds, odds))


def alone(bits: npt.NDArray[np.float32]) -> Shares:
    """Return the probability of each pair by itself, where none are rivals."""
    shares: Shares = 1.0 / (1.0 + np.exp2(-bits.astype(np.float64)))
    return shares


def _sums(rows: npt.NDArray[np.int32], odds: Shares) -> Shares:
    return np.bincount(rows, weights=odds).astype(np.float64, copy=False)
