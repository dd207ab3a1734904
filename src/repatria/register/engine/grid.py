"""A sheet of cells: where its header stands, and which rows are data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from repatria.register.core.errors import ListEmptyError
from repatria.register.core.fields import ColumnMap
from repatria.register.core.header_row import NO_HEADER, find_header, unique_names
from repatria.register.core.remarks import Remark, remark
from repatria.register.engine.table import Fault, Table
from repatria.shared.text import mark as _

_SAMPLE_ROWS = 400
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a sheet as text, null for an empty one, header not yet found.

    ``first_line`` and ``first_column`` are the row and column of the sheet, from
    1, at which ``frame`` begins; ``no_value`` holds addresses such as ``"B5"``
    of formulas without a result.
    """

    frame: pl.DataFrame
    first_line: int = 1
    first_column: int = 1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: tuple[Remark, ...] = ()
    no_value: tuple[str, ...] = ()


def table_of_grid(grid: Grid, *, given: ColumnMap, file: str) -> Table:
    """Return the data rows of a sheet under its header.

    Rows without any text are counted and left out.  Raises ``ListEmptyError``.
    """
    numbered = grid.frame.with_row_index("line", offset=grid.first_line)
    filled = numbered.filter(_holds_text(grid.frame))
    if not filled.height:
        raise ListEmptyError(file=file)
    rows = [
        tuple(cell or "" for cell in row)
        for row in filled.head(_SAMPLE_ROWS).drop("line").iter_rows()
    ]
    head_lines = filled["line"].head(_SAMPLE_ROWS).to_list()
    at = _header_at(rows, head_lines, given.header_line)
    header = rows[at] if at != NO_HEADER else ("",) * grid.frame.width
    body = filled.slice(at + 1)
    notes = (*grid.notes, *((remark(_TITLES, count=at),) if at > 0 else ()))
    kept = _kept_columns(body.drop("line"), header, has_header=at != NO_HEADER)
    names = unique_names([header[place] for place in kept])
    frame = body.drop("line").select(pl.nth(*kept))
    return Table(
        frame=frame.rename(dict(zip(frame.columns, names, strict=True))),
        lines=body["line"].cast(pl.Int64),
        header_line=head_lines[at] if at != NO_HEADER else 0,
        has_header=at != NO_HEADER,
        faults=_no_values(grid, body["line"], dict(zip(kept, names, strict=True))),
        blank_lines=numbered.height - filled.height,
        sheet=grid.sheet,
        sheets=grid.sheets,
        notes=notes,
    )


_TITLES = _("Lines above the header that are no rows: {count}.")


def _holds_text(frame: pl.DataFrame) -> pl.Expr:
    said = [
        pl.col(name).str.strip_chars().fill_null("") != "" for name in frame.columns
    ]
    return pl.any_horizontal(said)


def _header_at(
    rows: Sequence[Sequence[str]], lines: Sequence[int], told: int | None
) -> int:
    if told is None:
        return find_header(rows)
    if told == 0:
        return NO_HEADER
    return next((at for at, line in enumerate(lines) if line >= told), NO_HEADER)


def _kept_columns(
    body: pl.DataFrame, header: Sequence[str], *, has_header: bool
) -> list[int]:
    """Leave out columns without name and text, as spreadsheets keep at their edges."""
    empty = [column.null_count() == len(column) for column in body.iter_columns()]
    kept = [
        at
        for at, name in enumerate(header)
        if name.strip() or not (has_header and empty[at])
    ]
    return kept or list(range(len(header)))


def _no_values(grid: Grid, lines: pl.Series, names: dict[int, str]) -> list[Fault]:
    """Return a fault for each formula in a data row whose result was not saved."""
    row_of = (
        {line: row for row, line in enumerate(lines.to_list(), 1)}
        if grid.no_value
        else {}
    )
    faults = []
    for address in grid.no_value:
        found = _ADDRESS.fullmatch(address)
        if found and (row := row_of.get(int(found[2]))):
            place = _column_number(found[1]) - grid.first_column
            faults.append(Fault(row, "no-value", column=names.get(place, found[1])))
    return faults


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
