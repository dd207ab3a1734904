"""Source files, sealed in the data folder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction

from repatria.access import vault
from repatria.register.models import SourceFile, Upload

_AT_A_TIME = 1 << 20


def place_of(sha256: str) -> str:
    """Return where a source file lies, below the installation's files."""
    return f"sources/{sha256}.sealed"


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file; "" where the reader of lists will refuse it."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(_AT_A_TIME):
                digest.update(piece)
    except (OSError, ValueError):  # a folder, nothing, a sheet's name behind a "#"
        return ""
    return digest.hexdigest()


def content_of(path: Path, name: str) -> bytes:
    """Return the bytes of the file that was read; ``name`` is without any sheet."""
    return path.with_name(name).read_bytes()


def seal_source(version: SourceFile, raw: bytes) -> None:
    """Seal a list file.  Where the transaction fails, its key was never kept."""
    _write(version.file, vault.seal_bytes(version.owner, "file", raw))


def open_source(version: SourceFile) -> bytes:
    """Return the bytes of a list file as they came in."""
    return vault.open_bytes(version.owner, "file", _place(version.file).read_bytes())


def seal_upload(upload: Upload, raw: bytes) -> None:
    """Seal a file that waits to be confirmed."""
    _write(_upload_place(upload), vault.seal_bytes(upload.owner, "file", raw))


def open_upload(upload: Upload) -> bytes:
    """Return the bytes of a file that waits."""
    sealed = _place(_upload_place(upload)).read_bytes()
    return vault.open_bytes(upload.owner, "file", sealed)


def throw_away(upload: Upload) -> None:
    """Remove a waiting file once the transaction has been committed."""
    place = _place(_upload_place(upload))
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def _upload_place(upload: Upload) -> str:
    return f"uploads/{upload.ref}.sealed"


def _place(name: str) -> Path:
    return Path(settings.REPATRIA_HOME) / "files" / name


def _write(name: str, sealed: bytes) -> None:
    """Write a file whole or not at all, and onto the disk before the commit."""
    place = _place(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    with open(part, "wb", opener=_private) as out:
        out.write(sealed)
        out.flush()
        os.fsync(out.fileno())
    part.replace(place)


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)
