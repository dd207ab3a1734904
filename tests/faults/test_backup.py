"""The drill: a backup made while people write, restored elsewhere, and served."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from pyrage import x25519

from tests import serving

WRITE = """
import django; django.setup()
from datetime import UTC, date, datetime
from repatria.register.services import record_statement
from repatria.shared.actors import Actor
actor = Actor("user:1", frozenset(), "north")
for number in range(40):
    record_statement(actor=actor, kind="card", sender="south",
        told={{"family": "Canary{{}}".format(number)}}, verbatim="Canary",
        said_on=date(2022, 11, 1), at=datetime.now(UTC))
print("written")
"""
ERASE = """
import django; django.setup()
from datetime import UTC, datetime
from repatria.register.models import Record
from repatria.register.services import ask_for_erasure, confirm_erasure
from repatria.shared.actors import Actor
made = ask_for_erasure(actor=Actor("user:1", frozenset(), "north"),
    record=Record.objects.order_by("pk").first().pk, reason="asked",
    at=datetime.now(UTC))
confirm_erasure(actor=Actor("user:2", frozenset(), "north"), erasure=made,
    at=datetime.now(UTC))
"""
NAMES = """
import django; django.setup()
from repatria.register.models import Record
print(sum(1 for one in Record.objects.all() if one.family), Record.objects.count())
"""


@dataclass(frozen=True)
class Keys:
    """A pair of age: the public key, and the file with the identity."""

    public: str
    file: Path


def pair(place: Path) -> Keys:
    identity = x25519.Identity.generate()
    place.write_text(f"# created for a test\n{identity}\n", encoding="ascii")
    return Keys(str(identity.to_public()), place)


@pytest.fixture
def backup_key(tmp_path: Path) -> Keys:
    return pair(tmp_path / "backup-key.txt")


@pytest.fixture
def keys_key(tmp_path: Path) -> Keys:
    return pair(tmp_path / "keys-key.txt")


@pytest.fixture
def template(templates: object, tmp_path: Path) -> tuple[Path, str]:
    """A data folder nobody serves, with its own database."""
    made = templates("party")  # type: ignore[operator]
    home = tmp_path / "north"
    return home, made.copied(home)


def repatria(database: str, *words: str) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "LANGUAGE": "en"}
    told.pop("DATABASE_URL", None)
    if database:
        told["DATABASE_URL"] = database
    return subprocess.run(
        [sys.executable, "-m", "repatria", *words],
        env=told, capture_output=True, text=True, check=False,
    )  # fmt: skip


def empty(database: str) -> str:
    return serving._new_database("", beside=database) if database else ""


def done(ran: subprocess.CompletedProcess[str]) -> dict[str, object]:
    assert ran.returncode == 0, ran.stderr
    told: dict[str, object] = json.loads(ran.stdout)
    return told


@pytest.mark.usefixtures("db")
def test_a_backup_made_while_people_write_is_restored_and_served(
    served: serving.Served, backup_key: Keys, keys_key: Keys, tmp_path: Path
) -> None:
    written: list[str] = []
    writing = Thread(target=lambda: written.append(served.run(WRITE, nothing="")))
    writing.start()
    file, keys, again = tmp_path / "b", tmp_path / "k", tmp_path / "again"
    made = done(repatria(
        served.database, "backup", "--data", str(served.home), "--to", str(file),
        "--recipient", backup_key.public, "--keys", str(keys),
        "--keys-recipient", keys_key.public, "--json",
    ))  # fmt: skip
    writing.join()
    assert written == ["written\n"]  # nobody had to wait until it failed
    assert b"Canary" not in file.read_bytes()
    served.run(ERASE)
    journal = served.home / "keys" / "erasures.jsonl"
    assert "Canary" not in journal.read_text("ascii")

    database = empty(served.database)
    restored = done(repatria(
        database, "restore", str(file), "--identity", str(backup_key.file),
        "--data", str(again), "--keys", str(keys), "--keys-identity",
        str(keys_key.file), "--erasures", str(journal), "--json",
    ))  # fmt: skip
    assert restored["ledger"] == made["ledger"]
    assert restored["sound"]
    assert restored["master_key"]
    if not database:
        assert repatria("", "verify", str(again)).returncode == 0
    with serving.serving(
        serving.Template(again, database), tmp_path / "served"
    ) as second:
        assert "Lists" in second.get("/lists/", role="registrar")
        named, count = map(int, second.run(NAMES).split())
        assert count == restored["tables"]["register_record"]  # type: ignore[index]
        assert named == count - int(str(restored["erased_again"]))


@pytest.mark.usefixtures("db")
def test_what_is_not_whole_is_refused_and_leaves_nothing(
    template: tuple[Path, str], backup_key: Keys, keys_key: Keys, tmp_path: Path
) -> None:
    data, database = template
    file, again = tmp_path / "whole", tmp_path / "again"

    def back_up(*more: str) -> subprocess.CompletedProcess[str]:
        return repatria(
            database, "backup", "--data", str(data), "--to", str(file), *more
        )

    refused = back_up("--recipient", "age1nobody")
    assert "[site.not-an-age-key]" in refused.stderr
    same = backup_key.public
    refused = back_up(
        "--recipient", same, "--keys", str(tmp_path / "k"), "--keys-recipient", same
    )
    assert "[site.keys-beside-backup]" in refused.stderr
    assert not file.exists()
    assert back_up("--recipient", same).returncode == 0
    whole = file.read_bytes()

    def restore(content: bytes, identity: Path = backup_key.file) -> str:
        other = tmp_path / "other"
        other.write_bytes(content)
        ran = repatria(
            empty(database), "restore", str(other), "--identity", str(identity),
            "--data", str(again),
        )  # fmt: skip
        assert ran.returncode == 1
        assert not again.exists()
        assert not list(tmp_path.glob(".again-*"))
        return ran.stderr

    middle = len(whole) // 2
    altered = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
    for damaged in (whole[:100], whole[:middle], whole[:-1], altered, b""):
        assert "[site.backup-damaged]" in restore(damaged)
    assert "[site.backup-of-another-key]" in restore(whole, keys_key.file)
    assert "[site.not-an-age-identity]" in restore(whole, file)

    again.mkdir()
    (again / "something").write_text("mine", encoding="ascii")
    ran = repatria(
        empty(database), "restore", str(file), "--identity", str(backup_key.file),
        "--data", str(again),
    )  # fmt: skip
    assert "[site.folder-not-empty]" in ran.stderr
    assert [one.name for one in again.iterdir()] == ["something"]


@pytest.mark.usefixtures("db")
def test_without_the_master_key_it_is_said_and_not_served(
    template: tuple[Path, str], backup_key: Keys, tmp_path: Path
) -> None:
    data, database = template
    file, again = tmp_path / "b", tmp_path / "again"
    made = repatria(
        database, "backup", "--data", str(data), "--to", str(file),
        "--recipient", backup_key.public,
    )  # fmt: skip
    assert "The keys are not in it." in made.stdout
    database = empty(database)
    restored = repatria(
        database, "restore", str(file), "--identity", str(backup_key.file),
        "--data", str(again),
    )  # fmt: skip
    assert "The master key is missing" in restored.stdout
    served = repatria(database, "serve", "--data", str(again), "--port", "0")
    assert "[site.no-master-key]" in served.stderr
    assert not (again / "keys" / "master.key").exists()
