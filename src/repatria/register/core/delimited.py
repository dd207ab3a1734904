"""Lines of delimited text: finding the delimiter, and taking lines apart.

The quick reader handles sound lines.  What stands here is for the first lines
of a file, from which its layout is judged, and for lines that are not sound.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
_MOST_LINES_IN_A_RECORD = 200


class Record(NamedTuple):
    """One row of text: the index of its first line, its lines and its cells."""

    first: int
    lines: int
    cells: tuple[str, ...]


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sep = re.escape(delimiter)
    space = r"\ *"
    quoted = rf'{space}"((?:[^"]|"")*+)"{space}'
    cell = re.compile(rf"(?:{quoted}(?={sep}|\Z)|([^{sep}]*+))({sep}|\Z)", re.S)
    plain = rf'[^{sep}"\n]*+'
    sound = re.compile(
        rf"(?:{_bare(quoted)}|{plain})(?:{sep}(?:{_bare(quoted)}|{plain}))*+", re.S
    )
    return cell, sound


def _bare(quoted: str) -> str:
    return quoted.replace('"((?:', '"(?:(?:')


def split_line(line: str, delimiter: str) -> tuple[str, ...]:
    """Take one row apart; a quotation mark out of place is kept as text.

    >>> split_line('a,"b, c",d "e"', ",")
    ('a', 'b, c', 'd "e"')
    """
    cell = _patterns(delimiter)[0]
    cells: list[str] = []
    at, end = 0, delimiter
    while end:
        found = cell.match(line, at)
        quoted, plain, end = found.groups() if found else (None, "", "")
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end() if found else at
    return tuple(cells)


def well_quoted(text: str, delimiter: str) -> bool:
    """Whether every quotation mark opens, closes or is doubled inside a cell.

    >>> well_quoted('a,"b', ","), well_quoted('a,"b"', ",")
    (False, True)
    """
    return _patterns(delimiter)[1].fullmatch(text) is not None


def joined(lines: Sequence[str], first: int, delimiter: str) -> int:
    """Return how many lines belong to the row that begins at ``first``.

    More than one only where a quoted cell runs over the end of its line and
    is closed on a later one.
    """
    if lines[first].count('"') % 2 == 0:
        return 1
    for last in range(first + 1, min(first + _MOST_LINES_IN_A_RECORD, len(lines))):
        if lines[last].count('"') % 2:
            whole = "\n".join(lines[first : last + 1])
            return last - first + 1 if well_quoted(whole, delimiter) else 1
    return 1


def records(lines: Sequence[str], delimiter: str) -> Iterator[Record]:
    """Yield the rows of some lines in order, blank lines left out."""
    at = 0
    while at < len(lines):
        count = joined(lines, at, delimiter)
        text = "\n".join(lines[at : at + count])
        if text.strip():
            yield Record(at, count, split_line(text, delimiter))
        at += count


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """Return the number of cells that most rows have, the larger of equals."""
    widths = Counter(len(row) for row in rows)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def guess_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter under which the lines look most like one table.

    A comma for a single column.

    >>> guess_delimiter(["Прізвище;Рік", "Коваль, Іван;1984"])
    ';'
    """
    return max(
        DELIMITERS, key=lambda one: (_tableness(lines, one), -DELIMITERS.index(one))
    )


def _tableness(lines: Sequence[str], delimiter: str) -> float:
    """Rate a delimiter: the share of rows of one width, and a little its width."""
    rows = [record.cells for record in records(lines, delimiter)]
    width = usual_width(rows)
    if width < 2:
        return 0.0
    alike = sum(len(row) == width for row in rows) / len(rows)
    # Text after a comma begins with a space; text after a delimiter does not.
    inner = [cell for row in rows for cell in row[1:]]
    spaced = sum(cell.startswith(" ") for cell in inner) / len(inner)
    return alike * (1 - 0.5 * spaced) + min(width, 20) / 100
