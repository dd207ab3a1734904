"""Blocking: which pairs are worth comparing at all.

A pair is compared when the two rows share at least one of several exact keys.
Each key joins two or three things that seldom go wrong together, so that one
slip leaves another key standing.  A block that would make more pairs than its
key's limit is left out and counted: its rows are namesakes that this key
cannot tell apart, and a finer key sees them.  Limits are fixed numbers, so
that a row nobody shares a key with changes no other row's candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from repatria.matching.engine.codes import Codes
from repatria.matching.engine.features import Features, NameFeature

Keys = npt.NDArray[np.uint64]
NO_KEY = np.uint64(0)

FINE = 250_000  # pairs a block: only masses of namesakes exceed it
COARSE = 64  # for keys that many people share by chance
RARE = 36  # for the family name alone: only rare names are worth it

_MIXER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, as in SplitMix64
_FINISH = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Key:
    """A named way to put rows into blocks of at most ``limit`` pairs.

    ``tight`` marks the keys that find the copies of one entry inside a list.
    """

    name: str
    of: Callable[[Features], Keys]
    limit: int
    tight: bool = False


def joined(*columns: Codes) -> Keys:
    """Hash columns into one key a row; ``NO_KEY`` where any of them is missing."""
    key = np.zeros(len(columns[0]), dtype=np.uint64)
    stated = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        stated &= column >= 0
        key = (key + column.astype(np.uint64) + np.uint64(1)) * _MIXER
        key ^= key >> np.uint64(29)
    key *= _FINISH
    key ^= key >> np.uint64(32)
    key[~stated] = NO_KEY
    return key


def _skeleton(part: str) -> Callable[[Features], Codes]:
    return lambda features: features.names[part].per_row(features.names[part].skeleton)


def forms(part: NameFeature) -> Codes:
    """Return one code for all forms of a given name: its class, else its skeleton."""
    after = int(part.first_class.max()) + 1
    unknown = np.where(part.skeleton >= 0, part.skeleton + after, -1)
    return np.where(part.first_class >= 0, part.first_class, unknown).astype(np.int32)


def _form(name: str) -> Callable[[Features], Codes]:
    def of(features: Features) -> Codes:
        part = features.names[name]
        return part.per_row(np.where(part.bare, -1, forms(part)))

    return of


def _initial(features: Features) -> Codes:
    return features.names["family"].per_row(features.names["family"].initial)


def _given_initial(features: Features) -> Codes:
    return features.names["given"].per_row(features.names["given"].initial)


def _prefix(features: Features) -> Codes:
    """The first two letters of the family name's skeleton."""
    return features.names["family"].per_row(features.names["family"].prefix)


def _year(features: Features) -> Codes:
    date = features.dates["birth_date"]
    return known(date.year)[date.rows]


def _month(features: Features) -> Codes:
    date = features.dates["birth_date"]
    return known(date.month)[date.rows]


def _month_and_day(features: Features) -> Codes:
    """Month and day in either order, so that swapped ones meet."""
    date = features.dates["birth_date"]
    low, high = np.minimum(date.month, date.day), np.maximum(date.month, date.day)
    both = low.astype(np.int32) * 32 + high
    return np.where((date.month > 0) & (date.day > 0), both, -1)[date.rows]


def known(part: npt.NDArray[np.integer[Any]]) -> Codes:
    """Turn the 0 of an unknown date part into ``MISSING``."""
    return np.where(part > 0, part, -1).astype(np.int32)


def _either_name(features: Features) -> Codes:
    """Family and given name whichever column they stand in."""
    names = [features.names[name] for name in ("family", "given")]
    one, other = (part.per_row(part.crossed) for part in names)
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.where(low >= 0, (joined(low, high) >> np.uint64(1)).astype(np.int64), -1)


def _whole(name: str) -> Callable[[Features], Codes]:
    return lambda features: features.texts[name].whole[features.texts[name].rows]


def _captured(features: Features) -> Codes:
    date = features.dates["captured_on"]
    return known(date.whole)[date.rows]


# What a key can join: the fields that must be there, and their codes.
_PARTS: dict[str, tuple[str, Callable[[Features], Codes]]] = {
    "number": ("service_number", _whole("service_number")),
    "family": ("family", _skeleton("family")),
    "prefix": ("family", _prefix),
    "initial": ("family", _initial),
    "given": ("given", _form("given")),
    "given initial": ("given", _given_initial),
    "patronymic": ("patronymic", _form("patronymic")),
    "either name": ("given", _either_name),
    "year": ("birth_date", _year),
    "month": ("birth_date", _month),
    "month and day": ("birth_date", _month_and_day),
    "place": ("birth_place", _whole("birth_place")),
    "unit": ("unit", _whole("unit")),
    "capture": ("captured_on", _captured),
    "captured at": ("captured_at", _whole("captured_at")),
}
# Which of these found how many people at which cost was measured on a million
# rows; several that found hardly anybody were dropped.
_FINE = (
    "number",
    "family+year+month and day",
    "family+given+year",
    "family+given+patronymic",
    "family+patronymic+year",
    "family+given+month and day",
    "given+year+month and day",
    "patronymic+year+month and day",
    "prefix+year+month and day",
    "initial+given+patronymic+year",
    "prefix+given+year+month",
    "either name+year",
)
_COARSE = (
    "given initial+year+month and day",
    "prefix+given+patronymic",
    "given+patronymic+unit",
    "given+patronymic+capture",
    "given+patronymic+place",
    "given+year+place",
    "given+capture+captured at",
    "given+capture+unit",
    "prefix+given+capture",
    "prefix+given+place",
    "prefix+given+captured at",
    "family+place",
    "family+unit",
    "family+capture",
    "family+captured at",
    "family+given initial+year",
    "family+given",
    "family+patronymic",
)
_RARE = ("family",)
_TIGHT = {
    "number",
    "family+year+month and day",
    "family+given+year",
    "family+given+patronymic",
    "prefix+year+month and day",
}


def keys_for(features: Features) -> Iterator[Key]:
    """Yield the keys that these lists can make, in a fixed order."""
    stated = set(features.fields)
    for names, limit in ((_FINE, FINE), (_COARSE, COARSE), (_RARE, RARE)):
        for name in names:
            parts = [_PARTS[part] for part in name.split("+")]
            if {field for field, _code in parts} <= stated and "family" in stated:
                codes = [code for _field, code in parts]
                yield Key(name, _joining(codes), limit, name in _TIGHT)
    if "family" in stated:
        for extra in (name for name in features.texts if name.startswith("extra")):
            codes = [_skeleton("family"), _whole(extra)]
            yield Key(f"family+{extra}", _joining(codes), FINE)


def _joining(
    parts: Sequence[Callable[[Features], Codes]],
) -> Callable[[Features], Keys]:
    return lambda features: joined(*(part(features) for part in parts))
