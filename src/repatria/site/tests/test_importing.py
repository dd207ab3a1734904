"""The command ``import``, as somebody types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from repatria.site import home
from tests.serving import Template

LIST = "No;Name;Born\n1;Коваль Іван Петрович;09.05.1984\n2;Мельник Ганна;1990\n"
TOLD = [
    "--sender", "south", "--subject", "held", "--holder", "SUDMARK",
    "--home", "NORLAND", "--said-on", "2022-11-19", "--json",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(
    templates: Callable[[str], Template], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An installation's data folder, made once."""
    data = tmp_path_factory.mktemp("north") / "home"
    templates("party").copied(data)
    return data


def _environment() -> dict[str, str]:
    left_out = {"DATABASE_URL", "REPATRIA_HOME"}
    kept = {name: text for name, text in os.environ.items() if name not in left_out}
    return {**kept, "DJANGO_SETTINGS_MODULE": "repatria.site.settings"}


def _import(file: Path, data: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "repatria", "import", str(file), "--data", str(data)]
    return subprocess.run(
        [*words, *TOLD], env=_environment(), capture_output=True, text=True, check=False
    )


def test_a_list_is_taken_in_once(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST, encoding="utf-8")
    done = _import(file, folder)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["version"], told["rows"], told["unreadable"]) == (1, 2, 0)
    again = _import(file, folder)
    assert again.returncode == 1
    assert "register.list-already-here" in again.stderr


def test_nothing_is_imported_while_it_is_being_served(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LIST + "3;Їжак;1979\n", encoding="utf-8")
    with home.alone(folder):
        refused = _import(file, folder)
    assert refused.returncode == 1
    assert "site.data-folder-in-use" in refused.stderr


def test_a_folder_without_an_installation_is_refused(tmp_path: Path) -> None:
    refused = _import(tmp_path / "list.csv", tmp_path / "nowhere")
    assert refused.returncode == 1
    assert "site.no-installation" in refused.stderr
