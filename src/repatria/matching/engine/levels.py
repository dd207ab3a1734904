"""Compare pairs of rows field by field: one small number a field and pair.

All of a slice's pairs are compared at once.  Everything that codes can tell is
told first; the distance between two spellings is measured afterwards, only for
the pairs that it could still decide, and once for each distinct pair of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA

from repatria.matching.core.ladders import LADDERS
from repatria.matching.core.model import ladder_named
from repatria.matching.engine.codes import Codes
from repatria.matching.engine.features import (
    DateFeature,
    Features,
    NameFeature,
    Texts,
    WordsFeature,
)

Rows = npt.NDArray[np.int32]
Levels = npt.NDArray[np.uint8]
Truth = npt.NDArray[np.bool_]

SLIP = 0.75  # share of letters that stay: one wrong in four, two in eight
PARTLY = 0.5
WEEK = 7


@dataclass(frozen=True, slots=True)
class Measured:
    """How a field's texts are measured: which codes point to which texts."""

    codes: Codes
    texts: Texts
    steps: tuple[tuple[float, int], ...]  # (least similarity, level), best first
    worst: int  # the level of pairs not yet measured


def compared(features: Features, left: Rows, right: Rows) -> dict[str, Levels]:
    """Return the level of every field for each pair, spellings not yet measured."""
    found: dict[str, Levels] = {}
    for name, feature in features.names.items():
        found[name] = _NAME_LEVELS[name](feature, left, right)
    if {"family", "given"} <= features.names.keys():
        _mark_swapped(features, left, right, found)
    for name, date in features.dates.items():
        compare = _birth_levels if name == "birth_date" else _capture_levels
        found[name] = compare(date, left, right)
    for name, text in features.texts.items():
        found[name] = _text_levels(name, text, left, right)
    if features.ranks is not None:
        found["rank"] = _rank_levels(features.ranks, left, right)
    return found


def _stated(level: Levels, one: Codes, other: Codes) -> Levels:
    level[(one < 0) | (other < 0)] = 0
    return level


def _family_levels(feature: NameFeature, left: Rows, right: Rows) -> Levels:
    number = LADDERS["family"].number
    one, other = feature.fold[left], feature.fold[right]
    alike = feature.skeleton[left] == feature.skeleton[right]
    level = np.full(len(left), number("differs"), dtype=np.uint8)
    level[_shared_part(feature, left, right)] = number("partly")
    level[alike] = number("spelling")
    level[one == other] = number("same")
    return _stated(level, one, other)


def _shared_part(feature: NameFeature, left: Rows, right: Rows) -> Truth:
    """Say where one part of a double name is the whole or a part of the other."""
    first, second = feature.parts
    shared = np.zeros(len(left), dtype=bool)
    double = (second[left] >= 0) | (second[right] >= 0)
    at = np.flatnonzero(double)
    if len(at):
        ours = (first[left[at]], second[left[at]])
        theirs = (first[right[at]], second[right[at]])
        shared[at] = _any_equal(ours, theirs)
    return shared


def _any_equal(ours: tuple[Codes, ...], theirs: tuple[Codes, ...]) -> Truth:
    equal = np.zeros(len(ours[0]), dtype=bool)
    for mine in ours:
        for yours in theirs:
            equal |= (mine == yours) & (mine >= 0)
    return equal


def _called_levels(name: str) -> Callable[[NameFeature, Rows, Rows], Levels]:
    """Compare given names or patronymics, which have classes and initials."""
    number = LADDERS[name].number

    def levels(feature: NameFeature, left: Rows, right: Rows) -> Levels:
        one, other = feature.fold[left], feature.fold[right]
        level = np.full(len(left), number("differs"), dtype=np.uint8)
        level[_same_class(feature, left, right)] = number("variant")
        level[feature.skeleton[left] == feature.skeleton[right]] = number("variant")
        level[one == other] = number("same")
        bare = feature.bare[left] | feature.bare[right]
        at = np.flatnonzero(bare)
        agree = feature.initial[left[at]] == feature.initial[right[at]]
        level[at] = np.where(agree, number("initial"), number("differs"))
        return _stated(level, one, other)

    return levels


def _same_class(feature: NameFeature, left: Rows, right: Rows) -> Truth:
    one, other = feature.first_class[left], feature.first_class[right]
    same = (one == other) & (one >= 0)
    if feature.second_class.max(initial=-1) >= 0:
        more, others = feature.second_class[left], feature.second_class[right]
        same |= (more >= 0) & ((more == other) | (more == others))
        same |= (others >= 0) & (others == one)
    return same


_NAME_LEVELS = {
    "family": _family_levels,
    "given": _called_levels("given"),
    "patronymic": _called_levels("patronymic"),
}


def _mark_swapped(
    features: Features, left: Rows, right: Rows, found: Mapping[str, Levels]
) -> None:
    """Notice that family and given name stand in each other's column."""
    family, given = features.names["family"], features.names["given"]
    worst = LADDERS["family"].number("partly")
    at = np.flatnonzero((found["family"] >= worst) & (found["given"] != 0))
    mine, yours = left[at], right[at]
    swapped = (family.crossed[mine] == given.crossed[yours]) & (
        given.crossed[mine] == family.crossed[yours]
    )
    for name in ("family", "given"):
        found[name][at[swapped]] = LADDERS[name].number("swapped")


def _birth_levels(date: DateFeature, left: Rows, right: Rows) -> Levels:
    number = LADDERS["birth_date"].number
    one, other = date.whole[left], date.whole[right]
    level = np.full(len(left), number("same"), dtype=np.uint8)
    at = np.flatnonzero((one != other) | (one % 100 == 0))
    mine, yours = left[at], right[at]
    level[at] = _birth_details(date, mine, yours)
    level[(date.year[left] == 0) | (date.year[right] == 0)] = 0
    return level


