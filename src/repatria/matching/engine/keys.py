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

import numpy as np
import numpy.typing as npt

from repatria.matching.engine.codes import Codes
from repatria.matching.engine.features import DateFeature, Features, NameFeature

Keys = npt.NDArray[np.uint64]
NO_KEY = np.uint64(0)

FINE = 250_000  # pairs a block, for keys of three things: only masses of namesakes exceed it
COARSE = 400  # for keys of two things
RARE = 64  # for the family name alone: only rare names are worth it

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
    for key, needs in _KEYS:
        if all(_has(features, name) for name in needs):
            yield key
    for number in (n for n in features.texts if n.startswith("extra")):
        if "family" in features.names:
            yield Key(f"family+{number}", _family_and_text(number), FINE)


def _has(features: Features, name: str) -> bool:
    return name in features.fields


def _name(part: str) -> Callable[[Features], Codes]:
    return lambda features: features.names[part].skeleton


def _same_name(part: NameFeature) -> Codes:
    """One code for all forms of a given name: its class, else its skeleton."""
    classes = part.first_class.astype(np.int64)
    known = classes >= 0
    return np.where(known, classes, np.where(part.skeleton >= 0, part.skeleton + (1 << 24), -1))


def _given(features: Features) -> Codes:
    part = features.names["given"]
    return np.where(part.bare, -1, _same_name(part))


def _patronymic(features: Features) -> Codes:
    part = features.names["patronymic"]
    return np.where(part.bare, -1, _same_name(part))


def _initial(features: Features) -> Codes:
    return features.names["family"].initial


def _given_initial(features: Features) -> Codes:
    return features.names["given"].initial


def _prefix(features: Features) -> Codes:
    """The first two letters of the family name's skeleton."""
    family = features.names["family"]
    return family.prefix


def _year(features: Features) -> Codes:
    return known(features.dates["birth_date"].year)


def _month_and_day(features: Features) -> Codes:
    """Month and day in either order, so that swapped ones meet."""
    date = features.dates["birth_date"]
    low, high = np.minimum(date.month, date.day), np.maximum(date.month, date.day)
    both = low.astype(np.int32) * 32 + high
    return np.where((date.month > 0) & (date.day > 0), both, -1)


def _month(features: Features) -> Codes:
    return known(features.dates["birth_date"].month)


def known(part: npt.NDArray[np.integer]) -> Codes:
    """Turn the 0 of an unknown date part into ``MISSING``."""
    return np.where(part > 0, part, -1).astype(np.int32)


def _unordered_names(features: Features) -> Codes:
    """Family and given name whichever column they stand in."""
    family, given = features.names["family"].crossed, features.names["given"].crossed
    low, high = np.minimum(family, given), np.maximum(family, given)
    return np.where(low >= 0, (joined(low, high) >> np.uint64(1)).astype(np.int64), -1)


def _first_word(name: str) -> Callable[[Features], Codes]:
    return lambda features: features.texts[name].whole


def _family_and_text(name: str) -> Callable[[Features], Keys]:
    return lambda features: joined(_name("family")(features), features.texts[name].whole)


def _captured(features: Features) -> Codes:
    date: DateFeature = features.dates["captured_on"]
    return np.where(date.whole > 0, date.whole, -1)


def _key(name: str, *parts: Callable[[Features], Codes], limit: int = FINE) -> Key:
    return Key(
        name, lambda features: joined(*(part(features) for part in parts)), limit, name in _TIGHT
    )


_TIGHT = {
    "number", "family+day", "family+given+year", "family+given+patronymic", "prefix+day",
}  # fmt: skip
_FAMILY = _name("family")
_PLACE, _UNIT, _NUMBER = _first_word("birth_place"), _first_word("unit"), _first_word("service_number")

_KEYS: tuple[tuple[Key, tuple[str, ...]], ...] = (
    (_key("number", _NUMBER), ("service_number",)),
    (_key("family+day", _FAMILY, _year, _month_and_day), ("family", "birth_date")),
    (_key("family+given+year", _FAMILY, _given, _year), ("family", "given", "birth_date")),
    (_key("family+given+patronymic", _FAMILY, _given, _patronymic), ("family", "given", "patronymic")),
    (_key("family+patronymic+year", _FAMILY, _patronymic, _year), ("family", "patronymic", "birth_date")),
    (_key("family+given+month and day", _FAMILY, _given, _month_and_day), ("family", "given", "birth_date")),
    (_key("given+day", _given, _year, _month_and_day), ("given", "birth_date")),
    (_key("patronymic+day", _patronymic, _year, _month_and_day), ("patronymic", "birth_date")),
    (_key("prefix+day", _prefix, _year, _month_and_day), ("family", "birth_date")),
    (
        _key("initial+given+patronymic+year", _initial, _given, _patronymic, _year),
        ("family", "given", "patronymic", "birth_date"),
    ),
    (
        _key("prefix+given+year+month", _prefix, _given, _year, _month),
        ("family", "given", "birth_date"),
    ),
    (_key("prefix+given+patronymic", _prefix, _given, _patronymic), ("family", "given", "patronymic")),
    (_key("either name+year", _unordered_names, _year), ("family", "given", "birth_date")),
    (_key("family+given+place", _FAMILY, _given, _PLACE), ("family", "given", "birth_place")),
    (_key("family+given+unit", _FAMILY, _given, _UNIT), ("family", "given", "unit")),
    (_key("family+given+capture", _FAMILY, _given, _captured), ("family", "given", "captured_on")),
    (_key("family+initial+year", _FAMILY, _given_initial, _year, limit=COARSE), ("family", "given", "birth_date")),
    (_key("family+patronymic", _FAMILY, _patronymic, limit=COARSE), ("family", "patronymic")),
    (_key("initial+day", _initial, _year, _month_and_day, limit=COARSE), ("family", "birth_date")),
    (
        _key("given initial+day", _given_initial, _year, _month_and_day, limit=COARSE),
        ("given", "birth_date"),
    ),
    (
        _key("given+patronymic+unit", _given, _patronymic, _UNIT, limit=COARSE),
        ("given", "patronymic", "unit"),
    ),
    (
        _key("given+patronymic+capture", _given, _patronymic, _captured, limit=COARSE),
        ("given", "patronymic", "captured_on"),
    ),
    (
        _key("given+patronymic+place", _given, _patronymic, _PLACE, limit=COARSE),
        ("given", "patronymic", "birth_place"),
    ),
    (_key("given+year+place", _given, _year, _PLACE, limit=COARSE), ("given", "birth_date", "birth_place")),
    (_key("family+given", _FAMILY, _given, limit=COARSE), ("family", "given")),
    (_key("family", _FAMILY, limit=RARE), ("family",)),
)
