"""What a backup says of itself: the last file in it, in canonical JSON."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

import rfc8785

NAME = "manifest.json"
FORM = 1
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Held:
    """One file: its size in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """Everything that a restore is held against.

    ``tables`` counts the rows of every table, ``ledger`` has the size and the root of
    the ledger as the database said them, ``files`` every other file of the archive.
    """

    made_at: str
    organisation: str
    kind: str  # of database: "sqlite" or "postgresql"
    program: str
    ledger: dict[str, Any] = field(default_factory=dict)
    tables: dict[str, int] = field(default_factory=dict)
    files: dict[str, Held] = field(default_factory=dict)
    form: int = FORM

    def written(self) -> bytes:
        """Return it as the bytes that stand in the archive."""
        return rfc8785.dumps(asdict(self))


def read(content: bytes) -> Manifest:
    """Return a manifest; raises ``ValueError``, ``KeyError`` or ``TypeError``."""
    told = json.loads(content)
    told["files"] = {name: Held(**one) for name, one in told["files"].items()}
    return Manifest(**told)


def add_file(archive: tarfile.TarFile, name: str, place: Path) -> Held | None:
    """Put a file into the archive; None where it is gone meanwhile.

    Its size is taken when it is opened: what is written to it later is left out.
    """
    try:
        file = place.open("rb")
    except FileNotFoundError:
        return None
    with file:
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
        watched = Hashing(file)
        archive.addfile(_info(name, size), watched)
    return Held(size, watched.hexdigest())


def add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put a small file into the archive."""
    archive.addfile(_info(name, len(content)), io.BytesIO(content))


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


class Hashing:
    """A file that is hashed while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next piece."""
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece

    def hexdigest(self) -> str:
        """Return the SHA-256 of all that was read."""
        return self._digest.hexdigest()


def keep(source: IO[bytes], place: Path) -> Held:
    """Write a file of an archive to ``place``, hashing it."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    watched, size = Hashing(source), 0
    place.touch(mode=0o600)
    with place.open("wb") as out:
        while piece := watched.read(_PIECE):
            size += out.write(piece)
    return Held(size, watched.hexdigest())
