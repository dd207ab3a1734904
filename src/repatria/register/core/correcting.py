"""Rows that could not be read, out to a spreadsheet and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from repatria.register.core.delimited import split_line
from repatria.shared.sheets import as_written, csv_file
from repatria.shared.text import mark as _
from repatria.shared.text import say

LINE, REASON, MORE = "repatria_line", "repatria_reason", "repatria_more"
EXPORT = "repatria_export"  # as which it went out; not looked at when it comes back
_NO_LINE = _("it has no column called {column}")
_NO_NUMBER = _("“{column}” holds something that is no line of the list (row {row})")
_OTHER_LIST = _("line {line} is no line of this version")
_TWICE = _("line {line} stands in it twice")
_NO_COLUMN = _("the column {column} is missing")


class BadRow(NamedTuple):
    """A row to correct: its line, what is wrong in words, and its cells.

    ``cells`` may be more than the list has columns, or fewer.
    """

    line: int
    reason: str
    cells: Sequence[str]


class UnfitError(ValueError):
    """A file of corrections does not fit; says why, in words."""


def cells_of(
    pairs: Sequence[tuple[str, str]], columns: Sequence[str], delimiter: str
) -> list[str]:
    """Return a kept row's cells by column; a line that lost its columns is taken apart.

    >>> cells_of([("", "7;Koval;Ivan;x")], ["No", "Name"], ";")
    ['7', 'Koval', 'Ivan', 'x']
    """
    if len(pairs) == 1 and not pairs[0][0]:
        return list(split_line(pairs[0][1], delimiter)) if delimiter else [pairs[0][1]]
    said = dict(pairs)
    return [said.get(column, "") for column in columns]


def as_csv(columns: Sequence[str], rows: Iterable[BadRow], mark: str) -> bytes:
    """Return rows to correct as CSV: line and reason, then the list's own columns.

    ``mark`` says as which export it goes out.  It stands in a column, not in a line of
    its own above: the file comes back, and its first line must be the heading.  A cell
    that a spreadsheet would run goes out harmless; ``corrections`` reads it as meant.
    """
    held = list(rows)
    most = max((len(row.cells) for row in held), default=0)
    more = [f"{MORE}_{at + 1}" for at in range(most - len(columns))]
    header = (LINE, REASON, EXPORT, *columns, *more)
    told = ((row.line, row.reason, mark, *row.cells) for row in held)
    return csv_file([header, *told])


def corrections(
    header: Sequence[str],
    rows: Iterable[Sequence[str | None]],
    *,
    columns: Sequence[str],
    lines: Iterable[int],
) -> dict[int, list[str]]:
    """Return by line the cells that stand in a file of corrections.

    Raises ``UnfitError`` where the file is of another list, or a line is not clear.
    """
    places = _places(header, columns)
    known, found = set(lines), dict[int, list[str]]()
    for row, cells in enumerate(rows, 1):
        line = _line(cells[places[0]] or "", row)
        if line not in known:
            raise UnfitError(say(_OTHER_LIST, line=line))
        if line in found:
            raise UnfitError(say(_TWICE, line=line))
        said = [as_written(cells[place] or "") for place in places[1:]]
        found[line] = _without_empty_end(said, least=len(columns))
    return found


def _places(header: Sequence[str], columns: Sequence[str]) -> list[int]:
    """Return where the line stands, each column of the list, and what was too much."""
    named = {as_written(name): place for place, name in enumerate(header)}
    if LINE not in named:
        raise UnfitError(say(_NO_LINE, column=LINE))
    for column in columns:
        if column not in named:
            raise UnfitError(say(_NO_COLUMN, column=column))
    more = [place for name, place in named.items() if name.startswith(f"{MORE}_")]
    return [named[LINE], *(named[column] for column in columns), *more]


def _line(text: str, row: int) -> int:
    plain = text.strip().removesuffix(".0")
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise UnfitError(say(_NO_NUMBER, column=LINE, row=row))
    return int(plain)


def _without_empty_end(cells: list[str], *, least: int) -> list[str]:
    while len(cells) > least and not cells[-1].strip():
        cells.pop()
    return cells


def corrected_list(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str | None]]],
    *,
    lost: Mapping[int, Sequence[str]],
    corrected: Mapping[int, Sequence[str]],
) -> bytes:
    """Return a whole list as CSV, its corrected rows in the place of what they were.

    ``rows`` are lines and cells; ``lost`` gives the cells of lines that could not be
    read, which go out as they came in where nobody corrected them.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for line, cells in rows:
        told = corrected.get(line) or lost.get(line) or cells
        writer.writerow(["" if cell is None else cell for cell in told])
    return out.getvalue().encode("utf-8", "replace")
