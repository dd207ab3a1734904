"""What every journey looks at in the end: each kind of page, as all kinds of people."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests import pages
from tests.journeys.offices import NARROW, WIDE, Office, Three, Visit

LOOKS: tuple[tuple[ViewportSize, Literal["light", "dark"], tuple[str, ...]], ...] = (
    (WIDE, "light", ()),
    (NARROW, "dark", pages.OF_THE_LAYOUT),
)


def nothing_to_complain_of(three: Three, *rooms: str) -> None:
    """Look once at each kind of page of ``rooms`` that somebody visited.

    Wide, and narrow and dark: axe finds nothing, no page must be moved sideways, and
    no browser stumbled.
    """
    found = [each for visit in _kinds(three, rooms) for each in _complaints(*visit)]
    assert not found, "\n".join(found)
    assert [said for office in three for said in office.stumbles if said] == []


def _kinds(three: Three, rooms: tuple[str, ...]) -> list[tuple[Office, Visit]]:
    """Return one visit for each page that Django knows under a name of its own."""
    kinds: dict[tuple[str, bool], tuple[Office, Visit]] = {}
    for office in three:
        for visit in office.visits:
            name = name_of(visit.path)
            if name.partition(":")[0] in rooms:
                kinds.setdefault((name, office.code == "agency"), (office, visit))
    return list(kinds.values())


def name_of(path: str) -> str:
    """Return the name by which Django knows a page, "" where there is none."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urllib.parse.urlsplit(path).path).view_name
    except Resolver404:
        return ""


def _complaints(office: Office, visit: Visit) -> Iterator[str]:
    page = office.open(visit.role, visit.path)
    for width, scheme, rules in LOOKS:
        page.set_viewport_size(width)
        page.emulate_media(color_scheme=scheme)
        for one in _found(page, rules):
            yield f"{office.code} {visit.role} {visit.path} {scheme}: {one}"
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")


def _found(page: Page, rules: tuple[str, ...]) -> Iterator[str]:
    yield from pages.complaints(page, *rules)
    if pages.too_wide(page):
        yield "must be moved sideways"
