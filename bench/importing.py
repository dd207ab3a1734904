"""How long a list takes from the upload to the page that shows how its rows stand.

``python -m bench.importing`` imports two synthetic lists of each size into a new
installation, compares them and asks for the list's page, on SQLite and, where it is
installed, on PostgreSQL.  It writes ``bench/results/importing.md``; with sizes named
it prints alone: ``python -m bench.importing 1500``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.environments import ROOT, version_of
from bench.page import machine_facts, table
from bench.processes import CORES, environment
from tools import postgres

SIZES = (1_500, 10_000, 100_000)
RUNS = {1_500: 3, 10_000: 3, 100_000: 1}
GOAL = 60  # seconds for 100,000 rows, all steps together
STEPS = ("read", "keep", "compare", "show")
RESULTS = ROOT / "bench" / "results" / "importing.md"
AT = datetime(2022, 11, 20, 8, tzinfo=UTC)
HEAD = """\
# Importing: what was measured

Made by `python -m bench.importing`; figures stand as they came out.

Two synthetic lists of each size. The second stands in the installation already; the
first is uploaded. **Read** is the parsing in a process of its own, **keep** is
understanding, sealing and writing every row and its case number, **compare** is the
matching run with everything it writes down, **show** is the first answer of the list's
page with how its rows stand. Seconds of wall time on {cores} cores, the median of the
runs; **processor** is what the importing process itself used, which other work on the
machine does not lengthen; memory is its peak. The goal is {goal} s for 100,000 rows.
"""


def main(sizes: tuple[int, ...]) -> None:
    """Measure every size on every database, and print or write the page."""
    rows: list[tuple[str, ...]] = []
    for size in sizes or SIZES:
        for name, is_postgres in databases():
            rows.append(measured(name, size, is_postgres=is_postgres))
            print(*rows[-1], flush=True)
            if not sizes:  # after each, so that a long run loses nothing
                RESULTS.write_text(page(rows), encoding="utf-8")
    if sizes:
        print(page(rows))


def databases() -> Iterator[tuple[str, bool]]:
    """Yield the name of each database, and whether it is PostgreSQL."""
    yield "SQLite", False
    if postgres.program("initdb"):
        yield "PostgreSQL", True


def measured(name: str, size: int, *, is_postgres: bool) -> tuple[str, ...]:
    """Return a row of the table: the medians of the runs."""
    runs = [one_run(size, is_postgres=is_postgres) for _run in range(RUNS.get(size, 1))]
    seconds = [median(run[step] for run in runs) for step in STEPS]
    whole = median(sum(run[step] for step in STEPS) for run in runs)
    used = median(run["processor"] for run in runs)
    peak = max(run["peak_mb"] for run in runs)
    return (
        name,
        f"{size:,}",
        str(len(runs)),
        *(f"{one:.1f}" for one in (*seconds, whole, used)),
        f"{peak:,.0f}",
    )


def one_run(size: int, *, is_postgres: bool) -> dict[str, float]:
    """Run one import in a process of its own; return its seconds by step."""
    with tempfile.TemporaryDirectory() as folder, _database(is_postgres) as address:
        lists = Path(folder, "lists")
        subprocess.run(
            [sys.executable, "-m", "repatria", "generate", "--persons", str(size),
             "--seed", "7", "--out", str(lists)],
            check=True, env=environment(), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        told = environment({"DATABASE_URL": address} if address else None)
        ran = subprocess.run(
            [sys.executable, "-m", "bench.importing", "--inside", folder],
            check=True, cwd=ROOT, env=told, stdout=subprocess.PIPE,
            preexec_fn=_two_cores,
        )  # fmt: skip
        return dict(json.loads(ran.stdout.splitlines()[-1]))


@contextmanager
def _database(is_postgres: bool) -> Iterator[str]:  # noqa: FBT001
    if not is_postgres:
        yield ""
        return
    with postgres.cluster() as address:
        yield address


def _two_cores() -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])


def page(rows: list[tuple[str, ...]]) -> str:
    """Return the whole page."""
    head = (
        "Database",
        "Rows",
        "Runs",
        "Read",
        "Keep",
        "Compare",
        "Show",
        "In all",
        "Processor",
        "MB",
    )
    load = f"{os.getloadavg()[1]:.0f} processes wanting to run"
    facts = [
        *machine_facts(),
        ("django", version_of("django")),
        ("load over the last five minutes", load),
    ]
    return "\n".join(
        [
            HEAD.format(cores=CORES, goal=GOAL),
            *table(head, rows),
            "",
            "## Machine and versions",
            "",
            *table(("What", "Which"), facts),
            "",
        ]
    )


# --- Inside the measured process ------------------------------------------------------


def inside(folder: Path) -> None:
    """Import and compare in a new installation; print the seconds of each step."""
    import resource

    client, actor = _installation(folder)
    from repatria.matching.services import runs
    from repatria.register.engine.apart import read_apart
    from repatria.register.services import import_list
    from repatria.register.services.lists import take_in

    told: dict[str, Any] = {"holder": "SUDMARK", "home": "NORLAND", "at": AT}
    told |= {"actor": actor, "said_on": date(2022, 11, 19)}
    theirs = import_list(
        path=folder / "lists" / "right.csv", name="right.csv", sender="north",
        subject="missing", **told,
    )  # fmt: skip
    raw = (folder / "lists" / "left.csv").read_bytes()
    seconds, clock, begun = {}, time.perf_counter(), time.process_time()

    def done(step: str) -> None:
        nonlocal clock
        now = time.perf_counter()
        seconds[step], clock = now - clock, now

    one = read_apart(raw, name="left.csv")
    done("read")
    ours = take_in(
        one=one, raw=raw, name="left.csv", sender="south", subject="held", **told
    )
    done("keep")
    run = runs.start_run(actor=actor, left=ours, right=theirs, at=AT)
    runs.perform_run(run.pk, at=AT)
    done("compare")
    if client.get(f"/lists/{ours.pk}/").status_code != 200:
        raise SystemExit("The page of the list was not shown.")
    done("show")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    used = time.process_time() - begun
    print(json.dumps(seconds | {"processor": used, "peak_mb": peak}))


def _installation(folder: Path) -> tuple[Any, Any]:
    """Make an installation with two parties and a registrar who is signed in."""
    os.environ["REPATRIA_SECOND_FACTOR"] = "offered"
    from repatria.site import home

    home.prepare(folder / "home")
    home.wake(folder / "home")
    from django.core.management import call_command
    from django.test import Client

    from repatria.access import links, services
    from repatria.access.models import RoleGrant, User
    from repatria.register.services import register_party
    from repatria.shared.actors import Actor

    call_command("migrate", verbosity=0, interactive=False)
    services.set_up(
        actor=links.SERVER, code="north", name="Norland", kind="party",
        party="NORLAND", synthetic=True, at=AT,
    )  # fmt: skip
    actor = Actor("command:bench", frozenset({"registrar"}), "north")
    for code in ("NORLAND", "SUDMARK"):
        register_party(actor=actor, code=code, names={}, at=AT)
    user = User.objects.create(username="registrar")
    RoleGrant.objects.create(
        user=user, role="registrar", granted_by="command:bench", granted_at=AT
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client, actor


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]))
    else:
        main(tuple(int(size) for size in sys.argv[1:]))
