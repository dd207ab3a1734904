"""From a list as read to the rows that are kept, column by column; and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from repatria.names.engine.columns import (
    fold_values,
    skeleton_values,
    surname_skeleton_values,
)
from repatria.register.core.fates import read_fate
from repatria.register.core.fields import DATE_FIELDS, Field, Layout
from repatria.register.core.ragged import looks_like_date
from repatria.register.core.remarks import UNREADABLE
from repatria.register.core.statements import COLUMNS, day_first
from repatria.register.engine.dates import read_dates
from repatria.register.engine.records import FAULT_SCHEMA, ReadList
from repatria.register.engine.stated import stated_by
from repatria.shared.dates import DateOrder

# Column of a record -> field of a list.  The others are made of several.
FIELDS = {
    "own_id": Field.ID,
    "family": Field.FAMILY,
    "given": Field.GIVEN,
    "patronymic": Field.PATRONYMIC,
    "birth": Field.BIRTH_DATE,
    "birth_place": Field.BIRTH_PLACE,
    "rank": Field.RANK,
    "unit": Field.UNIT,
    "service_number": Field.SERVICE_NUMBER,
    "captured_on": Field.CAPTURED_ON,
    "captured_at": Field.CAPTURED_AT,
    "place": Field.HELD_AT,
    "sex": Field.SEX,
    "call_sign": Field.CALL_SIGN,
}
KEYS = ("key_family", "key_given", "key_number")
ENOUGH_DIGITS = 4
_ALWAYS = ("family", "given", "patronymic")  # so that names are not taken apart again
_IN_CLEAR = frozenset(FIELDS.values()) | {Field.FULL_NAME}


def record_columns(one: ReadList, *, longest: int) -> pl.DataFrame:
    """Return what each row says in the columns of a record, "" where it does not.

    Beside ``COLUMNS`` and ``KEYS`` there are ``row``, ``line`` and ``readable``.
    Texts are cut at ``longest``: the whole stands in the sealed row.
    """
    stated = stated_by(one)
    columns = {name: _column(one, stated, name) for name in FIELDS}
    columns["said_fate"] = _fates(one)
    told = pl.DataFrame(
        [
            columns[name]
            .fill_null("")
            .str.replace_all("\x00", "", literal=True)
            .str.slice(0, longest)
            .alias(name)
            for name in COLUMNS
        ]
    )
    readable = _readable(one)
    # The cells of an unreadable row stand under the wrong headings.
    told = told.select(
        pl.when(readable).then(pl.col(name)).otherwise(pl.lit("")).alias(name)
        for name in COLUMNS
    )
    return told.with_columns(
        *search_keys(told, longest=longest),
        pl.Series("row", range(1, one.rows + 1), dtype=pl.Int64),
        one.lines.cast(pl.Int64).alias("line"),
        readable.alias("readable"),
    )


def _column(one: ReadList, stated: pl.DataFrame, name: str) -> pl.Series:
    field = FIELDS[name]
    if field.value not in stated.columns:
        return pl.Series(name, [None] * one.rows, dtype=pl.String)
    if field not in DATE_FIELDS:
        return stated[field.value]
    order = one.date_orders.get(field.value)
    return dates_as_kept(stated[field.value], order=order)


def dates_as_kept(column: pl.Series, *, order: str | None = None) -> pl.Series:
    """Return each date as ``core.statements.written`` gives it."""
    read = read_dates(column, order=DateOrder(order) if order else None)
    year, month, day = (pl.col(name).fill_null(0) for name in ("year", "month", "day"))
    two = (
        pl.when(one > 0).then(one.cast(pl.String).str.zfill(2)).otherwise(pl.lit("??"))
        for one in (month, day)
    )
    months, days = two
    text = pl.concat_str(
        pl.when("approximate").then(pl.lit("~")).otherwise(pl.lit("")),
        pl.when(year > 0)
        .then(year.cast(pl.String).str.zfill(4))
        .otherwise(pl.lit("????")),
        pl.when((month > 0) | (day > 0))
        .then(pl.lit("-") + months)
        .otherwise(pl.lit("")),
        pl.when(day > 0).then(pl.lit("-") + days).otherwise(pl.lit("")),
    )
    known = (year > 0) | (month > 0) | (day > 0)
    kept = read.with_columns(pl.col("approximate").fill_null(value=False)).select(
        pl.when(known).then(text).otherwise(pl.lit(""))
    )
    return kept.to_series()


def _fates(one: ReadList) -> pl.Series:
    if Field.STATUS.value not in one.fields.columns:
        return pl.Series([""] * one.rows, dtype=pl.String)
    status = one.fields[Field.STATUS.value].fill_null("")
    heading = _fate_of_heading(one)
    fates = {
        text: read_fate(text) or (heading if looks_like_date(text) else "")
        for text in status.unique()
    }
    return status.replace_strict(fates, return_dtype=pl.String)


def _fate_of_heading(one: ReadList) -> str:
    """Return what a date means under a heading such as "Date of death"."""
    said = {
        read_fate(mapped.column)
        for mapped in one.layout.mapping
        if mapped.field is Field.STATUS
    }
    return said.pop() if len(said) == 1 else ""


def search_keys(told: pl.DataFrame, *, longest: int) -> list[pl.Series]:
    """Return the codes by which a name or number is found however it is written."""
    digits = told["service_number"].str.replace_all(r"\D+", "")
    number = digits.zip_with(
        digits.str.len_chars() >= ENOUGH_DIGITS,
        fold_values(told["service_number"]) + digits,
    )
    return [
        keys.fill_null("").str.slice(0, longest).alias(name)
        for name, keys in zip(
            KEYS,
            (
                surname_skeleton_values(fold_values(told["family"])),
                skeleton_values(fold_values(told["given"])),
                number,
            ),
            strict=True,
        )
    ]


def _readable(one: ReadList) -> pl.Series:
    lost = one.faults.filter(pl.col("severity") == UNREADABLE)["row"].unique()
    return ~pl.Series(range(1, one.rows + 1), dtype=pl.Int64).is_in(lost.implode())


def verbatim_rows(one: ReadList) -> Iterator[list[tuple[str, str]]]:
    """Yield each row as its list has it: pairs of column and text, blanks left out.

    A row that could not be read is one pair without a column: the raw line.
    """
    raw = {
        row: text
        for row, severity, text in one.faults.select(
            "row", "severity", "text"
        ).iter_rows()
        if severity == UNREADABLE and text
    }
    names = one.own.columns
    for row, cells in enumerate(one.own.iter_rows(), 1):
        if row in raw:
            yield [("", raw[row])]
        else:
            pairs = zip(names, cells, strict=True)
            yield [(name, cell) for name, cell in pairs if cell]


def extra_columns(one: ReadList) -> frozenset[str]:
    """Return the list's own columns of which nothing is kept in clear."""
    used: dict[str, list[Field | None]] = {}
    for mapped in one.layout.mapping:
        used.setdefault(mapped.column, []).append(mapped.field)
    return frozenset(
        name
        for name in one.own.columns
        if not any(field in _IN_CLEAR for field in used.get(name, ()))
    )


