"""Blocking: which pairs are worth comparing at all.

A pair is compared when the two rows share at least one of several exact keys.
Each key joins two or three things that seldom go wrong together, so that one
slip leaves another key standing.  A block that would make more pairs than its
key's limit is left out and counted: its rows are namesakes that this key
cannot tell apart, and a finer key sees them.  Limits are fixed numbers, so
that a row nobody shares a key with changes no other row's candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from repatria.matching.engine.codes import Codes
from repatria.matching.engine.features import Features, NameFeature

Keys = npt.NDArray[np.uint64]
NO_KEY = np.uint64(0)

FINE = 250_000  # pairs a block, for keys of three things: only masses of namesakes exceed it
COARSE = 64  # for keys that many people share
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


def keys_for(features: Features) -> Iterator[Key]:
    """Yield the keys that these lists can make, in a fixed order."""
    for name, parts, needs, limit in _STATED:
        if set(needs) <= set(features.fields):
            yield Key(name, _joining(parts), limit, name in _TIGHT)
    for number in (n for n in features.texts if n.startswith("extra")):
        if "family" in features.names:
            yield Key(f"family+{number}", _family_and_text(number), FINE)


def _joining(
    parts: tuple[Callable[[Features], Codes], ...],
) -> Callable[[Features], Keys]:
    return lambda features: joined(*(part(features) for part in parts))


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


def _family_and_text(name: str) -> Callable[[Features], Keys]:
    return lambda features: joined(_FAMILY(features), _whole(name)(features))


def _captured(features: Features) -> Codes:
    date = features.dates["captured_on"]
    return known(date.whole)[date.rows]


_TIGHT = {
    "number", "family+day", "family+given+year", "family+given+patronymic", "prefix+day",
}  # fmt: skip
_FAMILY, _given, _patronymic = _skeleton("family"), _form("given"), _form("patronymic")
_PLACE, _CAPTURED_AT = _whole("birth_place"), _whole("captured_at")
_UNIT, _NUMBER = _whole("unit"), _whole("service_number")
_NAMES = ("family", "given", "patronymic")

_DAY = (_year, _month_and_day)

# Parts, the fields they need, and the limit: what two people may share by
# chance is left to the rare values.
_STATED: tuple[tuple[str, tuple[Callable[[Features], Codes], ...], tuple[str, ...], int], ...] = (
    ("number", (_NUMBER,), ("service_number",), FINE),
    ("family+day", (_FAMILY, *_DAY), ("family", "birth_date"), FINE),
    ("family+given+year", (_FAMILY, _given, _year), ("family", "given", "birth_date"), FINE),
    ("family+given+patronymic", (_FAMILY, _given, _patronymic), _NAMES, FINE),
    ("family+patronymic+year", (_FAMILY, _patronymic, _year), ("family", "patronymic", "birth_date"), FINE),
    ("family+given+month and day", (_FAMILY, _given, _month_and_day), ("family", "given", "birth_date"), FINE),
    ("given+day", (_given, *_DAY), ("given", "birth_date"), FINE),
    ("patronymic+day", (_patronymic, *_DAY), ("patronymic", "birth_date"), FINE),
    ("prefix+day", (_prefix, *_DAY), ("family", "birth_date"), FINE),
    ("given initial+day", (_given_initial, *_DAY), ("given", "birth_date"), COARSE),
    ("initial+given+patronymic+year", (_initial, _given, _patronymic, _year), (*_NAMES, "birth_date"), FINE),
    ("prefix+given+year+month", (_prefix, _given, _year, _month), ("family", "given", "birth_date"), FINE),
    ("prefix+given+patronymic", (_prefix, _given, _patronymic), _NAMES, COARSE),
    ("either name+year", (_either_name, _year), ("family", "given", "birth_date"), FINE),
    ("given+patronymic+unit", (_given, _patronymic, _UNIT), ("given", "patronymic", "unit"), COARSE),
    ("given+patronymic+capture", (_given, _patronymic, _captured), ("given", "patronymic", "captured_on"), COARSE),
    ("given+patronymic+place", (_given, _patronymic, _PLACE), ("given", "patronymic", "birth_place"), COARSE),
    ("given+year+place", (_given, _year, _PLACE), ("given", "birth_date", "birth_place"), COARSE),
    ("given+capture+place", (_given, _captured, _CAPTURED_AT), ("given", "captured_on", "captured_at"), COARSE),
    ("given+capture+unit", (_given, _captured, _UNIT), ("given", "captured_on", "unit"), COARSE),
    ("prefix+given+capture", (_prefix, _given, _captured), ("family", "given", "captured_on"), COARSE),
    ("prefix+given+place", (_prefix, _given, _PLACE), ("family", "given", "birth_place"), COARSE),
    ("prefix+given+captured at", (_prefix, _given, _CAPTURED_AT), ("family", "given", "captured_at"), COARSE),
    ("family+place", (_FAMILY, _PLACE), ("family", "birth_place"), COARSE),
    ("family+unit", (_FAMILY, _UNIT), ("family", "unit"), COARSE),
    ("family+capture", (_FAMILY, _captured), ("family", "captured_on"), COARSE),
    ("family+captured at", (_FAMILY, _CAPTURED_AT), ("family", "captured_at"), COARSE),
    ("family+initial+year", (_FAMILY, _given_initial, _year), ("family", "given", "birth_date"), COARSE),
    ("family+given", (_FAMILY, _given), ("family", "given"), COARSE),
    ("family+patronymic", (_FAMILY, _patronymic), ("family", "patronymic"), COARSE),
    ("family", (_FAMILY,), ("family",), RARE),
)  # fmt: skip
