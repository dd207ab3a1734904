"""The data folder of an installation: what lies where, made at first need."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repatria.shared.errors import RepatriaError
from repatria.shared.files import write_first
from repatria.shared.text import mark as _

FOLDERS = ("files", "keys", "logs")
DATABASE = "repatria.sqlite3"
MASTER_KEY = "master.key"
SESSION_KEY = "session.key"
LOCK = "serve.lock"
NOTE = "restored.json"  # where the folder came out of a backup


class InUseError(RepatriaError):
    """Another process writes to this data folder."""

    code = "site.data-folder-in-use"
    what = _("The data folder {folder} is in use: Repatria is being served from it.")
    remedy = _("Stop that server, or do this on its pages.")


class NoMasterKeyError(RepatriaError):
    """There is data, and the key to what is sealed in it is not here."""

    code = "site.no-master-key"
    what = _("There is an installation in {folder}, but its master key is not at hand.")
    remedy = _(
        "Put it back to where it was, or say where it lies with "
        "REPATRIA_MASTER_KEY_FILE. A new one would open nothing."
    )


def prepare(home: Path, *, master_key: Path | None = None) -> None:
    """Make the folders and the server's own secrets, unless they are there.

    Raises ``NoMasterKeyError`` where there is data already: a new master key would
    open nothing of it.
    """
    home.mkdir(parents=True, exist_ok=True)
    for name in FOLDERS:
        (home / name).mkdir(mode=0o700, exist_ok=True)
    master = master_key or home / "keys" / MASTER_KEY
    if not master.exists() and any((home / one).exists() for one in (DATABASE, NOTE)):
        raise NoMasterKeyError(folder=str(home))
    for place in (master, home / "keys" / SESSION_KEY):
        if not place.exists():
            write_first(place, secrets.token_hex(32).encode("ascii"))


def session_key(home: Path) -> str:
    """Return the key that signs sessions; a passing one before the folder is made."""
    place = home / "keys" / SESSION_KEY
    return place.read_text("ascii") if place.exists() else secrets.token_hex(32)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep every other process from writing to this data folder meanwhile.

    Raises ``InUseError`` where one does already.  The system lets go of the lock
    when the process ends, however it ends.
    """
    with (home / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as refusal:
            raise InUseError(folder=home.name) from refusal
        yield


def wake(home: Path) -> None:
    """Load Django for the installation in ``home``; once in a process."""
    import django

    os.environ["REPATRIA_HOME"] = str(home.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.site.settings")
    django.setup()
