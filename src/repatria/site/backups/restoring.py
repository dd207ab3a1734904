"""Restoring a backup: into a new folder, whole and verified, or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from repatria.site import home
from repatria.site.backups import manifest
from repatria.site.backups.databases import Copied, Database
from repatria.site.backups.errors import (
    BackupDamagedError,
    BackupUnfitError,
    FolderNotEmptyError,
    NewerBackupError,
    OtherDatabaseError,
)
from repatria.site.backups.sealed import opened

# What may stand in an archive, and where it then lies.  Anybody can seal an archive
# for a public key: a name that leads out of the folder is refused.
_FILE = re.compile(r"(files|database)(/[\w.-]*\w[\w.-]*)+", re.ASCII)
_KEY = re.compile(r"keys/[\w-]+\.(key|pub|jsonl)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and whether the ledger in it holds."""

    manifest: manifest.Manifest
    copied: Copied
    keys: list[str] = field(default_factory=list)

    @property
    def has_master_key(self) -> bool:
        """Whether what is sealed can be opened."""
        return f"keys/{home.MASTER_KEY}" in self.keys


def restore(
    file: Path,
    identity: Any,
    *,
    data: Path,
    database_of: Callable[[Path], Database],
    keys: tuple[Path, Any] | None,
    at: datetime,
    progress: Callable[[str], None],
) -> Restored:
    """Open, verify, and only then put everything to where it will be served from.

    ``keys`` is the file of the keys and the identity it was sealed for.
    """
    with _beside(data) as folder:
        database = database_of(folder)
        database.check_empty()
        progress("read")
        told = _unpacked(file, identity, folder)
        if told.kind != database.kind:
            raise OtherDatabaseError(kind=told.kind)
        brought = _keys(keys, folder) if keys else []
        progress("verify")
        copied = database.put_back(folder)
        _compare(told, copied, file)
        _note(folder, told, at)
        os.sync()
        if data.exists():
            data.rmdir()
        folder.replace(data)
    return Restored(told, copied, brought)


@contextmanager
def _beside(data: Path) -> Iterator[Path]:
    """Give a folder that becomes ``data`` when all is well, and goes when it is not."""
    if data.exists() and (not data.is_dir() or any(data.iterdir())):
        raise FolderNotEmptyError(folder=str(data))
    data.parent.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f".{data.name}-", dir=data.parent))
    folder = place / "data"
    for name in ("", *home.FOLDERS):
        (folder / name).mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _unpacked(file: Path, identity: Any, folder: Path) -> manifest.Manifest:
    held: dict[str, manifest.Held] = {}
    said = b""
    with opened(file, identity) as members:
        for name, content in members:
            if name == manifest.NAME:
                said = content.read()
            elif _FILE.fullmatch(name) and ".." not in name:
                held[name] = manifest.keep(content, folder / name)
            else:
                raise BackupDamagedError(file=str(file))
    told = _manifest(said, file)
    for name in sorted(held.keys() | told.files.keys()):
        if held.get(name) != told.files.get(name):
            raise BackupUnfitError(file=str(file), part=name)
    return told


def _manifest(said: bytes, file: Path) -> manifest.Manifest:
    try:
        form = json.loads(said)["form"]
        if form != manifest.FORM:
            raise NewerBackupError(file=str(file), form=str(form))
        return manifest.read(said)
    except (KeyError, TypeError, ValueError) as error:
        raise BackupDamagedError(file=str(file)) from error


def _keys(keys: tuple[Path, Any], folder: Path) -> list[str]:
    file, identity = keys
    brought = []
    with opened(file, identity) as members:
        for name, content in members:
            if not _KEY.fullmatch(name):
                raise BackupDamagedError(file=str(file))
            manifest.keep(content, folder / name)
            brought.append(name)
    return brought


def _compare(told: manifest.Manifest, copied: Copied, file: Path) -> None:
    if copied.ledger != told.ledger:
        raise BackupUnfitError(file=str(file), part="ledger")
    for table in sorted(told.tables.keys() | copied.tables.keys()):
        if told.tables.get(table) != copied.tables.get(table):
            raise BackupUnfitError(file=str(file), part=table)


def _note(folder: Path, told: manifest.Manifest, at: datetime) -> None:
    """Say in the folder where it comes from: it then takes no new master key."""
    said = {"made_at": told.made_at, "restored_at": at.isoformat()}
    (folder / home.NOTE).write_text(json.dumps(said), encoding="ascii")
