"""Dates of whole columns, each distinct way of writing read once."""

from __future__ import annotations

import polars as pl

from repatria.shared.dates import (
    EARLIEST_YEAR,
    FURTHEST_YEAR,
    LATEST_YEAR,
    DateOrder,
    Reading,
    infer_order,
    read_date_with_fault,
)

READ_SCHEMA = {
    "year": pl.Int16,
    "month": pl.Int8,
    "day": pl.Int8,
    "approximate": pl.Boolean,
    "fault": pl.String,
}
FEW = 50  # dates, which are read sooner than a plan for reading them is made
# Every month has this many days; later ones are left to the careful reader.
_DAYS_IN_ANY_MONTH = 28
_YEAR_FIRST = r"^(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00:00)?$"
_EIGHT_DIGITS = r"^(\d{4})(\d\d)(\d\d)$"
_YEAR_LAST = r"^(\d\d?)[./-](\d\d?)[./-](\d{4})$"


def column_order(written: pl.Series) -> DateOrder:
    """Return whether day or month comes first in a column of written dates."""
    small = written.drop_nulls().unique()
    return infer_order(small.filter(small.str.contains(r"^\s*\d\d?\s?[./-]")).sort())


def read_dates(
    written: pl.Series,
    *,
    order: DateOrder | None = None,
    latest_year: int = LATEST_YEAR,
) -> pl.DataFrame:
    """Return year, month, day, approximate and fault for each value of a column.

    One row for each value, in order; 0 stands for an unknown part, and a null
    reads as nobody knows.  ``order`` is found out from the column when not
    given.  Equal, value by value, to ``shared.dates.read_date_with_fault``.
    """
    settled = order or column_order(written)
    asked = written.fill_null("").alias("written")
    distinct = asked.unique(maintain_order=True)
    if len(distinct) == len(asked):
        return _read_distinct(distinct, settled, latest_year).drop("written")
    known = _read_distinct(distinct, settled, latest_year)
    joined = asked.to_frame().join(
        known, on="written", how="left", maintain_order="left"
    )
    return joined.drop("written")


def _read_distinct(
    distinct: pl.Series, order: DateOrder, latest_year: int
) -> pl.DataFrame:
    """Read plain dates in whole columns and the others one by one."""
    if len(distinct) <= FEW:
        return _one_by_one(distinct, order, latest_year)
    plain = _plain(distinct, order)
    left = plain.filter(pl.col("year").is_null())["written"]
    return plain.update(_one_by_one(left, order, latest_year), on="written")


def _one_by_one(
    distinct: pl.Series, order: DateOrder, latest_year: int
) -> pl.DataFrame:
    rows = [
        _row(read_date_with_fault(text, order=order, latest_year=latest_year))
        for text in distinct
    ]
    read = pl.DataFrame(rows, schema=READ_SCHEMA, orient="row")
    return read.insert_column(0, distinct)


def _plain(distinct: pl.Series, order: DateOrder) -> pl.DataFrame:
    """Return the dates of plain values, null parts for every other value."""
    day, month = (1, 2) if order is DateOrder.DAY_FIRST else (2, 1)
    text = pl.col("written")
    parts = distinct.to_frame().select(
        text,
        year=_part(text, 1, 3),
        month=_part(text, 2, month),
        day=_part(text, 3, day),
    )
    sound = (
        pl.col("year").is_between(EARLIEST_YEAR, FURTHEST_YEAR)
        & pl.col("month").is_between(1, 12)
        & pl.col("day").is_between(1, _DAYS_IN_ANY_MONTH)
    )
    return parts.select(
        text,
        *(pl.when(sound).then(pl.col(name)) for name in ("year", "month", "day")),
        approximate=pl.when(sound).then(pl.lit(False)),
        fault=pl.when(sound).then(pl.lit("")),
    ).cast(pl.Schema(READ_SCHEMA))


def _part(text: pl.Expr, year_first: int, year_last: int) -> pl.Expr:
    """Return one number of a date, whichever of the plain forms it is in."""
    return pl.coalesce(
        text.str.extract(_YEAR_FIRST, year_first),
        text.str.extract(_EIGHT_DIGITS, year_first),
        text.str.extract(_YEAR_LAST, year_last),
    ).cast(pl.Int16, strict=False)


def _row(reading: Reading) -> tuple[int, int, int, bool, str]:
    when = reading.date
    return when.year, when.month, when.day, when.approximate, reading.fault
