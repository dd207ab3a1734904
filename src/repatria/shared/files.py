"""Files that nobody but the account they belong to may read, whole or not there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def owner_only(name: str, flags: int) -> int:
    """Open a file as its owner's alone, as ``open(..., opener=owner_only)``."""
    return os.open(name, flags, 0o600)


def write_private(place: Path, content: bytes) -> None:
    """Write a file and bring it onto the disk; what stood there stays until then.

    Its folder is made at need.  Whatever goes wrong, nothing is left beside it.
    """
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.part")
    try:
        _write(part, content)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def write_first(place: Path, content: bytes) -> None:
    """Write a file that is written once: where another process was first, its stands.

    Whole or not at all: half a key would open nothing.
    """
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        _write(part, content)
        with suppress(FileExistsError):
            place.hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)


def _write(place: Path, content: bytes) -> None:
    with open(place, "wb", opener=owner_only) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
