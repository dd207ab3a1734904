"""Candidate pairs: rows that share a block of some key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.features import Features
from repatria.matching.engine.keys import NO_KEY, Key, Keys, keys_for

Pairs = npt.NDArray[np.uint64]  # left row in the upper 32 bits, right row in the lower
Rows = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Blocks = npt.NDArray[np.uint32]  # a row's block of one key, 0 for none

NO_PAIRS: Pairs = np.zeros(0, dtype=np.uint64)
REMEMBERED = 6  # keys; what shares one of the first brings hardly anything new

_SHELF_BITS = np.uint32(10)  # the upper 22 bits of a block's name are its shelf
_OTHER_LIST = np.uint64(0xD6E8FEB86659FD93)  # turns a key into another list's


@dataclass(frozen=True, slots=True)
class Candidates:
    """Which rows are paired, and by which keys.

    Blocks are made anew each time they are asked for: to keep those of all
    keys would take more memory than the lists.  ``one`` and ``other`` say which
    rows may stand first and second in a pair; ``within`` that each list is
    paired with itself.  ``left_out`` counts, by key, the rows of blocks that
    were too crowded to use.
    """

    features: Features
    one: Mask
    other: Mask
    keys: tuple[Key, ...]
    within: bool = False
    left_out: dict[str, int] = field(default_factory=dict)

    def pairs(self) -> Iterator[Pairs]:
        """Yield each key's pairs, without most of those an earlier key brought."""
        seen: list[Blocks] = []
        for key in self.keys:
            blocks = self._blocks(key)
            pairs = _joined(_rows_in(blocks, self.one), _rows_in(blocks, self.other))
            yield _new(pairs, seen)
            if len(seen) < REMEMBERED:
                seen.append(blocks)

    def touching(self, rows: Mask) -> Pairs:
        """Return the pairs in which one of ``rows`` stands, each once, sorted."""
        found = [NO_PAIRS]
        for key in self.keys:
            blocks = self._blocks(key)
            near = _in_blocks_of(blocks, rows)
            one, other = self.one & near, self.other & near
            for first, second in ((one & rows, other), (one, other & rows)):
                met = _joined(_rows_in(blocks, first), _rows_in(blocks, second))
                found.append(met)
        every: Pairs = np.unique(np.concatenate(found))
        return every

    def _blocks(self, key: Key) -> Blocks:
        """Name each row's block by 32 bits of its key, 0 where it has none to use.

        Two blocks that share a name by accident only cost a comparison.
        """
        keys = key.of(self.features)
        split = self.features.left_rows
        if self.within:
            others = keys[split:]
            others[others != NO_KEY] ^= _OTHER_LIST
        keys[~(self.one | self.other)] = NO_KEY
        crowded = _crowded(keys, 0 if self.within else split, key.limit)
        if len(crowded):
            self.left_out[key.name] = len(crowded)
            keys[crowded] = NO_KEY
        named = (keys >> np.uint64(32)).astype(np.uint32) | np.uint32(1)
        named[keys == NO_KEY] = 0
        return named


def rows_of(pairs: Pairs) -> tuple[Rows, Rows]:
    """Return the first and the second row of each pair."""
    right = pairs.astype(np.uint32).astype(np.int32)
    return (pairs >> np.uint64(32)).astype(np.int32), right


def candidates_between(features: Features, keep: Mask) -> Candidates:
    """Pair rows of the left list with rows of the right one.

    ``keep`` says for each row whether it takes part (a copy of another row of
    its list does not).  Row numbers are those of ``features``.
    """
    side = np.arange(features.rows) < features.left_rows
    return Candidates(features, keep & side, keep & ~side, tuple(keys_for(features)))


def candidates_within(
    features: Features, keep: Mask, *, tight: bool = False
) -> Candidates:
    """Pair rows of a list with later rows of the same list, in each list apart.

    ``tight`` uses only the keys that copies of one entry seldom miss.
    """
    keys = tuple(key for key in keys_for(features) if key.tight or not tight)
    return Candidates(features, keep, keep, keys, within=True)


def _in_blocks_of(blocks: Blocks, rows: Mask) -> Mask:
    """Say which rows may share a block with ``rows``: all that do, few others."""
    shelf = blocks >> _SHELF_BITS
    wanted = np.zeros(1 << (32 - int(_SHELF_BITS)), dtype=bool)
    wanted[shelf[rows & (blocks != 0)]] = True
    near: Mask = wanted.take(shelf)
    return near


def _rows_in(blocks: Blocks, rows: Mask) -> pl.DataFrame:
    at = np.flatnonzero(rows & (blocks != 0))
    return pl.DataFrame({"block": blocks[at], "row": at.astype(np.uint32)})


def _joined(one: pl.DataFrame, other: pl.DataFrame) -> Pairs:
    met = one.join(other, on="block")
    left, right = met["row"].to_numpy(), met["row_right"].to_numpy()
    pairs: Pairs = left.astype(np.uint64) << np.uint64(32) | right
    return pairs if left.max(initial=0) < right.min(initial=1) else pairs[left < right]


def _new(pairs: Pairs, seen: Sequence[Blocks]) -> Pairs:
    """Leave out the pairs that share a block of a key seen before."""
    left, right = rows_of(pairs)
    known = np.zeros(len(pairs), dtype=bool)
    for blocks in seen:
        ours, theirs = blocks.take(left), blocks.take(right)
        known |= (ours == theirs) & (ours != 0)
    return pairs[~known] if known.any() else pairs


def _crowded(keys: Keys, split: int, limit: int) -> npt.NDArray[np.int64]:
    """Return the rows whose block would make more than ``limit`` pairs.

    ``split`` rows of the left list come first; 0 says that all are one list.
    Buckets find the few rows in question quickly; only those are counted
    exactly, so the answer does not depend on which keys share a bucket.
    """
    bits = min(max(len(keys).bit_length() + 1, 8), 24)  # a few buckets a row
    bucket = (keys >> np.uint64(64 - bits)).astype(np.intp)
    suspects = _products(bucket, 1 << bits, split) > limit
    at = np.flatnonzero(suspects.take(bucket) & (keys != NO_KEY))
    if not len(at):
        return at
    values, block = np.unique(keys[at], return_inverse=True)
    here = int(np.searchsorted(at, split))
    return at[(_products(block, len(values), here) > limit)[block]]


def _products(
    blocks: npt.NDArray[np.intp], size: int, split: int
) -> npt.NDArray[np.int64]:
    """Return how many pairs each block would make."""
    others = np.bincount(blocks[split:], minlength=size)
    ones = np.bincount(blocks[:split], minlength=size) if split else others
    return ones * others
