"""F1 to F16: each statement of the founding report stands on a page, in its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from repatria.site.story.statements import STATEMENTS
from tests.journeys.offices import Office, office_served
from tests.journeys.play import ROWS

# What whoever opens the page can read there, and where it matters, in which part.
READ: dict[str, tuple[str, ...]] = {
    "F1": ("some 50", "told as a further", "Norlandic Defence Ministry"),
    "F2": ("People of Sudmark who came home", "Not stated"),
    "F3": ("mortal danger", "A party speaking of its own people."),
    "F4": ("Footage released by an office", "Returned persons"),
    "F5": ("Reached somebody", "Nobody reached yet", "Refused a call"),
    "F6": ("Psychological rehabilitation", "First visit of the family"),
    "F7": ("Cardiology", "Answers care that was denied"),
    "F8": ("Asked to be left alone",),
    "F9": ("36", "35 + 1", "not stated which"),
    "F10": ("narrator infers", "various kinds of mistreatment and even torture"),
    "F11": ("war crime", "1 November 2022"),
    "F12": ("common practice", "Shooting of soldiers"),
    "F13": ("bring them to justice", "Military prosecutor of Norland"),
    "F14": ("Not seen by anybody", "Nobody says how long"),
    "F15": ("That it is from the same scene", "believed", "purported"),
    "F16": ("Justifies", "feigned a surrender", "perfidy"),
}


@pytest.fixture(scope="module")
def bureau(
    played: Path, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """The bureau of the side that the report speaks for, after the whole story."""
    folder = tmp_path_factory.mktemp("bureau")
    with office_served(played / "statements", "north", folder, browser) as office:
        yield office


@pytest.mark.parametrize("number", [one.number for one in STATEMENTS])
def test_a_statement_stands_on_its_page(
    number: str, bureau: Office, played: Path
) -> None:
    rows: list[dict[str, Any]] = json.loads((played / ROWS).read_text(encoding="utf-8"))
    row = next(row for row in rows if row["number"] == number)
    page = bureau.open(row["account"], row["address"])
    for words in READ[number]:
        expect(page.locator("main")).to_contain_text(words)
    assert all(count > 0 for count in row["recorded"].values()), row
    assert bureau.same_as_nothing("administrator", row["address"])


def test_the_number_that_was_not_stated_is_not_the_other_sides(
    bureau: Office, played: Path
) -> None:
    rows: list[dict[str, Any]] = json.loads((played / ROWS).read_text(encoding="utf-8"))
    row = next(row for row in rows if row["number"] == "F2")
    page = bureau.open(row["account"], row["address"])
    thursday = page.locator("main section[aria-labelledby=round-2]")
    ours, theirs = thursday.locator(".claims").all()
    expect(ours.locator(".big").first).to_have_text("some 50")
    # What the offices counted when they reconciled stands beside it, as their own.
    (unstated,) = theirs.locator("li", has=page.locator(".unknown")).all()
    expect(unstated.locator(".unknown")).to_have_text("Not stated")
    expect(unstated.locator(".big")).to_have_count(0)
    assert theirs.locator(".big").all_inner_texts() == ["49", "49"]
