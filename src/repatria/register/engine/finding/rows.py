"""What records say, as the words and numbers under which they are found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.names.engine.columns import (
    clean_values,
    fold_values,
    surname_fold_values,
)
from repatria.names.romanise import romanise
from repatria.register.core.search import ENOUGH_DIGITS, UNIT_KINDS

# What a record tells the index; ``pk`` is its number, all others are texts.
TEXTS = (
    "family", "given", "patronymic", "birth", "birth_place", "unit", "service_number",
    "captured_at", "place", "own_id", "call_sign",
)  # fmt: skip
_PLACES = ("birth_place", "captured_at", "place", "call_sign")
_DATE = r"^~?(\d{4}|\?{4})(?:-(\d\d|\?\?))?(?:-(\d\d))?$"


@dataclass(frozen=True, slots=True)
class Words:
    """Words of many rows: one fold an entry, and the place of its row."""

    folds: pl.Series
    places: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates of birth in parts, 0 where a part is not known."""

    year: npt.NDArray[np.int16]
    month: npt.NDArray[np.int8]
    day: npt.NDArray[np.int8]


def name_folds(frame: pl.DataFrame) -> dict[str, pl.Series]:
    """Return one fold a row for each part of the name, null where it has none.

    A second word of the family name stands under ``family2``.
    """
    family = _folded(frame["family"], surname=True).str.split(" ")
    found = {
        f"family{nth or ''}": family.list.get(at, null_on_oob=True)
        for at, nth in ((0, 0), (1, 2))
    }
    found["given"] = _folded(frame["given"]).str.extract(r"^(\S+)", 1)
    patronymic = _folded(frame["patronymic"])
    found["patronymic"] = patronymic.str.replace_all(" ", "", literal=True)
    return {name: folds.set(folds == "", None) for name, folds in found.items()}


def context_words(frame: pl.DataFrame) -> Words:
    """Return the words of places and units, and the numbers of units."""
    parts = [_words_of(_folded(frame[name])) for name in _PLACES]
    units = frame["unit"].str.to_lowercase()
    digits = units.str.extract_all(r"\d+")
    parts.append(_words_of(_folded(units.str.replace_all(r"\d", " "))))
    parts.append(_exploded(digits.list.eval(pl.lit("#") + pl.element())))
    every = pl.concat(parts).filter(~pl.col("word").is_in(list(UNIT_KINDS))).unique()
    every = every.sort("place", "word")
    return Words(every["word"], every["place"].to_numpy())


def number_keys(frame: pl.DataFrame) -> Words:
    """Return the numbers of a person: of service, and on the list."""
    parts = [_number_column(frame[name]) for name in ("service_number", "own_id")]
    every = pl.concat(parts).unique().sort("place", "word")
    return Words(every["word"], every["place"].to_numpy())


def _number_column(column: pl.Series) -> pl.DataFrame:
    """Return ``core.search.number_key`` of each text that holds a digit."""
    digits = column.fill_null("").str.replace_all(r"\D+", "")
    few = digits.str.len_chars() < ENOUGH_DIGITS
    keys = digits.zip_with(~few, _letters(column, few) + digits)
    frame = pl.DataFrame({"word": keys.set(digits == "", None)}).with_row_index("place")
    return frame.select("word", pl.col("place").cast(pl.Int32)).drop_nulls()


def _letters(column: pl.Series, few: pl.Series) -> pl.Series:
    shown = column.set(~few, "")
    return _folded(shown).fill_null("").str.replace_all(" ", "", literal=True)


def birth_dates(frame: pl.DataFrame) -> Dates:
    """Return the dates of birth in parts."""
    distinct = frame["birth"].unique().drop_nulls()
    parts = [
        distinct.str.extract(_DATE, nth).cast(pl.Int16, strict=False).fill_null(0)
        for nth in (1, 2, 3)
    ]
    table = pl.DataFrame([distinct.alias("birth"), *(
        part.alias(name) for part, name in zip(parts, "ymd", strict=True))
    ])  # fmt: skip
    found = frame.select("birth").join(
        table, on="birth", how="left", maintain_order="left"
    )
    year, month, day = (found[name].fill_null(0).to_numpy() for name in "ymd")
    return Dates(year, month.astype(np.int8), day.astype(np.int8))


def _folded(column: pl.Series, *, surname: bool = False) -> pl.Series:
    """Fold each distinct value once; other scripts by way of rough Latin letters."""
    distinct = column.unique().drop_nulls()
    distinct = distinct.filter(distinct != "")
    if distinct.is_empty():
        return pl.Series(column.name, [None] * len(column), dtype=pl.String)
    fold = surname_fold_values if surname else fold_values
    folds = fold(clean_values(distinct)).fill_null("")
    strange = (folds == "") & distinct.str.contains(r"\p{L}")
    if strange.any():
        latin = pl.Series([romanise(text) for text in distinct.filter(strange)])
        folds = folds.scatter(strange.arg_true(), fold(latin))
    return column.replace_strict(distinct, folds, default=None, return_dtype=pl.String)


def _words_of(folds: pl.Series) -> pl.DataFrame:
    return _exploded(folds.str.split(" "))


def _exploded(lists: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame({"word": lists}).with_row_index("place")
    said = frame.drop_nulls().explode("word", empty_as_null=True)
    said = said.filter(pl.col("word").str.len_chars() > 1)
    return said.select("word", pl.col("place").cast(pl.Int32))
