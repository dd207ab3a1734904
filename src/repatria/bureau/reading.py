"""Whom a clerk names: typed line by line, or in a list file."""

from __future__ import annotations

import csv
import io
import re

from repatria.bureau.core.messages import COLUMNS
from repatria.register.engine.apart import read_apart
from repatria.register.engine.intake import read_content
from repatria.register.engine.records import ReadList
from repatria.register.engine.rows import record_columns
from repatria.register.models import LONG

# Headings that the reader of lists knows: our number, the whole name, the birth date.
_HEADINGS = ("id", "full_name", "birth_date")
_BETWEEN = re.compile(r"\s*[;\t,]\s*")
_A_DATE = re.compile(r"\d")


def names_typed(text: str) -> list[dict[str, str]]:
    """Return the people in typed lines: a name, then perhaps a date of birth.

    Parts are divided by a comma, a semicolon or a tab; what follows a number sign in
    front is our own number.
    """
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if not lines:
        return []
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(_HEADINGS)
    writer.writerows(_parts(number, line) for number, line in enumerate(lines, 1))
    return _rows(read_content(out.getvalue().encode(), name="typed.csv"))


def _parts(number: int, line: str) -> tuple[str, str, str]:
    parts = [part for part in _BETWEEN.split(line) if part]
    birth = next((part for part in parts[1:] if _A_DATE.search(part)), "")
    name = " ".join(part for part in parts if part != birth)
    return str(number), name, birth


def names_in_file(raw: bytes, name: str) -> list[dict[str, str]]:
    """Return the people in a list file, parsed in a process of its own."""
    return _rows(read_apart(raw, name=name))


def _rows(one: ReadList) -> list[dict[str, str]]:
    kept = record_columns(one, longest=LONG)
    return [
        {name: row[name] or "" for name in COLUMNS}
        for row in kept.select([*COLUMNS, "readable"]).to_dicts()
        if row["readable"]
    ]
