"""How often a machine may die: ``python -m tests.faults.kills --times 200``.

A process that imports, decides, erases, checkpoints or migrates is killed at a random
moment (SIGKILL: nothing is tidied up), again and again.  After each death everything
that it had said to be done must be there, nothing may be half there, and the ledger
must verify against every checkpoint that was ever given out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from tests import serving

RESULTS = Path(__file__).parents[2] / "bench" / "results" / "faults.md"
MOST_ACTS = 4  # that a process has done before it dies ...
MOST_S = 0.6  # ... at a moment of the next
MIGRATING_S = 6.0


@dataclass
class Campaign:
    """What happened so far."""

    random: Random
    said: list[dict[str, Any]] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def forked(body: Callable[[int], None]) -> tuple[int, int]:
    """Run ``body`` in a copy of this process; return its number and where it speaks."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            body(writing)
        except BaseException:
            os.write(writing, (traceback.format_exc() + "\n").encode())
            os._exit(1)
        os._exit(0)
    os.close(writing)
    return child, reading


def killed_while_working(campaign: Campaign) -> None:
    """Let somebody work, kill them, and remember what they said to be done."""
    seed = campaign.random.randrange(1 << 30)

    def body(writing: int) -> None:
        from tests.faults.acting import work

        work(lambda line: _say(writing, line), seed)

    done = campaign.random.randrange(MOST_ACTS)
    child, reading = forked(body)
    with os.fdopen(reading, "rb") as lines:
        first = lines.readline()
        rest = [lines.readline().decode().rstrip() for _act in range(done)]
        time.sleep(campaign.random.uniform(0, MOST_S))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        rest += lines.read().decode().splitlines()
    if first != b"ready\n":
        campaign.wrong.append(f"it could not even begin: {first!r} {rest}")
    campaign.kills["working"] += 1
    for number, line in enumerate(rest):
        try:
            campaign.said.append(json.loads(line))
        except ValueError:  # a refusal or a fault of its own: nobody had killed it yet
            campaign.wrong.append("\n".join(rest[number:]))
            break


def _say(writing: int, line: str) -> None:
    os.write(writing, f"{line}\n".encode())


def checked(campaign: Campaign) -> None:
    """Look, in a fresh process, whether everything holds."""
    said = campaign.said

    def body(writing: int) -> None:
        from tests.faults.checking import faults

        for line in faults(said):
            _say(writing, line)

    child, reading = forked(body)
    with os.fdopen(reading, "rb") as lines:
        campaign.wrong += lines.read().decode().splitlines()
    os.waitpid(child, 0)


def killed_while_migrating(campaign: Campaign, folder: Path) -> None:
    """Kill the first start of an empty installation, until one start is let through."""
    home = folder / f"new-{campaign.kills['migrating']}"
    base = os.environ.get("DATABASE_URL", "")
    database = serving._new_database("", beside=base) if base else ""

    def migrating(writing: int) -> None:
        _wake_elsewhere(home, database)
        from django.core.management import call_command

        _say(writing, "ready")
        call_command("migrate", verbosity=0, interactive=False)
        _say(writing, "migrated")

    migrated = False
    for wait in (campaign.random.uniform(0, MIGRATING_S), None):
        child, reading = forked(migrating)
        with os.fdopen(reading, "rb") as lines:
            lines.readline()
            if wait is not None:
                time.sleep(wait)
                os.kill(child, signal.SIGKILL)
                campaign.kills["migrating"] += 1
            rest = lines.read().decode()
            migrated = "migrated" in rest
        os.waitpid(child, 0)
    if not migrated:
        campaign.wrong.append(f"the migration could not be run again: {rest}")
        return

    def guarded(writing: int) -> None:
        _wake_elsewhere(home, database)
        for line in _unguarded():
            _say(writing, line)

    child, reading = forked(guarded)
    with os.fdopen(reading, "rb") as lines:
        campaign.wrong += lines.read().decode().splitlines()
    os.waitpid(child, 0)


