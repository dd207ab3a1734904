"""Workbooks that somebody asked for, sealed in the data folder for a day."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from repatria.access import vault
from repatria.matching.models import Workbook


def keep(book: Workbook, raw: bytes) -> None:
    """Seal a workbook, whole or not at all."""
    place = _place(book)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    with open(part, "wb", opener=_private) as out:
        out.write(vault.seal_bytes(book.owner, "file", raw))
        out.flush()
        os.fsync(out.fileno())
    part.replace(place)


def opened(book: Workbook) -> bytes | None:
    """Return a workbook's bytes; None once it was thrown away."""
    place = _place(book)
    if not place.is_file():
        return None
    return vault.open_bytes(book.owner, "file", place.read_bytes())


def throw_away(book: Workbook) -> None:
    """Remove a workbook; that it was made stays written."""
    _place(book).unlink(missing_ok=True)


def _place(book: Workbook) -> Path:
    return Path(settings.REPATRIA_HOME) / "files" / "workbooks" / f"{book.ref}.sealed"


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
