"""Lists in workbooks, and what hides in them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
import xlwt

from repatria.register.core import errors
from repatria.register.core.fields import ColumnMap, Limits
from repatria.register.engine.intake import read_list

SHEET_XML = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/'
    'spreadsheetml/2006/main">{head}<sheetData>'
)
ODS_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)
ODS_CONTENT = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    '<office:spreadsheet><table:table table:name="Л">'
    "<table:table-row><table:table-cell><text:p>id</text:p></table:table-cell>"
    "<table:table-cell><text:p>Прізвище</text:p></table:table-cell>"
    "<table:table-cell><text:p>Дата народження</text:p></table:table-cell>"
    '</table:table-row><table:table-row table:visibility="collapse">'
    '<table:table-cell office:value-type="float" office:value="1"/>'
    '<table:table-cell office:value-type="string"><text:p>Коваль</text:p>'
    '</table:table-cell><table:table-cell office:value-type="date"'
    ' office:date-value="1984-05-09"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A cover, a list under a merged title with odd cells, and a hidden sheet."""
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Cover")
        sheet = book.add_worksheet("Список")
        fill(book, sheet)
        hidden = book.add_worksheet("Hidden")
        hidden.write_row(0, 0, ["id", "name"])
        hidden.write_row(1, 0, ["h1", "Граб"])
        hidden.hide()
    return path


def fill(book: Any, sheet: Any) -> None:
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.merge_range("B2:F2", "Список осіб")
    sheet.write_row("B4", ["№", "ПІБ", "Дата народження", "Вік", "Звання", "Так"])
    sheet.write_row("B5", [1, "Коваль Іван"])
    sheet.write_datetime("D5", datetime(1984, 5, 9), day)  # noqa: DTZ001 - a sheet has no zone
    sheet.write_formula("E5", "=40+1", None, 41)
    sheet.write_row("F5", ["солдат", True])
    sheet.write_row("B6", [2, "Бук\nПетро", 30811])
    sheet.write_formula("E6", "=A1", None, "")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.write_row("B8", [3, "Граб Яків", "05.09.84", 1.5])
    sheet.set_column("F:F", None, None, {"hidden": True})


def test_the_first_sheet_with_cells_is_read(workbook: Path) -> None:
    one = read_list(workbook)
    assert (one.layout.format, one.layout.sheet) == ("xlsx", "Список")
    assert (one.layout.header_line, one.lines.to_list()) == (4, [5, 6, 8])
    assert one.layout.blank_lines == 2
    assert one.fields["full_name"].to_list() == [
        "Коваль Іван",
        "Бук\nПетро",
        "Граб Яків",
    ]


def test_cells_become_plain_text(workbook: Path) -> None:
    one = read_list(workbook)
    assert one.own.row(0) == ("1", "Коваль Іван", "1984-05-09", "41", "солдат", "TRUE")
    assert one.own["Дата народження"].to_list() == ["1984-05-09", "30811", "05.09.84"]
    assert one.own["Вік"].to_list() == ["41", None, "1.5"]


def test_what_hides_in_a_workbook_is_said(workbook: Path) -> None:
    one = read_list(workbook)
    assert [str(note) for note in one.layout.notes] == [
        "Merged cells: 1; the value stands in the first cell alone.",
        "Hidden rows were read too: 1.",
        "Hidden columns were read too: 1.",
        "Sheets not read: Cover, Hidden.",
        "Lines above the header that are no rows: 1.",
    ]


def test_a_formula_without_a_saved_result_is_a_fault(workbook: Path) -> None:
    assert read_list(workbook).faults.rows() == [(2, "Вік", "no-value", "field", "")]


@pytest.mark.parametrize("how", ["suffix", "map"])
def test_another_sheet_can_be_named(workbook: Path, how: str) -> None:
    named = workbook.with_name("list.xlsx#Hidden") if how == "suffix" else workbook
    given = ColumnMap(sheet="Hidden") if how == "map" else None
    one = read_list(named, columns=given)
    assert one.own.rows() == [("h1", "Граб")]
    assert one.name == "list.xlsx"
    assert "The sheet Hidden is hidden; it was read." in map(str, one.layout.notes)


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(
    workbook: Path,
) -> None:
    with pytest.raises(errors.SheetMissingError, match="Cover, Список, Hidden"):
        read_list(workbook, columns=ColumnMap(sheet="Other"))


def test_an_empty_sheet_is_an_empty_list(workbook: Path) -> None:
    with pytest.raises(errors.ListEmptyError):
        read_list(workbook.with_name("list.xlsx#Cover"))


def test_a_workbook_is_known_by_its_bytes(workbook: Path) -> None:
    renamed = workbook.rename(workbook.with_name("list.csv"))
    assert read_list(renamed).layout.format == "xlsx"


def test_text_under_the_name_of_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("id,name\n1,Коваль\n", encoding="utf-8")
    assert read_list(path).layout.format == "csv"


