"""Several processes looking at one ledger say what one would."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from repatria.ledger.core import entries, merkle
from repatria.ledger.engine import offline, together
from repatria.ledger.engine.offline import verify_folder

TABLES = """
CREATE TABLE ledger_entry (
    number bigint PRIMARY KEY, body text, salt blob, leaf blob, act text, actor text
);
CREATE TABLE ledger_checkpoint (
    id integer PRIMARY KEY, size bigint, root text, organisation text,
    at datetime, public_key text, signature text
);
CREATE TABLE access_installation (code text);
"""
SIZE = 70_000  # three parts, the last of them not whole


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger that is taken for a long one."""
    monkeypatch.setattr(offline, "MANY", SIZE)
    with closing(sqlite3.connect(tmp_path / offline.DATABASE)) as database:
        database.executescript(TABLES)
        rows = (row(number) for number in range(SIZE))
        database.executemany("INSERT INTO ledger_entry VALUES (?,?,?,?,?,?)", rows)
        database.commit()
    return tmp_path


def row(number: int) -> tuple[object, ...]:
    body = f'{{"about":"{number}","act":"read","actor":"user:1","at":"2022"}}'
    salt = number.to_bytes(32, "big")
    leaf = entries.leaf_of(salt, body.encode())
    return number, body, salt, leaf, "read", "user:1"


def change(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / offline.DATABASE)) as database:
        database.execute(statement)
        database.commit()


def test_the_root_is_that_of_all_leaves(folder: Path) -> None:
    told: list[int] = []
    verdict = verify_folder(folder, progress=told.append)
    tree = merkle.Growing()
    tree.extend(row(number)[3] for number in range(SIZE))  # type: ignore[misc]
    assert (verdict.sound, verdict.size) == (True, SIZE)
    assert verdict.root == tree.root().hex()
    assert told == [1 << 15, 1 << 16, SIZE]


@pytest.mark.parametrize(
    ("statement", "code", "number"),
    [
        pytest.param(
            "UPDATE ledger_entry SET body = replace(body, '2022', '2023') "
            "WHERE number = 40000",
            "ledger.entry-altered", "40000", id="altered in the second part",
        ),
        pytest.param(
            "DELETE FROM ledger_entry WHERE number = 50000",
            "ledger.out-of-place", "50000", id="taken out",
        ),
    ],
)  # fmt: skip
def test_what_was_changed_is_found(
    folder: Path, statement: str, code: str, number: str
) -> None:
    change(folder, statement)
    found = verify_folder(folder).findings[0]
    assert (found.code, found.facts["number"]) == (code, number)


def test_a_ledger_with_gaps_is_read_one_by_one(folder: Path) -> None:
    with closing(together.opened(folder / offline.DATABASE)) as database:
        assert together.in_order(database) == SIZE
    change(folder, "DELETE FROM ledger_entry WHERE number = 3")
    with closing(together.opened(folder / offline.DATABASE)) as database:
        assert together.in_order(database) == 0
