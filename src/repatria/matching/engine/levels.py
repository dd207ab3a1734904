"""Compare pairs of rows field by field: one small number a field and pair.

All of a slice's pairs are compared at once.  Everything that codes can tell is
told first; the distance between two spellings is measured afterwards, only for
the pairs that it could still decide, and once for each distinct pair of texts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
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
    """How a field's texts are measured: rows point to entries, entries to texts."""

    rows: Codes
    codes: Codes
    texts: Texts
    steps: tuple[tuple[float, int], ...]  # (least similarity, level), best first
    worst: int  # the level of pairs not yet measured


def compared(
    features: Features, left: Rows, right: Rows, fields: Collection[str] | None = None
) -> dict[str, Levels]:
    """Return the level of each field for each pair, spellings not yet measured.

    ``fields`` are those wanted, all if it is None; family and given name go together.
    """
    wanted = features.fields if fields is None else fields
    found: dict[str, Levels] = {}
    for name, part in features.names.items():
        if name in wanted:
            found[name] = _NAME_LEVELS[name](part, part.rows[left], part.rows[right])
    if {"family", "given"} <= found.keys():
        _mark_swapped(features, left, right, found)
    for name, date in features.dates.items():
        if name in wanted:
            compare = _birth_levels if name == "birth_date" else _capture_levels
            found[name] = compare(date, date.rows[left], date.rows[right])
    for name, text in features.texts.items():
        if name in wanted:
            found[name] = _text_levels(name, text, text.rows[left], text.rows[right])
    if features.ranks is not None and "rank" in wanted:
        found["rank"] = _rank_levels(features.ranks[left], features.ranks[right])
    return found


def _stated(level: Levels, one: Codes, other: Codes) -> Levels:
    level[(one < 0) | (other < 0)] = 0
    return level


def _family_levels(part: NameFeature, one: Codes, other: Codes) -> Levels:
    number = LADDERS["family"].number
    level = np.full(len(one), number("differs"), dtype=np.uint8)
    level[_shared_part(part, one, other)] = number("partly")
    level[part.skeleton[one] == part.skeleton[other]] = number("spelling")
    level[part.fold[one] == part.fold[other]] = number("same")
    return _stated(level, one, other)


def _shared_part(part: NameFeature, one: Codes, other: Codes) -> Truth:
    """Say where one part of a double name is the whole or a part of the other."""
    shared = np.zeros(len(one), dtype=bool)
    double = part.second >= 0
    at = np.flatnonzero(double[one] | double[other])
    ours = [words[one[at]] for words in (part.first, part.second)]
    theirs = [words[other[at]] for words in (part.first, part.second)]
    shared[at] = _any_equal(ours, theirs)
    return shared


def _any_equal(ours: Sequence[Codes], theirs: Sequence[Codes]) -> Truth:
    equal: Truth = np.zeros(len(ours[0]), dtype=bool)
    for mine in ours:
        for yours in theirs:
            equal |= (mine == yours) & (mine >= 0)
    return equal


def _called_levels(name: str) -> Callable[[NameFeature, Codes, Codes], Levels]:
    """Compare given names or patronymics, which have classes and initials."""
    number = LADDERS[name].number

    def levels(part: NameFeature, one: Codes, other: Codes) -> Levels:
        level = np.full(len(one), number("differs"), dtype=np.uint8)
        level[_same_class(part, one, other)] = number("variant")
        level[part.skeleton[one] == part.skeleton[other]] = number("variant")
        level[part.fold[one] == part.fold[other]] = number("same")
        at = np.flatnonzero(part.bare[one] | part.bare[other])
        agree = part.initial[one[at]] == part.initial[other[at]]
        level[at] = np.where(agree, number("initial"), number("differs"))
        return _stated(level, one, other)

    return levels


def _same_class(part: NameFeature, one: Codes, other: Codes) -> Truth:
    mine, yours = part.first_class[one], part.first_class[other]
    same: Truth = (mine == yours) & (mine >= 0)
    several = part.second_class >= 0
    at = np.flatnonzero(several[one] | several[other])
    ours = [mine[at], part.second_class[one[at]]]
    theirs = [yours[at], part.second_class[other[at]]]
    same[at] |= _any_equal(ours, theirs)
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
    swapped = family.crossed[family.rows[mine]] == given.crossed[given.rows[yours]]
    at, mine, yours = at[swapped], mine[swapped], yours[swapped]
    swapped = given.crossed[given.rows[mine]] == family.crossed[family.rows[yours]]
    for name in ("family", "given"):
        found[name][at[swapped]] = LADDERS[name].number("swapped")


