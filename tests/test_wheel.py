"""The installed package: it works from any folder, with all it needs inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def run(*words: str, at: Path, package: Path | None = None) -> str:
    """Run Python in the folder ``at``; ``package`` comes before what is installed."""
    environment = {"PYTHONPATH": str(package)} if package else {}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=at,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), at=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the package as pip installs it, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, "--no-deps", "--no-index", "--target", str(folder), str(wheel), at=folder)
    return folder


def test_the_wheel_carries_all_that_is_no_code(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in source.rglob("*")
        if path.is_file()
        and path.suffix not in {".po", ".pyc"}
        and not {"tests", "__pycache__"} & set(path.parts)
    }
    assert any(name.endswith(".mo") for name in wanted)
    assert wanted - inside == set()


def test_the_wheel_leaves_tests_at_home(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert [name for name in inside if "/tests/" in name or name.endswith(".po")] == []
    assert any(name.endswith("licenses/LICENSE") for name in inside)


def test_it_runs_from_another_folder(installed: Path, tmp_path: Path) -> None:
    asked = "import repatria; print(repatria.__file__)"
    where = run("-c", asked, at=tmp_path, package=installed)
    assert Path(where.strip()).is_relative_to(installed)
    line = "-m repatria --language uk --help".split()
    assert "Команди" in run(*line, at=tmp_path, package=installed)


def test_two_lists_are_compared_by_what_is_installed(
    installed: Path, tmp_path: Path
) -> None:
    for line in (
        "-m repatria generate --persons 200 --seed 7 --out lists",
        "-m repatria reconcile lists/left.csv lists/right.csv --out compared",
    ):
        run(*line.split(), at=tmp_path, package=installed)
    for name in ("pairs.csv", "left_only.csv", "summary.json", "report.html"):
        assert (tmp_path / "compared" / name).stat().st_size > 0
