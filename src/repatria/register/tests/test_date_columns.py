"""Dates of whole columns are the dates of their values."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.register.engine import dates
from repatria.register.engine.dates import READ_SCHEMA, column_order, read_dates
from repatria.shared.dates import DateOrder, read_date_with_fault

some_dates = st.dates(min_value=date(1790, 1, 1), max_value=date(2110, 1, 1))
numbers = st.integers(0, 32)
written = st.one_of(
    st.none(),
    st.text("0123456789.-/? хx", max_size=12),
    some_dates.map(date.isoformat),
    some_dates.map(lambda day: day.strftime("%d.%m.%Y")),
    some_dates.map(lambda day: day.strftime("%Y%m%d")),
    some_dates.map(lambda day: day.strftime("%m/%d/%y")),
    st.builds("{}/{}/{}".format, numbers, numbers, st.integers(1780, 2120)),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(0, 2200), numbers, numbers),
)


@pytest.fixture(autouse=True, params=["few", "many"])
def however_many(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read a few dates as few, and as the many they stand for."""
    monkeypatch.setattr(dates, "FEW", {"few": dates.FEW, "many": -1}[request.param])


@given(st.lists(written, max_size=30), st.sampled_from(DateOrder))
def test_a_column_reads_as_its_values_do(
    values: list[str | None], order: DateOrder
) -> None:
    read = read_dates(pl.Series(values, dtype=pl.String), order=order)
    expected = [read_date_with_fault(value or "", order=order) for value in values]
    assert read.schema == pl.Schema(READ_SCHEMA)
    assert read.rows() == [
        (when.year, when.month, when.day, when.approximate, fault)
        for when, fault in expected
    ]


def test_the_order_of_a_column_is_found_out() -> None:
    american = pl.Series(["05/23/1984", "06/07/1990", None, "1984"])
    assert column_order(american) is DateOrder.MONTH_FIRST
    assert read_dates(american)["day"].to_list() == [23, 7, 0, 0]


def test_a_column_of_nothing_reads_as_nothing() -> None:
    read = read_dates(pl.Series([None, None], dtype=pl.String))
    assert read.rows() == [(0, 0, 0, False, "")] * 2
    assert read_dates(pl.Series([], dtype=pl.String)).is_empty()
