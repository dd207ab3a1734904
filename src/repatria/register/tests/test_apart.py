"""Lists that come through a page are read in a process of their own, under limits."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from repatria.register.core.errors import (
    ListEmptyError,
    ListNotTextError,
    ListRefusedError,
    ListTooHeavyError,
    ListTooLargeError,
)
from repatria.register.engine.apart import UPLOADED, read_apart
from repatria.register.engine.intake import read_list
from repatria.register.tests.conftest import HEADER, PEOPLE
from repatria.shared.text import use_language

LIST = HEADER + PEOPLE + "4;a;b;c;d;e;f;g;h\n5;31.02.1990\n"


def test_apart_a_list_is_understood_as_it_is_here(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    apart, here = read_apart(LIST.encode(), name="list.csv"), read_list(path)
    for table in ("own", "fields", "faults"):
        assert getattr(apart, table).equals(getattr(here, table))
    assert apart.lines.equals(here.lines)
    assert apart.layout == here.layout
    assert (apart.sha256, apart.rows) == (here.sha256, here.rows)
    assert dict(apart.date_orders) == dict(here.date_orders)


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        pytest.param(b"", ListEmptyError, id="empty"),
        pytest.param(b"%PDF-1.7", ListNotTextError, id="a PDF"),
        pytest.param(b"a;" * 600 + b"\n", ListTooLargeError, id="too many columns"),
        pytest.param(b"a;b\n" + b"1;2\n" * 600_000, ListTooLargeError, id="rows"),
    ],
)
def test_what_is_refused_here_is_refused_apart(
    raw: bytes, refusal: type[ListRefusedError]
) -> None:
    with pytest.raises(refusal) as told:
        read_apart(raw, name="list.csv")
    assert told.value.facts["file"] == "list.csv"


def test_refusals_speak_the_language_of_whoever_asked() -> None:
    use_language("uk")
    with pytest.raises(ListTooLargeError) as told:
        read_apart(b"a;" * 600 + b"\n", name="list.csv")
    assert told.value.facts["of"] != "columns"


def test_a_reading_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(ListTooHeavyError):
        read_apart(LIST.encode(), name="x.csv", limits=replace(UPLOADED, seconds=0))


def test_a_reading_that_takes_too_much_memory_is_stopped() -> None:
    small = replace(UPLOADED, memory=200 * 2**20)
    with pytest.raises(ListTooHeavyError):
        read_apart(LIST.encode() * 50_000, name="x.csv", limits=small)


def test_a_bomb_is_refused_and_the_server_goes_on() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b"\0" * (60 * 2**20))
    with pytest.raises(ListRefusedError):
        read_apart(packed.getvalue(), name="bomb.xlsx")
