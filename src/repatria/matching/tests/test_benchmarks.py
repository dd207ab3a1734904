"""Real lists and names of public data: totals only, no name of anybody."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from bench import historical, latin_cyrillic, lists, name_pairs
from repatria.matching.engine.candidates import candidates_between
from repatria.matching.engine.fit import fitted
from repatria.matching.engine.prepare import prepared
from repatria.matching.engine.scores import ready
from repatria.matching.tests.lists import Run, table_of
from repatria.names.compare import compare

QUERIES = 150
POOL = 3_000


@pytest.fixture(autouse=True)
def data(benchmark_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the benchmarks read their data wherever the tests are run."""
    monkeypatch.setattr(lists, "DATA", benchmark_data)
    monkeypatch.setattr(latin_cyrillic, "DATA", benchmark_data)
    return benchmark_data


def test_a_real_list_is_deduplicated_whole_and_soon(
    tmp_path: Path, repatria: Run
) -> None:
    columns = tmp_path / "columns.toml"
    columns.write_text(historical.COLUMNS_TOML, encoding="utf-8")
    entries = tmp_path / "entries.tsv"
    historical.captives().write_csv(entries, separator="\t")
    said = repatria("dedupe", entries, "--columns", columns)
    assert said.status == 0
    clusters = table_of(said.folder / "clusters.csv")
    assert clusters["row"].to_list() == [str(n) for n in range(1, 17_820 + 1)]
    run = json.loads((said.folder / "run.json").read_text(encoding="utf-8"))
    assert run["seconds"] < 60
    totals = json.loads((said.folder / "summary.json").read_text())["totals"]
    assert 0 < totals["repeats"] < 0.1 * totals["rows"]


def test_corrected_rows_find_the_rows_first_printed(tmp_path: Path) -> None:
    old, new = historical.corrections("old"), historical.corrections("new")
    step = new.height // QUERIES
    asked = np.arange(0, new.height, step)
    pool = pl.concat([historical.captives().gather_every(17_820 // POOL), old])
    lists_ = [
        historical.as_list(part, tmp_path, historical.ALL)
        for part in (new[asked], pool)
    ]
    features = prepared(*lists_)
    keep = np.ones(features.rows, dtype=bool)
    model = fitted(features, candidates_between(features, keep), keep)
    ranks = historical.ranks_of(
        ready(model, features), pool.height - old.height + asked
    )
    assert len(ranks) >= QUERIES
    assert (ranks == 1).mean() >= 0.9


def test_latin_words_find_their_cyrillic_ones() -> None:
    pairs = latin_cyrillic.pool_of(
        latin_cyrillic.read_pairs("coling_en_ru_test.tsv"), size=400
    )
    assert len(pairs) == 400
    found = latin_cyrillic.hits(pairs, latin_cyrillic.by_cost, queries=120)
    assert found["hit@1"] >= 0.85
    assert found["hit@10"] >= 0.95


def test_names_of_one_person_are_told_from_names_of_two(data: Path) -> None:
    pairs = [pair for pair in name_pairs.name_pairs(data) if not pair.to_fit]
    said = [compare(pair.one, pair.other).same for pair in pairs]
    accuracy = name_pairs.accuracy(pairs, said)
    assert sum(said) > 50
    assert accuracy.f1 >= 0.85
