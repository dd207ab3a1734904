"""The totals of an answer, as plain values in a fixed order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from repatria.matching.core.model import Model
from repatria.matching.engine.link import Deduplication, Reconciliation, unreadable_rows
from repatria.matching.engine.resolve import REVIEW_FROM, SAME_FROM
from repatria.register.engine.records import ReadList

BINS = 20


def of_reconciliation(
    answer: Reconciliation, pairs: pl.DataFrame, only: Mapping[str, pl.DataFrame]
) -> dict[str, Any]:
    """Return what summary.json says of two lists."""
    same = pairs.filter(pl.col("verdict") == "same")
    differing = same.filter(pl.col("differs") != "")
    return {
        "left": _list(answer.left),
        "right": _list(answer.right),
        "totals": {
            "same": same.height,
            "same_on_both": same.height - differing.height,
            "differs": differing.height,
            "review": pairs.height - same.height,
            "left_only": only["left"].height,
            "right_only": only["right"].height,
            "left_duplicates": _filled(only["left"], "duplicate_of"),
            "right_duplicates": _filled(only["right"], "duplicate_of"),
            "left_unreadable": len(unreadable_rows(answer.left)),
            "right_unreadable": len(unreadable_rows(answer.right)),
        },
        "differs": counts_by_field(differing["differs"]),
        "expected_wrong": round(float((1 - same["probability"]).sum()), 3),
        "probability": histogram(pairs["probability"]),
        "thresholds": {"same": SAME_FROM, "review": REVIEW_FROM},
        "compared": answer.compared,
        "not_compared": dict(sorted(answer.left_out.items())),
        "model": of_model(answer.model),
    }


def of_deduplication(answer: Deduplication, clusters: pl.DataFrame) -> dict[str, Any]:
    """Return what summary.json says of one list."""
    sizes = clusters.group_by("cluster").len().filter(pl.col("len") > 1)
    likely = answer.duplicates.probability[answer.duplicates.probability >= SAME_FROM]
    return {
        "list": _list(answer.one),
        "totals": {
            "rows": answer.one.rows,
            "persons": clusters["cluster"].n_unique(),
            "clusters": sizes.height,
            "repeats": int(sizes["len"].sum()) - sizes.height,
            "unreadable": len(unreadable_rows(answer.one)),
        },
        "expected_wrong": round(float((1 - likely).sum()), 3),
        "probability": histogram(pl.Series(likely)),
        "thresholds": {"same": SAME_FROM},
        "compared": answer.compared,
        "not_compared": dict(sorted(answer.left_out.items())),
        "model": of_model(answer.model),
    }


def of_model(model: Model) -> dict[str, Any]:
    """Return what holds for all pairs; model.json has the rest."""
    return {"prior": model.prior, "slope": model.slope, "offset": model.offset}


def counts_by_field(differs: pl.Series) -> dict[str, int]:
    """Count the fields in conflict, most frequent first."""
    each = differs.str.split(";").explode().drop_nulls().alias("field")
    counts = (
        each.to_frame()
        .group_by("field")
        .len()
        .sort(["len", "field"], descending=[True, False])
    )
    return {field: number for field, number in counts.iter_rows() if field}


def histogram(probability: pl.Series) -> list[int]:
    """Count pairs in ``BINS`` equal steps of probability from 0 to 1."""
    counts, _edges = np.histogram(probability.to_numpy(), bins=BINS, range=(0.0, 1.0))
    return [int(count) for count in counts]


def _filled(table: pl.DataFrame, column: str) -> int:
    return table.height - table[column].null_count()


def _list(one: ReadList) -> dict[str, Any]:
    return {
        "file": one.name,
        "sha256": one.sha256,
        "rows": one.rows,
        "columns": [
            {"column": used.column, "field": used.field, "how": used.how}
            for used in one.layout.mapping
        ],
        "missing": {
            name: one.fields[name].null_count() for name in sorted(one.fields.columns)
        },
    }
