"""The code printed beside each line: which manifest and which line, and no name."""

from __future__ import annotations

import re
from typing import NamedTuple

_CODE = re.compile(r"(?P<handover>[A-Z]-[0-9A-Z]+)/(?P<version>\d+)/(?P<line>\d+)")


class Found(NamedTuple):
    """What somebody typed or scanned: ``handover`` is "" where only a line was told."""

    handover: str
    line: int


def code_of(*, handover: str, version: int, line: int) -> str:
    """Return what the square code of one line holds.

    >>> code_of(handover="H-00000000", version=1, line=7)
    'H-00000000/1/7'
    """
    return f"{handover}/{version}/{line}"


def read_code(typed: str) -> Found | None:
    """Return what a scanned code or a typed line number says, None where neither.

    >>> read_code("h-00000000/1/7"), read_code(" 12 ")
    (Found(handover='H-00000000', line=7), Found(handover='', line=12))
    """
    text = typed.strip().upper()
    if text.isascii() and text.isdigit():
        return Found("", int(text[:9]))
    code = _CODE.fullmatch(text)
    return Found(code["handover"], int(code["line"][:9])) if code else None
