"""Dates of whole columns, each distinct way of writing read once."""

from __future__ import annotations

import polars as pl

from repatria.shared.dates import LATEST_YEAR, DateOrder, Reading, infer_order, read_date_with_fault

READ_SCHEMA = {
    "year": pl.Int16,
    "month": pl.Int8,
    "day": pl.Int8,
    "approximate": pl.Boolean,
    "fault": pl.String,
}


def column_order(written: pl.Series) -> DateOrder:
    """Return whether day or month comes first in a column of written dates."""
    return infer_order(written.drop_nulls().unique().sort())


def read_dates(
    written: pl.Series, *, order: DateOrder | None = None, latest_year: int = LATEST_YEAR
) -> pl.DataFrame:
    """Return year, month, day, approximate and fault for each value of a column.

    One row for each value, in order; 0 stands for an unknown part and a null
    for no date at all.  ``order`` is found out from the column when not given.
    Equal, value by value, to ``repatria.shared.dates.read_date_with_fault``.
    """
    settled = order or column_order(written)
    distinct = written.fill_null("").unique(maintain_order=True)
    readings = [
        read_date_with_fault(text, order=settled, latest_year=latest_year) for text in distinct
    ]
    table = pl.DataFrame([_row(one) for one in readings], schema=READ_SCHEMA, orient="row")
    keyed = table.insert_column(0, distinct.alias("written"))
    wanted = written.fill_null("").alias("written").to_frame()
    return wanted.join(keyed, on="written", how="left", maintain_order="left").drop("written")


def _row(reading: Reading) -> tuple[int, int, int, bool, str]:
    when = reading.date
    return when.year, when.month, when.day, when.approximate, reading.fault
