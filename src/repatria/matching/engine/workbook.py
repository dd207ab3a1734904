"""The answer as a workbook: one sheet of pairs, one for each list's remaining rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from repatria.matching.engine.link import Reconciliation
from repatria.matching.engine.tables import ONLY_COLUMNS, with_reasons
from repatria.register.engine.records import ReadList
from repatria.shared.text import mark as _
from repatria.shared.text import say

MOST_ROWS = 1_048_575  # of a sheet, below its header
# Written row by row, and what a list says is never a formula, an address or a number.
CAREFUL = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    path: Path,
    answer: Reconciliation,
    pairs: pl.DataFrame,
    only: Mapping[str, pl.DataFrame],
) -> None:
    """Write ``reconciled.xlsx``; every cell is text or a number, never a formula."""
    with Workbook(path, CAREFUL) as book:
        proposed = with_reasons(answer, pairs)
        sheet_of(book, say(_("Pairs")), proposed.columns, proposed.iter_rows())
        for side, title, one in (
            ("left", say(_("Only left")), answer.left),
            ("right", say(_("Only right")), answer.right),
        ):
            table = only[side].select(ONLY_COLUMNS)
            sheet_of(
                book, title, [*table.columns, *one.own.columns], _with_own(table, one)
            )


def _with_own(table: pl.DataFrame, one: ReadList) -> Iterator[tuple[object, ...]]:
    own = one.own[table["row"] - 1]
    for known, stated in zip(table.iter_rows(), own.iter_rows(), strict=True):
        yield known + stated


def sheet_of(
    book: Workbook,
    title: str,
    header: Iterable[str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    """Add a sheet whose header stays in sight; texts are written as texts."""
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title).strip())
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(header), book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:  # the CSV file holds the rest
            break
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, value)
            elif value is not None:
                sheet.write_number(number, column, value)