def _birth_details(date: DateFeature, left: Rows, right: Rows) -> Levels:
    """Grade dates that are not the same whole day."""
    number = LADDERS["birth_date"].number
    year, years = date.year[left], date.year[right]
    month, months = date.month[left], date.month[right]
    day, days = date.day[left], date.day[right]
    same_year, same_month, same_day = year == years, month == months, day == days
    open_month = (month == 0) | (months == 0)
    open_day = (day == 0) | (days == 0)
    level = np.full(len(left), number("differs"), dtype=np.uint8)
    apart = np.abs(year - years)
    level[apart == 1] = number("near")
    level[same_year] = number("same_year")
    one_wrong = (same_year & same_month) | (same_year & same_day)
    slipped_year = (
        same_month & same_day & (_one_digit_apart(year, years) | (apart <= 2))
    )
    level[(one_wrong | slipped_year) & ~open_month & ~open_day] = number("slip")
    swapped = (
        same_year
        & (month == days)
        & (day == months)
        & ~same_month
        & ~open_month
        & ~open_day
    )
    level[swapped] = number("swapped")
    level[same_year & same_month & ~open_month & open_day] = number("month")
    level[same_year & open_month] = number("year")
    return level


def _one_digit_apart(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> Truth:
    """Say where two years differ in one digit, or in the order of the last two."""
    wrong = sum(
        (one // n % 10 != other // n % 10).astype(np.int8) for n in (1, 10, 100, 1000)
    )
    turned = (one // 100 == other // 100) & (one % 10 == other // 10 % 10)
    turned &= one // 10 % 10 == other % 10
    return (wrong <= 1) | turned


def _capture_levels(date: DateFeature, left: Rows, right: Rows) -> Levels:
    number = LADDERS["captured_on"].number
    one, other = date.whole[left], date.whole[right]
    level = np.full(len(left), number("differs"), dtype=np.uint8)
    near = np.abs(_days(date, left) - _days(date, right)) <= WEEK
    known = (one % 100 > 0) & (other % 100 > 0)
    same_month = (one // 100 == other // 100) & ~known
    level[(near & known) | same_month] = number("near")
    level[(one == other) & known] = number("same")
    level[(date.year[left] == 0) | (date.year[right] == 0)] = 0
    return level


def _days(date: DateFeature, rows: Rows) -> Codes:
    """Count days roughly: months of 31 days keep near days near."""
    months = date.year[rows].astype(np.int32) * 12 + date.month[rows]
    return months * 31 + date.day[rows]


def _text_levels(name: str, text: WordsFeature, left: Rows, right: Rows) -> Levels:
    codes = [level.code for level in ladder_named(name).levels]
    one, other = text.whole[left], text.whole[right]
    level = np.full(len(left), len(codes), dtype=np.uint8)
    if "shared" in codes:
        at = np.flatnonzero(one != other)
        mine = tuple(word[left[at]] for word in text.words)
        yours = tuple(word[right[at]] for word in text.words)
        level[at[_any_equal(mine, yours)]] = codes.index("shared") + 1
    level[one == other] = 1
    return _stated(level, text.stated(left), text.stated(right))


def _rank_levels(ranks: Codes, left: Rows, right: Rows) -> Levels:
    number = LADDERS["rank"].number
    one, other = ranks[left], ranks[right]
    apart = np.abs(one - other)
    level = np.full(len(left), number("differs"), dtype=np.uint8)
    level[apart <= 2] = number("near")
    level[apart == 0] = number("same")
    return _stated(level, one, other)


def measured_fields(features: Features) -> dict[str, Measured]:
    """Return the fields whose spellings are measured, and how."""
    found = {}
    for name, feature in features.names.items():
        codes = [("slip", SLIP), *([("partly", PARTLY)] if name == "family" else [])]
        found[name] = _measured(name, feature.fold, feature.fold_texts, codes)
    for name, text in features.texts.items():
        if name == "service_number":
            found[name] = _measured(name, text.whole, text.texts, [("slip", SLIP)])
        elif name.startswith("extra"):
            found[name] = _measured(name, text.whole, text.texts, [("shared", SLIP)])
    return found


def _measured(
    name: str, codes: Codes, texts: Texts, steps: list[tuple[str, float]]
) -> Measured:
    ladder = ladder_named(name)
    numbered = tuple((least, ladder.number(code)) for code, least in steps)
    return Measured(codes, texts, numbered, ladder.number("differs"))


def measure(
    fields: Mapping[str, Measured],
    levels: Mapping[str, Levels],
    left: Rows,
    right: Rows,
) -> None:
    """Lift, in place, the pairs whose spellings turn out to be close."""
    for name, field in fields.items():
        level = levels[name]
        at = np.flatnonzero(level == field.worst)
        if len(at):
            level[at] = _closeness(field, left[at], right[at])


def _closeness(field: Measured, left: Rows, right: Rows) -> Levels:
    one, other = field.codes[left], field.codes[right]
    low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
    pairs, place = np.unique(low << 32 | high, return_inverse=True)
    likeness = process.cpdist(
        field.texts[pairs >> 32],
        field.texts[pairs & 0xFFFFFFFF],
        scorer=OSA.normalized_similarity,
        score_cutoff=field.steps[-1][0],
        dtype=np.float32,
        workers=-1,
    )
    lifted = np.full(len(pairs), field.worst, dtype=np.uint8)
    for least, step in reversed(field.steps):
        lifted[likeness >= least] = step
    return lifted[place]
