"""A baseline: names in plain Latin letters, compared by Jaro and Winkler's measure.

Run in its own environment: ``python -m bench.peer_rapidfuzz LEFT RIGHT OUT``.
Pairs of the same birth date are compared by the whole name; score is the
likeness from 0 to 1.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from bench.peer_lists import Columns, read_columns

LEAST = 0.6


def table(columns: Columns) -> pl.DataFrame:
    """Return id, birth date and the whole name of each row."""
    name = pl.concat_str(
        "family", "given", "patronymic", separator=" ", ignore_nulls=True
    )
    return pl.DataFrame(columns).select("id", "birth_date", name.alias("name"))


def best_both_ways(pairs: pl.DataFrame) -> pl.DataFrame:
    """Keep the pairs that are each other's best."""
    ordered = pairs.sort(
        ["score", "left_id", "right_id"], descending=[True, False, False]
    )
    both = [
        ordered.unique(side, keep="first", maintain_order=True)
        for side in ("left_id", "right_id")
    ]
    return both[0].join(both[1], on=["left_id", "right_id"], how="semi").sort("left_id")


def main() -> None:
    left, right = (table(read_columns(Path(name))) for name in sys.argv[1:3])
    pairs = left.drop_nulls().join(right.drop_nulls(), on="birth_date")
    score = cpdist(
        pairs["name"].to_list(),
        pairs["name_right"].to_list(),
        scorer=JaroWinkler.similarity,
        dtype=np.float32,
        workers=2,
    )
    found = pairs.select(
        pl.col("id").alias("left_id"),
        pl.col("id_right").alias("right_id"),
        score=pl.lit(pl.Series(score)),
    )
    best_both_ways(found.filter(pl.col("score") >= LEAST)).write_csv(sys.argv[3])


if __name__ == "__main__":
    main()
