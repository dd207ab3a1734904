"""Finding the row that names the columns, under titles or not there at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from repatria.register.core.content import looks_like_person
from repatria.register.core.fields import Field
from repatria.register.core.headers import understand
from repatria.register.core.ragged import Kind, kind_of_values

ROWS_LOOKED_AT = 30
NO_HEADER = -1
_LONGEST_HEADER = 80


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the row that names the columns, or ``NO_HEADER``.

    A row counts as naming columns when two of its cells are understood, or
    half of those that are filled.  Where none does, the first full row is
    still a header unless it looks like the rows below it.
    """
    scores = [_understood(row) for row in rows[:ROWS_LOOKED_AT]]
    best = max(scores, default=(0, 0))
    if best[0] >= 1:
        at = scores.index(best)
        if best[0] >= 2 or 2 * best[1] >= _filled(rows[at]):
            return at
    return _unknown_header(rows)


def _understood(row: Sequence[str]) -> tuple[int, int]:
    """Count the different fields that the cells of a row name, and those cells."""
    if looks_like_person(row):
        return 0, 0
    meanings = [
        understand(cell) for cell in row if cell.strip() and len(cell) < _LONGEST_HEADER
    ]
    sure = [one for one in meanings if one and one.certainty >= 0.6]
    named = {(one.field, one.part) for one in sure if one.field}
    if named == {(Field.ID, "")} and len(sure) == 1 and _filled(row) > 1:
        return 0, 0  # "No" alone is also an answer
    return len(named), len(sure)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _unknown_header(rows: Sequence[Sequence[str]]) -> int:
    """Judge the first full row where no word of a header is understood."""
    width = max((_filled(row) for row in rows[:ROWS_LOOKED_AT]), default=0)
    at = next((at for at, row in enumerate(rows) if _filled(row) == width), 0)
    if width < 3 or any(_filled(row) > 1 for row in rows[:at]):
        at = 0  # what stands above might be a row, and no row may be lost
    if not rows or _looks_like_data(rows[at], rows[at + 1 :]):
        return NO_HEADER
    return at


def _looks_like_data(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    said = [cell.strip() for cell in row if cell.strip()]
    if len(set(said)) < len(said) or looks_like_person(row):
        return True
    if not below:
        return any(kind_of_values([cell]) is not Kind.TEXT for cell in said)
    return any(_same_as_below(cell, column) for cell, column in _columns(row, below))


def _columns(
    row: Sequence[str], below: Sequence[Sequence[str]]
) -> list[tuple[str, list[str]]]:
    return [
        (cell.strip(), [other[at].strip() for other in below if len(other) > at])
        for at, cell in enumerate(row)
        if cell.strip()
    ]


def _same_as_below(cell: str, column: Sequence[str]) -> bool:
    """Whether the cell is a date or number over such, or one of the values below it."""
    kind = kind_of_values(column)
    if kind is not Kind.TEXT:
        return kind_of_values([cell]) is kind
    return cell in column


def numbers_columns(row: Sequence[str]) -> bool:
    """Whether a row under the header only counts the columns: 1, 2, 3 ...

    >>> numbers_columns(["1", "2", "3"]), numbers_columns(["1", "2", "1984"])
    (True, False)
    """
    said = [cell.strip() for cell in row]
    while said and not said[-1]:
        said.pop()
    return len(said) >= 3 and all(
        cell == str(at) for cell, at in zip(said, count(1), strict=False)
    )


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """Return the header with blanks numbered and repetitions told apart.

    >>> unique_names(["Name", "", "Name"])
    ('Name', 'column 2', 'Name (2)')
    """
    taken: set[str] = set()
    names: list[str] = []
    for at, written in enumerate(header, 1):
        name = " ".join(written.split()) or f"column {at}"
        if name.startswith("^") and name.endswith("$"):
            name = f"{name} ({at})"  # else taken for a pattern of names
        if name in taken:
            name = next(new for n in count(2) if (new := f"{name} ({n})") not in taken)
        taken.add(name)
        names.append(name)
    return tuple(names)
