"""The synthetic lists as a peer reads them; standard library and anyascii only."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from anyascii import anyascii

Columns = dict[str, list[str | None]]

# Headings of the synthetic lists, in the two languages they are written in.
FIELDS = {
    "id": "id",
    "Прізвище": "family",
    "Family name": "family",
    "Ім'я": "given",
    "Given name": "given",
    "По батькові": "patronymic",
    "Patronymic": "patronymic",
    "Дата народження": "birth_date",
    "Date of birth": "birth_date",
    "Місце народження": "birth_place",
    "Place of birth": "birth_place",
    "Звання": "rank",
    "Rank": "rank",
    "Військова частина": "unit",
    "Unit": "unit",
    "Особистий номер": "service_number",
    "Service number": "service_number",
    "Дата полону": "captured_on",
    "Date of capture": "captured_on",
    "Місце полону": "captured_at",
    "Place of capture": "captured_at",
}
DATES = ("birth_date", "captured_on")
TEXTS = (
    "family",
    "given",
    "patronymic",
    "birth_place",
    "rank",
    "unit",
    "captured_at",
    "service_number",
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "january february march april may june july"
            " august september october november december"
        ).split(),
        1,
    )
}
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_IN_WORDS = re.compile(r"(\d{1,2})\s+([a-z]+)\s+(\d{4})")


def read_columns(path: Path) -> Columns:
    """Return a list's columns: plain small Latin letters, dates ``YYYY-MM-DD``."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        header = [FIELDS.get(name, "") for name in next(rows)]
        values = list(zip(*rows, strict=True))
    columns: Columns = {
        name: list(column) for name, column in zip(header, values, strict=True) if name
    }
    known: dict[str | None, str | None] = {}
    for name in TEXTS:
        columns[name] = [
            known[v] if v in known else known.setdefault(v, _latin(v))
            for v in columns[name]
        ]
    for name in DATES:
        columns[name] = [_iso(value) for value in columns[name]]
    return columns


def _latin(value: str | None) -> str | None:
    return anyascii(value or "").strip().lower() or None


def _iso(value: str | None) -> str | None:
    """Read a whole date, day before month; anything else is unknown."""
    written = (value or "").strip().lower()
    if met := _DAY_FIRST.fullmatch(written):
        day, month, year = (int(part) for part in met.groups())
    elif met := _IN_WORDS.fullmatch(written):
        day, month, year = int(met[1]), _MONTHS.get(met[2], 0), int(met[3])
    else:
        return None
    if not (0 < month <= 12 and 0 < day <= 31):
        return None
    return f"{year:04}-{month:02}-{day:02}"
