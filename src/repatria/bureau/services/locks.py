"""One writer at a time where a running number without a gap is given out."""

from __future__ import annotations

from django.db import connection

_LOCK = 0x425552454155  # this room's alone among PostgreSQL's advisory locks


def one_at_a_time() -> None:
    """Wait until no other transaction gives out serials or certificate versions.

    SQLite has one writer anyway, from the beginning of its transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
