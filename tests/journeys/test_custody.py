"""A captivity as a clerk hears of it: card, transfer, a visit refused, a death."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import Served

LISTED = """
from datetime import UTC, date, datetime
from pathlib import Path
import tempfile
from repatria.register.models import Record
from repatria.register.services.lists import import_list
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor
at = datetime(2022, 11, 20, 9, tzinfo=UTC)
clerk = Actor(ref="command:test", organisation="north")
for code in ("NORLAND", "SUDMARK"):
    register_party(actor=clerk, code=code, names={"en": code.title()}, at=at)
path = Path(tempfile.mkdtemp()) / "missing.csv"
path.write_text("id,surname,given name,birth date\\nM-1,Abrel,Ostin,1984-05-09\\n")
import_list(
    actor=clerk, path=path, name=path.name, sender="north", subject="missing",
    holder="SUDMARK", home="NORLAND", said_on=date(2022, 5, 20), at=at,
)
print(Record.objects.get().membership.person.case_ref)
"""


@pytest.fixture
def clerk(served: Served, browser: Browser) -> Page:
    """A registrar's browser."""
    page = browser.new_page()
    page.set_default_timeout(60_000)
    served.sign_in(page, "registrar")
    return page


def test_a_captivity_is_written_down_statement_by_statement(
    served: Served, clerk: Page, tmp_path: Path
) -> None:
    case = served.run(LISTED).strip()
    a_card_is_written_checked_and_kept(served, clerk, case)
    it_prints_in_the_size_of_a_card(clerk, tmp_path)
    kept = keeping(served, clerk, case)
    kept("transfer", sender="SUDMARK", happened_on="20 August 2022", place="Camp 8")
    kept("visit-refused", sender="witness", happened_on="15.09.2022", place="Camp 8")
    kept("death", sender="SUDMARK", happened_on="09.10.2022", place="Camp 8", rank="?",
         service_number="?")  # fmt: skip
    the_whole_reads_in_order(served, clerk, case)


def a_card_is_written_checked_and_kept(served: Served, page: Page, case: str) -> None:
    page.goto(served.url(f"/persons/{case}/"))
    expect(page.locator("#custody")).to_contain_text("Claimed")
    page.click("#custody summary")
    page.click("#custody a:has-text('Capture card')")
    page.select_option("[name=sender]", "SUDMARK")
    page.fill("[name=said_on]", "12 June 2022")
    page.select_option("[name=detail]", "capture")
    page.fill("[name=captured_on]", "May 2022")
    page.select_option("[name=health]", "slightly-wounded")
    page.focus("[name=place]")
    page.keyboard.type("Camp 3")
    page.keyboard.press("Enter")  # by keyboard alone, and something is missing
    expect(page.locator(".errors a").first).to_contain_text("Rank")
    page.click(".errors a >> nth=0")
    page.keyboard.type("sergeant")
    page.fill("[name=service_number]", "?")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Check your answers")
    expect(page.locator(".check")).to_contain_text("not known, says the source")
    page.click("[name=change]")
    expect(page.locator("[name=rank]")).to_have_value("sergeant")
    page.click("main form .btn-primary")
    page.click("[name=keep]")
    expect(page.locator(".message-success")).to_be_visible()


def it_prints_in_the_size_of_a_card(page: Page, folder: Path) -> None:
    page.click("a.btn:has-text('Print')")
    expect(page.locator(".sheet-card")).to_contain_text("☒ Slightly wounded")
    printed = folder / "card.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True)
    pages = printed.read_bytes()
    assert pages.count(b"/MediaBox") == 1
    width, height = 150 / 25.4 * 72, 105 / 25.4 * 72
    box = pages.split(b"/MediaBox [")[1].split(b"]")[0].split()
    assert abs(float(box[2]) - width) < 1
    assert abs(float(box[3]) - height) < 1


def keeping(served: Served, page: Page, case: str) -> Callable[..., None]:
    """Return what records a statement of a kind with these answers."""

    def kept(kind: str, **answers: str) -> None:
        page.goto(served.url(f"/custody/case/{case}/{kind}/"))
        page.select_option("[name=sender]", answers.pop("sender"))
        for name, text in answers.items():
            page.fill(f"[name={name}]", text)
        page.click("main form .btn-primary")
        page.click("[name=keep]")
        expect(page.locator(".message-success")).to_be_visible()

    return kept


def the_whole_reads_in_order(served: Served, page: Page, case: str) -> None:
    page.goto(served.url(f"/custody/case/{case}/"))
    expect(page.locator(".axes")).to_contain_text("Reported dead")
    expect(page.locator(".rung[aria-current]")).to_contain_text("Confirmed by")
    told = page.locator("section[aria-labelledby=timeline] strong").all_inner_texts()
    assert told == [
        "Taken prisoner",
        "Claimed by a list or a request",
        "Transfer",
        "Visit refused",
        "Death",
    ]
    expect(page.locator(".timeline-gap").first).to_contain_text("Nothing heard")
