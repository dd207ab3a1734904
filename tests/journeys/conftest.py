"""The demonstration's three installations, served, for people with browsers."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

pytest.register_assert_rewrite("tests.journeys.offices", "tests.journeys.looking")

from tests.journeys.offices import Three, allow_this_machine, three_served  # noqa: E402
from tests.journeys.play import ROWS  # noqa: E402

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the story at each of its points."""
    # Helpers of this suite: REPATRIA_PLAYED names a folder that was played before.
    before = os.environ.get("REPATRIA_PLAYED")
    if before:
        return Path(before)
    # One for all workers of a run: whoever comes first plays, the others wait.
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / "story"
    with (shared / "story.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ROWS).exists():
            _play(folder)
    return folder


def _play(folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.play", str(folder)],
        check=True,
        cwd=ROOT,
        env=os.environ | {"LANGUAGE": "en"},
    )


@pytest.fixture(scope="module")
def three_at(
    played: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Three]]:
    """Return what serves the three installations at a point of the story."""
    with ExitStack() as running:

        def served(point: str) -> Three:
            folder = tmp_path_factory.mktemp(point)
            return running.enter_context(three_served(played / point, folder, browser))

        yield served


@pytest.fixture(autouse=True)
def this_machine_alone() -> None:
    """Let each test speak to this machine, and to no other."""
    allow_this_machine()
