"""Many entries of a ledger in SQLite, looked at by several processes at once."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import quote

from repatria.ledger.core.audit import AT_A_TIME, Part, part_of

MANY = 200_000  # below, starting processes costs more than it saves

# In the order in which they were written, which is that of their numbers: found
# without looking each number up.  Bytes as they are: a text is hashed, not read.
_PART = """
SELECT number, CAST(body AS BLOB), salt, leaf, act, actor
FROM ledger_entry WHERE rowid > ? AND rowid <= ? ORDER BY rowid
"""
_COUNTED = "SELECT count(*), min(number), max(number), min(rowid), max(rowid) FROM"


def opened(file: Path) -> sqlite3.Connection:
    """Open a database to read, and never to write."""
    address = f"file:{quote(str(file.resolve()))}?mode=ro"
    if not file.with_name(f"{file.name}-wal").exists():
        # Nothing is being written: readable also on a medium that cannot be written.
        address += "&immutable=1"
    return sqlite3.connect(address, uri=True)


def in_order(database: sqlite3.Connection) -> int:
    """Return how many entries there are, where none is missing among them, else 0.

    Where one is, where it was added again, or where the table lies otherwise, the
    entries have to be read one after the other.
    """
    [told] = database.execute(f"{_COUNTED} ledger_entry")
    count = int(told[0])
    return count if told[1:] == (0, count - 1, 1, count) else 0


def looked_at_together(file: Path, count: int, sizes: Sequence[int]) -> Iterator[Part]:
    """Yield the parts of the first ``count`` entries, in order."""
    how = "fork" if sys.platform == "linux" else "spawn"
    firsts = range(0, count, AT_A_TIME)
    look = partial(_look, file, count, sizes)
    with ProcessPoolExecutor(
        os.cpu_count(), multiprocessing.get_context(how)
    ) as workers:
        yield from workers.map(look, firsts)


def _look(file: Path, count: int, sizes: Sequence[int], first: int) -> Part:
    last = min(first + AT_A_TIME, count)
    with closing(opened(file)) as database:
        rows = database.execute(_PART, (first, last)).fetchall()
    return part_of(rows, first=first, sizes=sizes)
