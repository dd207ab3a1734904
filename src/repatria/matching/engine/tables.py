"""The answer as tables: the pairs, and every row that is in no pair called same."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.engine.duplicates import LIKELY
from repatria.matching.engine.link import Deduplication, Reconciliation, unreadable_rows
from repatria.matching.engine.reasons import bits_by_field, differences, sentences
from repatria.matching.engine.resolve import Verdict
from repatria.register.core.fields import Field
from repatria.register.engine.records import ReadList
from repatria.shared.text import mark as _
from repatria.shared.text import say

UNREADABLE = _("this row could not be read; see line {line} of the file")
DUPLICATE = _("likely the person of row {row} of this list (probability {share})")
IN_REVIEW = _("in question with the rows named; a person decides")
TOO_LITTLE = _("states too little to be compared")
NEAREST = _("no counterpart; the nearest is row {row} (probability {share})")
NOTHING_NEAR = _("no counterpart; nothing comes near")
NO_DIFFERENCE = _("says the same as another row of the group")
DECIMALS = 6
LITTLE = 0.005
ONLY_COLUMNS = ("row", "id", "review", "duplicate_of", "why")

Positions = npt.NDArray[np.int64]


def pairs_table(answer: Reconciliation) -> pl.DataFrame:
    """Return the pairs proposed, in order: all columns of ``pairs.csv`` but ``why``.

    ``position`` is the place of the pair among the scored ones, for ``reasons``.
    """
    found = answer.resolved
    at = np.concatenate([found.same, found.review])
    left, right = found.pairs.left[at], found.pairs.right[at] - answer.left.rows
    levels = {name: level[at] for name, level in found.pairs.levels.items()}
    same = pl.Series(np.arange(len(at)) < len(found.same))
    table = pl.DataFrame(
        {
            "left_row": left + 1,
            "right_row": right + 1,
            "left_id": ids(answer.left).gather(left),
            "right_id": ids(answer.right).gather(right),
            "probability": np.round(found.probability[at], DECIMALS),
            "verdict": pl.select(
                pl.when(same)
                .then(pl.lit(Verdict.SAME.value))
                .otherwise(pl.lit(Verdict.REVIEW.value))
            ).to_series(),
            "differs": differences(levels),
            "position": at,
        }
    )
    return table.sort("left_row", "right_row")


def with_reasons(answer: Reconciliation, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return rows of the pairs table as ``pairs.csv`` has them, each with its why."""
    at = pairs["position"].to_numpy()
    levels = {name: level[at] for name, level in answer.resolved.pairs.levels.items()}
    bits = bits_by_field(answer.features, answer.model, answer.resolved.pairs, at)
    why = sentences(answer.features, levels, bits).alias("why")
    return pairs.drop("position").with_columns(why)


def ids(one: ReadList) -> pl.Series:
    """Return the list's own number of each row, empty where it has none."""
    if Field.ID in one.fields.columns:
        return one.fields[Field.ID].fill_null("")
    return pl.Series([""] * one.rows, dtype=pl.String)


def only_table(answer: Reconciliation, *, right: bool) -> pl.DataFrame:
    """Return a list's rows without a ``same`` pair: what is known of each, and why.

    The columns of ``ONLY_COLUMNS`` go into the file; the rest is for the report.
    """
    one = answer.right if right else answer.left
    start = answer.left.rows if right else 0
    own = slice(start, start + one.rows)
    rows = pl.DataFrame(
        {
            "row": np.arange(1, one.rows + 1),
            "id": ids(one),
            "paired": _paired(answer)[own],
            "duplicate_of": _duplicate_of(answer)[own] - start,
            "certainty": answer.duplicates.certainty[own],
            "line": one.lines,
            "unreadable": np.isin(np.arange(1, one.rows + 1), unreadable_rows(one)),
            "silent": answer.features.silent[own],
        }
    )
    rows = rows.join(
        _reviews(answer, right=right), on="row", how="left", maintain_order="left"
    )
    rows = rows.hstack(_nearest(answer, right=right)).filter(~pl.col("paired"))
    return rows.select(
        "row",
        "id",
        pl.col("review").fill_null(""),
        pl.when(pl.col("duplicate_of") > 0).then("duplicate_of"),
        _why().alias("why"),
        "unreadable",
        "near_row",
        "near_share",
    )


