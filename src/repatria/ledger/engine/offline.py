"""Verifying a copy of a data folder: no server, no key, no password.

Opens the SQLite file for reading alone.  It needs to trust nothing in the folder: what
the folder says of itself is compared with itself, and with the checkpoints that others
hold.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from repatria.ledger.core.audit import (
    Against,
    Verdict,
    audit,
    audit_parts,
    sizes_of,
)
from repatria.ledger.core.checkpoints import SignedCheckpoint
from repatria.ledger.core.errors import LedgerUnreadableError, NoLedgerHereError
from repatria.ledger.engine.together import MANY, in_order, looked_at_together, opened
from repatria.shared.text import mark as _

DATABASE = "repatria.sqlite3"
PUBLIC_KEY = Path("keys") / "checkpoint.pub"

# Bytes as they are: the text of an entry is hashed, never interpreted.
_ENTRIES = """
SELECT number, CAST(body AS BLOB), salt, leaf, act, actor
FROM ledger_entry ORDER BY number
"""
_CHECKPOINTS = """
SELECT organisation, size, root, at, public_key, signature
FROM ledger_checkpoint ORDER BY id
"""
_ORGANISATION = "SELECT code FROM access_installation"


def verify_folder(
    folder: Path,
    held: Sequence[SignedCheckpoint] = (),
    *,
    progress: Callable[[int], None] = lambda _done: None,
) -> Verdict:
    """Hold the ledger in a data folder against its own checkpoints and those ``held``.

    Raises ``NoLedgerHereError`` and ``LedgerUnreadableError``.
    """
    file = folder / DATABASE
    if not file.is_file():
        raise NoLedgerHereError(file=str(folder), database=DATABASE)
    try:
        with closing(opened(file)) as database:
            return _verified(database, folder, held, progress)
    except (sqlite3.DatabaseError, TypeError, ValueError) as error:
        raise LedgerUnreadableError(file=str(file)) from error


def _verified(
    database: sqlite3.Connection,
    folder: Path,
    held: Sequence[SignedCheckpoint],
    progress: Callable[[int], None],
) -> Verdict:
    own = list(_checkpoints(database))
    against = [Against(one) for one in own] + [Against(one, held=True) for one in held]
    organisation = next((str(row[0]) for row in database.execute(_ORGANISATION)), "")
    count = in_order(database)
    if count >= MANY:
        file = folder / DATABASE
        parts = looked_at_together(file, count, sizes_of(against))
        verdict = audit_parts(
            parts, against, organisation=organisation, progress=progress
        )
    else:
        rows = database.execute(_ENTRIES)
        verdict = audit(rows, against, organisation=organisation, progress=progress)
    _compare_keys(folder, own, verdict)
    return verdict


def _checkpoints(database: sqlite3.Connection) -> Iterator[SignedCheckpoint]:
    rows = database.execute(_CHECKPOINTS)
    for organisation, size, root, at, public_key, signature in rows:
        made = datetime.fromisoformat(at).replace(tzinfo=UTC)
        yield SignedCheckpoint(
            organisation, size, root, made.isoformat(), public_key, signature
        )


def _compare_keys(
    folder: Path, own: Sequence[SignedCheckpoint], verdict: Verdict
) -> None:
    place = folder / PUBLIC_KEY
    if not place.is_file():
        return
    key = place.read_text(encoding="ascii").strip()
    for one in own:
        if one.public_key != key:
            verdict.tell(
                "ledger.other-key",
                _("The checkpoint over {size} entries is signed by another key."),
                size=one.size,
            )
