"""Both lists of a comparison as a value: from kept rows in, proposals out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from repatria.matching.core.model import to_json
from repatria.matching.engine import summary
from repatria.matching.engine.findings import Finding, findings
from repatria.matching.engine.link import Progress, Reconciliation, link, silent
from repatria.matching.engine.resolve import REVIEW_FROM
from repatria.matching.engine.tables import only_table, pairs_table
from repatria.register.engine.records import ReadList


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pair by its rows (from 1), with what speaks for and against it."""

    left_row: int
    right_row: int
    probability: float
    verdict: str
    differs: list[str]
    why: list[Finding]
    rivals: int


@dataclass(frozen=True, slots=True)
class Alone:
    """A row in no pair proposed as one person: what it repeats, what comes near."""

    duplicate_of: int
    share: float
    near_row: int
    near_share: float
    silent: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """All that a comparison has found; ``alone`` by row, for left and right."""

    pairs: list[Proposed]
    alone: tuple[dict[int, Alone], dict[int, Alone]]
    totals: dict[str, Any]
    model: str


def compare(
    left: ReadList, right: ReadList, *, progress: Progress = silent
) -> Compared:
    """Compare two lists and say everything that was found, without a name."""
    answer = link(left, right, progress=progress)
    progress("write", 0)
    pairs = pairs_table(answer)
    tables = {
        "left": only_table(answer, right=False),
        "right": only_table(answer, right=True),
    }
    totals = summary.of_reconciliation(answer, pairs, tables)
    kept = ("totals", "differs", "expected_wrong", "probability", "compared")
    return Compared(
        pairs=_proposed(answer, pairs),
        alone=(
            _alone(answer, tables["left"], start=0),
            _alone(answer, tables["right"], start=left.rows),
        ),
        totals={name: totals[name] for name in kept},
        model=to_json(answer.model),
    )


def _proposed(answer: Reconciliation, pairs: pl.DataFrame) -> list[Proposed]:
    at = pairs["position"].to_numpy()
    rows = pairs.select("left_row", "right_row", "probability", "verdict", "differs")
    crowd = _crowd(answer)
    return [
        Proposed(
            left,
            right,
            share,
            verdict,
            differs.split(";") if differs else [],
            why,
            int(crowd[left - 1] + crowd[answer.left.rows + right - 1]) - 2,
        )
        for (left, right, share, verdict, differs), why in zip(
            rows.iter_rows(), findings(answer, at), strict=True
        )
    ]


def _crowd(answer: Reconciliation) -> np.ndarray:
    """Count for each row the pairs in which it may be somebody; at least one."""
    found = answer.resolved
    likely = np.flatnonzero(found.probability >= REVIEW_FROM)
    rows = np.concatenate([found.pairs.left[likely], found.pairs.right[likely]])
    return np.maximum(np.bincount(rows, minlength=answer.features.rows), 1)


def _alone(
    answer: Reconciliation, table: pl.DataFrame, *, start: int
) -> dict[int, Alone]:
    certainty, quiet = answer.duplicates.certainty, answer.features.silent
    columns = table.select("row", "duplicate_of", "near_row", "near_share")
    return {
        row: Alone(
            duplicate_of=repeats or 0,
            share=float(certainty[start + row - 1]),
            near_row=near,
            near_share=float(share),
            silent=bool(quiet[start + row - 1]),
        )
        for row, repeats, near, share in columns.iter_rows()
    }
