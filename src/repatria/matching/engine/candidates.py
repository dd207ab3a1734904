"""Candidate pairs: rows that share a block of some key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.features import Features
from repatria.matching.engine.keys import NO_KEY, Keys, keys_for

Pairs = npt.NDArray[np.uint64]  # left row in the upper 32 bits, right row in the lower
Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Blocks = npt.NDArray[np.uint32]  # a row's block of one key, 0 for none

_BUCKETS = 1 << 22
_OTHER_LIST = np.uint64(0xD6E8FEB86659FD93)  # turns a key into another list's


@dataclass(frozen=True, slots=True)
class Candidates:
    """The blocks of every key, rows in crowded blocks left out.

    ``left_out`` counts those rows by key.  Blocks are named by 32 bits of their
    key: two that share a name by accident only cost a comparison.
    """

    one: Mask
    other: Mask
    blocks: dict[str, Blocks] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def pairs(
        self, one: Mask | None = None, other: Mask | None = None
    ) -> Iterator[Pairs]:
        """Yield the pairs of each key; a pair comes once for each key it shares.

        ``one`` and ``other`` narrow the rows down on either side.
        """
        ours = self.one if one is None else self.one & one
        theirs = self.other if other is None else self.other & other
        for blocks in self.blocks.values():
            yield _joined(_rows_in(blocks, ours), _rows_in(blocks, theirs))

    def used_up(self) -> Iterator[Pairs]:
        """Yield the pairs of each key and forget its blocks: they fill memory."""
        while self.blocks:
            blocks = self.blocks.pop(next(iter(self.blocks)))
            yield _joined(_rows_in(blocks, self.one), _rows_in(blocks, self.other))

    def distinct(self, one: Mask | None = None, other: Mask | None = None) -> Pairs:
        """Return each pair once, sorted."""
        found: Pairs = np.unique(np.concatenate([NO_PAIRS, *self.pairs(one, other)]))
        return found


NO_PAIRS: Pairs = np.zeros(0, dtype=np.uint64)


def rows_of(pairs: Pairs) -> tuple[Rows, Rows]:
    """Return the first and the second row of each pair."""
    right = pairs.astype(np.uint32).astype(np.int32)
    return (pairs >> np.uint64(32)).astype(np.int32), right


def candidates_between(features: Features, keep: Mask) -> Candidates:
    """Block rows of the left list with rows of the right one.

    ``keep`` says for each row whether it takes part (a copy of another row of
    its list does not).  Row numbers are those of ``features``.
    """
    side = np.arange(features.rows) < features.left_rows
    return _blocked(features, keep & side, keep & ~side)


def candidates_within(
    features: Features, keep: Mask, *, tight: bool = False
) -> Candidates:
    """Block rows of a list with later rows of the same list, in each list apart.

    ``tight`` uses only the keys that copies of one entry seldom miss.
    """
    right = np.arange(features.rows) >= features.left_rows
    return _blocked(features, keep, keep, tight=tight, apart=right)


def _blocked(
    features: Features,
    one: Mask,
    other: Mask,
    *,
    tight: bool = False,
    apart: Mask | None = None,
) -> Candidates:
    found = Candidates(one, other)
    for key in keys_for(features):
        if tight and not key.tight:
            continue
        keys = key.of(features)
        if apart is not None:
            keys[apart & (keys != NO_KEY)] ^= _OTHER_LIST
        crowded = _crowded(keys, one, other, key.limit)
        if lost := int((crowded & (one | other)).sum()):
            found.left_out[key.name] = lost
        named = (keys >> np.uint64(32)).astype(np.uint32) | np.uint32(1)
        named[crowded | (keys == NO_KEY)] = 0
        found.blocks[key.name] = named
    return found


def _rows_in(blocks: Blocks, rows: Mask) -> pl.DataFrame:
    at = np.flatnonzero(rows & (blocks != 0))
    return pl.DataFrame({"block": blocks[at], "row": at.astype(np.uint32)})


def _joined(one: pl.DataFrame, other: pl.DataFrame) -> Pairs:
    met = one.join(other, on="block")
    left, right = met["row"].to_numpy(), met["row_right"].to_numpy()
    pairs: Pairs = left.astype(np.uint64) << np.uint64(32) | right
    return pairs if left.max(initial=0) < right.min(initial=1) else pairs[left < right]


def _crowded(keys: Keys, one: Mask, other: Mask, limit: int) -> Mask:
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
    crowded: Mask = np.zeros(len(keys), dtype=bool)
    at = np.flatnonzero(suspect)
    if len(at):
        _values, block = np.unique(keys[at], return_inverse=True)
        counts = [np.bincount(block, weights=rows[at]) for rows in (one, other)]
        crowded[at] = (counts[0] * counts[1] > limit)[block]
    return crowded
