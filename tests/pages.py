"""Looking at a page as somebody who cannot see it, or not well, would meet it."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

NARROW = 360  # pixels: the smallest telephone that the pages promise to fit


# What a width or a colour scheme may change; all else is as it was in the first look.
OF_THE_LAYOUT = ("color-contrast", "scrollable-region-focusable", "target-size")


# Rows of one table are written by one line of a template: where a page was looked at
# whole before, the first ones stand for all.
_FURTHER_ROWS = "tbody > tr:nth-child(n+16)"
_LOOK = """([context, options]) =>
    axe.run(context, options).then(all => all.violations)"""


def complaints(page: Page, *rules: str) -> list[str]:
    """Return what axe finds on the page as it stands: rule, help, and where.

    ``rules`` are the only ones that are asked for, as in a second look; none: all of
    them, on the whole page.
    """
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    context = {"exclude": [[_FURTHER_ROWS]]} if rules else {"include": [["html"]]}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    options = {"resultTypes": ["violations"], **only}
    found = page.evaluate(_LOOK, [context, options])
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
