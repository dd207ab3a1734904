"""Score pairs: levels, bits and their sum, all cores, in slices."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from repatria.matching.core.ladders import LADDERS
from repatria.matching.core.model import Model
from repatria.matching.engine.candidates import Candidates, Pairs, rows_of
from repatria.matching.engine.features import Features
from repatria.matching.engine.levels import (
    Levels,
    Measured,
    compared,
    hoped,
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

AT_A_TIME = 1 << 17
TELLING = {
    "family",
    "given",
    "patronymic",
    "birth_date",
    "service_number",
}  # compared first
LEAST_BITS = -5.0  # below 1 in 33 a pair is neither proposed nor a rival
CONTRADICTING = ("given", "birth_date")
# However much else agrees, an outright contradiction leaves 1 chance in 33 that it
# is a relative or a namesake.  A judgement: lists with known twins are wanting.
TWIN_OR_SLIP = 5.0
EACH_MORE = 5.5  # bits that every further contradiction takes off
SHARED_FATE = np.float32(0.35)  # what a second shared circumstance adds

Rows = npt.NDArray[np.int32]
Truth = npt.NDArray[np.bool_]
Progress = Callable[[float], None]


def unheard(_share: float) -> None:
    """Tell nobody how far the work is."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs that may be one person: rows, the level of each field, bits in all.

    ``bits`` are log2 odds with the prior counted in; ``compared`` is how many
    comparisons it took to find them.
    """

    left: npt.NDArray[np.int32]
    right: npt.NDArray[np.int32]
    levels: Mapping[str, Levels]
    bits: Bits
    compared: int = 0

    def __len__(self) -> int:
        return len(self.left)


@dataclass(frozen=True, slots=True)
class Scorer:
    """A model made ready for two lists."""

    features: Features
    weights: Mapping[str, FieldWeights]
    measured: Mapping[str, Measured]
    potential: Bits  # what a row could gain at most by its less telling fields
    start: float  # where a pair stands before any field is compared, in bits
    slope: float
    ceiling: float  # bits that a pair with an outright contradiction does not pass

    def score(self, candidates: Candidates, progress: Progress = unheard) -> Scored:
        """Score the pairs of all keys; return those that may be one person, in order.

        A pair that several keys bring may be scored as often: that is cheaper
        than remembering tens of millions of pairs.
        """
        keys, compared_pairs = len(candidates.keys), 0
        parts: list[Scored] = []
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for done, pairs in enumerate(candidates.pairs(), 1):
                starts = range(0, len(pairs), AT_A_TIME)
                slices = (pairs[start : start + AT_A_TIME] for start in starts)
                parts += pool.map(self._slice, slices)
                compared_pairs += len(pairs)
                progress(done / keys)
        return gathered(parts, tuple(self.weights), compared_pairs)

    def bits_of(self, pairs: Pairs) -> Bits:
        """Return the bits of every pair, none left out."""
        left, right = rows_of(pairs)
        levels = compared(self.features, left, right, self.features.fields)
        measure(self.measured, levels, left, right)
        return self.sum(levels, left, right)

    def _slice(self, pairs: Pairs) -> Scored:
        """Score some pairs in two steps, leaving the hopeless out after the first."""
        left, right = rows_of(pairs)
        first = [name for name in self.weights if name in TELLING]
        levels = compared(self.features, left, right, first)
        bits = self._at_best(levels, left, right)
        bits += self.slope * np.minimum(
            self.potential.take(left), self.potential.take(right)
        )
        at = np.flatnonzero(bits >= LEAST_BITS)
        left, right = left[at], right[at]
        levels = {name: level[at] for name, level in levels.items()}
        rest = [name for name in self.weights if name not in TELLING]
        levels |= compared(self.features, left, right, rest)
        at = np.flatnonzero(self._at_best(levels, left, right) >= LEAST_BITS)
        levels = {name: levels[name][at] for name in self.weights}
        return self._measured(levels, left[at], right[at])

    def _measured(self, levels: dict[str, Levels], left: Rows, right: Rows) -> Scored:
        """Measure what could still decide, and keep what may be one person."""
        measure(self.measured, levels, left, right)
        bits = self.sum(levels, left, right)
        at = np.flatnonzero(bits >= LEAST_BITS)
        kept = {name: level[at] for name, level in levels.items()}
        return Scored(left[at], right[at], kept, bits[at])

    def _at_best(self, levels: Mapping[str, Levels], left: Rows, right: Rows) -> Bits:
        """Return the most bits that pairs can reach once spellings are measured."""
        return self.sum(hoped(self.measured, levels, left, right), left, right)

    def sum(self, levels: Mapping[str, Levels], left: Rows, right: Rows) -> Bits:
        """Add prior and fields up, in bits."""
        fields = summed(self.weights, levels, left, right)
        bits: Bits = np.float32(self.start) + np.float32(self.slope) * fields
        many = contradictions(levels, len(left))
        at = np.flatnonzero(many)
        most = self.ceiling - EACH_MORE * (many[at] - np.float32(1))
        bits[at] = np.minimum(bits[at], most.astype(np.float32))
        return bits


def contradictions(levels: Mapping[str, Levels], size: int) -> Levels:
    """Count what pairs state outright differently: given name, birth date, patronymic.

    All else may agree and it is still another person: a twin or a brother of the
    same unit, a father of the same name.  A patronymic alone is often a clerk's
    guess and counts only beside another; an equal service number overrules all.
    """
    stated = [name for name in CONTRADICTING if name in levels]
    many = np.zeros(size, dtype=np.uint8)
    for name in stated:
        many += levels[name] == LADDERS[name].number("differs")
    if stated and "patronymic" in levels:
        differs = levels["patronymic"] == LADDERS["patronymic"].number("differs")
        many += differs & (many > 0)
    if "service_number" in levels:
        many[levels["service_number"] == 1] = 0
    return many


def summed(
    weights: Mapping[str, FieldWeights],
    levels: Mapping[str, Levels],
    left: Rows,
    right: Rows,
) -> Bits:
    """Add the bits of the fields compared."""
    total = np.zeros(len(left), dtype=np.float32)
    shared: list[Bits] = []
    for name, level in levels.items():
        bits = field_bits(weights[name], level, left, right)
        if weights[name].circumstance:
            shared.append(bits)
        else:
            total += bits
    return total + together(shared)


def together(shared: list[Bits]) -> Bits:
    """Add the bits of circumstances that whole groups share.

    One unit is taken on one day at one place: the strongest agreement counts
    whole, the others in part; what speaks against counts whole.
    """
    if not shared:
        return np.zeros(1, dtype=np.float32)
    agree = np.maximum(np.stack(shared), 0)
    most = agree.max(axis=0)
    against = np.minimum(np.stack(shared), 0).sum(axis=0)
    total: Bits = most + SHARED_FATE * (agree.sum(axis=0) - most) + against
    return total


def ready(model: Model, features: Features, *, ceiling: float = TWIN_OR_SLIP) -> Scorer:
    """Make a model ready for two lists."""
    weights = weights_of(model, rarities(model, features), features.fields)
    potential = _potential(features, weights)
    measured = measured_fields(features)
    start = model.straightened(model.prior)
    return Scorer(features, weights, measured, potential, start, model.slope, ceiling)


def _potential(features: Features, weights: Mapping[str, FieldWeights]) -> Bits:
    """Return, for each row, the most bits that its less telling fields could add."""
    total = np.zeros(features.rows, dtype=np.float32)
    shared: list[Bits] = []
    for name, field in weights.items():
        if name in TELLING:
            continue
        most = np.full(features.rows, max(field.table.max(), 0), dtype=np.float32)
        for value in field.by_value:
            most = np.maximum(most, value.bits[value.rows])
        most[~features.stated(name)] = 0
        if field.circumstance:
            shared.append(most)
        else:
            total += most
    return total + together(shared)


def gathered(
    parts: list[Scored], fields: tuple[str, ...], compared_pairs: int
) -> Scored:
    """Put the slices together, each pair once, in order."""
    nothing = np.zeros(0, dtype=np.int32)
    left = np.concatenate([nothing, *(part.left for part in parts)])
    right = np.concatenate([nothing, *(part.right for part in parts)])
    keys = left.astype(np.int64) << 32 | right
    _keys, at = np.unique(keys, return_index=True)
    levels = {
        name: np.concatenate(
            [nothing.astype(np.uint8), *(part.levels[name] for part in parts)]
        )[at]
        for name in fields
    }
    bits = np.concatenate([nothing.astype(np.float32), *(part.bits for part in parts)])
    return Scored(left[at], right[at], levels, bits[at], compared_pairs)
