"""What an installation does by itself, once a day: look what is kept too long."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime

FIRST_S = 600.0  # after the start: whoever starts it wants the pages first
BETWEEN_S = 3_600.0
JOB = "job:daily"
RUN = "register.purge-run"


def look(*, at: datetime) -> bool:
    """Do the day's work, unless it is done; return whether there was any."""
    from django.core.management import call_command

    from repatria.access.exports import forget_expired
    from repatria.access.queries import installation_if_any
    from repatria.ledger.models import Entry
    from repatria.register.services import purge
    from repatria.shared.actors import Actor
    from repatria.site.keeping import note_missed, sweep

    held = installation_if_any()
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if held is None or Entry.objects.filter(act=RUN, at__gte=today).exists():
        return False
    note_missed()
    sweep(at=at)
    call_command("clearsessions")
    actor = Actor(ref=JOB, organisation=held.code)
    forget_expired(actor=actor, at=at)
    purge(actor=actor, at=at)
    return True


def start(stopping: threading.Event) -> threading.Thread:
    """Look in a thread of its own until told to stop."""
    thread = threading.Thread(target=_watch, args=[stopping], name="daily", daemon=True)
    thread.start()
    return thread


def _watch(stopping: threading.Event) -> None:
    from django.db import connections

    wait = FIRST_S
    while not stopping.wait(wait):
        wait = BETWEEN_S
        try:
            look(at=datetime.now(UTC))
        except Exception:  # tomorrow is another day; the log says what it was
            logging.getLogger("repatria.daily").exception("The day's work failed")
        finally:
            connections.close_all()
