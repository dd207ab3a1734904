"""Looking at a page as somebody who cannot see it, or not well, would meet it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW = 360  # pixels: the smallest telephone that the pages promise to fit


def complaints(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands: rule, help, and where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']}"
        for rule in found
        for node in rule["nodes"]
    ]


def too_wide(page: Page) -> bool:
    """Tell whether the page as a whole must be moved sideways to be read."""
    wide: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def watch(page: Page) -> list[str]:
    """Return a list that fills with what the browser refuses or stumbles over."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: (
            said.append(message.text)
            if "Content Security Policy" in message.text
            else None
        ),
    )
    return said
