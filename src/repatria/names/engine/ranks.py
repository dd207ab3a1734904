"""Ranks of a whole column on one ladder."""

from __future__ import annotations

import polars as pl

from repatria.names.ranks import UNKNOWN, rank_level


def rank_level_values(written: pl.Series) -> pl.Series:
    """Return the step of each written rank as Int16, 0 where unknown or null.

    A column of ranks has few distinct values: each is read once.
    """
    distinct = written.cast(pl.String).drop_nulls().unique()
    levels = pl.Series([rank_level(text) for text in distinct], dtype=pl.Int16)
    return (
        written.cast(pl.String)
        .replace_strict(distinct, levels, default=UNKNOWN, return_dtype=pl.Int16)
        .rename(written.name)
    )
