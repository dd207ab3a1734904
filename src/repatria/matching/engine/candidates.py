"""Candidate pairs: the union of all keys' blocks, each pair once, in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.features import Features
from repatria.matching.engine.keys import NO_KEY, Key, Keys, keys_for

Pairs = npt.NDArray[np.uint64]  # left row in the upper 32 bits, right row in the lower

_BUCKETS = 1 << 22


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs worth comparing, sorted, and the rows that each key had to leave out."""

    pairs: Pairs
    left_out: dict[str, int]


def rows_of(pairs: Pairs) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Return the first and the second row of each pair."""
    return (pairs >> np.uint64(32)).astype(np.int32), pairs.astype(np.uint32).astype(
        np.int32
    )


def candidates_between(features: Features, keep: npt.NDArray[np.bool_]) -> Candidates:
    """Pair rows of the left list with rows of the right one.

    ``keep`` says for each row whether it takes part (a copy of another row of
    its list does not).  Row numbers are those of ``features``.
    """
    side = np.arange(features.rows) < features.left_rows
    return _candidates(features, keep & side, keep & ~side)


def candidates_within(
    features: Features, keep: npt.NDArray[np.bool_], *, tight: bool = False
) -> Candidates:
    """Pair rows of one list with later rows of the same list, in each list.

    ``tight`` uses only the keys that copies of one entry seldom miss.
    """
    side = np.arange(features.rows) < features.left_rows
    inside = [
        _candidates(features, keep & part, keep & part, tight=tight)
        for part in (side, ~side)
    ]
    left_out = {
        name: sum(part.left_out.get(name, 0) for part in inside)
        for part in inside
        for name in part.left_out
    }
    return Candidates(np.concatenate([part.pairs for part in inside]), left_out)


def _candidates(
    features: Features,
    one: npt.NDArray[np.bool_],
    other: npt.NDArray[np.bool_],
    *,
    tight: bool = False,
) -> Candidates:
    found, left_out = [], {}
    for key in (key for key in keys_for(features) if key.tight or not tight):
        keys = key.of(features)
        crowded = _crowded(keys, one, other, key.limit)
        pairs = _joined(_blocks(keys, one & ~crowded), _blocks(keys, other & ~crowded))
        if lost := int((crowded & (one | other)).sum()):
            left_out[key.name] = lost
        found.append(pairs)
    every = pl.concat(found) if found else pl.Series([], dtype=pl.UInt64)
    return Candidates(every.unique().sort().to_numpy(), left_out)


def _blocks(keys: Keys, rows: npt.NDArray[np.bool_]) -> pl.DataFrame:
    at = np.flatnonzero(rows & (keys != NO_KEY))
    return pl.DataFrame({"key": keys[at], "row": at.astype(np.uint64)})


def _joined(one: pl.DataFrame, other: pl.DataFrame) -> pl.Series:
    met = one.join(other, on="key").filter(pl.col("row") < pl.col("row_right"))
    return met.select((pl.col("row") * (1 << 32) + pl.col("row_right")).alias("pair"))[
        "pair"
    ]


def _crowded(
    keys: Keys, one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_], limit: int
) -> npt.NDArray[np.bool_]:
    """Return the rows whose block would make more than ``limit`` pairs.

    Buckets find the few rows in question quickly; only those are counted
    exactly, so the answer does not depend on which keys share a bucket.
    """
    stated = keys != NO_KEY
    bucket = (keys >> np.uint64(42)).astype(np.int64)
    sizes = [
        np.bincount(bucket[rows & stated], minlength=_BUCKETS) for rows in (one, other)
    ]
    suspect = stated & (sizes[0] * sizes[1] > limit)[bucket]
    crowded = np.zeros(len(keys), dtype=bool)
    at = np.flatnonzero(suspect)
    if len(at):
        _values, block = np.unique(keys[at], return_inverse=True)
        counts = [np.bincount(block, weights=rows[at]) for rows in (one, other)]
        crowded[at] = (counts[0] * counts[1] > limit)[block]
    return crowded
