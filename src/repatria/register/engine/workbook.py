"""Reading XLSX, XLS and ODS, in a child process that may fail without harm."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import polars as pl

from repatria.register.core.errors import (
    ListBombError,
    ListDamagedError,
    ListEmptyError,
    ListLockedError,
    ListTooHeavyError,
    ListTooLargeError,
    SheetMissingError,
)
from repatria.register.core.fields import Limits
from repatria.register.core.remarks import Remark, remark
from repatria.register.engine.grid import Grid
from repatria.register.engine.table import string_schema
from repatria.register.engine.workbook_child import TOO_MUCH_TEXT
from repatria.shared.text import mark as _
from repatria.shared.text import say

_CHILD = Path(__file__).with_name("workbook_child.py")
_SMALL = 32 * 2**20  # whatever its ratio, this much may be unpacked


def read_workbook(
    raw: bytes, *, kind: str, sheet: str, limits: Limits, file: str
) -> Grid:
    """Return the cells of one sheet, the named one or the first that holds any.

    ``raw`` are the file's bytes, so that what is parsed is what was sealed.
    Raises a ``ListRefusedError``: too large, locked, damaged, too heavy, no such sheet.
    """
    if kind in {"xlsx", "ods"}:
        _check_packing(raw, limits, file)
    answer = _ask_child(raw, kind=kind, sheet=sheet, limits=limits, file=file)
    head, _newline, cells = answer.partition(b"\n")
    facts: dict[str, Any] = json.loads(head)
    if "refused" in facts:
        _refuse(facts, kind=kind, sheet=sheet, limits=limits, file=file)
    return Grid(
        frame=_cells(cells, int(facts["width"]), limits, file),
        first_line=int(facts["first_row"]),
        first_column=int(facts["first_column"]),
        sheet=str(facts["sheet"]),
        sheets=tuple(facts["sheets"]),
        notes=_notes(facts),
        no_value=tuple(facts.get("no_value", ())),
    )


def _check_packing(raw: bytes, limits: Limits, file: str) -> None:
    """Refuse what would unpack beyond measure, going by what the package declares."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as damage:
        raise ListDamagedError(file=file, kind="ZIP", reason=str(damage)) from damage
    ratio = unpacked // max(1, len(raw))
    too_packed = ratio > limits.unpacked_ratio and unpacked > _SMALL
    if too_packed or unpacked > limits.unpacked_bytes:
        megabytes = str(unpacked // 2**20)
        raise ListBombError(file=file, unpacked=megabytes, ratio=str(ratio))


def _ask_child(
    raw: bytes, *, kind: str, sheet: str, limits: Limits, file: str
) -> bytes:
    """Return the child's answer; the bytes go through a pipe and touch no disk."""
    request = {
        "sheet": sheet,
        "memory": limits.memory,
        "cells": limits.cells,
        "text_bytes": limits.sheet_text_bytes,
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own script
            [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
            input=json.dumps(request).encode() + b"\n" + raw,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        limit = say(_("{seconds} seconds"), seconds=limits.seconds)
        raise ListTooHeavyError(file=file, limit=limit) from late
    if done.returncode == 0:
        return done.stdout
    if done.returncode == TOO_MUCH_TEXT:
        of, most = say(_("bytes of text")), str(limits.sheet_text_bytes)
        raise ListTooLargeError(file=file, found=f"> {most}", of=of, limit=most)
    if (
        done.returncode < 0
        or b"memory allocation" in done.stderr
        or b"MemoryError" in done.stderr
    ):
        raise _out_of_memory(limits, file)
    reason = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:300]
    raise ListDamagedError(file=file, kind=kind.upper(), reason=reason)


def _out_of_memory(limits: Limits, file: str) -> ListTooHeavyError:
    return ListTooHeavyError(file=file, limit=f"{limits.memory // 2**20} MB")


def _refuse(
    facts: Mapping[str, str], *, kind: str, sheet: str, limits: Limits, file: str
) -> NoReturn:
    match facts["refused"]:
        case "locked":
            raise ListLockedError(file=file)
        case "no-sheet":
            raise SheetMissingError(file=file, sheet=sheet, sheets=facts["sheets"])
        case "empty":
            raise ListEmptyError(file=file)
        case "memory":
            raise _out_of_memory(limits, file)
        case "cells":
            most = str(limits.cells)
            raise ListTooLargeError(
                file=file, found=facts["found"], of=say(_("cells")), limit=most
            )
        case _:
            reason = facts.get("reason", "")
            raise ListDamagedError(file=file, kind=kind.upper(), reason=reason)


def _cells(cells: bytes, width: int, limits: Limits, file: str) -> pl.DataFrame:
    if width > limits.columns:
        most = str(limits.columns)
        raise ListTooLargeError(
            file=file, found=str(width), of=say(_("columns")), limit=most
        )
    return pl.read_csv(
        cells,
        separator="\x1f",
        eol_char="\x1e",
        quote_char=None,
        has_header=False,
        schema=string_schema(width),
        infer_schema=False,
    )


_NOTES = (
    ("merged", _("Merged cells: {count}; the value stands in the first cell alone.")),
    ("hidden_rows", _("Hidden rows were read too: {count}.")),
    ("hidden_columns", _("Hidden columns were read too: {count}.")),
)


def _notes(facts: Mapping[str, Any]) -> tuple[Remark, ...]:
    notes = [
        remark(text, count=facts[name]) for name, text in _NOTES if facts.get(name)
    ]
    if facts["sheet"] in facts["hidden_sheets"]:
        notes.append(
            remark(_("The sheet {sheet} is hidden; it was read."), sheet=facts["sheet"])
        )
    others = [name for name in facts["sheets"] if name != facts["sheet"]]
    if others:
        notes.append(remark(_("Sheets not read: {sheets}."), sheets=", ".join(others)))
    return tuple(notes)
