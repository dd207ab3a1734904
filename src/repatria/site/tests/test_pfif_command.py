"""The command ``pfif``, as somebody types it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from repatria.access import exports
from repatria.access.models import Export
from repatria.shared.actors import Actor
from repatria.site import cli, pfif
from repatria.site.tests import test_importing

# A family that asks and agrees, and a second person.
from repatria.tracing.tests.conftest import liaison as liaison
from repatria.tracing.tests.conftest import request_for as request_for
from repatria.tracing.tests.test_pfif import SECOND, document, person
from repatria.tracing.tests.test_pfif import agreed as agreed

folder = test_importing.folder


def _pfif(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "repatria", "pfif", *words],
        env=test_importing._environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_is_taken_in_and_nothing_is_given_that_nobody_agreed_to(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "other.xml"
    file.write_bytes(document(person(), person(2).replace("1990-05-09", "May")))
    done = _pfif("import", str(file), "--data", str(folder), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["new"], told["faults"]) == (1, 1)
    assert told["left_out"][0]["line"] == 11
    given = _pfif(
        "export", str(tmp_path / "out.xml"), "--data", str(folder), "--purpose", "x"
    )
    assert given.returncode == 1
    assert "nobody agreed to it" in given.stderr
    assert not (tmp_path / "out.xml").exists()


@pytest.mark.django_db
def test_a_file_that_names_who_asks_waits_for_a_second_person(
    agreed: Callable[..., object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    @contextmanager
    def here(_data: Path, *, command: str) -> Iterator[Actor]:
        yield Actor(f"command:{command}", organisation="north")

    def run(*words: str) -> int:
        return cli.run(["pfif", "export", str(out), "--data", str(tmp_path), *words])

    monkeypatch.setattr(pfif, "at_work", here)  # the test's own database
    out = tmp_path / "out.xml"
    agreed("registers")
    assert run() == 2
    assert run("--purpose", "Search by the Lake register") == 0
    assert "Kovalenko" in out.read_text("utf-8")
    out.unlink()
    agreed("registers", "contact", given_name="Marko")
    assert run("--purpose", "agency", "--recipient", "Rosa Adler") == 1
    assert not out.exists()
    held = Export.objects.get(purpose="agency")
    exports.decide(actor=SECOND, export=held, approved=True, at=datetime.now(UTC))
    assert run("--ref", held.ref) == 0
    assert "Olha" in out.read_text("utf-8")


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE x><x/>", b"a list"])
def test_what_is_no_pfif_is_refused_with_a_remedy(
    content: bytes, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bad.xml"
    file.write_bytes(content)
    done = _pfif("import", str(file), "--data", str(folder))
    assert done.returncode == 1
    assert "Nothing was taken in" in done.stderr
