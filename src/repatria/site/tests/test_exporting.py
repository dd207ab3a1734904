"""The command ``export``: small files at once, large ones by a second person's word."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from repatria.access import exports
from repatria.access.models import Export
from repatria.ledger.models import Entry
from repatria.register.models import Person, SourceFile
from repatria.register.tests.conftest import HEADER, PEOPLE, Desk

# The desk of the register: a bureau with two parties, where lists are taken in.
from repatria.register.tests.conftest import desk as desk
from repatria.shared.actors import Actor
from repatria.site import cli, exporting
from repatria.site.tests.test_importing import LIST, _environment, _import
from repatria.site.tests.test_importing import folder as folder

pytestmark = pytest.mark.django_db
SECOND = Actor("user:77", frozenset({"auditor"}), "north")


@pytest.fixture
def listed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> SourceFile:
    @contextmanager
    def here(_data: Path, *, command: str) -> Iterator[Actor]:
        yield Actor(f"command:{command}", organisation="north")

    monkeypatch.setattr(exporting, "at_work", here)  # the test's own database
    return desk.take_in(HEADER + PEOPLE)


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., int]:
    def ran(*words: str) -> int:
        told = ("--data", str(tmp_path), "--out", str(tmp_path / "out"))
        return cli.run(["export", *told, *words])

    return ran


@pytest.mark.any_database  # the folder's own, which is SQLite
def test_the_command_does_it_in_a_real_folder(folder: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "list.csv", tmp_path / "out.csv"
    file.write_text(LIST, encoding="utf-8")
    number = json.loads(_import(file, folder).stdout)["list"]
    words = ["--list", str(number), "--recipient", "x", "--data", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "repatria", "export", *words, "--out", str(out)],
        env=_environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "of north" in out.read_text("utf-8-sig").splitlines()[0]


def asked(file: SourceFile) -> tuple[str, ...]:
    return "--list", str(file.pk), "--recipient", "Records office"


def test_a_small_list_is_written_at_once_and_everybody_is_noted(
    listed: SourceFile, run: Callable[..., int], tmp_path: Path
) -> None:
    assert run(*asked(listed), "--format", "ftm") == 0
    out = tmp_path / "out"
    told = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert {one["schema"] for one in told} == {"Person"}
    assert len(told) == 3
    assert out.stat().st_mode & 0o777 == 0o600
    read = Entry.objects.filter(act="read").last()
    assert read is not None
    refs = Person.objects.values_list("case_ref", flat=True)
    assert all(ref in read.body for ref in refs)


def test_a_large_list_waits_for_a_second_person(
    listed: SourceFile, run: Callable[..., int], tmp_path: Path, settings: Any
) -> None:
    settings.REPATRIA_EXPORT_ALONE = 2
    assert run(*asked(listed)) == 1
    assert not (tmp_path / "out").exists()
    held = Export.objects.get()
    assert run("--ref", held.ref) == 1
    exports.decide(actor=SECOND, export=held, approved=True, at=datetime.now(UTC))
    assert run("--ref", held.ref) == 0
    assert "Коваль" in (tmp_path / "out").read_text("utf-8")
    assert run("--ref", held.ref) == 1, "once"


def test_what_is_not_there_is_refused(
    listed: SourceFile, run: Callable[..., int]
) -> None:
    del listed
    assert run("--list", "987654", "--recipient", "x") == 1
    assert run("--ref", "E-00000000") == 1
    assert run("--list", "1") == 2
