"""A browser without a window: Debian's Chromium, or the one that is named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright


def program() -> str | None:
    """Return where Chromium lies: as REPATRIA_CHROMIUM says, or on the path."""
    return os.environ.get("REPATRIA_CHROMIUM") or shutil.which("chromium")


@contextmanager
def launched(program: str | None) -> Iterator[Browser]:
    """Run ``program`` until the block ends."""
    with sync_playwright() as playwright:
        # Chromium refuses to be root inside its own sandbox, and CI is root.
        sandboxed = os.geteuid() != 0
        chromium = playwright.chromium.launch(
            executable_path=program, chromium_sandbox=sandboxed
        )
        yield chromium
        chromium.close()
