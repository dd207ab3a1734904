"""Places, units, numbers and other texts as numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from repatria.matching.engine.codes import MISSING, Coded, carried, coded
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
_KIND_OF_UNIT = r"(?i)\b(?:окрем\p{L}*|отдельн\p{L}*|separate|військова|войсковая|частина|часть|military|unit|в/ч)\b"


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
    names = coded(skeleton_values(fold_values(named)).replace("", None))
    codes = carried(distinct.codes, names.codes).reshape(WORDS, -1)
    wider = np.append(area.to_numpy(), True)[distinct.codes].reshape(WORDS, -1)
    own = np.full(codes.shape[1], MISSING, dtype=np.int32)
    for part, is_area in zip(codes[::-1], wider[::-1], strict=True):
        own = np.where(is_area | (part < 0), own, part)
    one, two, three = (places.per_row(part) for part in codes)
    return WordsFeature(places.per_row(own), (one, two, three), names.values.to_numpy())


def unit_feature(column: pl.Series) -> WordsFeature:
    """Compare units by their numbers, or by their words where they have none."""
    units = coded(column)
    written = clean_values(units.values).str.to_lowercase()
    numbers = written.str.extract_all(r"\d+").list.sort()
    words = skeleton_values(fold_values(written.str.replace_all(_KIND_OF_UNIT, "")))
    frame = pl.DataFrame({"numbers": numbers.list.join(" "), "words": words})
    whole = pl.coalesce(
        pl.col("numbers").replace("", None), pl.col("words").replace("", None)
    )
    inner = coded(frame.select(whole).to_series())
    parts = [numbers.list.get(n, null_on_oob=True) for n in range(WORDS)]
    codes = coded(pl.concat(parts)).codes.reshape(WORDS, -1)
    one, two, three = (units.per_row(part) for part in codes)
    return WordsFeature(
        units.per_row(inner.codes), (one, two, three), inner.values.to_numpy()
    )


def number_feature(column: pl.Series) -> WordsFeature:
    """Compare numbers by their digits, or folded whole where they have few.

    Letters before a number are written in either script, or left out.
    """
    numbers = coded(column)
    digits = numbers.values.str.replace_all(r"\D+", "")
    letters = fold_values(clean_values(numbers.values)).fill_null("")
    frame = pl.DataFrame({"digits": digits, "letters": letters})
    enough = pl.col("digits").str.len_chars() >= ENOUGH_DIGITS
    whole = (
        pl.when(enough).then("digits").otherwise(pl.col("letters") + pl.col("digits"))
    )
    inner = coded(frame.select(whole.replace("", None)).to_series())
    return _whole(Coded(numbers.per_row(inner.codes), inner.values))


def plain_feature(column: pl.Series) -> WordsFeature:
    """Compare texts of no known kind: folded where they hold letters."""
    texts = coded(column.str.strip_chars().str.to_lowercase().replace("", None))
    folds = fold_values(clean_values(texts.values))
    digits = texts.values.str.replace_all(r"\D+", "")
    whole = (folds.fill_null("") + digits).replace("", None)
    plain = pl.select(pl.coalesce(whole, texts.values)).to_series()
    inner = coded(plain)
    return _whole(Coded(texts.per_row(inner.codes), inner.values))


def _whole(texts: Coded) -> WordsFeature:
    none = np.full(len(texts.codes), -1, dtype=np.int32)
    return WordsFeature(texts.codes, (none, none, none), texts.values.to_numpy())
