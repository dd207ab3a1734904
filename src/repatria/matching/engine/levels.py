"""Compare pairs of rows field by field: one small number a field and pair.

All of a slice's pairs are compared at once.  Everything that codes can tell is
told first; the distance between two spellings is measured afterwards, only for
the pairs that it could still decide, and once for each distinct pair of texts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from repatria.matching.core.ladders import LADDERS, Ladder
from repatria.matching.core.model import ladder_named
from repatria.matching.engine.codes import Codes
from repatria.matching.engine.features import (
    DateFeature,
    Features,
    Marks,
    NameFeature,
    Texts,
    WordsFeature,
)

Rows = npt.NDArray[np.int32]
Levels = npt.NDArray[np.uint8]
Truth = npt.NDArray[np.bool_]

SLIP = 0.75  # share of letters that stay: one wrong in four, two in eight
PARTLY = 0.5
WEEK = 7  # days
STEPS = 2  # of the ladder of ranks


@dataclass(frozen=True, slots=True)
class Measured:
    """How a field's texts are measured: rows point to entries, entries to texts."""

    rows: Codes
    codes: Codes
    texts: Texts
    sketches: Marks  # by entry, as are lengths
    lengths: npt.NDArray[np.uint8]
    steps: tuple[tuple[float, int], ...]  # (least similarity, level), best first
    worst: int  # the level of pairs not yet measured


def compared(
    features: Features, left: Rows, right: Rows, fields: Collection[str]
) -> dict[str, Levels]:
    """Return the level of each of ``fields`` for each pair, spellings not yet measured.

    Family and given name go together: they may stand in each other's column.
    """
    found: dict[str, Levels] = {}
    for name in (name for name in features.fields if name in fields):
        if name in features.names:
            part = features.names[name]
            compare = _family_levels if name == "family" else _called_levels
            found[name] = compare(part, *_both(part.rows, left, right), name)
        elif name in features.dates:
            date = features.dates[name]
            grade = _birth_levels if name == "birth_date" else _capture_levels
            found[name] = grade(date, *_both(date.rows, left, right))
        elif name in features.texts:
            text = features.texts[name]
            found[name] = _text_levels(text, *_both(text.rows, left, right), name)
        elif features.ranks is not None:
            found[name] = _rank_levels(*_both(features.ranks, left, right))
    if {"family", "given"} <= found.keys():
        _mark_swapped(features, left, right, found)
    return found


