"""What the tests of matching may ask for: lists made once, and a command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from repatria.matching.engine.link import link
from repatria.matching.engine.synthetic import PRESETS, generate
from repatria.matching.tests.lists import ENGLISH, UKRAINIAN, Content, Run, Said, Two
from repatria.register.engine.intake import read_list
from repatria.site import cli


def two_lists(folder: Path, *, persons: int, seed: int, duplicates: float) -> Two:
    """Generate two lists, Cyrillic and Latin, and reconcile them."""
    sides = [replace(side, duplicates=duplicates) for side in PRESETS["default"]]
    made = generate(
        folder, persons=persons, seed=seed, left=sides[0], right=sides[1], overlap=0.6
    )
    left, right = read_list(made.left), read_list(made.right)
    return Two(made, left, right, link(left, right))


@pytest.fixture(scope="session")
def two(tmp_path_factory: pytest.TempPathFactory) -> Two:
    """Two lists of 600 persons; a few stand twice on one of them."""
    folder = tmp_path_factory.mktemp("two")
    return two_lists(folder, persons=600, seed=11, duplicates=0.03)


@pytest.fixture(scope="session")
def two_without_duplicates(tmp_path_factory: pytest.TempPathFactory) -> Two:
    """Two lists of 500 persons, each on a list once at most."""
    folder = tmp_path_factory.mktemp("two_without_duplicates")
    return two_lists(folder, persons=500, seed=12, duplicates=0.0)


@pytest.fixture
def repatria(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command line; its folder for results is ``out``."""

    def run(*words: str | Path) -> Said:
        status = cli.run([*map(str, words), "--out", str(tmp_path / "out")])
        told = capfd.readouterr()
        assert "Traceback" not in told.err
        assert "[repatria.unexpected]" not in told.err
        return Said(status, told.out, told.err, tmp_path / "out")

    return run


@pytest.fixture
def reconcile(tmp_path: Path, repatria: Run) -> Run:
    """Write two lists and reconcile them."""

    def run(
        left: Content = UKRAINIAN,
        right: Content = ENGLISH,
        *options: str | Path,
        name: str = "left.csv",
    ) -> Said:
        files = tmp_path / name, tmp_path / "right.csv"
        for path, content in zip(files, (left, right), strict=True):
            write(path, content)
        return repatria("reconcile", *files, *options)

    return run


@pytest.fixture
def dedupe(tmp_path: Path, repatria: Run) -> Run:
    """Write a list and look for repetitions in it."""

    def run(content: Content, *options: str | Path, name: str = "list.csv") -> Said:
        write(tmp_path / name, content)
        return repatria("dedupe", tmp_path / name, *options)

    return run


def write(path: Path, content: Content) -> None:
    """Write text, bytes, or whatever a function writes to the path."""
    if callable(content):
        content(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
