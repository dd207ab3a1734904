"""Places, units, numbers and other texts as numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.codes import MISSING, Codes, blank_to_null, coded, ended
from repatria.matching.engine.features import WordsFeature
from repatria.names.engine.columns import clean_values, fold_values, skeleton_values

WORDS = 3
ENOUGH_DIGITS = 4  # from here on digits tell numbers apart without their letters

# Words that say what kind of place it is, not which.
_KIND_OF_PLACE = (
    r"(?i)\b(?:місто|м|город|г|misto|gorod|city|town|ville|stadt|село|с|selo|village|селище|смт|пгт"
    r"|посёлок|поселок|пос|п|poselok|хутір|хутор|khutir|станиця|станица|ст|деревня|дер|д|derevnia)\b\.?"
)
# A part of an address with one of these names the wider area, in whichever form.
_AREA = (
    r"(?i)\b(?:обл\p{L}*|oblast\p{L}*|region|р-н\p{L}*|район\p{L}*|ra[jiy]on\p{L}*|district|повіт"
    r"|уезд|край|krai|kray|республіка|республика|респ|republic|громада|county|province)(?:\b|$)\.?'?"
)
# Words that say what kind of unit it is, and not which.
_KIND_OF_UNIT = (
    r"(?i)\b(?:окрем\p{L}*|отдельн\p{L}*|separate|військова|войсковая|частина|часть"
    r"|military|unit|в/ч)\b"
)


def place_feature(column: pl.Series) -> WordsFeature:
    """Compare places by the name of the place itself, then by any part they share.

    In "Іванівка, Уманський р-н" the place is Іванівка; the district is a part.
    """
    places = coded(column)
    written = clean_values(places.values).str.split(",")
    parts = [written.list.get(n, null_on_oob=True) for n in range(WORDS)]
    distinct = coded(pl.concat(parts))
    area = distinct.values.str.contains(_AREA)
    named = distinct.values.str.replace_all(_AREA, "").str.replace_all(
        _KIND_OF_PLACE, ""
    )
    names = coded(blank_to_null(skeleton_values(fold_values(named))))
    codes = ended(names.codes)[distinct.codes].reshape(WORDS, -1)
    wider = np.append(area.to_numpy(), True)[distinct.codes].reshape(WORDS, -1)
    own = np.full(codes.shape[1], MISSING, dtype=np.int32)
    for part, is_area in zip(codes[::-1], wider[::-1], strict=True):
        own = np.where(is_area | (part < 0), own, part)
    return _feature(places.codes, own, codes, names.values)


def unit_feature(column: pl.Series) -> WordsFeature:
    """Compare units by their numbers, or by their words where they have none."""
    units = coded(column)
    written = clean_values(units.values).str.to_lowercase()
    numbers = written.str.extract_all(r"\d+").list.sort()
    words = skeleton_values(fold_values(written.str.replace_all(_KIND_OF_UNIT, "")))
    joined = numbers.list.join(" ")
    whole = coded(blank_to_null(joined.zip_with(joined != "", words)))
    parts = [numbers.list.get(n, null_on_oob=True) for n in range(WORDS)]
    codes = coded(pl.concat(parts)).codes.reshape(WORDS, -1)
    return _feature(units.codes, whole.codes, codes, whole.values)


def number_feature(column: pl.Series) -> WordsFeature:
    """Compare numbers by their digits, or folded whole where they have few.

    Letters before a number are written in either script, or left out.
    """
    numbers = coded(column)
    digits = numbers.values.str.replace_all(r"\D+", "")
    letters = fold_values(clean_values(numbers.values)).fill_null("")
    enough = digits.str.len_chars() >= ENOUGH_DIGITS
    whole = coded(blank_to_null(digits.zip_with(enough, letters + digits)))
    return _feature(numbers.codes, whole.codes, None, whole.values)


def plain_feature(column: pl.Series) -> WordsFeature:
    """Compare texts of no known kind: folded where they hold letters."""
    texts = coded(blank_to_null(column.str.strip_chars().str.to_lowercase()))
    folds = fold_values(clean_values(texts.values)).fill_null("")
    folds += texts.values.str.replace_all(r"\D+", "")
    whole = coded(folds.zip_with(folds != "", texts.values))
    return _feature(texts.codes, whole.codes, None, whole.values)


def _feature(
    rows: Codes, whole: Codes, words: npt.NDArray[np.int32] | None, texts: pl.Series
) -> WordsFeature:
    """Point rows to values that say something, and let the others say nothing."""
    if words is None:
        words = np.full((WORDS, len(whole)), MISSING, dtype=np.int32)
    silent = (whole < 0) & (words < 0).all(axis=0)
    marks = np.zeros(len(whole) + 1, dtype=np.uint64)
    for word in words:
        bit = np.uint64(1) << (word % 64).astype(np.uint64)
        marks[:-1] |= np.where(word >= 0, bit, np.uint64(0))
    one, two, three = (ended(word) for word in words)
    return WordsFeature(
        rows=np.where(np.append(silent, True)[rows], MISSING, rows).astype(np.int32),
        whole=ended(whole),
        words=(one, two, three),
        marks=marks,
        texts=texts.to_numpy(),
    )
