"""Which cases an answer has shown, gathered while it is made, and kept before it goes.

Two writers stand behind ``keep``: in a server the grouped one (``start_grouped``), in
commands, and inside a transaction that is open anyway, the entry is written at once.
"""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import close_old_connections, connection, connections

from repatria.ledger import services
from repatria.ledger.core.entries import READ
from repatria.ledger.grouped import GroupedWriter
from repatria.ledger.services import Said
from repatria.shared.actors import Actor

_seen: ContextVar[set[str] | None] = ContextVar("seen", default=None)
_writer: GroupedWriter | None = None


def note(case_ref: str) -> None:
    """Remember that the answer now being made shows this case."""
    cases = _seen.get()
    if cases is not None:
        cases.add(case_ref)


@contextmanager
def collected() -> Iterator[set[str]]:
    """Gather the cases noted inside, for one answer."""
    cases: set[str] = set()
    token = _seen.set(cases)
    try:
        yield cases
    finally:
        _seen.reset(token)


def keep(*, actor: Actor, page: str, cases: Sequence[str], at: datetime) -> None:
    """Write one entry that says who was shown which cases, and where.

    Returns when the entry is committed, or stands in the caller's own transaction.
    """
    said = Said(actor, READ, at, page, {"cases": list(cases)})
    # A caller inside a transaction holds SQLite's write lock: to wait for another
    # connection then would be to wait for oneself.
    if _writer is None or connection.in_atomic_block:
        services.append_all([said])
    else:
        _writer.keep(said)


def start_grouped() -> None:
    """Keep reads in groups from now on; for a server, once in each of its processes.

    Called in the process that answers (a thread does not survive a fork).  Stopped
    by ``stop_grouped``, at the latest when the process ends.
    """
    global _writer  # noqa: PLW0603 - one writer a process is the point
    if _writer is None:
        _writer = GroupedWriter(_write, connections.close_all)
        atexit.register(stop_grouped)


def stop_grouped() -> None:
    """Write what still waits and go back to writing each read at once."""
    global _writer
    writer, _writer = _writer, None
    if writer is not None:
        atexit.unregister(stop_grouped)
        writer.stop()


def _write(group: Sequence[Said]) -> None:
    close_old_connections()  # a database that was away is asked anew
    services.append_all(group)
