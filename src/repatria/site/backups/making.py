"""Making a backup: the database first, then the files that it speaks of."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from repatria.site import home
from repatria.site.backups import manifest
from repatria.site.backups.databases import Database
from repatria.site.backups.sealed import write_sealed

FILES = "files"
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: what it says of itself, and whether the ledger holds."""

    manifest: manifest.Manifest
    sound: bool
    bytes: int


def make_backup(
    data: Path,
    database: Database,
    *,
    to: Path,
    recipient: Any,
    at: datetime,
    progress: Callable[[str], None],
) -> Made:
    """Seal database and files into ``to``; the keys stay where they are.

    The files are read after the database: a file is written before the transaction
    that speaks of it ends, so nothing that the copy speaks of is missing.
    """
    # In the data folder: as well protected as the database itself.
    with tempfile.TemporaryDirectory(prefix="backup-", dir=data) as place:
        folder = Path(place)
        progress("database")
        held = database.copy(folder)
        told = manifest.Manifest(
            made_at=at.isoformat(),
            organisation=held.organisation,
            kind=database.kind,
            program=version("repatria"),
            ledger=held.ledger,
            tables=held.tables,
        )
        progress("files")
        write_sealed(
            to, recipient, lambda out: _fill(out, data, folder, database, told)
        )
    return Made(told, held.verdict.sound, to.stat().st_size)


def _fill(
    archive: tarfile.TarFile,
    data: Path,
    folder: Path,
    database: Database,
    told: manifest.Manifest,
) -> None:
    for name, place in [(database.member, folder / database.member), *_files(data)]:
        held = manifest.add_file(archive, name, place)
        if held is not None:  # else thrown away since it was listed
            told.files[name] = held
    manifest.add_bytes(archive, manifest.NAME, told.written())


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    for place in sorted((data / FILES).rglob("*")):
        if place.is_file() and not place.is_symlink() and place.suffix != ".part":
            yield place.relative_to(data).as_posix(), place


def back_up_keys(data: Path, master: Path, *, to: Path, recipient: Any) -> list[str]:
    """Seal the keys, and the journal of what was erased, into a file of their own.

    The key that signs sessions stays: after a restore everybody signs in again.
    """
    places = {
        f"{KEYS}/{place.name}": place
        for place in sorted((data / KEYS).iterdir())
        if place.is_file() and place.name != home.SESSION_KEY
    }
    places[f"{KEYS}/{home.MASTER_KEY}"] = master

    def fill(archive: tarfile.TarFile) -> None:
        for name, place in places.items():
            manifest.add_file(archive, name, place)

    write_sealed(to, recipient, fill)
    return [*places]


def room_needed(data: Path) -> int:
    """Return about how many bytes the copy of the database takes meanwhile."""
    place = data / home.DATABASE
    return place.stat().st_size if place.exists() else 0


def has_room(data: Path) -> bool:
    """Tell whether the copy of the database fits on the data folder's disk."""
    return shutil.disk_usage(data).free > room_needed(data)
