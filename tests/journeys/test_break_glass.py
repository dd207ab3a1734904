"""Break-glass, in a browser: signed in again, opened, seen by the auditor, closed."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from tests.serving import Served

PERSON = """
from datetime import UTC, date, datetime
from repatria.register.services import record_statement
from repatria.shared.actors import Actor
record = record_statement(
    actor=Actor("command:test", frozenset(), "north"), kind="card", sender="south",
    told={{"family": "Adler", "given": "Jonas"}}, verbatim="{words}",
    said_on=date(2022, 11, 1), at=datetime(2022, 11, 2, tzinfo=UTC),
)
print(record.first_person.case_ref)
"""
REASON = "The ward called at night: an allergy, and the colleague is away."


def test_a_clinician_opens_a_case_and_an_auditor_reviews_it(
    served: Served, browser: Browser
) -> None:
    case_ref = served.run(PERSON, words="Adler Jonas").strip()
    clinician = signed_in(served, browser, "clinician")
    case = served.url(f"/persons/{case_ref}/")
    clinician.goto(case)
    expect(clinician.locator("main")).to_contain_text("nothing here for you")
    opened(served, clinician, case_ref)
    clinician.goto(case)
    expect(clinician.locator("h1")).to_contain_text("Adler")
    expect(clinician.locator(".message").first).to_contain_text("minutes left")
    reviewed(signed_in(served, browser, "auditor"), served, case_ref)
    clinician.get_by_role("button", name="Close it now").click()
    clinician.goto(case)
    expect(clinician.locator("main")).to_contain_text("nothing here for you")


def signed_in(served: Served, browser: Browser, role: str) -> Page:
    page = browser.new_context().new_page()
    served.sign_in(page, role)
    return page


def opened(served: Served, page: Page, case_ref: str) -> None:
    page.goto(served.url("/break-glass/"))
    expect(page.locator("h1")).to_contain_text("Say once more who you are")
    page.fill("[name=password]", served.password)
    page.click("main button.btn-primary")
    page.fill("[name=case_ref]", case_ref)
    page.check("[name=ground][value=danger]")
    page.fill("[name=reason]", REASON)
    page.get_by_role("button", name="Open it and let them know").click()
    expect(page.locator("main")).to_contain_text(case_ref)


def reviewed(page: Page, served: Served, case_ref: str) -> None:
    page.goto(served.url("/"))
    page.get_by_role("link", name=f"Case {case_ref} was opened by break-glass").click()
    page.locator("main td a").first.click()
    expect(page.locator("main")).to_contain_text(REASON)
    page.check("[name=verdict][value=justified]")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text("Justified")