def list_of_records(
    told: Mapping[str, Sequence[str]],
    *,
    rows: Sequence[int],
    lines: Sequence[int],
    readable: Sequence[bool],
    name: str,
    sha256: str,
) -> ReadList:
    """Return kept rows as a list that the matching engine reads.

    ``told`` holds for each of ``COLUMNS`` one text a row.  Nothing sealed is in it.
    """
    texts = {
        field.value: [_as_list_text(text, field) for text in told[column]]
        for column, field in FIELDS.items()
    }
    fields = pl.DataFrame(
        [
            pl.Series(name, column, dtype=pl.String)
            for name, column in texts.items()
            if name in _ALWAYS or any(column)
        ]
    )
    faults = [
        (at, "", "undecodable", UNREADABLE, "")
        for at, sound in enumerate(readable, 1)
        if not sound
    ]
    return ReadList(
        name=name,
        sha256=sha256,
        rows=len(rows),
        layout=Layout(format="records"),
        own=fields,
        fields=fields,
        lines=pl.Series("line", lines, dtype=pl.Int64),
        faults=pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row"),
        date_orders={
            field.value: DateOrder.DAY_FIRST.value
            for field in DATE_FIELDS
            if field.value in fields.columns
        },
    )


def _as_list_text(text: str, field: Field) -> str | None:
    return (day_first(text) if field in DATE_FIELDS else text) or None
