"""Reads one workbook in a process of its own, under limits of memory and time.

Run as a script by ``workbook.py``: on stdin one line of JSON and the file's
bytes; on stdout one line of JSON, then the rows, cells ended by U+001F and rows
by U+001E.  Imports
little on purpose: the process must start fast and has nothing to lose.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import Any
from xml.etree import ElementTree

CELL_END, ROW_END = "\x1f", "\x1e"
_MARKS = re.compile("[\x1e\x1f\x00]")
_NO_VALUE = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb'<col\b[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_ODS = re.compile(rb'table:visibility="(?:collapse|filter)"')
_DIMENSION = re.compile(rb'<dimension\b[^>]*?\bref="[A-Z]*\d*:([A-Z]{1,3})(\d{1,7})"')
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MOST_XML = 512 * 2**20
_MOST_NOTED = 10_000
_WRITE_AT_A_TIME = 2_000
TOO_MUCH_TEXT = 3


class RefusedError(Exception):
    """Why the workbook was not read: a code and facts for the parent."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.answer = {"refused": code, **facts}


class TooMuchTextError(Exception):
    """The rows hold more text than is handed back."""


def main() -> int:
    """Answer one request.

    The exit status is 0 also for a refusal that is told, and ``TOO_MUCH_TEXT``
    where the answer was broken off.
    """
    request = json.loads(sys.stdin.buffer.readline())
    _limit_memory(int(request["memory"]))
    out = sys.stdout.buffer
    try:
        _answer(request, io.BytesIO(sys.stdin.buffer.read()), out)
    except RefusedError as refusal:
        out.write(json.dumps(refusal.answer).encode() + b"\n")
    except MemoryError:
        out.write(b'{"refused": "memory"}\n')
    except TooMuchTextError:
        return TOO_MUCH_TEXT
    out.flush()
    return 0


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there the time limit alone holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(request: dict[str, Any], file: io.BytesIO, out: Any) -> None:
    import python_calamine as calamine

    wanted = str(request["sheet"])
    packed = zipfile.is_zipfile(file)
    if packed:
        _check_dimensions(file, int(request["cells"]))
    file.seek(0)
    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
        name, sheet = _choose(book, wanted, int(request["cells"]))
    except calamine.PasswordError as locked:
        raise RefusedError("locked") from locked
    except (calamine.CalamineError, OSError, ValueError) as damage:
        raise RefusedError("damaged", reason=str(damage)[:300]) from damage
    facts = _facts(book, sheet, name)
    if packed:
        facts.update(_looked_into(file, book.sheet_names.index(name)))
    out.write(json.dumps(facts).encode() + b"\n")
    _write_rows(sheet, out, int(request["text_bytes"]))


def _choose(book: Any, wanted: str, most_cells: int) -> tuple[str, Any]:
    """Return the named sheet, or the first that holds anything."""
    if wanted and wanted not in book.sheet_names:
        raise RefusedError("no-sheet", sheets=", ".join(book.sheet_names))
    for name in [wanted] if wanted else book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > most_cells:
            raise RefusedError("cells", found=str(sheet.height * sheet.width))
        if sheet.height and sheet.width:
            return name, sheet
    raise RefusedError("empty")


def _facts(book: Any, sheet: Any, name: str) -> dict[str, Any]:
    start = sheet.start or (0, 0)
    merged = sheet.merged_cell_ranges or []
    hidden = [
        one.name
        for one in book.sheets_metadata
        if not str(one.visible).endswith(".Visible")
    ]
    return {
        "sheet": name,
        "sheets": book.sheet_names,
        "hidden_sheets": hidden,
        "first_row": start[0] + 1,
        "first_column": start[1] + 1,
        "width": sheet.width,
        "merged": len(merged),
    }


def _write_rows(sheet: Any, out: Any, most_bytes: int) -> None:
    """Write the rows; one long text in many cells is stored once, but not sent once."""
    rows, written = _from_first_row(sheet), 0
    while block := list(islice(rows, _WRITE_AT_A_TIME)):
        text = "".join(
            CELL_END.join(
                [
                    cell if type(cell) is str and cell.isprintable() else as_text(cell)
                    for cell in row
                ]
            )
            + ROW_END
            for row in block
        )
        written += out.write(text.encode("utf-8", errors="replace"))
        if written > most_bytes:
            raise TooMuchTextError


def _from_first_row(sheet: Any) -> Iterator[list[Any]]:
    """Yield rows from the first that holds anything, as the facts say.

    The library pads the top with empty rows in one way of reading and not in
    others; a first row that is empty tells which it was.
    """
    rows = iter(sheet.iter_rows())
    first: list[Any] = next(rows, [])
    above = sheet.start[0] if sheet.start else 0
    if above and not any(cell != "" for cell in first):
        return islice(rows, above - 1, None)
    return chain([first], rows)


def as_text(cell: object) -> str:
    """Return a cell as text: days as ISO dates, whole numbers without a point.

    >>> as_text(30811.0), as_text(datetime(1984, 5, 9))
    ('30811', '1984-05-09')
    """
    if isinstance(cell, str):
        return _MARKS.sub("", cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        day_only = cell.time() == time()
        return cell.date().isoformat() if day_only else cell.isoformat(" ", "seconds")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell) if isinstance(cell, (int, timedelta)) else ""


def _check_dimensions(file: io.BytesIO, most_cells: int) -> None:
    """Refuse a sheet that declares more cells than are read, before it is laid out."""
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            if name.startswith("xl/worksheets/sheet"):
                with packed.open(name) as sheet:
                    found = _DIMENSION.search(sheet.read(4096))
                if found and _column_number(found[1]) * int(found[2]) > 4 * most_cells:
                    cells = _column_number(found[1]) * int(found[2])
                    raise RefusedError("cells", found=str(cells))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _looked_into(file: io.BytesIO, at: int) -> dict[str, Any]:
    """Return what the reader of cells does not tell: hidden parts, missing results."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            if "content.xml" in names:
                xml = _part(packed, "content.xml")
                return {
                    "hidden_rows": len(_HIDDEN_ODS.findall(xml))
                    if b":visibility=" in xml
                    else 0
                }
            xml = _part(packed, _sheet_part(packed, at))
    except (KeyError, IndexError, ElementTree.ParseError, zipfile.BadZipFile):
        return {}
    hidden = b" hidden=" in xml
    return {
        "hidden_rows": len(_HIDDEN_ROW.findall(xml)) if hidden else 0,
        "hidden_columns": len(_HIDDEN_COLUMN.findall(xml)) if hidden else 0,
        "no_value": [
            found[1].decode() for found in islice(_NO_VALUE.finditer(xml), _MOST_NOTED)
        ]
        if b"<f" in xml
        else [],
    }


def _part(packed: zipfile.ZipFile, name: str) -> bytes:
    if packed.getinfo(name).file_size > _MOST_XML:
        return b""
    return packed.read(name)


def _sheet_part(packed: zipfile.ZipFile, at: int) -> str:
    """Return the part of the package that holds the sheet at this place."""
    book = ElementTree.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314
    links = ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    sheets = [node for node in book.iter() if node.tag.endswith("}sheet")]
    wanted = sheets[at].attrib[_RELATION]
    target = next(
        link.attrib["Target"] for link in links if link.attrib.get("Id") == wanted
    )
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


if __name__ == "__main__":
    sys.exit(main())
