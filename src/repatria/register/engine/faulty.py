"""Where in a list something is wrong: every row, with its line, column and code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from repatria.register.core.faulty import DATES_LOST, MIXED_SCRIPTS, Weight, weight_of
from repatria.register.core.fields import DATE_FIELDS, NAME_FIELDS
from repatria.register.core.remarks import UNREADABLE
from repatria.register.engine.dates import read_dates
from repatria.register.engine.records import ReadList
from repatria.shared.dates import DateOrder

# A word of both scripts: it looks like one name and is another.
MIXED = r"\p{Latin}\p{Cyrillic}|\p{Cyrillic}\p{Latin}"


class Faulty(NamedTuple):
    """Something wrong in a row; never the value itself."""

    row: int
    line: int
    column: str
    code: str
    weight: Weight


def faulty_rows(one: ReadList) -> list[Faulty]:
    """Return everything that is wrong in a list's rows, in the order of the rows."""
    lines = one.lines.to_list()
    lost: set[int] = set()
    found: list[Faulty] = []
    for row, column, code, severity in one.faults.select(
        "row", "column", "code", "severity"
    ).iter_rows():
        weight = weight_of(code, whole_row=severity == UNREADABLE)
        if weight is Weight.ROW_LOST:
            lost.add(row)
        found.append(Faulty(row, lines[row - 1], column, code, weight))
    for row, column, code in [*_dates(one), *_mixed(one)]:
        if row not in lost:
            weight = weight_of(code, whole_row=False)
            found.append(Faulty(row, lines[row - 1], column, code, weight))
    return sorted(found)


def _dates(one: ReadList) -> Iterator[tuple[int, str, str]]:
    """Yield the rows of which a date could not be read, or not all of it."""
    for field in DATE_FIELDS:
        if field.value not in one.fields.columns:
            continue
        order = DateOrder(one.date_orders[field.value])
        faults = read_dates(one.fields[field.value], order=order)["fault"]
        for at in faults.is_in(DATES_LOST).arg_true().to_list():
            yield at + 1, _column_of(one, field.value), faults[at]


def _mixed(one: ReadList) -> Iterator[tuple[int, str, str]]:
    for field in NAME_FIELDS:
        if field.value not in one.fields.columns:
            continue
        mixed = one.fields[field.value].str.contains(MIXED).fill_null(value=False)
        for at in mixed.arg_true().to_list():
            yield at + 1, _column_of(one, field.value), MIXED_SCRIPTS


def _column_of(one: ReadList, field: str) -> str:
    """Return the list's own name of the column that was taken for a field."""
    named = [m.column for m in one.layout.mapping if m.field and m.field.value == field]
    return named[0] if named else ""
