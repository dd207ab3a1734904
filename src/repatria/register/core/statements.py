"""The row of a list as it is proved and sent: what was understood, and no more.

What a sender's list says beyond these columns (remarks, contacts of relatives) is
sealed with the record and never leaves with the list.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from repatria.shared.dates import PartialDate

# In the order in which a reader wants them.
COLUMNS = (
    "own_id",
    "family",
    "given",
    "patronymic",
    "birth",
    "birth_place",
    "rank",
    "unit",
    "service_number",
    "captured_on",
    "captured_at",
    "place",
    "sex",
    "call_sign",
    "said_fate",
)
SALT_BYTES = 16
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_DATE = re.compile(r"~?(\d{4}|\?{4})(?:-(\d\d|\?\?)(?:-(\d\d))?)?")


def statement(
    told: Mapping[str, str], *, row: int, salt: bytes, readable: bool
) -> dict[str, Any]:
    """Return a row as the value whose canonical JSON is a leaf of the list's tree.

    What is not said is left out.  ``salt`` is random: after the row is erased nobody
    can find out from its leaf, by trying names, who stood there.
    """
    said: dict[str, Any] = {name: told[name] for name in COLUMNS if told[name]}
    return said | {"readable": readable, "row": row, "salt": salt.hex()}


def canonical(said: Mapping[str, Any]) -> bytes:
    """Return a statement in canonical JSON (RFC 8785), many times a second.

    A statement is one level of texts, whole numbers and yes or no under names of
    small letters: for those the standard library writes what the standard asks.

    >>> canonical({"row": 7, "family": "Коваль", "readable": True}).decode()
    '{"family":"Коваль","readable":true,"row":7}'
    """
    return _CANONICAL.encode(said).encode()


def unknown_keys(said: Iterable[str]) -> list[str]:
    """Return the keys of a received row that no statement has."""
    return sorted(set(said) - {*COLUMNS, "readable", "row", "salt"})


def written(date: PartialDate) -> str:
    """Return a date as it is kept: year first, question marks for unknown parts.

    >>> written(PartialDate(1984, 5)), written(PartialDate(0, 5, 9))
    ('1984-05', '????-05-09')
    """
    if not (date.year or date.month or date.day):
        return ""
    parts = [f"{date.year:04}" if date.year else "????"]
    if date.month or date.day:
        parts.append(f"{date.month:02}" if date.month else "??")
    if date.day:
        parts.append(f"{date.day:02}")
    return f"{'~' if date.approximate else ''}{'-'.join(parts)}"


def is_written(text: str) -> bool:
    """Tell whether ``text`` is a date as it is kept, or empty."""
    return not text or bool(_DATE.fullmatch(text))


def day_first(text: str) -> str:
    """Return a kept date as lists write it, for the engine that reads lists.

    >>> day_first("1984-05-09"), day_first("????-05-09"), day_first("~1984")
    ('1984-05-09', '09.05.????', '~1984')
    """
    if "?" not in text:
        return text
    return ".".join(reversed(text.removeprefix("~").split("-")))
