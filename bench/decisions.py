"""How long decisions take among a million records, and rebuilding all memberships.

``python -m bench.decisions [--records 1000000] [--runs 200]`` fills a database of its
own (SQLite, and PostgreSQL where its programs are found), decides and undoes pairs as
the review page does (answer, link, verdicts of both rows, ledger entry, commit), and
rebuilds the memberships: once where none is left, once where all are right.  Writes
``bench/results/decisions.md``.  Nothing here asserts a time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.environments import ROOT
from bench.page import Section, machine, table
from tools import postgres

PAGE = ROOT / "bench" / "results" / "decisions.md"
LINKED = 0.3  # of the records, in pairs, before anything is measured
HEAD = """\
# Decisions among a million records: what was measured

Made by `python -m bench.decisions`. {records:,} records, each with a case number of
its own; {links:,} links stand before anything is measured, and the pairs measured are
none of them. A decision is the whole act of the review page without drawing the page:
the answer, the link or the separation, the memberships, the verdicts of both rows, and
the ledger entries, committed (SQLite with `synchronous=FULL`; the PostgreSQL cluster of
the measurement does not wait for the disk). Rebuilding throws every membership away
first; "again" rebuilds what is right already. "Own" is the median of the processor time
of our process alone: where it is far below the wall time, the machine was busy with
other work{load}. Goals: a merge or a split under 50 ms,
memberships of a million records under 60 s.
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=200, help="decisions of each kind")
    parser.add_argument("--out", type=Path, default=PAGE)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    told = arguments()
    if told.inside:
        print(json.dumps(measured(Path(told.inside), told.records, told.runs)))
        return
    found = {"SQLite": _elsewhere(told, "")}
    if postgres.program("initdb"):
        with postgres.cluster() as address:
            found["PostgreSQL"] = _elsewhere(told, address)
    text = page(found, told)
    told.out.write_text(text, encoding="utf-8")
    print(text)


