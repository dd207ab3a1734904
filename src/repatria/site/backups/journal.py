"""The journal of erasures: what has to be erased again in an older backup.

One line of JSON for each record, by its number: no name.  It lies beside the keys,
outside the database, so that a backup of the keys carries it and an older database
does not lose it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from repatria.shared.files import owner_only
from repatria.site import home

PLACE = Path("keys") / "erasures.jsonl"


def note(data: Path, *, erasure: str, owners: Iterable[str], at: datetime) -> None:
    """Write down that records were erased."""
    place = data / PLACE
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [
        json.dumps({"at": at.isoformat(), "erasure": erasure, "record": owner})
        for owner in owners
    ]
    with open(place, "a", encoding="ascii", opener=owner_only) as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())


def read(place: Path) -> dict[str, list[str]]:
    """Return the records that were erased, by the number of the erasure."""
    found: dict[str, list[str]] = {}
    for line in place.read_text(encoding="ascii").splitlines():
        try:
            told = json.loads(line)
        except ValueError:  # the last line, cut short when the machine died
            continue
        found.setdefault(str(told["erasure"]), []).append(str(told["record"]))
    return found


def erase_again(data: Path, erasures: dict[str, list[str]], *, at: datetime) -> int:
    """Erase in a restored installation what had been erased; return how much."""
    home.wake(data)
    from django.core.management import call_command
    from django.db import connections

    from repatria.access.queries import installation
    from repatria.register.services import erase_again as again
    from repatria.shared.actors import Actor

    call_command("migrate", verbosity=0, interactive=False)
    actor = Actor(ref="command:restore", organisation=installation().code)
    try:
        return sum(
            again(actor=actor, former=former, owners=owners, at=at)
            for former, owners in erasures.items()
        )
    finally:
        connections.close_all()
