"""Classes of given names and patronymics for whole columns of folds.

Call these on distinct values.  Each answers, value by value, what the function
of the same name in ``repatria.names.classes`` answers; a null is as a blank.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from repatria.names.classes import (
    SON_OF,
    STEM,
    ClassTables,
    Table,
    class_tables,
    every_form,
    looks_patronymic_pattern,
)
from repatria.names.engine.columns import fold_values

NO_CLASS = -1


def given_class_values(folded: pl.Series) -> pl.DataFrame:
    """Return the first two classes of each given name: Int32 columns, -1 for none.

    A form of more than two classes keeps the two that come first in the table.
    """
    words = folded.cast(pl.String).fill_null("")
    keys = pl.DataFrame(
        {"whole": _joined(folded), "word": words.str.extract("^([^ ]*) ", 1)}
    )
    return _looked_up(keys, {"whole": _frame("given"), "word": _frame("given")})


def patronymic_class_values(folded: pl.Series) -> pl.DataFrame:
    """Return the first two classes of each father's name: Int32, -1 for none."""
    whole = folded.cast(pl.String).fill_null("")
    joined = _joined(folded)
    keys = pl.DataFrame(
        {
            "listed": whole,
            "stem": joined.str.extract(STEM, 1),
            "son": joined.str.extract(SON_OF, 1),
            "plain": whole,
        }
    )
    sources = {
        "listed": _frame("fathers"),
        "stem": _frame("stems"),
        "son": _frame("given"),
        "plain": _frame("men"),
    }
    return _looked_up(keys, sources)


def patronymic_stem_values(folded: pl.Series) -> pl.Series:
    """Return each patronymic without its ending; null stays null."""
    joined = folded.cast(pl.String).str.replace_all(" ", "", literal=True)
    frame = pl.DataFrame({"joined": joined})
    stem, son = (pl.col("joined").str.extract(pattern, 1) for pattern in (STEM, SON_OF))
    found = frame.select(pl.coalesce(stem, son, "joined").alias("stem"))
    return found.to_series().rename(folded.name)


def looks_patronymic_values(folded: pl.Series) -> pl.Series:
    """Say of each fold whether it ends as patronymics do."""
    return folded.cast(pl.String).fill_null("").str.contains(looks_patronymic_pattern())


def _joined(folded: pl.Series) -> pl.Series:
    return folded.cast(pl.String).fill_null("").str.replace_all(" ", "", literal=True)


def _looked_up(keys: pl.DataFrame, sources: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Look each column of ``keys`` up in its table; the first that knows it answers."""
    found = keys
    for column, table in sources.items():
        named = table.rename(
            {"key": column, "first": f"{column}_1", "second": f"{column}_2"}
        )
        found = found.join(named, on=column, how="left", maintain_order="left")
    return found.select(
        pl.coalesce(*[f"{column}_{place}" for column in sources], NO_CLASS)
        .cast(pl.Int32)
        .alias(name)
        for place, name in ((1, "first"), (2, "second"))
    )


@cache
def _frame(which: str) -> pl.DataFrame:
    table: Table = getattr(_tables(), which)
    return _as_frame(table)


@cache
def _tables() -> ClassTables:
    """Return the tables of ``names.classes``, all forms folded at once."""
    forms = pl.Series(every_form(), dtype=pl.String)
    return class_tables(dict(zip(forms, fold_values(forms), strict=True)))


def _as_frame(table: Table) -> pl.DataFrame:
    padded = [(*classes, NO_CLASS) for classes in table.values()]
    return pl.DataFrame(
        {
            "key": list(table),
            "first": [classes[0] for classes in padded],
            "second": [classes[1] for classes in padded],
        },
        schema={"key": pl.String, "first": pl.Int32, "second": pl.Int32},
    )
