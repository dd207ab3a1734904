"""Make the pictures of ``docs/founding-report.md`` from a demonstration.

``python -m tools.screenshots FOLDER`` plays the demonstration in FOLDER with few
people, serves the bureau that keeps the report, and takes one picture a statement into
``docs/images/founding``: what somebody with a laptop sees, 1280 by 800.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from repatria.site.demo import LEAST
from repatria.site.story.cast import NORTH, accounts_of
from tools import chromium

PICTURES = Path(__file__).parents[1] / "docs" / "images" / "founding"
WIDTH, HEIGHT = 1280, 800
MOST_BYTES = 200_000
PATIENCE_S = 120
# Where on its page a statement stands, if not at the top: what is brought into view.
STANDS = {
    "F1": "section[aria-labelledby=round-2] h3:has-text('Who says')",
    "F2": "section[aria-labelledby=round-2] .unknown:has-text('Not stated')",
    "F7": "h2:has-text('Referrals')",
    "F9": "section[aria-labelledby=round-1] h3:has-text('Who says')",
    "F10": "h3:has-text('narrator infers')",
    "F14": "h2:has-text('Evidence')",
    "F15": "tr:has-text('same scene')",
    "F16": "h3:has-text('Justifies')",
}
# Pages so full of words that a whole one would be a large file.
LOWER = {"F10": 620}
TO_THE_MIDDLE = "element => element.scrollIntoView({block: 'center'})"


def picture(number: str) -> Path:
    """Return where the picture of a statement lies.

    >>> picture("F1").name
    'F01.png'
    """
    return PICTURES / f"F{int(number[1:]):02}.png"


def main(folder: Path) -> None:
    """Play, serve, and take a picture of each statement's page."""
    told = command("demo", "--data", str(folder), "--persons", str(LEAST), "--json")
    rows = json.loads(told)["story"]["statements"]["rows"]
    accounts = accounts_of(folder, NORTH)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        served(folder / NORTH.code) as address,
        chromium.launched(chromium.program()) as browser,
    ):
        for row in rows:
            account = accounts[row["account"]]
            page = signed_in(browser, address, account)
            take(page, f"{address.rstrip('/')}{row['address']}", row["number"])
            page.context.close()


def signed_in(browser: Browser, address: str, account: Mapping[str, str]) -> Page:
    """Return a page of a browser on which somebody is signed in."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="en-GB",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}account/login/")
    page.fill("[name=login]", account["username"])
    page.fill("[name=password]", account["password"])
    page.click("main form:first-of-type button.btn-primary")
    return page


def take(page: Page, address: str, number: str) -> None:
    """Take the picture of one statement; refuse a page that is not there."""
    page.set_viewport_size({"width": WIDTH, "height": LOWER.get(number, HEIGHT)})
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{number}: {address} is not there")
    if number in STANDS:
        page.locator(STANDS[number]).first.evaluate(TO_THE_MIDDLE)
    place = picture(number)
    page.screenshot(path=place)
    if place.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{place.name} is larger than {MOST_BYTES} bytes")


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve one installation until the block ends; give its address."""
    words = ["serve", "--data", str(home), "--port", "0", "--json"]
    server = subprocess.Popen(
        [sys.executable, "-m", "repatria", *words],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    try:
        line: dict[str, Any] = json.loads(server.stdout.readline())  # type: ignore[union-attr]
        yield str(line["address"])
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def command(*words: str) -> str:
    """Run ``repatria`` with ``words``; return what it says."""
    ran = subprocess.run(
        [sys.executable, "-m", "repatria", *words],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    return ran.stdout


def _environment() -> dict[str, str]:
    told = {**os.environ, "REPATRIA_SECOND_FACTOR": "offered", "LANGUAGE": "en"}
    told.pop("DATABASE_URL", None)
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]))