def _birth_levels(date: DateFeature, one: Codes, other: Codes) -> Levels:
    level = np.full(len(one), LADDERS["birth_date"].number("same"), dtype=np.uint8)
    partial = date.day == 0
    at = np.flatnonzero((one != other) | partial[one])
    level[at] = _birth_details(date, one[at], other[at])
    silent = date.year == 0
    level[silent[one] | silent[other]] = 0
    return level


def _birth_details(date: DateFeature, one: Codes, other: Codes) -> Levels:
    """Grade dates that are not the same whole day."""
    number = LADDERS["birth_date"].number
    year, years = date.year[one], date.year[other]
    month, months = date.month[one], date.month[other]
    day, days = date.day[one], date.day[other]
    same_year, same_month, same_day = year == years, month == months, day == days
    open_month = (month == 0) | (months == 0)
    open_day = (day == 0) | (days == 0)
    level = np.full(len(one), number("differs"), dtype=np.uint8)
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
    near: Truth = (wrong <= 1) | turned
    return near


def _capture_levels(date: DateFeature, one: Codes, other: Codes) -> Levels:
    number = LADDERS["captured_on"].number
    level = np.full(len(one), number("differs"), dtype=np.uint8)
    days = _days(date)
    known = date.day > 0
    both = known[one] & known[other]
    month = date.whole // 100
    level[(month[one] == month[other]) & ~both] = number("near")
    level[(np.abs(days[one] - days[other]) <= WEEK) & both] = number("near")
    level[(one == other) & both] = number("same")
    silent = date.year == 0
    level[silent[one] | silent[other]] = 0
    return level


def _days(date: DateFeature) -> Codes:
    """Count days roughly: months of 31 days keep near days near."""
    return (date.year.astype(np.int32) * 12 + date.month) * 31 + date.day


def _text_levels(name: str, text: WordsFeature, one: Codes, other: Codes) -> Levels:
    codes = [level.code for level in ladder_named(name).levels]
    whole, wholes = text.whole[one], text.whole[other]
    level = np.full(len(one), len(codes), dtype=np.uint8)
    if "shared" in codes:
        at = np.flatnonzero(text.marks[one] & text.marks[other])
        mine = [word[one[at]] for word in text.words]
        yours = [word[other[at]] for word in text.words]
        level[at[_any_equal(mine, yours)]] = codes.index("shared") + 1
    level[(whole == wholes) & (whole >= 0)] = 1
    return _stated(level, one, other)


def _rank_levels(one: Codes, other: Codes) -> Levels:
    number = LADDERS["rank"].number
    apart = np.abs(one - other)
    level = np.full(len(one), number("differs"), dtype=np.uint8)
    level[apart <= 2] = number("near")
    level[apart == 0] = number("same")
    return _stated(level, one, other)


def measured_fields(features: Features) -> dict[str, Measured]:
    """Return the fields whose spellings are measured, and how."""
    found = {}
    for name, feature in features.names.items():
        codes = [("slip", SLIP), *([("partly", PARTLY)] if name == "family" else [])]
        found[name] = _measured(
            name, feature.rows, feature.fold, feature.fold_texts, codes
        )
    for name, text in features.texts.items():
        if name == "service_number":
            found[name] = _measured(
                name, text.rows, text.whole, text.texts, [("slip", SLIP)]
            )
        elif name.startswith("extra"):
            found[name] = _measured(
                name, text.rows, text.whole, text.texts, [("shared", SLIP)]
            )
    return found


def _measured(
    name: str,
    rows: Codes,
    codes: Codes,
    texts: Texts,
    steps: list[tuple[str, float]],
) -> Measured:
    ladder = ladder_named(name)
    numbered = tuple((least, ladder.number(code)) for code, least in steps)
    return Measured(rows, codes, texts, numbered, ladder.number("differs"))


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
    one, other = field.codes[field.rows[left]], field.codes[field.rows[right]]
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
