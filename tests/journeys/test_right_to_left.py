"""Every kind of page, read from the right: in Arabic, as everybody, on a telephone."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Error, Page

from tests import pages
from tests.journeys.looking import name_of
from tests.journeys.offices import NARROW, Office, Three

SOURCES = Path(__file__).parents[2] / "src" / "repatria"
# Left and right, where start and end are meant.
PHYSICAL = re.compile(
    r"(?:margin|padding|border)-(?:left|right)\b|text-align:\s*(?:left|right)\b"
    r"|(?<![-\w])(?:left|right):|float:\s*(?:left|right)\b"
)
# Published pages stand still, in the languages they were published in.
PUBLISHED = {"publication:public", "publication:preview"}
STARTS_AT_THE_RIGHT = """() => {
    // A title that is data runs as its own language does.
    const ours = ":not([translate])";
    const head = document.querySelector(`main h1${ours}, main h2${ours}`);
    if (!head) return true;
    const range = document.createRange();
    range.selectNodeContents(head);
    const words = range.getBoundingClientRect();
    const room = head.getBoundingClientRect();
    return room.right - words.right <= words.left - room.left + 1;
}"""


def test_every_kind_of_page_runs_from_the_right(
    three_at: Callable[[str], Three],
) -> None:
    three = three_at("statements")
    seen: set[str] = set()
    found = [
        f"{office.code} {role} {path}: {fault}"
        for office in (three.north, three.agency)
        for role in office.accounts
        for path, page in _walk(office, role, seen)
        for fault in _faults(page)
    ]
    assert len(seen) > 80
    assert not found, "\n".join(found)


def test_styles_know_no_left_and_no_right() -> None:
    styles = [
        *SOURCES.glob("site/static/site/*.css"),
        *SOURCES.glob("*/report/**/*.css"),
    ]
    assert styles
    found = {path.name: PHYSICAL.findall(path.read_text("utf-8")) for path in styles}
    assert {name: said for name, said in found.items() if said} == {}


def _walk(office: Office, role: str, seen: set[str]) -> Iterator[tuple[str, Page]]:
    """Open each kind of page that can be reached by links, if none has seen it yet."""
    page = office.page(role)
    page.set_viewport_size(NARROW)
    page.context.add_cookies(
        [{"name": "django_language", "value": "ar", "url": office.served.url("/")}]
    )
    waiting, tried = ["/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        kind = name_of(path)
        if (
            not kind
            or kind in PUBLISHED
            or kind in tried
            or (path != "/" and kind in seen)
        ):
            continue
        tried.add(kind)
        if not _opens(page, office.served.url(path)):
            continue
        seen.add(kind)
        yield path, page
        waiting += _links(page)


def _opens(page: Page, address: str) -> bool:
    """Open an address; False where it is a file, or nothing for this reader."""
    try:
        answer = page.goto(address)
    except Error:  # "Download is starting"
        return False
    html = page.evaluate("document.contentType") == "text/html"
    return answer is not None and answer.ok and html


def _links(page: Page) -> list[str]:
    """Return where a page leads inside the installation; a download is no page."""
    links: list[str] = page.eval_on_selector_all(
        "a[href^='/']:not([download])", "all => all.map(a => a.getAttribute('href'))"
    )
    paths = [urllib.parse.urlsplit(link).path for link in links]
    return list(dict.fromkeys(paths))


def _faults(page: Page) -> Iterator[str]:
    if page.get_attribute("html", "dir") != "rtl":
        yield "does not run from the right"
    if not page.evaluate(STARTS_AT_THE_RIGHT):
        yield "its heading starts at the left"
    if pages.too_wide(page):
        yield "must be moved sideways"
