"""Three installations in one process, one at a time: only the demonstration does this.

In life each organisation has a machine of its own; what crosses between them here
are files, as there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repatria.site.home import DATABASE, MASTER_KEY, prepare


def wake_django(home: Path) -> None:
    """Load Django for an embedded database, whatever the environment names."""
    import django
    from django.apps import apps

    if apps.ready:
        return
    os.environ["DJANGO_SETTINGS_MODULE"] = "repatria.site.settings"
    os.environ["REPATRIA_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REPATRIA_MASTER_KEY_FILE", None)
    django.setup()
    # No worker runs beside the demonstration: what is asked for is done at once.
    from django.conf import settings

    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    }


@contextmanager
def inside(home: Path) -> Iterator[None]:
    """Work in the installation whose data folder is ``home`` until the block ends."""
    from django.conf import settings
    from django.db import connection

    was, key = settings.REPATRIA_HOME, Path(settings.REPATRIA_MASTER_KEY_FILE)
    name = connection.settings_dict["NAME"]
    _go_to(home, home / "keys" / MASTER_KEY, home / DATABASE)
    try:
        yield
    finally:
        _go_to(was, key, name)


def _go_to(home: Path, master_key: Path, database: Path | str) -> None:
    from django.conf import settings
    from django.db import connection

    connection.close()
    settings.REPATRIA_HOME = home
    settings.REPATRIA_MASTER_KEY_FILE = master_key
    connection.settings_dict["NAME"] = str(database)


def make_databases(homes: list[Path]) -> None:
    """Give each data folder an empty, migrated database: made once, copied."""
    from django.core.management import call_command
    from django.db import connection

    for home in homes:
        prepare(home)
    first, *others = homes
    with inside(first):
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for home in others:
        shutil.copyfile(first / DATABASE, home / DATABASE)
