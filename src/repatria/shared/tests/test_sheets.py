"""Cells that a spreadsheet would work out."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.shared.sheets import STARTS, as_written, csv_file, harmless

cells = st.text(st.sampled_from([*"='+-@\t\r\na1 ＝＠", "Ї"]), max_size=6) | st.text()


@given(cells)
def test_no_cell_is_worked_out(cell: str) -> None:
    assert not harmless(cell).startswith(STARTS)


@given(cells)
def test_nothing_is_lost_on_the_way(cell: str) -> None:
    assert as_written(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["", "Kovalenko", "'t Hooft", "1984-05-09", "Ї"])
def test_what_is_harmless_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == as_written(cell) == cell


@given(st.lists(st.lists(cells, min_size=1, max_size=3), max_size=4))
def test_a_file_gives_back_what_was_written(rows: list[list[str]]) -> None:
    text = csv_file(rows).decode("utf-8-sig")
    read = csv.reader(io.StringIO(text, newline=""))
    # A line of one empty cell is written as "" and read as one.
    assert [[as_written(cell) for cell in row] for row in read] == rows


def test_nothing_is_an_empty_cell() -> None:
    assert csv_file([["a", None, 3]]) == b"\xef\xbb\xbfa,,3\r\n"
