"""Rows that could not be read: kept, listed, taken away, corrected, brought back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from repatria.access.exports import MARK
from repatria.access.models import Export
from repatria.ledger.models import Entry
from repatria.register.core.correcting import (
    LINE,
    BadRow,
    UnfitError,
    as_csv,
    cells_of,
    corrected_list,
    corrections,
)
from repatria.register.models import RowFault, SourceFile
from repatria.register.tests.conftest import HEADER, PEOPLE, Desk
from repatria.shared.sheets import STARTS
from repatria.shared.text import say

SignIn = Callable[..., Any]
BAD = (
    HEADER + PEOPLE + "4;Бук;Олег;Іванович;31.02.19xx\n"
    "5;Лис;Петро;=CMD();+380 00;x;y;z;1;2\n"
    "6;Коvаль;Іван;;1990\n"
)
COLUMNS = ["No", "Name"]


@given(st.lists(st.text(max_size=8), min_size=2, max_size=2))
def test_cells_come_back_as_they_went_and_are_never_a_formula(cells: list[str]) -> None:
    out = as_csv(COLUMNS, [BadRow(2, "a reason", cells)], "as E-1").decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(out, newline=""))
    assert corrections(header, [row], columns=COLUMNS, lines=[2]) == {2: cells}
    assert not any(cell.startswith(STARTS) for cell in row)


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        pytest.param(["No", "Name"], ["1", "x"], "no column called", id="no line"),
        pytest.param([LINE, "No"], ["2", "1"], "column Name is missing", id="a column"),
        pytest.param([LINE, *COLUMNS], ["9", "1", "x"], "line 9 is no", id="elsewhere"),
        pytest.param([LINE, *COLUMNS], ["a", "1", "x"], "no line of", id="no number"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    header: list[str], row: list[str], said: str
) -> None:
    with pytest.raises(UnfitError, match=said):
        corrections(header, [row], columns=COLUMNS, lines=[2, 3])


def test_a_line_that_stands_twice_is_refused() -> None:
    with pytest.raises(UnfitError, match="twice"):
        corrections([LINE, *COLUMNS], [["2", "1", "x"]] * 2, columns=COLUMNS, lines=[2])


def test_what_was_too_much_goes_out_and_may_be_emptied() -> None:
    out = as_csv(COLUMNS, [BadRow(2, "too many", ["1", "Koval", "Ivan"])], "as E-1")
    header, row = csv.reader(io.StringIO(out.decode("utf-8-sig")))
    assert header == [
        LINE,
        "repatria_reason",
        "repatria_export",
        *COLUMNS,
        "repatria_more_1",
    ]
    kept = corrections(header, [row], columns=COLUMNS, lines=[2])
    assert kept == {2: ["1", "Koval", "Ivan"]}
    mended = corrections(header, [[*row[:-1], " "]], columns=COLUMNS, lines=[2])
    assert mended == {2: ["1", "Koval"]}


def test_rows_that_nobody_corrected_stay_as_they_came() -> None:
    whole = corrected_list(
        COLUMNS,
        [(2, ["1", "a"]), (3, ["2", None]), (4, ["3", "c"])],
        lost={3: ["2", "b", "too much"], 4: ["3", "c", "d"]},
        corrected={4: ["3", "see"]},
    )
    assert whole.decode().splitlines() == ["No,Name", "1,a", "2,b,too much", "3,see"]


def test_a_line_is_taken_apart_only_where_its_separator_is_known() -> None:
    assert cells_of([("", "1;a")], COLUMNS, ";") == ["1", "a"]
    assert cells_of([("", "1;a")], COLUMNS, "") == ["1;a"]
    assert cells_of([("Name", "a")], COLUMNS, ";") == ["", "a"]


# --- On the pages ---------------------------------------------------------------------


def _plain(answer: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#x27;", "'")
    return " ".join(words.split())


@pytest.mark.django_db
def test_faulty_rows_are_counted_on_the_list_and_listed_with_line_and_reason(
    desk: Desk, signed_in: SignIn
) -> None:
    file = desk.take_in(BAD)
    client = signed_in("registrar")
    shown = _plain(client.get(f"/lists/{file.pk}/"))
    assert "Unreadable 1" in shown
    assert "A value was lost 1" in shown
    assert "To look at 1" in shown
    page = _plain(client.get(f"/lists/{file.pk}/faults/"))
    assert re.search(r"6 \W*Unreadable The row has more cells than the list", page)
    assert re.search(r"5 \W*A value was lost Дата народження:", page)
    assert "Коvаль" in _plain(client.get(f"/lists/{file.pk}/faults/?what=look"))
    assert signed_in("auditor").get(f"/lists/{file.pk}/faults/").status_code == 404


@pytest.mark.django_db
def test_rows_are_downloaded_corrected_and_make_the_next_version(
    desk: Desk, signed_in: SignIn
) -> None:
    file = desk.take_in(BAD)
    client = signed_in("registrar")
    address = f"/lists/{file.pk}/faults/file/"
    assert address in client.get(f"/lists/{file.pk}/faults/").content.decode()
    assert "The file shows 2 people." in _plain(client.get(address))
    assert not Export.objects.exists(), "nothing leaves unasked for"
    client.post(address, {"purpose": "power", "recipient": "Office south"})
    export = Export.objects.get()
    answer = client.post(f"/exports/{export.ref}/fetch/")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    told = answer.content.decode("utf-8-sig")
    assert "'=CMD()" in told
    assert "'+380" in told
    assert ",=CMD" not in told
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"access.export-asked", "access.export-fetched"} < acts
    assert client.post(f"/exports/{export.ref}/fetch/").status_code == 409, "once"
    header, *rows = csv.reader(io.StringIO(told))
    assert header[2] == "repatria_export"
    assert {row[2] for row in rows} == {say(MARK, ref=export.ref, organisation="north")}
    header, *rows = ([*row[:2], *row[3:]] for row in (header, *rows))
    assert [row[0] for row in rows] == ["5", "6"]
    mended = [
        *rows[0][:-5], "05.03.1991", *[""] * 5
    ] if len(rows[0]) == len(header) else [*rows[0][:6], "05.03.1991"]  # fmt: skip
    lost = [rows[1][0], "", "5", "Лис", "Петро", "", "07.07.1980"]
    out = io.StringIO()
    width = len(header)
    csv.writer(out).writerows(
        [header, *([*row, *[""] * width][:width] for row in (mended, lost))]
    )
    sent = SimpleUploadedFile("back.csv", out.getvalue().encode("utf-8-sig"))
    checked = client.post(f"/lists/{file.pk}/faults/", {"file": sent}, follow=True)
    shown = _plain(checked)
    assert "2 rows of version 1; all others stand as they came." in shown
    done = client.post(checked.request["PATH_INFO"], {"import": "yes"}, follow=True)
    assert "2 rows of version 1, by whoever imported" in _plain(done)
    second = SourceFile.objects.get(version=2)
    assert list(second.records.values_list("readable", flat=True)) == [True] * 6
    assert second.records.get(own_id="5").birth == "1980-07-07"
    assert second.records.get(own_id="1").birth == "1984-05-09"
    assert not RowFault.objects.filter(source_file=second, weight__lt=3).exists()
    assert file.records.filter(readable=False).exists()


@pytest.mark.django_db
def test_a_file_of_another_list_corrects_nothing(desk: Desk, signed_in: SignIn) -> None:
    file = desk.take_in(BAD)
    sent = SimpleUploadedFile("back.csv", LINE.encode() + b",Name\n5,Buk\n")
    answer = signed_in("registrar").post(f"/lists/{file.pk}/faults/", {"file": sent})
    assert "cannot correct this list" in _plain(answer)
    assert SourceFile.objects.count() == 1
