"""Rows with too many or too few cells: repaired where the rest shows how."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from repatria.shared.dates import read_date_with_fault


class Kind(Enum):
    """What the values of a column look like."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


class Repaired(NamedTuple):
    """A row with the right number of cells.

    ``fault`` is the code of what was wrong; ``readable`` is false where the
    cells are the best there is and may stand in the wrong columns.
    """

    cells: tuple[str, ...]
    fault: str
    readable: bool


_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_LEAST_SHARE = 0.8


def looks_like_date(text: str) -> bool:
    """Whether a value can only be a date: a year and at least a month."""
    if not 6 <= len(text) <= 40 or not any(sign.isdecimal() for sign in text):
        return False
    when, fault = read_date_with_fault(text)
    return when.year > 0 and when.month > 0 and fault in {"", "other-order"}


def kind_of_values(values: Sequence[str]) -> Kind:
    """Return the kind that at least four in five of the values are of."""
    said = [value for value in values if value.strip()]
    if not said:
        return Kind.TEXT
    needed = _LEAST_SHARE * len(said)
    if sum(looks_like_date(value) for value in said) >= needed:
        return Kind.DATE
    if sum(bool(_NUMBER.fullmatch(value.strip())) for value in said) >= needed:
        return Kind.NUMBER
    return Kind.TEXT


def kinds_of_columns(rows: Sequence[Sequence[str]], width: int) -> tuple[Kind, ...]:
    """Return the kind of each column, judged on rows of the right width."""
    sound = [row for row in rows if len(row) == width]
    return tuple(kind_of_values([row[at] for row in sound]) for at in range(width))


def fits(cells: Sequence[str], kinds: Sequence[Kind]) -> bool:
    """Whether no cell contradicts the kind of its column."""
    return all(
        _agrees(cell.strip(), kind) for cell, kind in zip(cells, kinds, strict=False)
    )


def _agrees(cell: str, kind: Kind) -> bool:
    if not cell:
        return True
    if kind is Kind.DATE:
        return (
            any(sign.isdecimal() or sign in "?-" for sign in cell) and len(cell) <= 40
        )
    if kind is Kind.NUMBER:
        return not looks_like_date(cell) or _NUMBER.fullmatch(cell) is not None
    return not looks_like_date(cell) or cell.isdecimal()


def repair(cells: tuple[str, ...], kinds: Sequence[Kind], delimiter: str) -> Repaired:
    """Return the row with as many cells as there are columns.

    >>> kinds = (Kind.TEXT, Kind.TEXT, Kind.DATE)
    >>> repair(("12", "Lviv", " Ukraine", "09.05.1984"), kinds, ",").cells
    ('12', 'Lviv, Ukraine', '09.05.1984')
    """
    width = len(kinds)
    if len(cells) < width:
        return _too_few(cells, kinds)
    trimmed = cells
    while len(trimmed) > width and not trimmed[-1].strip():
        trimmed = trimmed[:-1]
    if len(trimmed) == width:
        return Repaired(trimmed, "", readable=True)
    return _too_many(trimmed, kinds, delimiter)


def _too_few(cells: tuple[str, ...], kinds: Sequence[Kind]) -> Repaired:
    filled = cells + ("",) * (len(kinds) - len(cells))
    said = sum(bool(cell.strip()) for cell in cells)
    # Half a row whose dates stand under dates has only lost its blank end.
    whole_enough = said >= 2 and 2 * len(cells) >= len(kinds) and fits(filled, kinds)
    fault = "missing-cells" if whole_enough else "too-few-cells"
    return Repaired(filled, fault, readable=whole_enough)


def _too_many(
    cells: tuple[str, ...], kinds: Sequence[Kind], delimiter: str
) -> Repaired:
    """Join what a delimiter inside a cell has split, if only one way is possible."""
    spaced = _join_spaced(cells, delimiter)
    if len(spaced) == len(kinds) and fits(spaced, kinds):
        return Repaired(spaced, "joined-cells", readable=True)
    kept = cells[: len(kinds) - 1]
    rest = delimiter.join(cells[len(kinds) - 1 :])
    return Repaired((*kept, rest), "too-many-cells", readable=False)


def _join_spaced(cells: tuple[str, ...], delimiter: str) -> tuple[str, ...]:
    """Join a cell that begins with a space to the one before it."""
    pieces: list[str] = []
    for cell in cells:
        if pieces and cell[:1] == " " and cell.strip():
            pieces[-1] += delimiter + cell
        else:
            pieces.append(cell)
    return tuple(pieces)
