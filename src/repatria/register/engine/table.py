"""The rows of a file before anybody asks what the columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from repatria.register.core.remarks import ONE_VALUE, UNREADABLE, Remark


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a data row; ``row`` counts from 1."""

    row: int
    code: str
    severity: str = ONE_VALUE
    column: str = ""
    text: str = ""

    @property
    def as_row(self) -> tuple[int, str, str, str, str]:
        """The values in the order of ``FAULT_SCHEMA``."""
        return self.row, self.column, self.code, self.severity, self.text


def unreadable(row: int, code: str, text: str) -> Fault:
    """Return the fault of a whole row; ``text`` is the row as it stands in the file."""
    return Fault(row, code, UNREADABLE, text=text)


@dataclass(frozen=True, slots=True)
class Table:
    """Data rows below the header.

    ``frame`` holds String columns, null for an empty cell; ``lines`` the line
    (or sheet row) of each.  ``has_header`` is false where columns got their
    names by number.
    """

    frame: pl.DataFrame
    lines: pl.Series
    header_line: int
    has_header: bool
    faults: Sequence[Fault] = ()
    blank_lines: int = 0
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    notes: Sequence[Remark] = field(default_factory=tuple)


def string_schema(width: int) -> dict[str, type[pl.String]]:
    """Return a schema of so many text columns with throw-away names."""
    return {f"c{at}": pl.String for at in range(width)}


def frame_of(rows: Sequence[Sequence[str]], width: int) -> pl.DataFrame:
    """Return rows of cells as a frame, null for an empty cell."""
    columns = zip(*rows, strict=True) if rows else ((),) * width
    return pl.DataFrame(
        [
            pl.Series(f"c{at}", [cell or None for cell in column], dtype=pl.String)
            for at, column in enumerate(columns)
        ]
    )


def line_numbers(first: int, count: int) -> pl.Series:
    """Return consecutive line numbers."""
    return pl.int_range(first, first + count, dtype=pl.Int64, eager=True).alias("line")
