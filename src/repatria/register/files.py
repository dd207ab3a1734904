"""Source files, sealed in the data folder."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction

from repatria.access import vault
from repatria.register.models import SourceFile, Upload
from repatria.shared.files import write_private

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
    write_private(_place(version.file), vault.seal_bytes(version.owner, "file", raw))


def open_source(version: SourceFile) -> bytes:
    """Return the bytes of a list file as they came in."""
    return vault.open_bytes(version.owner, "file", _place(version.file).read_bytes())


def throw_source_away(version: SourceFile) -> None:
    """Remove a list file once the transaction has been committed."""
    place = _place(version.file)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def seal_upload(upload: Upload, raw: bytes) -> None:
    """Seal a file that waits to be confirmed."""
    place = _place(_upload_place(upload))
    write_private(place, vault.seal_bytes(upload.owner, "file", raw))


def open_upload(upload: Upload) -> bytes:
    """Return the bytes of a file that waits."""
    sealed = _place(_upload_place(upload)).read_bytes()
    return vault.open_bytes(upload.owner, "file", sealed)


def throw_away(upload: Upload) -> None:
    """Remove a waiting file once the transaction has been committed."""
    place = _place(_upload_place(upload))
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


def size_of_upload(upload: Upload) -> int:
    """Return how many bytes a waiting file has, sealed."""
    return _place(_upload_place(upload)).stat().st_size


# --- How far an import is, and whether anybody works on it ---------------------------


class Work:
    """An import that this process works on: nobody else does, until it ends.

    The system lets go of the lock when the process ends, however it ends.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def tell(self, step: str, share: float) -> None:
        """Write down how far it is; a full disk stops no work here."""
        with suppress(OSError):
            self._file.seek(0)
            self._file.write(f"{step} {share:.3f}\n")
            self._file.truncate()
            self._file.flush()


@contextmanager
def at_work_on(ref: str) -> Iterator[Work | None]:
    """Work on an import alone; gives None where another process does already."""
    place = _place(f"uploads/{ref}.work")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with place.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        yield Work(file)


def is_worked_on(ref: str) -> bool:
    """Tell whether a living process works on an import."""
    if not _place(f"uploads/{ref}.work").exists():
        return False
    with at_work_on(ref) as work:
        return work is None


def how_far(ref: str) -> tuple[str, float]:
    """Return the step of an import and the share of it that is done."""
    try:
        step, share = _place(f"uploads/{ref}.work").read_text("ascii").split()
        return step, float(share)
    except (OSError, ValueError):  # not begun, or being written just now
        return "", 0.0


def forget_work(ref: str) -> None:
    """Remove what was written down of an import."""
    _place(f"uploads/{ref}.work").unlink(missing_ok=True)


def _upload_place(upload: Upload) -> str:
    return f"uploads/{upload.ref}.sealed"


def _place(name: str) -> Path:
    return Path(settings.REPATRIA_HOME) / "files" / name
