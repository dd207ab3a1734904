"""Reading CANDIDATES: CSV in UTF-8, every cell typed or refused with its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from repatria.exchange.core.candidate import Consent, certain_day
from repatria.exchange.core.errors import (
    ColumnMissingError,
    ColumnTwiceError,
    ListTooLongError,
    ListUnreadableError,
    ValueRefusedError,
)
from repatria.exchange.engine.roster import FACT, TYPES, Roster, checked
from repatria.shared.dates import PartialDate, read_date_with_fault
from repatria.shared.text import mark as _

REQUIRED = ("id", "holder", "home")
ID_NAMES = frozenset({"no", "№"})
SEPARATORS = (",", ";", "\t")
MOST_SEATS, MOST_VALUE = 1_000, 1_000_000
MOST_PEOPLE, MOST_COLUMNS, LONGEST_CELL = 1_000_000, 500, 1_000
MOST_BYTES = 512 << 20

A_NAME = _("filled")
A_WORD_OF_CONSENT = _("one of yes, no, unknown, not_needed")
A_NUMBER_OF_SEATS = _("a whole number from 1 to 1,000")
A_VALUE = _("a whole number from 0 to 1,000,000")
A_DATE = _("a date such as 2022-05-09, 2022-05 or 2022")

SHORT = _("at most 1,000 characters long")

_TOO_MANY_BYTES = _("more than 512 megabytes")
_TOO_MANY_PEOPLE = _("more than 1,000,000 people")
_TOO_MANY_COLUMNS = _("more than 500 columns")
_NULLS = _("it holds characters that no text has")
_NOT_UTF8 = _("it is not UTF-8")
_EMPTY = _("it is empty")
_NOBODY = _("it has a header and nobody under it")
_UNEVEN = _("its rows are not equally long")


def read_candidates(path: Path) -> Roster:
    """Read a list of candidates.

    Rows count from 1 after the header.  Columns that we do not know are facts
    for the rules.  Raises an ``ExchangeRefusedError`` that names the row, the column
    and the remedy, and never the value.
    """
    table = _table(path)
    people = table.select(
        "row",
        *(_typed(table, name, path.name) for name in TYPES),
        *(
            pl.col(name).str.strip_chars().alias(f"{FACT}{name}")
            for name in table.columns
            if name not in TYPES and name != "row"
        ),
    )
    for column in REQUIRED:
        _refuse(people.filter(pl.col(column) == ""), column, A_NAME, path.name)
    for column, kind in people.schema.items():
        if kind == pl.String:
            long = people.filter(pl.col(column).str.len_chars() > LONGEST_CELL)
            _refuse(long, column.removeprefix(FACT), SHORT, path.name)
    return checked(people, file=path.name, asked="consent" in table.columns)


def _table(path: Path) -> pl.DataFrame:
    raw = _bytes_of(path)
    header = _header_of(raw, path.name)
    try:
        table = pl.read_csv(
            raw.removeprefix(b"\xef\xbb\xbf"),
            has_header=False,
            separator=max(SEPARATORS, key=header.count),
            infer_schema=False,
        ).with_columns(pl.all().fill_null(""))
    except pl.exceptions.NoDataError as fault:
        raise ListUnreadableError(file=path.name, fault=_EMPTY) from fault
    except pl.exceptions.PolarsError as fault:
        raise ListUnreadableError(file=path.name, fault=_UNEVEN) from fault
    return _named(table, path.name)


def _bytes_of(path: Path) -> bytes:
    """Read no more than a list can have: the file may have no end."""
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        raise ListTooLongError(file=path.name, fault=_TOO_MANY_BYTES)
    if b"\0" in raw:
        raise ListUnreadableError(file=path.name, fault=_NULLS)
    if raw.count(b"\n") > MOST_PEOPLE + 1:
        raise ListTooLongError(file=path.name, fault=_TOO_MANY_PEOPLE)
    return raw


def _header_of(raw: bytes, file: str) -> str:
    try:
        header = raw.decode("utf-8-sig").partition("\n")[0]
    except UnicodeDecodeError as fault:
        raise ListUnreadableError(file=file, fault=_NOT_UTF8) from fault
    if max(map(header.count, SEPARATORS)) >= MOST_COLUMNS:
        raise ListTooLongError(file=file, fault=_TOO_MANY_COLUMNS)
    return header


def _named(table: pl.DataFrame, file: str) -> pl.DataFrame:
    """Take the first row for the header."""
    names = [_name(str(cell or "")) for cell in table.row(0)]
    if "id" not in names:
        names = ["id" if name in ID_NAMES else name for name in names]
    if missing := [name for name in REQUIRED if name not in names]:
        raise ColumnMissingError(file=file, columns=", ".join(missing))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise ColumnTwiceError(file=file, columns=", ".join(twice))
    names = [name or f"column {place}" for place, name in enumerate(names, 1)]
    if table.height == 1:
        raise ListUnreadableError(file=file, fault=_NOBODY)
    rows = table[1:].rename(dict(zip(table.columns, names, strict=True)))
    return rows.drop("row", strict=False).with_row_index("row", offset=1)


def _name(cell: str) -> str:
    name = cell.strip()
    return name.lower() if name.lower() in {*TYPES, *ID_NAMES} else name


def _typed(table: pl.DataFrame, name: str, file: str) -> pl.Series:
    if name not in table.columns:
        return pl.Series(name, [_BLANKS.get(name)] * table.height, dtype=TYPES[name])
    written = table[name].str.strip_chars()
    kind = _KINDS.get(name)
    return kind(written, table, file).alias(name) if kind else written


Kind = Callable[[pl.Series, pl.DataFrame, str], pl.Series]


def _numbers(least: int, most: int, blank: int | None, expected: str) -> Kind:
    def kind(written: pl.Series, table: pl.DataFrame, file: str) -> pl.Series:
        number = written.cast(pl.Int64, strict=False)
        wrong = (written != "") & ~number.is_between(least, most).fill_null(value=False)
        _refuse(table.filter(wrong), written.name, expected, file)
        return number.fill_null(blank) if blank is not None else number

    return kind


def _dates(written: pl.Series, table: pl.DataFrame, file: str) -> pl.Series:
    different = written.unique(maintain_order=True)
    read = [_day(text) for text in different]
    wrong = [text for text, day in zip(different, read, strict=True) if day == _NO_DATE]
    _refuse(table.filter(written.is_in(wrong)), written.name, A_DATE, file)
    return written.replace_strict(different, read, return_dtype=pl.Date)


_NO_DATE = date.min


@lru_cache(maxsize=1 << 16)
def _day(text: str) -> date | None:
    found = read_date_with_fault(text)
    if found.fault not in {"", "other-order"} or (
        found.date == PartialDate() and not _is_unknown(text)
    ):
        return _NO_DATE
    return certain_day(found.date)


def _is_unknown(text: str) -> bool:
    return not any(sign.isdecimal() for sign in text)


def _consents(written: pl.Series, table: pl.DataFrame, file: str) -> pl.Series:
    words = written.str.to_lowercase().replace("", Consent.UNKNOWN.value)
    wrong = ~words.is_in([one.value for one in Consent])
    _refuse(table.filter(wrong), written.name, A_WORD_OF_CONSENT, file)
    return words


def _refuse(wrong: pl.DataFrame, column: str, expected: str, file: str) -> None:
    if wrong.height:
        raise ValueRefusedError(
            row=str(wrong["row"][0]), file=file, column=column, expected=expected
        )


_KINDS: dict[str, Kind] = {
    "seats": _numbers(1, MOST_SEATS, 1, A_NUMBER_OF_SEATS),
    "value": _numbers(0, MOST_VALUE, None, A_VALUE),
    "captured_on": _dates,
    "available_from": _dates,
    "consent": _consents,
}
_BLANKS: dict[str, str | int | None] = {
    **{name: "" for name, kind in TYPES.items() if kind is pl.String},
    "seats": 1,
    "consent": Consent.UNKNOWN.value,
}
