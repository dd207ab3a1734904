"""Fill the report: the first entries of each section, in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from repatria.matching.core.model import ladder_named
from repatria.matching.engine.link import Deduplication, Reconciliation
from repatria.matching.engine.reasons import bits_by_field, words_of
from repatria.matching.engine.resolve import REVIEW_FROM, SAME_FROM
from repatria.matching.engine.summary import BINS
from repatria.matching.engine.tables import with_reasons
from repatria.matching.report.data import (
    SHOWN_AT_MOST,
    Agreement,
    Bin,
    Cluster,
    Compared,
    DedupeData,
    FieldCount,
    LoneRow,
    Member,
    ModelCard,
    Nearest,
    Pair,
    ReportData,
    Row,
    Section,
    Split,
    Standing,
    Value,
    value_of_a_look,
)
from repatria.matching.report.measured import error_rates
from repatria.matching.report.quality import list_card
from repatria.register.engine.records import ReadList

NAME_PARTS = ("family", "given", "patronymic")
_CLOSE = {
    "variant",
    "initial",
    "month",
    "year",
    "shared",
    "near",
    "slip",
    "swapped",
    "partly",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A list's rows as the report shows them."""

    one: ReadList
    stated: pl.DataFrame

    def row(self, number: int) -> Row:
        """Return row ``number``, from 1."""
        said = self.stated.row(number - 1, named=True)
        parts = [said.get(part) for part in NAME_PARTS]
        name = said.get("full_name") or " ".join(part for part in parts if part)
        values = tuple(
            Value(field, text)
            for field, text in said.items()
            if text and field not in {"id", "full_name", "birth_date", *NAME_PARTS}
        )
        return Row(
            number, said.get("id") or "", name, said.get("birth_date") or "", values
        )

    def text(self, number: int, field: str) -> str:
        """Return what row ``number`` says in ``field``, ``""`` where it does not."""
        if field in self.stated.columns:
            return self.stated[number - 1, field] or ""
        return ""


def report_data(
    answer: Reconciliation,
    pairs: pl.DataFrame,
    only: Mapping[str, pl.DataFrame],
    summary: Mapping[str, Any],
    *,
    frozen: bool,
) -> ReportData:
    """Return everything the report of two lists shows."""
    shown = (
        Shown(answer.left, answer.stated[0]),
        Shown(answer.right, answer.stated[1]),
    )
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
        left=list_card(answer.left, splits[0]),
        right=list_card(answer.right, splits[1]),
        review=_pairs(answer, shown, _by_value_of_a_look(review), "pairs.csv"),
        differs=_pairs(
            answer, shown, differs.sort("probability", "left_row"), "pairs.csv"
        ),
        same=_pairs(answer, shown, agree.sort("probability", "left_row"), "pairs.csv"),
        only_left=_lone(shown, only["left"], right=False),
        only_right=_lone(shown, only["right"], right=True),
        duplicates_left=_clusters(
            shown[0], answer, 0, answer.left.rows, "left_only.csv"
        ),
        duplicates_right=_clusters(
            shown[1], answer, answer.left.rows, answer.features.rows, "right_only.csv"
        ),
        model=model_card(frozen=frozen),
        expected_wrong=summary["expected_wrong"],
        bins=bins(summary["probability"]),
        conflicts=tuple(
            FieldCount(field, n) for field, n in summary["differs"].items()
        ),
    )


def dedupe_data(
    answer: Deduplication,
    clusters: pl.DataFrame,
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
    return DedupeData(
        one=list_card(answer.one, split),
        clusters=_clusters(
            Shown(answer.one, answer.stated),
            answer,
            0,
            answer.one.rows,
            "clusters.csv",
            why=clusters["why"],
        ),
        model=model_card(frozen=frozen),
        expected_wrong=summary["expected_wrong"],
        bins=bins(summary["probability"]),
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


def bins(counts: Sequence[int]) -> tuple[Bin, ...]:
    """Return the histogram of the summary as the report draws it."""
    return tuple(Bin(n / BINS, (n + 1) / BINS, count) for n, count in enumerate(counts))


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
    answer: Reconciliation, shown: tuple[Shown, Shown], rows: pl.DataFrame, file: str
) -> Section[Pair]:
    first = with_reasons(answer, rows.head(SHOWN_AT_MOST))
    at = rows["position"].head(SHOWN_AT_MOST).to_numpy()
    bits = bits_by_field(answer.features, answer.model, answer.resolved.pairs, at)
    levels = {name: level[at] for name, level in answer.resolved.pairs.levels.items()}
    words = {name: words_of(name, answer.features) for name in levels}
    entries = tuple(
        Pair(
            left=shown[0].row(row["left_row"]),
            right=shown[1].row(row["right_row"]),
            probability=row["probability"],
            compared=_compared(shown, row, n, levels, bits, words),
            differs=tuple(row["differs"].split(";")) if row["differs"] else (),
            why=row["why"],
        )
        for n, row in enumerate(first.iter_rows(named=True))
    )
    return Section(entries, len(rows), file)


def _compared(
    shown: tuple[Shown, Shown],
    row: Mapping[str, Any],
    n: int,
    levels: Mapping[str, npt.NDArray[np.uint8]],
    bits: Mapping[str, npt.NDArray[np.float32]],
    words: Mapping[str, list[str]],
) -> tuple[Compared, ...]:
    found = []
    for field, level in levels.items():
        texts = (
            shown[0].text(row["left_row"], field),
            shown[1].text(row["right_row"], field),
        )
        if not any(texts):
            continue
        step = int(level[n])
        code = "" if step == 0 else ladder_named(field).levels[step - 1].code
        found.append(
            Compared(
                field,
                *texts,
                agreement=agreement(code),
                bits=round(float(bits[field][n]), 1) if code else None,
                why=words[field][step - 1] if code else "",
            )
        )
    return tuple(found)


def agreement(code: str) -> Agreement:
    """Return what a level's code says to a reader."""
    if not code:
        return Agreement.UNKNOWN
    if code in {"same", "spelling"}:
        return Agreement.SAME
    return Agreement.CLOSE if code in _CLOSE else Agreement.DIFFERS


def _lone(
    shown: tuple[Shown, Shown], only: pl.DataFrame, *, right: bool
) -> Section[LoneRow]:
    here, there = (shown[1], shown[0]) if right else shown
    first = (
        only.with_columns(standings(only).alias("standing"))
        .sort(pl.col("standing") != Standing.ONLY_HERE.value, maintain_order=True)
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
            why=row["why"],
        )
        for row in first.iter_rows(named=True)
    )
    return Section(entries, len(only), "right_only.csv" if right else "left_only.csv")


def _clusters(
    shown: Shown,
    answer: Reconciliation | Deduplication,
    start: int,
    end: int,
    file: str,
    why: pl.Series | None = None,
) -> Section[Cluster]:
    group = answer.duplicates.group[start:end]
    leads, sizes = np.unique(group, return_counts=True)
    several = leads[sizes > 1]
    shown_leads = several[:SHOWN_AT_MOST]
    members = np.flatnonzero(np.isin(group, shown_leads))
    by_lead: dict[int, list[int]] = {int(lead): [] for lead in shown_leads}
    for member in members:
        by_lead[int(group[member])].append(int(member))
    entries = tuple(
        Cluster(
            number=lead - start + 1,
            members=tuple(
                Member(
                    shown.row(member + 1),
                    float(answer.duplicates.certainty[start + member]),
                    why[member] if why is not None else "",
                )
                for member in rows
            ),
        )
        for lead, rows in by_lead.items()
    )
    return Section(entries, len(several), file)
