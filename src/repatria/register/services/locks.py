"""One writer at a time where what is written depends on what was there."""

from __future__ import annotations

from django.db import connection

_LOCK = 0x5245474953  # this room's alone among PostgreSQL's advisory locks


def one_at_a_time() -> None:
    """Wait until no other transaction numbers versions or settles memberships.

    SQLite has one writer anyway, from the beginning of its transaction.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
