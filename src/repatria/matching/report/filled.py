"""Fill the report: the first entries of each section, in reading order."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.link import Deduplication, Reconciliation
from repatria.matching.engine.resolve import REVIEW_FROM, SAME_FROM
from repatria.matching.engine.tables import TOO_LITTLE
from repatria.matching.report.data import (
    SHOWN_AT_MOST,
    Bin,
    DedupeData,
    FieldCount,
    LoneRow,
    ModelCard,
    Nearest,
    Pair,
    ReportData,
    Section,
    Split,
    Standing,
    value_of_a_look,
)
from repatria.matching.report.evidence import evidence
from repatria.matching.report.measured import error_rates
from repatria.matching.report.quality import list_card
from repatria.matching.report.repeats import repeats
from repatria.matching.report.shown import Shown, shown
from repatria.shared.text import say

# Edges of the bars of the report: most is to be seen near certainty.
EDGES = (0.0, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99, 0.999, 1.0)


def report_data(
    answer: Reconciliation,
    pairs: pl.DataFrame,
    only: Mapping[str, pl.DataFrame],
    summary: Mapping[str, Any],
    *,
    frozen: bool,
) -> ReportData:
    """Return everything the report of two lists shows."""
    titles = answer.features.titles
    both = (
        shown(answer.left, answer.stated[0], titles),
        shown(answer.right, answer.stated[1], titles),
    )
    split = answer.left.rows
    as_they_stand = frozenset(titles.values())
    same = pairs.filter(pl.col("verdict") == "same")
    review = pairs.filter(pl.col("verdict") == "review")
    differs, agree = (
        same.filter(pl.col("differs") != ""),
        same.filter(pl.col("differs") == ""),
    )
    splits = [
        _split(rows, len(agree), len(differs), one.rows)
        for rows, one in zip(
            (only["left"], only["right"]), (answer.left, answer.right), strict=True
        )
    ]
    return ReportData(
        left=list_card(answer.left, splits[0], as_they_stand),
        right=list_card(answer.right, splits[1], as_they_stand),
        review=_pairs(answer, both, _by_value_of_a_look(review), "pairs.csv"),
        differs=_pairs(
            answer, both, differs.sort("probability", "left_row"), "pairs.csv"
        ),
        same=_pairs(answer, both, agree.sort("probability", "left_row"), "pairs.csv"),
        only_left=_lone(both, only["left"], right=False),
        only_right=_lone(both, only["right"], right=True),
        duplicates_left=repeats(both[0], answer, slice(0, split), "left_only.csv"),
        duplicates_right=repeats(
            both[1], answer, slice(split, answer.features.rows), "right_only.csv"
        ),
        model=model_card(frozen=frozen),
        expected_wrong=summary["expected_wrong"],
        bins=bins(pairs["probability"].to_numpy()),
        conflicts=tuple(
            FieldCount(field, n) for field, n in summary["differs"].items()
        ),
    )


def dedupe_data(
    answer: Deduplication,
    summary: Mapping[str, Any],
    *,
    frozen: bool,
) -> DedupeData:
    """Return everything the report of one list shows."""
    totals = summary["totals"]
    alone = totals["rows"] - totals["repeats"] - totals["unreadable"]
    split = Split(
        only_here=alone, duplicate=totals["repeats"], unreadable=totals["unreadable"]
    )
    titles = answer.features.titles
    found = answer.duplicates.probability
    return DedupeData(
        one=list_card(answer.one, split, frozenset(titles.values())),
        clusters=repeats(
            shown(answer.one, answer.stated, titles),
            answer,
            slice(0, answer.one.rows),
            "clusters.csv",
        ),
        model=model_card(frozen=frozen),
        expected_wrong=summary["expected_wrong"],
        bins=bins(found[found >= SAME_FROM]),
    )


def model_card(*, frozen: bool) -> ModelCard:
    """Return the model's name, thresholds and published error rates."""
    return ModelCard(
        name="Repatria",
        version=version("repatria"),
        same_from=SAME_FROM,
        review_from=REVIEW_FROM,
        frozen=frozen,
        error_rates=error_rates(),
    )


def bins(probability: npt.NDArray[np.float64]) -> tuple[Bin, ...]:
    """Count pairs by probability, in steps that grow finer towards certainty.

    Steps below all the pairs are left out.

    >>> [(one.low, one.pairs) for one in bins(np.array([0.96, 0.9995]))]
    [(0.95, 1), (0.99, 0), (0.999, 1)]
    """
    counts, _edges = np.histogram(probability, bins=EDGES)
    first = int(np.argmax(counts > 0)) if len(probability) else len(counts)
    steps = zip(pairwise(EDGES), counts.tolist(), strict=True)
    return tuple(Bin(low, high, count) for (low, high), count in steps)[first:]


def _split(only: pl.DataFrame, agree: int, differs: int, rows: int) -> Split:
    standing = standings(only)
    counts = {name: int((standing == name).sum()) for name in Standing}
    return Split(
        same=agree,
        differs=differs,
        review=counts[Standing.REVIEW],
        only_here=rows - agree - differs - len(only) + counts[Standing.ONLY_HERE],
        duplicate=counts[Standing.DUPLICATE],
        unreadable=counts[Standing.UNREADABLE],
    )


def standings(only: pl.DataFrame) -> pl.Series:
    """Say why each row of an only-table has no counterpart."""
    return only.select(
        pl.when("unreadable")
        .then(pl.lit(Standing.UNREADABLE.value))
        .when(pl.col("duplicate_of") > 0)
        .then(pl.lit(Standing.DUPLICATE.value))
        .when(pl.col("review") != "")
        .then(pl.lit(Standing.REVIEW.value))
        .otherwise(pl.lit(Standing.ONLY_HERE.value))
    ).to_series()


def _by_value_of_a_look(review: pl.DataFrame) -> pl.DataFrame:
    value = [value_of_a_look(share) for share in review["probability"]]
    return (
        review.with_columns(pl.Series("value", value, dtype=pl.Float64))
        .sort(["value", "left_row", "right_row"], descending=[True, False, False])
        .drop("value")
    )


def _pairs(
    answer: Reconciliation, both: tuple[Shown, Shown], rows: pl.DataFrame, file: str
) -> Section[Pair]:
    found = evidence(answer, both, rows.head(SHOWN_AT_MOST))
    entries = tuple(found.pair(n) for n in range(len(found.at)))
    return Section(entries, len(rows), file)


def _lone(
    both: tuple[Shown, Shown], only: pl.DataFrame, *, right: bool
) -> Section[LoneRow]:
    """Show lone rows, those only here first, and of these the least alone first."""
    here, there = (both[1], both[0]) if right else both
    first = (
        only.with_columns(standings(only).alias("standing"))
        .sort(
            pl.col("standing") != Standing.ONLY_HERE.value,
            -pl.col("near_share").round(6),
            maintain_order=True,
        )
        .head(SHOWN_AT_MOST)
    )
    entries = tuple(
        LoneRow(
            row=here.row(row["row"]),
            standing=Standing(row["standing"]),
            nearest=Nearest(there.row(row["near_row"]), row["near_share"])
            if row["near_row"]
            else None,
            duplicate_of=row["duplicate_of"] or 0,
            why=_reason(row),
        )
        for row in first.iter_rows(named=True)
    )
    return Section(entries, len(only), "right_only.csv" if right else "left_only.csv")


def _reason(row: Mapping[str, Any]) -> str:
    """Return why a row stands alone, where the rest of its line does not say it."""
    unsaid = row["unreadable"] or row["why"] == say(TOO_LITTLE)
    return str(row["why"]) if unsaid else ""
