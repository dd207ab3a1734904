"""The same codes for whole columns: the stages of ``names`` run by polars.

Call these on distinct values.  Each gives, value by value, what the function
of the same name in ``names.fold`` and ``names.script`` gives; null stays null.
A few values are given to that function: polars would plan longer than it ran.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from repatria.names.fold import (
    fold,
    fold_stages,
    skeleton,
    surname_fold,
    surname_skeleton,
)
from repatria.names.script import SUSPECT, clean, clean_stages, repair_homoglyphs
from repatria.names.stages import Stage, stages_of

FEW = 100  # values, of which each is run apart


def fold_values(values: pl.Series) -> pl.Series:
    """Return the fold of each value."""
    if len(values) <= FEW:
        return _each(values, fold)
    return _run(_repaired(values), fold_stages())


def surname_fold_values(values: pl.Series) -> pl.Series:
    """Return the surname fold of each value."""
    if len(values) <= FEW:
        return _each(values, surname_fold)
    return _run(fold_values(values), stages_of("surname.tsv"))


def skeleton_values(folded: pl.Series) -> pl.Series:
    """Return the skeleton of each fold."""
    if len(folded) <= FEW:
        return _each(folded, skeleton)
    return _run(folded, stages_of("skeleton.tsv"))


def surname_skeleton_values(folded: pl.Series) -> pl.Series:
    """Return the surname skeleton of each fold."""
    if len(folded) <= FEW:
        return _each(folded, surname_skeleton)
    return _run(folded, (*stages_of("surname.tsv"), *stages_of("skeleton.tsv")))


def clean_values(values: pl.Series) -> pl.Series:
    """Return each value composed and without hidden characters."""
    if len(values) <= FEW:
        return _each(values, clean)
    return _run(values, clean_stages())


def scripts_mixed_values(values: pl.Series) -> pl.Series:
    """Say of each value whether look-alikes or digits stray into one of its words."""
    return values.cast(pl.String).str.contains(SUSPECT)


def _repaired(values: pl.Series) -> pl.Series:
    """Repair the few mixed words one by one; the rest is not touched."""
    mixed = scripts_mixed_values(values).fill_null(value=False)
    if not mixed.any():
        return values.cast(pl.String)
    repaired = [repair_homoglyphs(text) for text in values.filter(mixed)]
    return values.cast(pl.String).scatter(mixed.arg_true(), repaired)


def _each(values: pl.Series, one: Callable[[str], str]) -> pl.Series:
    told = values.cast(pl.String)
    given = [None if text is None else one(text) for text in told]
    return pl.Series(values.name, given, dtype=pl.String)


def _run(values: pl.Series, stages: Iterable[Stage]) -> pl.Series:
    name = values.name
    column = pl.col("text")
    for stage in stages:
        column = _stage(column, stage)
    frame = pl.LazyFrame({"text": values.cast(pl.String)})
    return frame.select(column).collect(engine="streaming").to_series().rename(name)


def _stage(column: pl.Expr, stage: Stage) -> pl.Expr:
    if not stage.regex:
        found = [source for source, _ in stage.pairs]
        put = [target for _, target in stage.pairs]
        return column.str.replace_many(found, put, leftmost=True)
    for pattern, target in stage.pairs:
        column = column.str.replace_all(pattern, target)
    return column
