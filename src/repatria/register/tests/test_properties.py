"""What holds for every list: no row is lost, and the same file reads the same."""

from __future__ import annotations

import contextlib
import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.register.core.errors import ListRefusedError
from repatria.register.core.fields import ColumnMap
from repatria.register.engine.intake import read_list

# Carriage returns and NULs are levelled on purpose, surrogates cannot be written,
# and a file of control characters is taken for a program.
cells = st.text(
    st.characters(
        exclude_categories=["Cs", "Cc"],
        include_characters="\n\t",
        exclude_characters="\ufeff",
    )
    | st.sampled_from('",\n '),
    max_size=12,
)
FIRST = ColumnMap(header_line=1, delimiter=",")


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(2, 6))
    return draw(
        st.lists(st.lists(cells, min_size=width, max_size=width), max_size=12).map(
            lambda rows: [[f"h{at}" for at in range(width)], *rows]
        )
    )


def as_csv(rows: list[list[str]], *, quoting: int) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows(rows)  # type: ignore[arg-type]
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists") / "list.csv"


@given(rows=tables(), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_a_table_of_any_cells_comes_back_whole(
    path: Path, rows: list[list[str]], quoting: int
) -> None:
    path.write_bytes(as_csv(rows, quoting=quoting))
    one = read_list(path, columns=FIRST)
    assert one.own.fill_null("").rows() == [tuple(row) for row in rows[1:]]
    assert one.own.height == one.fields.height == len(one.lines) == one.rows


@given(
    lines=st.lists(st.text('a1,"; \t|', max_size=15), min_size=1, max_size=15),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_every_line_is_in_a_row_or_blank(
    path: Path, lines: list[str], newline: str
) -> None:
    path.write_text(
        newline.join(["h1,h2,h3", *lines, ""]), encoding="utf-8", newline=""
    )
    one = read_list(path, columns=FIRST)
    begun = one.lines.to_list()
    assert begun == sorted(set(begun))
    covered = set(begun)
    inside = [at for at in range(2, len(lines) + 2) if at not in covered]
    blank = [at for at in inside if not lines[at - 2].strip()]
    continued = one.own.select(
        pl.sum_horizontal(pl.all().fill_null("").str.count_matches("\n")).sum()
    ).item()
    assert len(inside) - int(continued) <= one.layout.blank_lines
    assert len(blank) >= one.layout.blank_lines or continued


@given(rows=tables())
def test_the_same_file_reads_the_same(path: Path, rows: list[list[str]]) -> None:
    path.write_bytes(as_csv(rows, quoting=csv.QUOTE_MINIMAL))
    first, again = read_list(path), read_list(path)
    assert first.own.equals(again.own)
    assert first.fields.equals(again.fields)
    assert first.faults.equals(again.faults)
    assert (first.layout, first.sha256) == (again.layout, again.sha256)


@given(content=st.binary(max_size=200))
def test_no_bytes_crash_the_reader(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with contextlib.suppress(ListRefusedError):
        one = read_list(path)
        assert one.own.height == one.rows


def test_the_benchmark_lists_are_read_whole(benchmark_data: Path) -> None:
    historical = read_list(benchmark_data / "lists" / "captives_1914_1918.tsv")
    assert historical.rows == 17_820
    assert {"full_name", "rank", "unit", "birth_date"} <= set(historical.fields.columns)
    invented = read_list(benchmark_data / "linkage" / "febrl4a.csv")
    assert invented.rows == 5_000
    assert invented.fields.columns == [
        "family",
        "given",
        "birth_date",
        "service_number",
    ]
