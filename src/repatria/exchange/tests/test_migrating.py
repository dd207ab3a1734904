"""What earlier versions kept is there after an upgrade, and still cannot be changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest


def migrated(home: Path, *to: str) -> None:
    command = [sys.executable, "-m", "repatria.site.manage", "migrate", "-v0", *to]
    told = {**os.environ, "REPATRIA_HOME": str(home), "DATABASE_URL": ""}
    subprocess.run(command, env=told, check=True)


def test_an_exchange_of_two_keeps_its_parties(tmp_path: Path) -> None:
    migrated(tmp_path, "exchange", "0002")
    with sqlite3.connect(tmp_path / "repatria.sqlite3") as database:
        database.execute(
            "INSERT INTO exchange_exchange (ref, title, first, second, rules, "
            "rules_sha256, made_by, made_at) VALUES ('X-1', 'November', 'NORLAND', "
            "'SUDMARK', 'parties = []', 'abc', 'user:1', '2022-11-22')"
        )
    migrated(tmp_path)
    with sqlite3.connect(tmp_path / "repatria.sqlite3") as database:
        kept = database.execute("SELECT ref, parties FROM exchange_exchange")
        assert kept.fetchall() == [("X-1", '["NORLAND", "SUDMARK"]')]
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            database.execute("UPDATE exchange_exchange SET parties = '[]'")
        rules = database.execute(
            "SELECT number, text, sha256 FROM exchange_rulesversion"
        )
        assert rules.fetchall() == [(1, "parties = []", "abc")]
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            database.execute("UPDATE exchange_rulesversion SET text = ''")
