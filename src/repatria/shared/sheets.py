"""Cells that a spreadsheet would take for a formula, made harmless and back again.

A cell that begins with =, +, -, @, a tab or a line's end is worked out by the program
that opens the file: a name on a list could so send the list elsewhere.  Such a cell
gets one apostrophe in front, which spreadsheets take for "this is text".
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# Also the wide forms, which some spreadsheets take for the narrow ones.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet works out.

    >>> harmless("=1+1"), harmless("Kovalenko"), harmless("-5")
    ("'=1+1", 'Kovalenko', "'-5")
    """
    return _MARK + cell if cell.lstrip(_MARK).startswith(STARTS) else cell


def as_written(cell: str) -> str:
    """Return what ``harmless`` was given: nothing is lost on the way.

    >>> as_written("'=1+1"), as_written("'quoted'")
    ('=1+1', "'quoted'")
    """
    bare = cell.lstrip(_MARK)
    return cell[1:] if cell.startswith(_MARK) and bare.startswith(STARTS) else cell


def csv_file(rows: Iterable[Sequence[object]]) -> bytes:
    """Return rows as CSV, in UTF-8 with a mark at its start, every cell harmless.

    ``None`` is an empty cell; half a sign, which no text can hold, is a question mark.
    Lines end as spreadsheets on every machine expect.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(["" if one is None else harmless(str(one)) for one in row])
    return text.getvalue().encode("utf-8-sig", "replace")
