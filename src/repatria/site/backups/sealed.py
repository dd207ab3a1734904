"""An archive that is sealed with age while it is written, and opened while it is read.

Nothing of it lies on a disk in clear.  It is whole or it is not there: written under
another name, brought onto the disk, then renamed.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO, Any

import pyrage

from repatria.shared.files import owner_only
from repatria.site.backups.errors import (
    BackupDamagedError,
    NotAnIdentityError,
    NotARecipientError,
    OtherIdentityError,
)

_PIECE = 1 << 20


def recipient_of(key: str) -> Any:
    """Return a public key of age; raise ``NotARecipientError``."""
    try:
        return pyrage.x25519.Recipient.from_str(key.strip())
    except pyrage.RecipientError as error:
        raise NotARecipientError(key=key[:20]) from error


def identity_in(file: Path) -> Any:
    """Return the identity in a file as age-keygen writes it."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        told = next(line for line in lines if line.startswith("AGE-SECRET-KEY-"))
        return pyrage.x25519.Identity.from_str(told.strip())
    except (pyrage.IdentityError, StopIteration, UnicodeDecodeError) as error:
        raise NotAnIdentityError(file=str(file)) from error


class _Out:
    """A file that remembers why it could not be written: age keeps only the words."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        self.error: OSError | None = None

    def write(self, piece: bytes) -> int:
        """Write a piece."""
        try:
            return self._file.write(piece)
        except OSError as error:
            self.error = OSError(error.errno, error.strerror, self._name)
            raise

    def flush(self) -> None:
        """Hand what was written to the system."""
        self._file.flush()


def write_sealed(
    to: Path, recipient: Any, fill: Callable[[tarfile.TarFile], None]
) -> None:
    """Write what ``fill`` puts into an archive to ``to``, sealed for ``recipient``.

    Whatever goes wrong, ``to`` stays as it was and nothing is left beside it.
    """
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        with open(part, "xb", opener=owner_only) as file:
            _seal_into(_Out(file, str(to)), recipient, fill)
            file.flush()
            os.fsync(file.fileno())
        part.replace(to)
        _settle(to.parent)
    finally:
        part.unlink(missing_ok=True)


def _seal_into(
    out: _Out, recipient: Any, fill: Callable[[tarfile.TarFile], None]
) -> None:
    reading, writing = os.pipe()
    went_wrong: list[BaseException] = []

    def put() -> None:
        try:
            with (
                os.fdopen(writing, "wb", _PIECE) as end,
                tarfile.open(fileobj=end, mode="w|", bufsize=_PIECE) as archive,
            ):
                fill(archive)
        except BaseException as error:
            went_wrong.append(error)

    thread = Thread(target=put, name="backup")
    thread.start()
    try:
        with os.fdopen(reading, "rb", _PIECE) as source:
            pyrage.encrypt_io(source, out, [recipient])
    except pyrage.EncryptError:
        if out.error is not None:
            raise out.error from None
        raise
    finally:
        thread.join()
    # An archive that ended too early looks whole to whoever seals it.
    if went_wrong:
        raise went_wrong[0]


def _settle(folder: Path) -> None:
    """Bring a new name onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def opened(file: Path, identity: Any) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Give the files of an archive, one after the other, as they are read.

    Raises ``OtherIdentityError``, and ``BackupDamagedError`` where it is not whole;
    that may be found out only at the end.
    """
    reading, writing = os.pipe()
    went_wrong: list[BaseException] = []

    def open_up() -> None:
        try:
            with file.open("rb") as source, os.fdopen(writing, "wb", _PIECE) as out:
                pyrage.decrypt_io(source, out, [identity])
        except BaseException as error:
            went_wrong.append(error)

    thread = Thread(target=open_up, name="restore")
    thread.start()
    try:
        with os.fdopen(reading, "rb", _PIECE) as end:
            yield _members(end)
            while end.read(_PIECE):
                pass  # to the end: only there age knows that nothing is missing
        thread.join()
        if went_wrong:
            _refuse(went_wrong[0], file)
    except (tarfile.TarError, EOFError) as error:
        thread.join()
        _refuse(went_wrong[0] if went_wrong else error, file)
    finally:
        with suppress(OSError):
            thread.join()


def _members(end: IO[bytes]) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(fileobj=end, mode="r|", bufsize=_PIECE) as archive:
        for member in archive:
            held = archive.extractfile(member) if member.isreg() else None
            if held is None:
                raise tarfile.ReadError(member.name)
            with closing(held):
                yield member.name, held


def _refuse(error: BaseException, file: Path) -> None:
    if isinstance(error, pyrage.DecryptError) and "No matching keys" in str(error):
        raise OtherIdentityError(file=str(file)) from error
    raise BackupDamagedError(file=str(file)) from error
