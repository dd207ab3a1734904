"""How long a ledger of a million entries takes to write down, close and verify.

``python -m bench.ledger`` writes a data folder of its own and throws it away.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from repatria.ledger.core import entries, merkle

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
        print(f"first checkpoint {time.perf_counter() - begun:6.2f} s")
        database.close()
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "repatria", "verify", folder, "--json"], check=True
        )
        print(f"repatria verify  {time.perf_counter() - begun:6.2f} s")


if __name__ == "__main__":
    main()
