"""Finding the line of a TOML text on which a key stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = r'"[^"]*"|\'[^\']*\'|[A-Za-z0-9_-]+'
_NAMES = re.compile(rf"(?:{_NAME})(?:\s*\.\s*(?:{_NAME}))*")
_HEADER = re.compile(rf"\s*\[{{1,2}}\s*({_NAMES.pattern})\s*\]{{1,2}}\s*(?:#.*)?$")
_ENTRY = re.compile(rf"\s*({_NAMES.pattern})\s*=(.*)$")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")


def line_of(text: str, key: str) -> int:
    """Return the line, from 1, on which a key such as ``seats.A>B`` stands.

    The key itself, else the longest part of it from the left that stands anywhere;
    where that is a list and the rest of the key is one of its values, that value's
    line.  0 where nothing of it stands in the text.

    >>> line_of('parties = ["A", "B"]\\n[seats]\\n"A>B" = -1', "seats.A>B")
    3
    >>> line_of('tiers = [\\n  "one",\\n  "two",\\n]', "tiers.two")
    3
    """
    best, place = "", 0
    for number, name in _names(text):
        fits = key == name or key.startswith(f"{name}.")
        if fits and len(name) > len(best):
            best, place = name, number
    rest = key[len(best) + 1 :]
    return _value_below(text, place, rest) if place and rest else place


def place_told(fault: str, text: str) -> tuple[int, int]:
    """Return line and column of a fault as ``tomllib`` words it; the end if neither.

    >>> place_told("Invalid value (at line 3, column 5)", "")
    (3, 5)
    """
    found = _AT.search(fault)
    if found:
        return int(found[1]), int(found[2])
    lines = text.splitlines() or [""]
    return len(lines), len(lines[-1]) + 1


def _names(text: str) -> Iterator[tuple[int, str]]:
    """Yield each key with the tables around it, and its line; twice for a header."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _plain(header[1])
            yield number, table
        elif entry := _ENTRY.match(line):
            name = _plain(entry[1])
            yield number, f"{table}.{name}" if table else name


def _plain(written: str) -> str:
    """Return a dotted name without its quotation marks."""
    parts = re.findall(_NAME, written)
    return ".".join(part.strip("\"'") for part in parts)


def _value_below(text: str, place: int, value: str) -> int:
    """Return the first line from ``place`` on, before the next key, with a value."""
    lines = text.splitlines()
    for number in range(place, len(lines) + 1):
        line = lines[number - 1]
        if number > place and (_HEADER.match(line) or _ENTRY.match(line)):
            break
        if f'"{value}"' in line or f"'{value}'" in line:
            return number
    return place
