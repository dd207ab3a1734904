"""The command ``pfif``, as somebody types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from repatria.site.tests import test_importing
from repatria.tracing.tests.test_pfif import document, person

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


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE x><x/>", b"a list"])
def test_what_is_no_pfif_is_refused_with_a_remedy(
    content: bytes, folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "bad.xml"
    file.write_bytes(content)
    done = _pfif("import", str(file), "--data", str(folder))
    assert done.returncode == 1
    assert "Nothing was taken in" in done.stderr
