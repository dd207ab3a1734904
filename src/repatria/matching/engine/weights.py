"""A model laid out for these lists: bits for each level, or for each value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from repatria.matching.core.model import Model, ladder_named
from repatria.matching.engine.features import Features
from repatria.matching.engine.frequencies import counted_values, shares_of

Bits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare the values of a level are: -log2 of their share of rows, by entry.

    ``rows`` points each row to its entry, -1 (the last one) where there is none.
    """

    rows: npt.NDArray[np.int32]
    bits: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ByValue:
    """A level whose bits depend on how common the value is."""

    level: int
    rows: npt.NDArray[np.int32]
    bits: Bits  # by entry


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """One field's bits: ``table`` by level (0 for unknown), and those by value."""

    table: Bits
    by_value: tuple[ByValue, ...]
    circumstance: bool


def rarities(model: Model, features: Features) -> dict[str, Rarity]:
    """Look the values of these lists up in the model's frequencies."""
    found = {}
    for name, values in counted_values(features).items():
        if name in model.frequencies:
            rare = -np.log2(shares_of(values, model.frequencies[name]))
            found[name] = Rarity(values.rows, np.append(rare, 0.0)[values.entries])
    return found


def weights_of(
    model: Model, rarity: Mapping[str, Rarity], fields: tuple[str, ...]
) -> dict[str, FieldWeights]:
    """Turn a model's shares into bits for each of the fields compared."""
    return {name: _field(model, name, rarity) for name in fields}


def _field(model: Model, name: str, rarity: Mapping[str, Rarity]) -> FieldWeights:
    ladder = ladder_named(name)
    table = model.weights(ladder)
    shares = model.fields[name].m
    by_value = []
    for at, level in enumerate(ladder.levels):
        if values := rarity.get(f"{name}.{level.code}"):
            floor = max(0.0, *table[at + 1 :])  # never below the next level down
            bits = np.maximum(values.bits + np.log2(shares[at]), floor)
            by_value.append(ByValue(at + 1, values.rows, bits.astype(np.float32)))
    return FieldWeights(
        np.array([0.0, *table], dtype=np.float32), tuple(by_value), ladder.circumstance
    )


def field_bits(
    weights: FieldWeights,
    level: npt.NDArray[np.uint8],
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
) -> Bits:
    """Return the bits of one field for each pair.

    A value's bits are those of the commoner of the two spellings, so that
    swapping the lists changes nothing.
    """
    bits: Bits = weights.table.take(level, mode="wrap")
    for value in weights.by_value:
        at = np.flatnonzero(level == value.level)
        one = value.bits.take(value.rows.take(left[at]), mode="wrap")
        other = value.bits.take(value.rows.take(right[at]), mode="wrap")
        bits[at] = np.minimum(one, other)
    return bits
