"""Whole runs: files in, files out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repatria.matching.core.model import Model, ModelUnreadableError, from_json
from repatria.matching.engine import files, summary
from repatria.matching.engine.link import Progress, dedupe, link, silent
from repatria.matching.engine.maps import load_column_maps
from repatria.matching.engine.tables import (
    ONLY_COLUMNS,
    clusters_table,
    only_table,
    pairs_table,
    with_reasons,
)
from repatria.matching.report.filled import dedupe_data, report_data
from repatria.matching.report.render import render_dedupe_report, render_report
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _
from repatria.shared.text import say

PAIRS_AT_A_TIME = 50_000  # whose reasons are in memory at once

Seen = Callable[..., None]  # is shown the lists as understood, before they are used


def unseen(*_lists: ReadList) -> None:
    """Show nobody."""


class FolderUnusableError(RepatriaError):
    """Results cannot be written where they were wanted."""

    code = "matching.folder-unusable"
    what = _("Results cannot be written to {folder}: {reason}.")
    remedy = _("Name a folder that you may write to; nothing was written.")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found: its totals, as a value and in words."""

    summary: dict[str, Any]
    words: str

    @property
    def as_json(self) -> str:
        """The totals as summary.json states them."""
        return json.dumps(self.summary, ensure_ascii=False, indent=1)


def reconcile_files(
    left: Path,
    right: Path,
    out: Path,
    *,
    columns: Path | None = None,
    model: Path | None = None,
    xlsx: bool = False,
    progress: Progress = silent,
    seen: Seen = unseen,
) -> Run:
    """Compare two list files and write everything that was found to ``out``."""
    watch = files.Stopwatch()
    tell = _timed(watch, progress)
    tell("read", 0)
    maps = load_column_maps(columns)
    frozen = _model(model) if model else None
    lists = read_list(left, columns=maps[0]), read_list(right, columns=maps[1])
    seen(*lists)
    _usable(out)
    answer = link(*lists, model=frozen, progress=tell)
    tell("write", 0)
    pairs = pairs_table(answer)
    only = {
        "left": only_table(answer, right=False),
        "right": only_table(answer, right=True),
    }
    totals = summary.of_reconciliation(answer, pairs, only)
    # Without a pair there is still a header to write.
    slices = pairs.iter_slices(PAIRS_AT_A_TIME) if pairs.height else iter([pairs])
    parts = (with_reasons(answer, part) for part in slices)
    files.write_in_parts(out / "pairs.csv", parts)
    for side, one in zip(("left", "right"), lists, strict=True):
        files.write_only(out / f"{side}_only.csv", only[side].select(ONLY_COLUMNS), one)
    files.write_json(out / "summary.json", totals)
    files.write_model(out / "model.json", answer.model)
    tell("report", 0)
    data = report_data(answer, pairs, only, totals, frozen=frozen is not None)
    files.write_text(out / "report.html", render_report(data))
    if xlsx:
        from repatria.matching.engine.workbook import write_workbook

        write_workbook(out / "reconciled.xlsx", answer, pairs, only)
    files.write_json(out / "run.json", watch.run())
    return Run(totals, _reconciled(totals))


def dedupe_file(
    one: Path,
    out: Path,
    *,
    columns: Path | None = None,
    model: Path | None = None,
    progress: Progress = silent,
    seen: Seen = unseen,
) -> Run:
    """Find the rows of one list file that may be one person; write to ``out``."""
    watch = files.Stopwatch()
    tell = _timed(watch, progress)
    tell("read", 0)
    column_map, _other = load_column_maps(columns)
    frozen = _model(model) if model else None
    stated = read_list(one, columns=column_map)
    seen(stated)
    _usable(out)
    answer = dedupe(stated, model=frozen, progress=tell)
    tell("write", 0)
    clusters = clusters_table(answer)
    totals = summary.of_deduplication(answer, clusters)
    files.write_csv(out / "clusters.csv", clusters)
    files.write_json(out / "summary.json", totals)
    files.write_model(out / "model.json", answer.model)
    tell("report", 0)
    data = dedupe_data(answer, totals, frozen=frozen is not None)
    files.write_text(out / "report.html", render_dedupe_report(data))
    files.write_json(out / "run.json", watch.run())
    return Run(totals, _deduplicated(totals))


def _timed(watch: files.Stopwatch, progress: Progress) -> Progress:
    def tell(step: str, share: float) -> None:
        watch.step(step)
        progress(step, share)

    return tell


def _usable(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        trial = out / ".repatria"
        trial.touch()
        trial.unlink()
    except OSError as fault:
        raise FolderUnusableError(
            folder=str(out), reason=fault.strerror or ""
        ) from fault


def _model(path: Path) -> Model:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise ModelUnreadableError(file=path.name) from fault
    return from_json(text, file=path.name)


def _reconciled(totals: dict[str, Any]) -> str:
    numbers = totals["totals"]
    return say(
        _(
            "On both lists: {same}, of whom {differs} differ in something. "
            "To review: {review} pairs. "
            "Rows without a sure counterpart: {left_only} left, {right_only} right."
        ),
        **numbers,
    )


def _deduplicated(totals: dict[str, Any]) -> str:
    return say(
        _("{rows} rows, {persons} persons; {repeats} rows repeat another."),
        **totals["totals"],
    )
