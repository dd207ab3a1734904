"""Score pairs: levels, bits and their sum, all cores, in slices."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from repatria.matching.core.model import Model
from repatria.matching.engine.candidates import Pairs, rows_of
from repatria.matching.engine.features import Features
from repatria.matching.engine.levels import (
    Levels,
    Measured,
    compared,
    measure,
    measured_fields,
)
from repatria.matching.engine.weights import (
    Bits,
    FieldWeights,
    field_bits,
    rarities,
    weights_of,
)

AT_A_TIME = 1 << 18
LEAST_BITS = -7.0  # below 1 in 128 a pair is neither proposed nor a rival
SHARED_FATE = np.float32(0.35)  # what a second shared circumstance adds

Rows = npt.NDArray[np.int32]
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs that may be one person: rows, the level of each field, bits in all.

    ``bits`` are log2 odds with the prior counted in.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    levels: Mapping[str, Levels]
    bits: Bits

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A model made ready for two lists."""

    features: Features
    weights: Mapping[str, FieldWeights]
    measured: Mapping[str, Measured]
    prior: float
    slope: float

    def score(self, pairs: Pairs, progress: Progress = lambda share: None) -> Scored:
        """Score sorted pairs; only those that may be one person come back."""
        starts = range(0, len(pairs), AT_A_TIME)
        parts: list[Scored] = []
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            slices = (pairs[start : start + AT_A_TIME] for start in starts)
            for done, part in enumerate(pool.map(self._slice, slices), 1):
                parts.append(part)
                progress(done / len(starts))
        return gathered(parts, tuple(self.weights))

    def bits_of(self, pairs: Pairs) -> Bits:
        """Return the bits of every pair, none left out."""
        left, right = rows_of(pairs)
        levels = compared(self.features, left, right)
        measure(self.measured, levels, left, right)
        return self.sum(levels, left, right)

    def _slice(self, pairs: Pairs) -> Scored:
        left, right = rows_of(pairs)
        levels = compared(self.features, left, right)
        bits = self.sum(levels, left, right, hopeful=True)
        at = np.flatnonzero(bits >= LEAST_BITS)
        left, right = left[at], right[at]
        levels = {name: level[at] for name, level in levels.items()}
        measure(self.measured, levels, left, right)
        bits = self.sum(levels, left, right)
        at = np.flatnonzero(bits >= LEAST_BITS)
        kept = {name: level[at] for name, level in levels.items()}
        return Scored(left[at], right[at], kept, bits[at])

    def sum(
        self,
        levels: Mapping[str, Levels],
        left: Rows,
        right: Rows,
        *,
        hopeful: bool = False,
    ) -> Bits:
        """Add prior and fields up, in bits.

        ``hopeful`` takes spellings that are not yet measured as close.
        """
        hopes = self.measured if hopeful else {}
        fields = summed(self.weights, levels, left, right, hopes)
        return np.float32(self.prior) + np.float32(self.slope) * fields


def summed(
    weights: Mapping[str, FieldWeights],
    levels: Mapping[str, Levels],
    left: Rows,
    right: Rows,
    hopes: Mapping[str, Measured] = MappingProxyType({}),
) -> Bits:
    """Add the bits of all fields up; fields in ``hopes`` may still turn out close."""
    total = np.zeros(len(left), dtype=np.float32)
    shared: list[Bits] = []
    for name, field in weights.items():
        bits = field_bits(field, levels[name], left, right)
        if name in hopes:
            best = field.table[hopes[name].steps[0][1]]
            bits[levels[name] == hopes[name].worst] = best
        if field.circumstance:
            shared.append(bits)
        else:
            total += bits
    return total + together(shared)


def together(shared: list[Bits]) -> Bits | np.float32:
    """Add the bits of circumstances that whole groups share.

    One unit is taken on one day at one place: the strongest agreement counts
    whole, the others in part; what speaks against counts whole.
    """
    if not shared:
        return np.float32(0)
    agree = np.maximum(np.stack(shared), 0)
    most = agree.max(axis=0)
    against = np.minimum(np.stack(shared), 0).sum(axis=0)
    return most + SHARED_FATE * (agree.sum(axis=0) - most) + against


def ready(model: Model, features: Features) -> Scorer:
    """Make a model ready for two lists."""
    weights = weights_of(model, rarities(model, features), features.fields)
    return Scorer(
        features, weights, measured_fields(features), model.prior, model.slope
    )


def gathered(parts: list[Scored], fields: tuple[str, ...]) -> Scored:
    """Put the slices together again, in order."""
    nothing = np.zeros(0, dtype=np.int32)
    return Scored(
        np.concatenate([nothing, *(part.left for part in parts)]),
        np.concatenate([nothing, *(part.right for part in parts)]),
        {
            name: np.concatenate(
                [nothing.astype(np.uint8), *(part.levels[name] for part in parts)]
            )
            for name in fields
        },
        np.concatenate([nothing.astype(np.float32), *(part.bits for part in parts)]),
    )