def test_old_workbooks_are_read(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("A")
    for at, header in enumerate(["id", "Фамилия", "Дата рождения"]):
        sheet.write(0, at, header)
    sheet.write(1, 0, 1)
    sheet.write(1, 1, "Ёлкин")
    sheet.write(1, 2, date(1984, 5, 9), xlwt.easyxf(num_format_str="DD.MM.YYYY"))
    book.save(str(tmp_path / "list.xls"))
    one = read_list(tmp_path / "list.xls")
    assert one.layout.format == "xls"
    assert one.own.rows() == [("1", "Ёлкин", "1984-05-09")]


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    path = tmp_path / "list.ods"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        packed.writestr("content.xml", ODS_CONTENT)
    one = read_list(path)
    assert one.layout.format == "ods"
    assert one.own.rows() == [("1", "Коваль", "1984-05-09")]
    assert [str(note) for note in one.layout.notes] == ["Hidden rows were read too: 1."]


def test_parquet_of_any_types_becomes_text(tmp_path: Path) -> None:
    pl.DataFrame(
        {
            "id": [1, 2],
            "surname": ["Коваль", None],
            "dob": [date(1984, 5, 9), None],
            "seen": [datetime(2024, 1, 2, 3, 4), datetime(2024, 1, 2)],  # noqa: DTZ001
            "weight": [70.0, 71.5],
            "camps": [["a", "b"], []],
            "raw": [b"x", b"\xd0\xaf"],
            "person": [{"a": 1}, None],
        }
    ).write_parquet(tmp_path / "list.parquet")
    one = read_list(tmp_path / "list.parquet")
    assert one.own.row(0)[:4] == ("1", "Коваль", "1984-05-09", "2024-01-02 03:04:00")
    assert one.own.row(1)[3:7] == ("2024-01-02", "71.5", "", "Я")
    assert one.lines.to_list() == [1, 2]
    assert one.fields["birth_date"].to_list() == ["1984-05-09", None]


def bomb(path: Path, *, head: str = "", rows: Iterator[str] | list[str]) -> Path:
    """Write a workbook whose one sheet holds these rows of XML."""
    source = path.with_name("source.xlsx")
    with xlsxwriter.Workbook(source) as book:
        book.add_worksheet("A")
    with (
        zipfile.ZipFile(source) as parts,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in parts.namelist():
            if not name.startswith("xl/worksheets/"):
                packed.writestr(name, parts.read(name))
        sheet = SHEET_XML.format(head=head) + "".join(rows) + "</sheetData></worksheet>"
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    return path


LONG_ROWS = ['<row><c t="str"><v>' + "A" * 1_000 + "</v></c></row>"] * 60_000
FAR_CELLS = [
    '<row r="1"><c r="A1" t="str"><v>x</v></c></row>',
    '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>',
]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = bomb(tmp_path / "bomb.xlsx", rows=LONG_ROWS)
    with pytest.raises(
        errors.ListBombError, match=r"bomb\.xlsx would unpack to \d+ MB"
    ):
        read_list(path)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(unpacked_ratio=10**6, memory=160 * 2**20), "160 MB"),
        (Limits(unpacked_ratio=10**6, seconds=0), "0 seconds"),
    ],
)
def test_a_bomb_let_through_is_stopped_by_the_limits(
    tmp_path: Path, limits: Limits, said: str
) -> None:
    path = bomb(tmp_path / "bomb.xlsx", rows=LONG_ROWS)
    with pytest.raises(errors.ListTooHeavyError, match=said):
        read_list(path, limits=limits)


def test_one_long_text_in_many_cells_is_not_handed_back_many_times(
    tmp_path: Path,
) -> None:
    def write(sheet: Any) -> None:
        for row in range(3_000):
            sheet.write(row, 0, "x" * 30_000)

    path = make(tmp_path, write)
    with pytest.raises(errors.ListTooLargeError, match="bytes of text"):
        read_list(path, limits=Limits(sheet_text_bytes=10**6))


def test_a_sheet_under_a_password_in_an_open_document_is_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "list.ods"
    entry = (
        '<manifest:file-entry manifest:full-path="content.xml">'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", ODS_MANIFEST[:-2] + ">" + entry)
        packed.writestr("content.xml", b"\x00\x01")
    with pytest.raises(errors.ListLockedError, match=r"list\.ods"):
        read_list(path)


@pytest.mark.parametrize("head", ["", '<dimension ref="A1:XFD1048576"/>'])
def test_two_cells_at_the_corners_of_a_sheet_do_no_harm(
    tmp_path: Path, head: str
) -> None:
    path = bomb(tmp_path / "far.xlsx", head=head, rows=FAR_CELLS)
    with pytest.raises((errors.ListTooHeavyError, errors.ListTooLargeError)):
        read_list(path, limits=Limits(memory=512 * 2**20))


def test_a_truncated_workbook_is_damaged(workbook: Path) -> None:
    workbook.write_bytes(workbook.read_bytes()[:3_000])
    with pytest.raises(errors.ListDamagedError, match=r"list\.xlsx is damaged"):
        read_list(workbook)


@pytest.mark.parametrize(
    ("part", "kind"), [("word/document.xml", "a Word document"), ("a.txt", "a ZIP")]
)
def test_other_packages_are_no_lists(tmp_path: Path, part: str, kind: str) -> None:
    path = tmp_path / "list.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr(part, "x")
    with pytest.raises(errors.ListNotTextError, match=kind):
        read_list(path)


def test_marks_that_part_cells_cannot_be_smuggled_in(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "name", "note"])
        sheet.write_row(1, 0, [1, 'a\tb"c,d\r\ne', "\u202eх"])
    one = read_list(path)
    assert one.own.shape == (1, 3)
    assert one.own["name"][0].replace("\r", "") == 'a\tb"c,d\ne'


def make(tmp_path: Path, write: Callable[[Any], None]) -> Path:
    path = tmp_path / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        write(book.add_worksheet())
    return path


def test_a_sheet_without_header_keeps_every_row(tmp_path: Path) -> None:
    def write(sheet: Any) -> None:
        sheet.write_row(0, 0, [1, "Коваль", "Іван", "Петрович", "09.05.1984"])
        sheet.write_row(1, 0, [2, "Бук", "Ганна", "Іванівна", "01.02.1990"])

    one = read_list(make(tmp_path, write))
    assert one.layout.header_line == 0
    assert one.fields["patronymic"].to_list() == ["Петрович", "Іванівна"]
