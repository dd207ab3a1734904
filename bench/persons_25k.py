"""Clusters of historical persons: our command against Splink's own demonstration.

Run: ``python -m bench.persons_25k``.  ``linkage/splink_historical_25k.tsv`` of the
benchmark data (splink_datasets, MIT).  The column ``cluster`` is the truth and is
taken out before anybody reads the list; so are the two that only repeat first
name and surname, which the demonstration leaves alone too.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bench.engines import REPATRIA
from bench.environments import CACHE, python_of
from bench.lists import benchmark_data
from bench.processes import Usage, measured
from bench.scoring import Score

COLUMNS_TOML = """\
[columns]
id = "unique_id"
family = "surname"
given = "first_name"
birth_date = "dob"
birth_place = "birth_place"
sex = "gender"
"""
NOT_SHOWN = ("cluster", "full_name", "first_and_surname")
DEMONSTRATED = 0.95  # the threshold that the demonstration clusters at
THRESHOLDS = (0.5, 0.8, 0.9, DEMONSTRATED, 0.99, 0.999)


@dataclass(frozen=True, slots=True)
class Clustered:
    """Who clustered, how well pair by pair, and what it took."""

    name: str
    score: Score
    usage: Usage


def compare() -> list[Clustered]:
    """Run both and score the pairs of rows that each puts together."""
    folder = CACHE / "runs" / "persons-25k"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    people = _read(benchmark_data("linkage", "splink_historical_25k.tsv"))
    truth = people.select(id="unique_id", cluster="cluster")
    path = folder / "persons.tsv"
    people.drop(NOT_SHOWN).write_csv(path, separator="\t")
    return [_ours(path, folder, truth), *_splink(path, folder, truth)]


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)


def _ours(path: Path, folder: Path, truth: pl.DataFrame) -> Clustered:
    columns, out = folder / "columns.toml", folder / "ours"
    columns.write_text(COLUMNS_TOML, encoding="utf-8")
    usage = measured([REPATRIA, "dedupe", path, "--columns", columns, "--out", out])
    found = pl.read_csv(out / "clusters.csv", infer_schema=False)
    return Clustered("Repatria, whole command", pairwise(found, truth), usage)


def _splink(path: Path, folder: Path, truth: pl.DataFrame) -> list[Clustered]:
    """Score the demonstration at its own threshold and at the best of several."""
    python, out = python_of("splink"), folder / "splink"
    out.mkdir()
    thresholds = [str(threshold) for threshold in THRESHOLDS]
    usage = measured(
        [python, "-m", "bench.peer_splink_persons", path, out, *thresholds]
    )
    scores = {
        threshold: pairwise(
            pl.read_csv(out / f"{threshold}.csv", infer_schema=False), truth, threshold
        )
        for threshold in THRESHOLDS
    }
    best = max(scores.values(), key=lambda one: one.f1)
    return [
        Clustered(
            f"Splink's demonstration, at its {DEMONSTRATED}",
            scores[DEMONSTRATED],
            usage,
        ),
        Clustered(f"the same at the best of {len(THRESHOLDS)} thresholds", best, usage),
    ]


def pairwise(
    found: pl.DataFrame, truth: pl.DataFrame, threshold: float | None = None
) -> Score:
    """Score every pair of rows in one cluster; rows alone make no pair."""
    both = truth.join(found.select("id", found="cluster"), on="id", how="left")
    both = both.with_columns(pl.col("found").fill_null("alone " + pl.col("id")))
    true, given, met = (
        _pairs(both, keys) for keys in (["cluster"], ["found"], ["cluster", "found"])
    )
    return Score(
        met / max(given, 1), met / true, 2 * met / max(given + true, 1), threshold
    )


def _pairs(rows: pl.DataFrame, keys: list[str]) -> int:
    sizes = rows.group_by(keys).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())


if __name__ == "__main__":
    for one in compare():
        print(one.name, one.score, one.usage)
