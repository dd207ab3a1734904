"""Places, units, numbers and other texts as numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from repatria.matching.engine.codes import Codes, Coded, coded
from repatria.matching.engine.features import WordsFeature
from repatria.names.engine.columns import clean_values, fold_values, skeleton_values

WORDS = 3
ENOUGH_DIGITS = 4  # from here on digits tell numbers apart without their letters

# Skeletons of words that say what kind of place it is, not which.
_KINDS_OF_PLACE = (
    "область обл oblast obl район р-н raion rayon rajon місто м город г misto gorod city town "
    "село с selo village селище смт посёлок пос п хутір хутор станиця ст станица деревня д "
    "край республика респ республіка region district oblast' krai respublika republic"
)
# Words that say what kind of unit it is; the number says which.
_KINDS_OF_UNIT = "окрема отдельная separate військова войсковая частина часть military unit"


def place_feature(column: pl.Series) -> WordsFeature:
    """Compare places by the skeletons of the words that name them."""
    places = coded(column)
    folds = fold_values(clean_values(places.values))
    words = skeleton_values(folds).str.split(" ").list.set_difference(_skeletons(_KINDS_OF_PLACE))
    return _by_words(places, words)


def unit_feature(column: pl.Series) -> WordsFeature:
    """Compare units by their numbers, or by their words where they have none."""
    units = coded(column)
    written = clean_values(units.values).str.to_lowercase()
    numbers = written.str.extract_all(r"\d+")
    folds = skeleton_values(fold_values(written.str.replace_all(r"\d+", " ")))
    words = folds.str.split(" ").list.set_difference(_skeletons(_KINDS_OF_UNIT))
    frame = pl.DataFrame({"numbers": numbers, "words": words})
    named = frame.select(
        pl.when(pl.col("numbers").list.len() > 0).then("numbers").otherwise("words")
    ).to_series()
    return _by_words(units, named)


def number_feature(column: pl.Series) -> WordsFeature:
    """Compare numbers by their digits, or folded whole where they have few.

    Letters before a number are written in either script, or left out.
    """
    numbers = coded(column)
    digits = numbers.values.str.replace_all(r"\D+", "")
    letters = fold_values(clean_values(numbers.values)).fill_null("")
    frame = pl.DataFrame({"digits": digits, "letters": letters})
    enough = pl.col("digits").str.len_chars() >= ENOUGH_DIGITS
    whole = pl.when(enough).then("digits").otherwise(pl.col("letters") + pl.col("digits"))
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


def _skeletons(words: str) -> pl.Series:
    """Return the words to pass over, as one list, in the code they are met in."""
    folds = fold_values(pl.Series(words.split()))
    found = skeleton_values(folds).str.split(" ").explode().unique().sort()
    return pl.Series([[*found, ""]])


def _by_words(texts: Coded, words: pl.Series) -> WordsFeature:
    """Code the whole by its words in any order, and the three longest words."""
    frame = pl.DataFrame({"words": words.list.unique().list.sort()})
    whole = frame.select(pl.col("words").list.join(" ").replace("", None)).to_series()
    inner = coded(whole)
    longest = _longest(frame["words"])
    every = coded(pl.concat(longest)).codes
    size = len(words)
    one, two, three = (texts.per_row(every[n * size : (n + 1) * size]) for n in range(WORDS))
    codes: Codes = texts.per_row(inner.codes)
    return WordsFeature(codes, (one, two, three), inner.values.to_numpy())


def _longest(words: pl.Series) -> list[pl.Series]:
    """Return the three longest words of each value, null where there are fewer."""
    ranked = words.list.eval(
        pl.element().sort_by(pl.element().str.len_chars(), descending=True, maintain_order=True)
    )
    return [ranked.list.get(n, null_on_oob=True) for n in range(WORDS)]
