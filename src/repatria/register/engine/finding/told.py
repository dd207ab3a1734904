"""What is told beside a name: places, units, numbers, and the rows that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.register.core.found import Agreement
from repatria.register.core.search import number_key
from repatria.register.engine.finding.index import Index
from repatria.register.engine.finding.likeness import Bits, likenesses
from repatria.register.engine.finding.maps import Flags, Values
from repatria.register.engine.finding.terms import hashed

Rows = npt.NDArray[np.int64]
NAMED = (Agreement.SAME, Agreement.ALIKE)  # how a place is spelt that is the same
NO_NUMBER, NO_PLACE = -4.5, -0.7  # bits, where the row does not hold it
_NUMBER_HOLDS, _PLACE_HOLDS = 0.9, 0.5  # how often it stands there, of whom it is true


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows that hold what was told, and how much that says, in bits."""

    rows: Values
    bits: float


def places(words: Iterable[str], index: Index) -> list[Holding]:
    """Return for each place, or unit, the rows that name it."""
    return [_place(word, index) for word in words]


def numbers(said: Iterable[str], index: Index) -> list[Holding]:
    """Return for each number the rows that have it; else those it stands in a unit."""
    return [_number(number, index) for number in said]


def weighed(
    told: Sequence[Holding], rows: Rows, *, of: int, absent: float
) -> tuple[Bits, Flags]:
    """Return what was told weighs for each of the ``rows``, and which hold any of it.

    ``of`` is how many rows there are in all; ``absent`` the bits of what is not held.
    """
    bits = np.zeros(len(rows), np.float32)
    named = np.zeros(len(rows), np.bool_)
    for holding in told:
        has = hold(rows, holding.rows, of=of)
        bits += np.where(has, holding.bits, absent).astype(np.float32)
        named |= has
    return bits, named


def hold(rows: Rows, holding: Values, *, of: int) -> Flags:
    """Tell of each of the ``rows`` whether it is among those that are ``holding``."""
    marked = np.zeros(of, np.bool_)
    marked[holding] = True
    return marked[rows]


def _place(word: str, index: Index) -> Holding:
    terms = index.terms["context"]
    digits = "".join(letter for letter in word if letter.isdigit())
    if digits:
        at = terms.by_fold.values_of(hashed(pl.Series([f"#{digits}"])))
        rows = np.unique(terms.rows.values_of(at))
    else:
        [like] = likenesses([word], {"context": terms}, rows=index.others)
        named = like["context"].rows
        found = [named[one] for one in NAMED if one in named]
        rows = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int32)
    return Holding(rows, _rarity(len(rows), index, holds=_PLACE_HOLDS))


def _number(number: str, index: Index) -> Holding:
    key = hashed(pl.Series([number_key(number)]))
    rows = np.unique(index.numbers.values_of(key))
    if not len(rows):
        return _place(number, index)
    return Holding(rows, _rarity(len(rows), index, holds=_NUMBER_HOLDS))


def _rarity(rows: int, index: Index, *, holds: float) -> float:
    return max(0.0, log2(holds * index.others / max(rows, 1)))
