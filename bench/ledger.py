"""How long a ledger of a million entries takes to write down, close and verify.

``python -m bench.ledger`` writes a data folder of its own and throws it away.
"""

from __future__ import annotations

import os
import platform
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from repatria.ledger.core import entries, merkle

RESULTS = Path(__file__).parent / "results" / "ledger.md"
TIMES = 3
ENTRIES = 1_000_000
BATCH = 50_000
TABLES = """
CREATE TABLE ledger_entry (
    number bigint PRIMARY KEY, body text, salt blob, leaf blob,
    act varchar(80), actor varchar(80), at datetime
);
CREATE TABLE ledger_checkpoint (
    id integer PRIMARY KEY, size bigint, root varchar(64), organisation varchar(40),
    at datetime, public_key varchar(64), signature varchar(128), peaks blob
);
CREATE TABLE access_installation (code varchar(40));
"""


def row(number: int) -> tuple[object, ...]:
    body = (
        f'{{"about":"register:person","act":"read","actor":"user:{number % 40}",'
        f'"at":"2022-11-24T09:00:00+00:00","facts":{{"cases":["R-{number:08}"]}},'
        '"organisation":"north"}'
    ).encode()
    salt = number.to_bytes(entries.SALT_BYTES, "big")
    leaf = entries.leaf_of(salt, body)
    actor, at = f"user:{number % 40}", "2022-11-24 09:00:00"
    return number, body.decode(), salt, leaf, "read", actor, at


def rows() -> Iterator[list[tuple[object, ...]]]:
    for first in range(0, ENTRIES, BATCH):
        yield [row(number) for number in range(first, first + BATCH)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "repatria.sqlite3"
        database = sqlite3.connect(file)
        database.executescript(TABLES)
        for batch in rows():
            database.executemany(
                "INSERT INTO ledger_entry VALUES (?, ?, ?, ?, ?, ?, ?)", batch
            )
        database.commit()
        begun = time.perf_counter()
        tree = merkle.Growing()
        leaves = database.execute("SELECT leaf FROM ledger_entry ORDER BY number")
        tree.extend(leaf for (leaf,) in leaves)
        first = time.perf_counter() - begun
        database.close()
        walls, processor = verified(folder)
    said = report(first, walls, processor)
    print(said)
    if "--keep" in sys.argv:
        RESULTS.write_text(said, encoding="utf-8")


def verified(folder: str) -> tuple[list[float], list[float]]:
    """Verify several times; return seconds by the clock, and of the processors."""
    walls, processor = [], []
    for _time in range(TIMES):
        begun, before = (
            time.perf_counter(),
            resource.getrusage(resource.RUSAGE_CHILDREN),
        )
        command = [sys.executable, "-m", "repatria", "verify", folder, "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls.append(time.perf_counter() - begun)
        processor.append(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        )
    return walls, processor


def report(first: float, walls: list[float], processor: list[float]) -> str:
    load = os.getloadavg()[0]
    cores = os.cpu_count()
    return f"""# A ledger of {ENTRIES:,} entries

Written by `python -m bench.ledger --keep`; SQLite {sqlite3.sqlite_version}, Python
{platform.python_version()}, {cores} cores, load of the machine meanwhile {load:.1f}
(above {cores}, other programs had a share of them).

| | seconds |
|---|---:|
| first checkpoint, by the clock | {first:.1f} |
| `repatria verify`, by the clock, median of {TIMES} | {median(walls):.1f} |
| `repatria verify`, by the clock, best of {TIMES} | {min(walls):.1f} |
| `repatria verify`, of all cores together, median | {median(processor):.1f} |
"""


if __name__ == "__main__":
    main()
