"""A file of inspections: one a row, all of them or none."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from repatria.medical.core.errors import NoSuchRowsError, WeightImpossibleError
from repatria.medical.core.inspections import weight
from repatria.shared.partial import partial
from repatria.shared.text import mark as _

COLUMNS = ("case", "on", "weight_kg", "by", "place", "words")
NEEDED = ("case", "on", "by")
MOST_ROWS = 10_000
_NOT_TEXT = _("it is not text in UTF-8")
_NO_COLUMNS = _("the first row must name the columns case, on, by")
_EMPTY = _("a case, a day or a name of who inspected is missing")
_NO_DAY = _("no day can be read in it")
_NO_WEIGHT = _("nobody weighs so much or so little")
_TOO_MANY = _("there are more rows than one file may have")
_NOBODY = _("there is no row in it")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the number of the row, from 1 after the header, and what it says."""

    number: int
    case: str
    on: str
    by: str
    place: str
    kg: Decimal | None
    words: str


def read_rows(raw: bytes) -> list[Row]:
    """Read a CSV; raise ``NoSuchRowsError`` naming the first row that is no use.

    >>> row, = read_rows(b"case,on,weight_kg,by\\nR-1,2022-07,61.5,camp doctor\\n")
    >>> row.on, row.kg
    ('2022-07', Decimal('61.5'))
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise NoSuchRowsError(row="0", fault=_NOT_TEXT) from fault
    dialect = _dialect(text)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect)
    if not set(NEEDED) <= set(reader.fieldnames or ()):
        raise NoSuchRowsError(row="0", fault=_NO_COLUMNS)
    rows = [_row(number, told) for number, told in enumerate(reader, 1)]
    if not rows:
        raise NoSuchRowsError(row="1", fault=_NOBODY)
    return rows


def _dialect(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _row(number: int, told: Mapping[str, str | None]) -> Row:
    if number > MOST_ROWS:
        raise NoSuchRowsError(row=str(number), fault=_TOO_MANY)
    said = {name: (told.get(name) or "").strip() for name in COLUMNS}
    if not all(said[name] for name in NEEDED):
        raise NoSuchRowsError(row=str(number), fault=_EMPTY)
    on = partial(said["on"])
    if not on:
        raise NoSuchRowsError(row=str(number), fault=_NO_DAY)
    try:
        kg = weight(said["weight_kg"])
    except WeightImpossibleError as fault:
        raise NoSuchRowsError(row=str(number), fault=_NO_WEIGHT) from fault
    return Row(number, said["case"], on, said["by"], said["place"], kg, said["words"])