def _elsewhere(told: argparse.Namespace, database: str) -> dict[str, Any]:
    """Measure in a process of its own, on a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="repatria-bench-") as folder:
        words = ["--records", str(told.records), "--runs", str(told.runs)]
        ran = subprocess.run(
            [sys.executable, "-m", "bench.decisions", "--inside", folder, *words],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": database},
        )
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def page(found: dict[str, dict[str, Any]], told: argparse.Namespace) -> str:
    rows = [
        [
            database,
            act,
            f"{seen['median']:.1f}",
            f"{seen['p95']:.1f}",
            f"{seen['own']:.1f}",
            str(told.runs),
        ]
        for database, all_seen in found.items()
        for act, seen in all_seen["acts"].items()
    ]
    rebuilt = [
        [
            name,
            *(f"{value:.1f}" for value in (*seen["rebuild"], *seen["again"])),
            seen["version"],
        ]
        for name, seen in found.items()
    ]
    load = f" (load {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores)"
    links = int(told.records * LINKED / 2)
    head = HEAD.format(records=told.records, links=links, load=load)
    acts = table(("Database", "Act", "median ms", "p95 ms", "own ms", "times"), rows)
    whole = table(
        ("Database", "rebuild s", "own s", "again s", "own s", "version"), rebuilt
    )
    sections = (
        Section("One decision", tuple(acts)),
        Section("All memberships", tuple(whole)),
        machine(),
    )
    return "\n".join([head, *map(str, sections)])


# --- Inside one database -------------------------------------------------------------


def measured(home: Path, records: int, runs: int) -> dict[str, Any]:
    """Fill a database and measure; called in a process of its own."""
    from repatria.site import home as data_folder

    data_folder.prepare(home)
    data_folder.wake(home)
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False)
    pairs = _fill(records, runs)
    acts = _decide(pairs)
    rebuild, again = _rebuild()
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute(
            "SELECT sqlite_version()" if is_sqlite else "SHOW server_version"
        )
        version = str(cursor.fetchone()[0])
    return {"acts": acts, "rebuild": rebuild, "again": again, "version": version}


_NUMBERS = {
    "sqlite": "WITH RECURSIVE one(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM one "
    "WHERE n < {records}) ",
    "postgresql": "WITH one AS (SELECT generate_series(1, {records}) AS n) ",
}
_WHEN, _DAY = "'2022-11-20 08:00:00'", "DATE('2022-11-20')"


def _fill(records: int, runs: int) -> list[int]:
    """Write persons, records, memberships, links and pairs; return the pairs."""
    from django.db import connection, transaction

    from repatria.register.models import Decision, Membership, Person, Record

    half, linked = records // 2, int(records * LINKED / 2)
    side = f"CASE WHEN n <= {half} THEN 1 ELSE 2 END"
    first = f"CASE WHEN n > {half} AND n <= {half + linked} THEN n - {half} ELSE n END"
    _lists(half)
    with transaction.atomic():
        _insert(Person, records, case_ref="'R-' || n", opened_at=_WHEN)
        _insert(
            Record, records, source=side, source_file=side, row="n", line="n",
            kind="'row'", said_on=_DAY, first_person="n", own_id="'N' || n",
            family="'F' || (n % 50000)", key_family="'f' || (n % 50000)",
            birth="'19' || (50 + n % 50) || '-05-09'",
        )  # fmt: skip
        _insert(Membership, records, record="n", person=first)
        _insert(
            Decision, linked, id="n", kind="'link'", left="n", right=f"n + {half}",
            by="'user:1'", at=_WHEN,
        )  # fmt: skip
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # go on behind the numbers given here
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('register_decision', 'id'), %s)",
                [linked],
            )
        cursor.execute("ANALYZE")
    return _pairs(records, runs)


def _lists(half: int) -> None:
    """Write whose installation it is, and two lists without their rows."""
    from datetime import UTC, date, datetime

    from repatria.access.models import Installation
    from repatria.register.models import Source, SourceFile

    at = datetime(2022, 11, 20, 8, tzinfo=UTC)
    Installation.objects.create(code="north", name="North", kind="party", created_at=at)
    for n in (1, 2):
        source = Source.objects.create(
            pk=n, kind="list", sender=f"s{n}", title="held", created_at=at
        )
        SourceFile.objects.create(
            pk=n, source=source, version=1, sha256=str(n), merkle_root=str(n),
            rows=half, subject="held", holder="A", home="B",
            said_on=date(2022, 11, 20), received_at=at,
        )  # fmt: skip


def _insert(model: Any, number: int, **told: str) -> None:
    """Write rows 1 to ``number`` by one statement; ``told`` is SQL over ``n``.

    A column of which nothing is told is empty: null, nothing, or zero.
    """
    from django.db import connection, models

    empty: dict[type[models.Field[Any, Any]], str] = {
        models.BigAutoField: "n",
        models.BinaryField: "''" if connection.vendor == "sqlite" else "''::bytea",
        models.BooleanField: "TRUE",
        models.IntegerField: "0",
        models.JSONField: "'{}'",
    }
    columns = {}
    for field in model._meta.local_concrete_fields:
        kinds = [sql for kind, sql in empty.items() if isinstance(field, kind)]
        usual = "NULL" if field.null else [*kinds, "''"][0]
        columns[f'"{field.column}"'] = told.get(field.name, usual)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "  # noqa: S608
            f"{_NUMBERS[connection.vendor].format(records=number)}"
            f"SELECT {', '.join(columns.values())} FROM one"
        )


def _pairs(records: int, runs: int) -> list[int]:
    """Make a run whose pairs are spread over the records that nobody has linked."""
    from datetime import UTC, datetime

    from repatria.matching.models import Pair, RowVerdict, Run

    at = datetime(2022, 11, 20, 8, tzinfo=UTC)
    run = Run.objects.create(
        left_id=1, right_id=2, state="done", by="user:1", started_at=at, finished_at=at
    )
    half, first = records // 2, int(records * LINKED / 2) + 1
    step = max((half - first) // (2 * runs), 1)
    lefts = [first + step * n for n in range(2 * runs)]
    made = Pair.objects.bulk_create(
        Pair(run=run, left_id=one, right_id=one + half, probability=0.9, verdict="same")
        for one in lefts
    )
    RowVerdict.objects.bulk_create(
        RowVerdict(
            run=run, record_id=record, source_file_id=side, row=record,
            verdict="same_on_both", reason="pair", pair=pair,
        )
        for pair in made
        for side, record in ((1, pair.left_id), (2, pair.right_id))
    )  # fmt: skip
    return [pair.pk for pair in made]


def _decide(pairs: list[int]) -> dict[str, dict[str, float]]:
    """Decide half of the pairs as one person and undo that; separate the others."""
    from datetime import UTC, datetime

    from repatria.matching import services
    from repatria.matching.models import Pair
    from repatria.shared.actors import Actor

    actor = Actor("user:1", organisation="north")
    at = datetime(2022, 11, 21, 8, tzinfo=UTC)
    half = len(pairs) // 2
    plan = (
        ("merge", services.decide_same, pairs[:half]),
        ("undo of a merge", services.undo, pairs[:half]),
        ("split of a merge", services.decide_different, pairs[half:]),
    )
    for one in pairs[half:]:  # joined first, so that a separation splits somebody
        pair = Pair.objects.select_related("left", "right").get(pk=one)
        _link(actor, pair, at)

    def timed(act: Callable[..., Any], number: int) -> tuple[float, float]:
        pair = Pair.objects.select_related("left", "right").get(pk=number)
        begun, own = time.perf_counter(), time.process_time()
        act(actor=actor, pair=pair, at=at)
        return (
            1000 * (time.perf_counter() - begun),
            1000 * (time.process_time() - own),
        )

    return {name: _seen([timed(act, one) for one in some]) for name, act, some in plan}


def _link(actor: Any, pair: Any, at: Any) -> None:
    from repatria.register import services as register

    register.link(actor=actor, left=pair.left, right=pair.right, reasons="", at=at)


def _seen(taken: list[tuple[float, float]]) -> dict[str, float]:
    ordered = sorted(wall for wall, _own in taken)
    return {
        "median": statistics.median(ordered),
        "own": statistics.median(own for _wall, own in taken),
        "p95": ordered[int(0.95 * (len(ordered) - 1))],
    }


def _rebuild() -> list[tuple[float, float]]:
    """Throw every membership away and make all anew; then once more."""
    from django.db import connection

    from repatria.register.services import rebuild_memberships

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_membership")
    took = []
    for _time in range(2):
        begun, own = time.perf_counter(), time.process_time()
        rebuild_memberships()
        took.append((time.perf_counter() - begun, time.process_time() - own))
    return took


if __name__ == "__main__":
    main()
