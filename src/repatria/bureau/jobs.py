"""What the worker does beside the server."""

from __future__ import annotations

from datetime import UTC, datetime

from django_tasks import task

from repatria.bureau import services
from repatria.bureau.models import Entry


@task()
def look_up(entry: int) -> None:
    """Look up the names of a piece in the register, some at a time."""
    found = Entry.objects.get(pk=entry)
    while services.look_up_some(entry=found, at=datetime.now(UTC)):
        pass