def _wake_elsewhere(home: Path, database: str) -> None:
    """Speak to another installation than the one that this process was woken for."""
    from django.conf import settings
    from django.db import connections

    from repatria.site import home as homes

    homes.prepare(home)
    settings.REPATRIA_HOME = home
    connections.close_all()
    told = connections["default"].settings_dict
    told["NAME"] = database.rpartition("/")[2] if database else home / homes.DATABASE


def _unguarded() -> list[str]:
    """Return the tables whose triggers are not all there."""
    from django.db import connection

    from repatria.ledger.triggers import promises

    tables = "sqlite_master" if connection.vendor == "sqlite" else "pg_trigger"
    name = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {tables}")  # noqa: S608 - two fixed words
        there = {row[0] for row in cursor.fetchall()}
    return [
        f"{one.table} is not guarded"
        for one in promises(connection)
        if not {f"{one.table}_no_update", f"{one.table}_no_delete"} <= there
    ]


def run(*, times: int, migrations: int, seed: int, folder: Path) -> Campaign:
    """Kill ``times`` times, ``migrations`` of them while migrating."""
    campaign = Campaign(Random(seed))
    template = serving.make_template(folder / "installation", "party")
    if template.database:
        os.environ["DATABASE_URL"] = template.database
    os.environ["REPATRIA_SECOND_FACTOR"] = "offered"
    from repatria.site import home

    home.wake(template.home)
    _warm()
    _parties()
    for number in range(times - migrations):
        killed_while_working(campaign)
        checked(campaign)
        if campaign.wrong:
            break
        if sys.stderr.isatty():
            print(f"\r{number + 1} kills", end="", file=sys.stderr)
    for _number in range(migrations):
        if not campaign.wrong:
            killed_while_migrating(campaign, folder)
    return campaign


def _warm() -> None:
    """Read the tables of names once, before there are copies of this process.

    Nothing here starts a thread: a copy would lack it.
    """
    from repatria.names.compare import compare
    from repatria.register import services  # noqa: F401
    from tests.faults import acting, checking  # noqa: F401

    compare("Коваль Іван", "Koval Ivan")


def _parties() -> None:
    """Register the parties, in a process of its own: nothing is open when we fork."""

    def body(_writing: int) -> None:
        from datetime import UTC, datetime

        from repatria.register.services import register_party
        from repatria.shared.actors import Actor

        actor = Actor("user:1", frozenset({"registrar"}), "north")
        for code in ("NORLAND", "SUDMARK"):
            register_party(actor=actor, code=code, names={}, at=datetime.now(UTC))

    child, reading = forked(body)
    os.close(reading)
    os.waitpid(child, 0)


def report(campaign: Campaign, *, seconds: float, seed: int) -> str:
    """Return the campaign in words, for people."""
    kind = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    acts = Counter(next(iter(one)) for one in campaign.said)
    lines = [
        f"## {kind}",
        "",
        f"{sum(campaign.kills.values())} kills ({campaign.kills['working']} at work, "
        f"{campaign.kills['migrating']} in a first migration), seed {seed}, "
        f"{seconds:.0f} s, {os.cpu_count()} cores, Python {platform.python_version()}.",
        "",
        "| acknowledged | number |",
        "|---|---:|",
        *(f"| {name} | {count} |" for name, count in sorted(acts.items())),
        "",
        f"Lost, half-written, or not on the ledger: {len(campaign.wrong)}.",
        *(f"- {line}" for line in campaign.wrong),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    """Run a campaign and print, or keep, what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=200)
    asked.add_argument("--migrations", type=int, default=-1, help="of these; a fifth")
    asked.add_argument("--seed", type=int, default=int(time.time()))
    asked.add_argument("--keep", action="store_true", help="add it to the results")
    told = asked.parse_args()
    migrations = told.times // 5 if told.migrations < 0 else told.migrations
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        done = run(
            times=told.times, migrations=migrations, seed=told.seed, folder=Path(place)
        )
    said = report(done, seconds=time.monotonic() - begun, seed=told.seed)
    print(said)
    if told.keep:
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write(said + "\n")
    return 1 if done.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
