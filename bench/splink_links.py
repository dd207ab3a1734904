"""What both Splink benchmarks share: training, prediction, one-to-one links out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THREADS = 2
BLIND_PAIRS = 5e6
SEED = 1
LEAST_WEIGHT = -20.0  # bits: low enough that its best threshold is never missed


def connected() -> duckdb.DuckDBPyConnection:
    """Return a database in memory that keeps to two threads."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    return duckdb.connect(config={"threads": THREADS})


def trained(
    tables: Sequence[str],
    base: duckdb.DuckDBPyConnection,
    settings: SettingsCreator,
    *,
    surely: Sequence[Any],
    recall: float,
    sessions: Sequence[Sequence[str]],
) -> Linker:
    """Train without labels, in the order that Splink's documentation recommends.

    ``surely`` are rules that only true pairs meet, ``recall`` the share of true
    pairs that meet one of them; each session learns from pairs that agree in the
    columns it names.
    """
    api = DuckDBAPI(connection=base)
    linker = Linker([api.register(table) for table in tables], settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        list(surely), recall=recall
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=BLIND_PAIRS, seed=SEED)
    for columns in sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
    return linker


def write_links(linker: Linker, base: duckdb.DuckDBPyConnection, out: Path) -> None:
    """Write pairs that are each other's best: ``left_id,right_id,score,probability``.

    ``score`` is the match weight in bits, the prior counted in.
    """
    found = linker.inference.predict(threshold_match_weight=LEAST_WEIGHT)
    base.execute(
        f"""
        COPY (
            SELECT id_l AS left_id, id_r AS right_id,
                   match_weight AS score, match_probability AS probability
            FROM (
                SELECT *,
                    row_number() OVER (PARTITION BY id_l
                        ORDER BY match_weight DESC, id_r) AS of_left,
                    row_number() OVER (PARTITION BY id_r
                        ORDER BY match_weight DESC, id_l) AS of_right
                FROM {found.physical_name}
            )
            WHERE of_left = 1 AND of_right = 1
            ORDER BY left_id
        ) TO '{out}' (HEADER, DELIMITER ',')
        """  # noqa: S608 - table and file are named by ourselves
    )