def _why() -> pl.Expr:
    share, near = _rounded("certainty"), _rounded("near_share")
    return (
        pl.when("unreadable")
        .then(worded(UNREADABLE, line=pl.col("line")))
        .when(pl.col("duplicate_of") > 0)
        .then(worded(DUPLICATE, row=pl.col("duplicate_of"), share=share))
        .when(pl.col("review").is_not_null())
        .then(worded(IN_REVIEW))
        .when("silent")
        .then(worded(TOO_LITTLE))
        .when(pl.col("near_row") > 0)
        .then(worded(NEAREST, row=pl.col("near_row"), share=near))
        .otherwise(worded(NOTHING_NEAR))
    )


def _rounded(name: str) -> pl.Expr:
    """Return a probability as a reader would write it; little is not nothing."""
    share = pl.col(name)
    text = share.round(2).cast(pl.String)
    return pl.when(share < LITTLE).then(pl.lit("< 0.01")).otherwise(text)


def worded(text: str, **columns: pl.Expr) -> pl.Expr:
    """Translate a marked text and fill its placeholders from columns."""
    said = say(text)
    names = re.findall(r"\{(\w+)\}", said)
    if not names:
        return pl.lit(said)
    return pl.format(re.sub(r"\{\w+\}", "{}", said), *(columns[name] for name in names))


def _paired(answer: Reconciliation) -> npt.NDArray[np.bool_]:
    found = answer.resolved
    paired = np.zeros(answer.features.rows, dtype=bool)
    paired[found.pairs.left[found.same]] = True
    paired[found.pairs.right[found.same]] = True
    return paired


def _duplicate_of(answer: Reconciliation) -> npt.NDArray[np.int32]:
    """Return the stacked row, from 1, that each row repeats, else a number below 1.

    That row is the one of the group that has a counterpart, else the first.
    """
    group, paired = answer.duplicates.group, np.flatnonzero(_paired(answer))
    leader = np.arange(len(group), dtype=np.int32)
    leader[group[paired]] = paired
    leads = leader[group]
    return np.where(leads == np.arange(len(group)), -len(group), leads + 1).astype(
        np.int32
    )


def _reviews(answer: Reconciliation, *, right: bool) -> pl.DataFrame:
    found = answer.resolved
    left, others = (
        found.pairs.left[found.review] + 1,
        found.pairs.right[found.review] + 1,
    )
    others = others - answer.left.rows
    here, there = (others, left) if right else (left, others)
    return (
        pl.DataFrame({"row": here.astype(np.int64), "there": there})
        .sort("row", "there")
        .group_by("row", maintain_order=True)
        .agg(pl.col("there").cast(pl.String).str.join(";").alias("review"))
    )


def _nearest(answer: Reconciliation, *, right: bool) -> pl.DataFrame:
    """Return the most probable row of the other list for each row, 0 for none."""
    found, split = answer.resolved, answer.left.rows
    best = found.best[split:] if right else found.best[:split]
    some = best >= 0
    there = found.pairs.left if right else found.pairs.right - split
    near = np.zeros(len(best), dtype=np.int64)
    near[some] = there[best[some]] + 1
    share = np.zeros(len(best))
    share[some] = found.probability[best[some]]
    return pl.DataFrame({"near_row": near, "near_share": share})


def clusters_table(answer: Deduplication) -> pl.DataFrame:
    """Return one line a row: its cluster, how sure, and why."""
    found, one = answer.duplicates, answer.one
    together = found.group[found.pairs.left] == found.group[found.pairs.right]
    at = np.flatnonzero((found.probability >= LIKELY) & together)
    bits = bits_by_field(answer.features, answer.model, found.pairs, at)
    said = sentences(
        answer.features,
        {name: level[at] for name, level in found.pairs.levels.items()},
        bits,
    )
    why = _strongest(
        one.rows,
        found.pairs.left[at],
        found.pairs.right[at],
        found.probability[at],
        said,
    )
    return pl.DataFrame(
        {
            "row": np.arange(1, one.rows + 1),
            "id": ids(one),
            "cluster": found.group + 1,
            "probability": np.round(found.certainty, DECIMALS),
            "why": why.zip_with(
                (why != "") | pl.Series(found.certainty == 0),
                pl.repeat(say(NO_DIFFERENCE), one.rows, eager=True),
            ),
        }
    )


def _strongest(
    rows: int,
    left: npt.NDArray[np.int32],
    right: npt.NDArray[np.int32],
    sure: npt.NDArray[np.float64],
    said: pl.Series,
) -> pl.Series:
    """Give each row the sentence of its most probable pair."""
    best = np.full(rows, -1, dtype=np.int64)
    order = np.lexsort((-right, -left, sure))
    best[left[order]] = order
    best[right[order]] = order
    return said.gather(pl.Series(best).replace(-1, None)).fill_null("")