def picked(table: npt.NDArray[Any], at: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return ``table[at]``; -1 picks the last entry.

    This way of picking is a few times faster than square brackets, and lets
    other threads work.
    """
    return table.take(at, mode="wrap")


def _both(table: npt.NDArray[Any], one: Rows, other: Rows) -> tuple[Codes, Codes]:
    return picked(table, one), picked(table, other)


def _alike(table: npt.NDArray[Any], one: Codes, other: Codes) -> Truth:
    alike: Truth = picked(table, one) == picked(table, other)
    return alike


def _worst(ladder: Ladder, size: int) -> Levels:
    return np.full(size, len(ladder.levels), dtype=np.uint8)


def _lift(level: Levels, where: Truth, to: int) -> None:
    """Lift, in place, the pairs marked to at least the level ``to``.

    Small whole numbers without a branch: several times faster than a mask.
    """
    others = np.uint8(255) - where.view(np.uint8) * np.uint8(255 - to)
    np.minimum(level, others, out=level)


def _stated(level: Levels, one: Truth, other: Truth) -> Levels:
    """Make the levels of pairs unknown unless both sides state the field."""
    level *= (one & other).view(np.uint8)
    return level


def _family_levels(part: NameFeature, one: Codes, other: Codes, name: str) -> Levels:
    ladder = LADDERS[name]
    level = _worst(ladder, len(one))
    _lift_double(part, one, other, level, ladder.number("partly"))
    _lift(level, _alike(part.skeleton, one, other), ladder.number("spelling"))
    _lift(level, _alike(part.fold, one, other), ladder.number("same"))
    return _stated(level, one >= 0, other >= 0)


def _lift_double(
    part: NameFeature, one: Codes, other: Codes, level: Levels, to: int
) -> None:
    """Notice where one part of a double name is the whole or a part of the other."""
    double = part.second >= 0
    at = np.flatnonzero(picked(double, one) | picked(double, other))
    ours = [picked(words, one[at]) for words in (part.first, part.second)]
    theirs = [picked(words, other[at]) for words in (part.first, part.second)]
    level[at[_any_equal(ours, theirs)]] = to


def _any_equal(ours: Sequence[Codes], theirs: Sequence[Codes]) -> Truth:
    equal: Truth = np.zeros(len(ours[0]), dtype=bool)
    for mine in ours:
        for yours in theirs:
            equal |= (mine == yours) & (mine >= 0)
    return equal


def _called_levels(part: NameFeature, one: Codes, other: Codes, name: str) -> Levels:
    """Compare given names or patronymics, which have classes and initials."""
    ladder = LADDERS[name]
    level = _worst(ladder, len(one))
    _lift(level, _same_class(part, one, other), ladder.number("variant"))
    _lift(level, _alike(part.skeleton, one, other), ladder.number("variant"))
    _lift(level, _alike(part.fold, one, other), ladder.number("same"))
    at = np.flatnonzero(picked(part.bare, one) | picked(part.bare, other))
    agree = _alike(part.initial, one[at], other[at])
    level[at] = np.where(agree, ladder.number("initial"), ladder.number("differs"))
    return _stated(level, one >= 0, other >= 0)


def _same_class(part: NameFeature, one: Codes, other: Codes) -> Truth:
    mine, yours = _both(part.first_class, one, other)
    same: Truth = (mine == yours) & (mine >= 0)
    several = part.second_class >= 0
    at = np.flatnonzero(picked(several, one) | picked(several, other))
    ours = [mine[at], picked(part.second_class, one[at])]
    theirs = [yours[at], picked(part.second_class, other[at])]
    same[at] |= _any_equal(ours, theirs)
    return same


def _mark_swapped(
    features: Features, left: Rows, right: Rows, found: Mapping[str, Levels]
) -> None:
    """Notice that family and given name stand in each other's column."""
    family, given = features.names["family"], features.names["given"]
    worst = LADDERS["family"].number("partly")
    at = np.flatnonzero((found["family"] >= worst) & (found["given"] != 0))
    for one, other in ((family, given), (given, family)):
        here = picked(one.crossed, picked(one.rows, left[at]))
        at = at[here == picked(other.crossed, picked(other.rows, right[at]))]
    for name in ("family", "given"):
        found[name][at] = LADDERS[name].number("swapped")


def _birth_levels(date: DateFeature, one: Codes, other: Codes) -> Levels:
    ladder = LADDERS["birth_date"]
    level = np.full(len(one), ladder.number("same"), dtype=np.uint8)
    at = np.flatnonzero((one != other) | picked(date.day == 0, one))
    level[at] = _birth_details(date, one[at], other[at])
    known = date.year > 0
    return _stated(level, picked(known, one), picked(known, other))


def _birth_details(date: DateFeature, one: Codes, other: Codes) -> Levels:
    """Grade dates that are not the same whole day."""
    ladder = LADDERS["birth_date"]
    year, years = _both(date.year, one, other)
    month, months = _both(date.month, one, other)
    day, days = _both(date.day, one, other)
    same_year, same_month, same_day = year == years, month == months, day == days
    months_known = (month > 0) & (months > 0)
    known = months_known & (day > 0) & (days > 0)
    apart = np.abs(year - years)
    level = _worst(ladder, len(one))
    _lift(level, apart == 1, ladder.number("near"))
    _lift(level, same_year, ladder.number("same_year"))
    _lift(level, same_year & ~months_known, ladder.number("year"))
    one_wrong = same_year & (same_month | same_day)
    whole_day = np.flatnonzero(same_month & same_day & known)
    near = (apart <= 2)[whole_day]
    near |= _one_digit_apart(year[whole_day], years[whole_day])
    one_wrong[whole_day] |= near
    _lift(level, one_wrong & known, ladder.number("slip"))
    swapped = same_year & (month == days) & (day == months) & ~same_month & known
    _lift(level, swapped, ladder.number("swapped"))
    _lift(level, same_year & same_month & months_known & ~known, ladder.number("month"))
    return level


def _one_digit_apart(
    one: npt.NDArray[np.integer[Any]], other: npt.NDArray[np.integer[Any]]
) -> Truth:
    """Say where two years differ in one digit, or in the order of the last two."""
    wrong = sum(
        (one // n % 10 != other // n % 10).astype(np.int8) for n in (1, 10, 100, 1000)
    )
    turned = (one // 100 == other // 100) & (one % 10 == other // 10 % 10)
    turned &= one // 10 % 10 == other % 10
    near: Truth = (wrong <= 1) | turned
    return near


def _capture_levels(date: DateFeature, one: Codes, other: Codes) -> Levels:
    ladder = LADDERS["captured_on"]
    level = _worst(ladder, len(one))
    known = date.day > 0
    both = picked(known, one) & picked(known, other)
    days, others = _both(_days(date), one, other)
    _lift(level, _alike(date.whole // 100, one, other) & ~both, ladder.number("near"))
    _lift(level, (np.abs(days - others) <= WEEK) & both, ladder.number("near"))
    _lift(level, (one == other) & both, ladder.number("same"))
    stated = date.year > 0
    return _stated(level, picked(stated, one), picked(stated, other))


def _days(date: DateFeature) -> Codes:
    """Count days roughly: months of 31 days keep near days near."""
    return (date.year.astype(np.int32) * 12 + date.month) * 31 + date.day


def _text_levels(text: WordsFeature, one: Codes, other: Codes, name: str) -> Levels:
    ladder = ladder_named(name)
    level = _worst(ladder, len(one))
    marks, others = _both(text.marks, one, other)
    at = np.flatnonzero(marks & others)
    if len(at):
        mine = [picked(word, one[at]) for word in text.words]
        yours = [picked(word, other[at]) for word in text.words]
        level[at[_any_equal(mine, yours)]] = ladder.number("shared")
    whole, wholes = _both(text.whole, one, other)
    _lift(level, (whole == wholes) & (whole >= 0), ladder.number("same"))
    return _stated(level, one >= 0, other >= 0)


def _rank_levels(one: Codes, other: Codes) -> Levels:
    ladder = LADDERS["rank"]
    apart = np.abs(one - other)
    level = _worst(ladder, len(one))
    _lift(level, apart <= STEPS, ladder.number("near"))
    _lift(level, apart == 0, ladder.number("same"))
    return _stated(level, one >= 0, other >= 0)


@lru_cache(maxsize=1)
def measured_fields(features: Features) -> Mapping[str, Measured]:
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
    sketches, lengths = _sketched(texts)
    return Measured(
        rows,
        codes,
        texts,
        np.append(sketches, np.uint64(0))[codes],
        np.append(lengths, np.uint8(0))[codes],
        numbered,
        ladder.number("differs"),
    )


def _sketched(texts: Texts) -> tuple[Marks, npt.NDArray[np.uint8]]:
    """Return for each text a bit for each letter, first and second, and its length.

    One edit changes two bits at most: texts whose sketches are far apart are
    far apart, and need not be measured.
    """
    sketches = np.zeros(len(texts), dtype=np.uint64)
    column = pl.Series(texts, dtype=pl.String)
    for letter, sign in enumerate(ascii_lowercase):
        times = column.str.count_matches(sign, literal=True).to_numpy()
        one, two = (
            np.uint64(1) << np.uint64(letter),
            np.uint64(1) << np.uint64(letter + 26),
        )
        sketches |= np.where(times > 0, one, np.uint64(0))
        sketches |= np.where(times > 1, two, np.uint64(0))
    lengths = np.minimum(column.str.len_chars().to_numpy(), 255)
    return sketches, lengths.astype(np.uint8)


def hoped(
    fields: Mapping[str, Measured],
    levels: Mapping[str, Levels],
    left: Rows,
    right: Rows,
) -> dict[str, Levels]:
    """Return the best levels that spellings not yet measured could still reach."""
    best = dict(levels)
    for name, field in fields.items():
        if name in levels:
            at = np.flatnonzero(levels[name] == field.worst)
            best[name] = levels[name].copy()
            best[name][at] = _reachable(field, left[at], right[at])
    return best


def _reachable(field: Measured, left: Rows, right: Rows) -> Levels:
    one, other = _both(field.rows, left, right)
    sketches, others = _both(field.sketches, one, other)
    apart = np.bitwise_count(sketches ^ others)
    longest = np.maximum(*_both(field.lengths, one, other))
    level = np.full(len(left), field.worst, dtype=np.uint8)
    for least, step in field.steps:
        edits = np.floor(np.arange(256) * (1 - least)).astype(np.uint8)
        _lift(level, apart <= 2 * picked(edits, longest), step)
    return level


def measure(
    fields: Mapping[str, Measured],
    levels: Mapping[str, Levels],
    left: Rows,
    right: Rows,
) -> None:
    """Lift, in place, the pairs whose spellings turn out to be close."""
    best = hoped(fields, levels, left, right)
    for name, field in fields.items():
        level = levels[name]
        at = np.flatnonzero((level == field.worst) & (best[name] != field.worst))
        if len(at):
            level[at] = _closeness(field, left[at], right[at])


def _closeness(field: Measured, left: Rows, right: Rows) -> Levels:
    one, other = _both(field.codes, *_both(field.rows, left, right))
    low, high = np.minimum(one, other).astype(np.int64), np.maximum(one, other)
    pairs, place = np.unique(low << 32 | high, return_inverse=True)
    likeness = process.cpdist(
        field.texts[pairs >> 32],
        field.texts[pairs & 0xFFFFFFFF],
        scorer=OSA.normalized_similarity,
        score_cutoff=field.steps[-1][0],
        dtype=np.float32,
    )
    lifted = np.full(len(pairs), field.worst, dtype=np.uint8)
    for least, step in reversed(field.steps):
        lifted[likeness >= least] = step
    return lifted[place]
