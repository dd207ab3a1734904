"""The worker beside the web server: ``python -m repatria.site.jobs``.

Ends with the process that started it: when its standard input closes, it finishes
the job at hand and goes, even if nobody was left to tell it so.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import sys
import threading
from datetime import UTC, datetime

from repatria.site import daily

INTERVAL_S = 0.5  # between two looks for work


def main() -> None:
    """Do jobs until told to stop."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "repatria.site.settings")
    django.setup()
    from repatria.register.services.importing import stop_those_that_died

    stop_those_that_died(at=datetime.now(UTC))
    from django_tasks_db.management.commands.db_worker import Worker

    logging.getLogger("django_tasks_db").setLevel(logging.ERROR)
    worker = Worker(
        queue_names=["*"],
        interval=INTERVAL_S,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(16),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    # Ctrl-C reaches the whole group; the server decides when the worker ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    daily.start(threading.Event())
    worker.run()


def _end_with_the_server() -> None:
    sys.stdin.buffer.read()  # returns when the other end is closed
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
