"""Write what our own engine compares as plain columns, for Splink to compare.

Run: ``python -m bench.prepare_columns LEFT RIGHT OUT``.  Writes ``left.parquet``
and ``right.parquet`` to the folder OUT: folds, skeletons, name classes, parts of
dates, codes of places, numbers of units, ranks.  Unknown is null.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.features import (
    DateFeature,
    Features,
    NameFeature,
    WordsFeature,
)
from repatria.matching.engine.prepare import prepared
from repatria.matching.engine.tables import ids
from repatria.register.engine.intake import read_list

CLASSES_END = 1 << 24  # skeletons are numbered after all classes
Codes = npt.NDArray[np.integer]


def name_columns(name: str, feature: NameFeature) -> dict[str, pl.Series]:
    """Return one part of the name: texts, classes, beginnings."""
    of_spelling = {
        "fold": _texts(feature.fold, feature.fold_texts),
        "skeleton": _texts(feature.skeleton, feature.skeleton_texts),
        "prefix": _numbers(feature.prefix),
        "initial": _numbers(feature.initial),
        "crossed": _numbers(feature.crossed),
        "bare": pl.Series(feature.bare),
    }
    if name != "family":
        known = feature.first_class >= 0
        form = np.where(known, feature.first_class, feature.skeleton + CLASSES_END)
        form = np.where((feature.skeleton < 0) | feature.bare, -1, form)
        of_spelling["form"] = _numbers(form)
        of_spelling["second"] = _numbers(feature.second_class)
    rows = _numbers(feature.rows)
    return {
        f"{name}_{part}": values.gather(rows) for part, values in of_spelling.items()
    }


def date_columns(name: str, date: DateFeature) -> dict[str, pl.Series]:
    """Return the parts of a date, and a whole day only where all are known."""
    year, month, day = (
        values[date.rows].astype(np.int32)
        for values in (date.year, date.month, date.day)
    )
    known = (month > 0) & (day > 0)
    parts = {
        "year": year,
        "month": month,
        "day": day,
        "whole": np.where(known, date.whole[date.rows], 0),
        "month_and_day": np.where(
            known, np.minimum(month, day) * 32 + np.maximum(month, day), 0
        ),
        "days": np.where(known, (year * 12 + month) * 31 + day, 0),
    }
    return {
        f"{name}_{part}": _numbers(np.where(values > 0, values, -1))
        for part, values in parts.items()
    }


def words_columns(name: str, words: WordsFeature) -> dict[str, pl.Series]:
    """Return a place, unit or number: the whole, and its words as a list of codes."""
    stated = pl.DataFrame(
        {str(n): _numbers(codes) for n, codes in enumerate(words.words)}
    )
    lists = stated.select(pl.concat_list(pl.all()).list.drop_nulls()).to_series()
    some = lists.to_frame("words").select(
        pl.when(pl.col("words").list.len() > 0).then("words")
    )
    rows = _numbers(words.rows)
    return {
        name: _texts(words.whole, words.texts).gather(rows),
        f"{name}_words": some.to_series().gather(rows),
    }


def columns_of(features: Features) -> pl.DataFrame:
    """Return all features as a table, rows of the left list first."""
    columns: dict[str, pl.Series] = {}
    for name, feature in features.names.items():
        columns |= name_columns(name, feature)
    for name, date in features.dates.items():
        columns |= date_columns(name, date)
    for name, words in features.texts.items():
        columns |= words_columns(name, words)
    if features.ranks is not None:
        columns["rank"] = _numbers(features.ranks)
    return pl.DataFrame(columns)


def _texts(codes: Codes, texts: npt.NDArray[np.object_]) -> pl.Series:
    return pl.Series(texts, dtype=pl.String).gather(_numbers(codes))


def _numbers(codes: Codes) -> pl.Series:
    found = pl.Series(codes.astype(np.int64))
    return found.set(found < 0, None)


def main() -> None:
    left, right = (read_list(Path(name)) for name in sys.argv[1:3])
    out = Path(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    table = columns_of(prepared(left, right))
    names = pl.concat([ids(left), ids(right)]).alias("id")
    table = table.select(names, pl.all())
    table.head(left.rows).write_parquet(out / "left.parquet")
    table.tail(right.rows).write_parquet(out / "right.parquet")


if __name__ == "__main__":
    main()
