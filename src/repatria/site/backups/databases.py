"""A consistent copy of the database while it is written to, and back again."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from repatria.ledger.core.audit import Against, Verdict, audit
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.ledger.engine.offline import verify_folder
from repatria.site import home
from repatria.site.backups.errors import (
    ClientProgramError,
    DatabaseNotEmptyError,
    NoClientProgramError,
)

if TYPE_CHECKING:
    import psycopg

_PATIENCE_S = 30.0
# Where Debian keeps the programs that it does not put on the path.
_DEBIANS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


class Database(Protocol):
    """One of the two kinds of database, as a backup needs it."""

    kind: str
    member: str  # its name in the archive

    def copy(self, folder: Path) -> Copied:
        """Write a consistent copy into ``folder``."""

    def put_back(self, folder: Path) -> Copied:
        """Put the copy that lies in ``folder`` to where it will be served from."""

    def check_empty(self) -> None:
        """Refuse to write over anything."""


class Copied:
    """What a copy holds: rows of every table, whose it is, and what its ledger says."""

    def __init__(
        self, tables: dict[str, int], organisation: str, verdict: Verdict
    ) -> None:
        self.tables, self.organisation, self.verdict = tables, organisation, verdict

    @property
    def ledger(self) -> dict[str, Any]:
        """The ledger's size and root."""
        return {"root": self.verdict.root, "size": self.verdict.size}


class Sqlite:
    """The SQLite file of a data folder."""

    kind = "sqlite"
    member = f"database/{home.DATABASE}"

    def __init__(self, data: Path) -> None:
        self.data = data

    def copy(self, folder: Path) -> Copied:
        """Copy it as one transaction sees it; nobody who writes meanwhile waits."""
        place = folder / self.member
        place.parent.mkdir(mode=0o700)
        with closing(_sqlite(self.data / home.DATABASE)) as source:
            source.execute("VACUUM INTO ?", [str(place)])
        place.chmod(0o600)
        return _held_by(place)

    def put_back(self, folder: Path) -> Copied:
        """Look into the copy and lay it where the folder's database lies."""
        place = folder / self.member
        held = _held_by(place)
        place.replace(folder / home.DATABASE)
        place.parent.rmdir()
        return held

    def check_empty(self) -> None:
        """Nothing to look at: the folder is new."""


def _sqlite(file: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(file.resolve()))}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=_PATIENCE_S)


def _held_by(file: Path) -> Copied:
    with closing(_sqlite(file)) as database:
        rows = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
        tables = {name: _count(database, name) for (name,) in rows.fetchall()}
        code = database.execute("SELECT code FROM access_installation").fetchone()
    return Copied(tables, code[0] if code else "", verify_folder(file.parent))


def _count(database: sqlite3.Connection, table: str) -> int:
    [(n,)] = database.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
    return int(n)


class Postgres:
    """A PostgreSQL database, saved and put back by PostgreSQL's own programs."""

    kind = "postgresql"
    member = "database/postgresql.dump"

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._address = address
        self._password = unquote(parts.password or "")
        # Without its password: other users of the machine see the words of a command.
        place = parts.netloc.rpartition("@")[2]
        user = f"{parts.username}@" if parts.username else ""
        self._plain = urlunsplit(parts._replace(netloc=user + place))

    def copy(self, folder: Path) -> Copied:
        """Copy it as one transaction sees it; nobody who writes meanwhile waits."""
        place = folder / self.member
        place.parent.mkdir(mode=0o700)
        with self._seen_at_once() as connection:
            row = connection.execute("SELECT pg_export_snapshot()").fetchone()
            snapshot = row[0] if row else ""
            self._run(
                "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
                f"--snapshot={snapshot}", f"--file={place}", self._plain,
            )  # fmt: skip
            held = _held_in(connection)
        place.chmod(0o600)
        return held

    def put_back(self, folder: Path) -> Copied:
        """Put the copy into the empty database, in one transaction."""
        place = folder / self.member
        self._run(
            "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error",
            "--single-transaction", f"--dbname={self._plain}", str(place),
        )  # fmt: skip
        place.unlink()
        place.parent.rmdir()
        with self._seen_at_once() as connection:
            return _held_in(connection)

    def check_empty(self) -> None:
        """Refuse a database that has tables."""
        with self._seen_at_once() as connection:
            if _tables(connection):
                raise DatabaseNotEmptyError

    @contextmanager
    def _seen_at_once(self) -> Iterator[psycopg.Connection[Any]]:
        import psycopg

        with psycopg.connect(self._address) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield connection

    def _run(self, program: str, *words: str) -> None:
        places = os.pathsep.join([*map(str, _DEBIANS), os.environ.get("PATH", "")])
        found = shutil.which(program, path=places)
        if found is None:
            raise NoClientProgramError(program=program)
        secret = {"PGPASSWORD": self._password} if self._password else {}
        ran = subprocess.run(  # noqa: S603 - our own words alone
            [found, *words],
            check=False,
            env={**os.environ, **secret},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # it may quote rows
        )
        if ran.returncode:
            raise ClientProgramError(program=program)


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )
    return [name for (name,) in rows]


def _held_in(connection: psycopg.Connection[Any]) -> Copied:
    from psycopg import sql

    tables = {}
    for name in _tables(connection):
        counting = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
        row = connection.execute(counting).fetchone()
        tables[name] = row[0] if row else 0
    told = connection.execute("SELECT code FROM access_installation").fetchone()
    code = str(told[0]) if told else ""
    own = [Against(one) for one in _checkpoints(connection)]
    return Copied(tables, code, audit(_entries(connection), own, organisation=code))


def _entries(
    connection: psycopg.Connection[Any],
) -> Iterator[tuple[int, bytes, bytes, bytes, str, str]]:
    with connection.cursor("entries") as cursor:
        cursor.itersize = 10_000
        cursor.execute(
            "SELECT number, convert_to(body, 'UTF8'), salt, leaf, act, actor "
            "FROM ledger_entry ORDER BY number"
        )
        yield from cursor


def _checkpoints(connection: psycopg.Connection[Any]) -> Sequence[SignedCheckpoint]:
    rows = connection.execute(
        "SELECT organisation, size, root, at, public_key, signature "
        "FROM ledger_checkpoint ORDER BY id"
    ).fetchall()
    return [
        SignedCheckpoint(code, size, root, _utc(at), public_key, signature)
        for code, size, root, at, public_key, signature in rows
    ]


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def database_of(data: Path, address: str) -> Database:
    """Return the database that an installation's pages are served from."""
    return Postgres(address) if address else Sqlite(data)
