"""Machines die, disks fill, clocks are wrong: nothing is lost, nothing is half done."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import serving

LIST = "No;Name;Born\n" + "".join(
    f"{row};Коваль Іван{row};09.05.1984\n" for row in range(1, 2_000)
)
TOLD = [
    "--sender", "south", "--subject", "held", "--holder", "SUDMARK",
    "--home", "NORLAND", "--said-on", "2022-11-19",
]  # fmt: skip
# A file may grow to so many bytes and no more, as on a disk that is full.
FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from repatria.site.cli import run
sys.exit(run(sys.argv[2:]))
"""
LATER = """
import django; django.setup()
from datetime import UTC, datetime, timedelta
from repatria.ledger.services import append
from repatria.shared.actors import Actor
append(actor=Actor("command:test", organisation="north"), act="read",
    at=datetime.now(UTC) + timedelta(days=1))
"""
ORDER = """
import django; django.setup()
from repatria.ledger.models import Entry
from repatria.ledger.queries import verify
numbers = list(Entry.objects.order_by("number").values_list("number", flat=True))
print(numbers == list(range(len(numbers))), verify(organisation="north").sound)
"""


@pytest.mark.usefixtures("db")
def test_a_few_deaths_lose_nothing() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", "--times", "5", "--migrations",
         "1", "--seed", "7"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "Lost, half-written, or not on the ledger: 0." in ran.stdout


@pytest.fixture
def folder(templates: Callable[[str], serving.Template], tmp_path: Path) -> Path:
    """A data folder on SQLite that nobody serves."""
    if os.environ.get("DATABASE_URL"):
        pytest.skip("the disk of the database server is not ours to fill")
    templates("party").copied(tmp_path / "north")
    return tmp_path / "north"


@pytest.mark.any_database
@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("most", [200_000, 600_000])
def test_a_disk_that_fills_during_an_import_keeps_nothing_of_it(
    folder: Path, tmp_path: Path, most: int
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    words = ["import", str(file), "--data", str(folder), *TOLD]
    ran = subprocess.run(
        [sys.executable, "-c", FULL, str(most), *words],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert ran.returncode == 1
    assert "has no room left" in ran.stderr
    assert "Коваль" not in ran.stderr
    again = subprocess.run(
        [sys.executable, "-m", "repatria", *words],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert "version 1 of this list: 1999 rows" in again.stdout, again.stderr


@pytest.mark.any_database
@pytest.mark.usefixtures("db")
def test_a_disk_that_fills_during_a_backup_leaves_the_one_before(
    folder: Path, tmp_path: Path
) -> None:
    from pyrage import x25519

    key = str(x25519.Identity.generate().to_public())
    file = tmp_path / "b"
    file.write_bytes(b"the one before")
    words = ["backup", "--data", str(folder), "--to", str(file), "--recipient", key]
    size = (folder / "repatria.sqlite3").stat().st_size
    stopped = []
    for most in (100_000, size + 4_096):
        ran = subprocess.run(
            [sys.executable, "-c", FULL, str(most), *words],
            capture_output=True, text=True, check=False, env=environment(),
        )  # fmt: skip
        if ran.returncode == 0:  # it fits: age adds little
            continue
        stopped.append(most)
        assert "has no room left" in ran.stderr
        assert file.read_bytes() == b"the one before"
        assert not list(tmp_path.glob(".b.*"))
        assert not list(folder.glob("backup-*"))
    assert 100_000 in stopped


def environment() -> dict[str, str]:
    return {**os.environ, "LANGUAGE": "en", "REPATRIA_SECOND_FACTOR": "offered"}


CUT = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()")
    print(cursor.fetchone()[0])
"""


@pytest.mark.skipif(not os.environ.get("DATABASE_URL"), reason="SQLite is never away")
@pytest.mark.usefixtures("db")
def test_a_database_that_was_away_is_asked_anew(served: serving.Served) -> None:
    served.get("/lists/", role="registrar")
    assert int(served.run(CUT)) > 0
    for _each in range(3):
        assert "Lists" in served.get("/lists/", role="registrar")
    assert served.run(ORDER) == "True True\n"


@pytest.mark.any_database
@pytest.mark.usefixtures("db")
def test_a_clock_that_was_a_day_ahead_is_told_and_the_order_stays(
    served: serving.Served,
) -> None:
    served.run(LATER)
    served.get("/lists/", role="registrar")
    assert served.run(ORDER) == "True True\n"
    served.process.terminate()
    served.process.wait(30)
    told = environment()
    if served.database:
        told["DATABASE_URL"] = served.database
    with subprocess.Popen(
        [sys.executable, "-m", "repatria", "serve", "--data", str(served.home),
         "--port", "0", "--json"],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env=told, text=True,
    ) as again:  # fmt: skip
        assert again.stdout is not None
        assert again.stderr is not None
        assert again.stdout.readline()
        again.terminate()
        again.wait(30)
        assert "Set the clock" in again.stderr.read()
