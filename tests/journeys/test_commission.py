"""From an overdue inspection to a commission's decision, and the months that follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import Served

LISTED = """
from datetime import UTC, datetime, timedelta
from pathlib import Path
import tempfile
from repatria.access.models import User
from repatria.access.services import assign_case
from repatria.medical.services import Inspected, record_inspections
from repatria.register.models import Record
from repatria.register.services.lists import import_list
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor
at = datetime.now(UTC)
clerk = Actor(ref="command:test", organisation="north")
for code in ("NORLAND", "SUDMARK"):
    register_party(actor=clerk, code=code, names={"en": code.title()}, at=at)
path = Path(tempfile.mkdtemp()) / "missing.csv"
path.write_text("id,surname,given name,birth date,place of captivity\\n"
                "M-1,Abrel,Ostin,1984-05-09,Camp 8\\n")
import_list(
    actor=clerk, path=path, name=path.name, sender="north", subject="missing",
    holder="SUDMARK", home="NORLAND", said_on=at.date() - timedelta(days=300), at=at,
)
case = Record.objects.get().membership.person.case_ref
doctor = User.objects.get(username="commission-doctor")
assign_case(actor=clerk, user=doctor, case_ref=case, at=at)
on = (at - timedelta(days=125)).date().isoformat()
seen = Inspected(case, on=on, by="camp doctor", place="Camp 8", kg=74)
record_inspections(actor=clerk, told=[seen], at=at)
print(case)
"""
NOW = datetime.now(UTC)  # noqa: TID251  (what is asked on pages is asked now)


def ago(days: int) -> str:
    """Return the day so many days ago, as a date field takes it."""
    return (NOW - timedelta(days=days)).date().isoformat()


@pytest.fixture
def doctor(served: Served, browser: Browser) -> Page:
    """A commission doctor's browser."""
    page = browser.new_page()
    page.set_default_timeout(60_000)
    served.sign_in(page, "commission-doctor")
    return page


def test_an_overdue_inspection_a_diagnosis_and_a_commission_that_decides(
    served: Served, doctor: Page
) -> None:
    case = served.run(LISTED).strip()
    what_is_overdue_is_entered(served, doctor, case)
    a_diagnosis_is_listed(served, doctor, case)
    a_commission_is_set_up_and_sits(served, doctor)
    it_examines_and_decides(doctor, case)
    the_months_run_and_stop(served, doctor)


def what_is_overdue_is_entered(served: Served, page: Page, case: str) -> None:
    page.goto(served.url("/"))
    page.click("text=1 monthly inspection is overdue")
    expect(page.locator("tbody")).to_contain_text("days late")
    page.fill("[name=by]", "camp doctor")
    page.fill(f"[id='kg-{case}']", "61,5")
    page.click("text=Record the inspections")
    expect(page.locator(".message-success")).to_contain_text("1 inspection")
    page.goto(served.url(f"/health/{case}/"))
    expect(page.locator("main")).to_contain_text("A gap of 4 whole months")
    expect(page.locator("main svg polyline")).to_have_count(1)


def a_diagnosis_is_listed(served: Served, page: Page, case: str) -> None:
    page.click("text=Diagnosis by the lines of Annex I")
    page.check("[id='geneva3.annex1.IA3l']")
    page.click("text=On to the facts")
    page.fill("[name=said_by]", "camp doctor")
    for fact in ("diabetes", "insulin_needed"):
        page.check(f"[name={fact}][value=yes]")
    for fact in ("condition_from_before_the_war", "served_after_the_injury"):
        page.check(f"[name={fact}][value=no]")
    page.click("text=Record the diagnosis")
    expect(page.locator("[aria-labelledby=diagnoses]")).to_contain_text("Listed")
    assert page.url == served.url(f"/health/{case}/")


def a_commission_is_set_up_and_sits(served: Served, page: Page) -> None:
    act = acting(page)
    page.goto(served.url("/commissions/"))
    act("Set up a commission", name="Lake commission", holder="SUDMARK",
        home="NORLAND")  # fmt: skip
    page.click("text=Lake commission")
    for seat, power in (("chair", "Lakeland"), ("neutral", "Hill"), ("holder", "S")):
        act("Appoint a member", name=f"Dr {seat}", seat=seat, power=power)
    expect(page.locator("main")).to_contain_text("Both parties approve")
    for whom in ("holder", "home"):
        act("Record an approval", whom=whom, on=ago(80))
    expect(page.locator("h2#check")).to_contain_text("Yes")
    act("Record a sitting", place="Camp 8", on=ago(20))


def acting(page: Page) -> Callable[..., None]:
    """Return what opens an act, answers its questions and sends it."""

    def acted(link: str, **answers: str) -> None:
        page.click(f"main a.btn:has-text('{link}')")
        for name, answer in answers.items():
            field = page.locator(f"[name={name}]").first
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(answer)
            else:
                field.fill(answer)
        page.click("main form .btn-primary")
        expect(page.locator(".message-success")).to_be_visible()

    return acted


def it_examines_and_decides(page: Page, case: str) -> None:
    page.click("[aria-labelledby=sittings] a:has-text('Camp 8')")
    acting(page)("Put somebody before it", case_ref=case, proposed_by="camp-doctor")
    page.click(f"tbody a:has-text('{case}')")
    page.click("main a:has-text('Record the votes')")
    for number, vote in enumerate(("repatriate", "refuse", "repatriate")):
        page.locator(f"main [type=radio][value={vote}]").nth(number).check()
    page.check("[name=fit_to_travel][value=yes]")
    page.fill("[name=injury]", "Diabetes")
    page.click("main form .btn-primary")
    expect(page.locator("[aria-labelledby=decision]")).to_contain_text("Repatriation")
    acting(page)("The person was told", on=ago(10))
    page.click("main a:has-text('Certificate')")
    page.emulate_media(media="print")
    expect(page.locator("main article")).to_contain_text("☒ A direct repatriation")
    expect(page.locator("main article")).to_contain_text("Dr chair")
    expect(page.locator("main .no-print").first).to_be_hidden()
    page.emulate_media(media="screen")
    page.go_back()


def the_months_run_and_stop(served: Served, page: Page) -> None:
    act = acting(page)
    page.click("main a:has-text('Camp 8')")
    for whom in ("holder", "agency"):
        act("Record who was told", whom=whom, on=ago(10))
    page.click("text=Lake commission")
    runs = page.locator("[aria-labelledby=clocks]")
    expect(runs).to_contain_text("GC III annex II 12")
    expect(runs).not_to_contain_text("GC III annex II 11")
    desk = page.context.browser
    assert desk is not None
    clerk = desk.new_page()
    served.sign_in(clerk, "registrar")
    clerk.goto(served.url("/bureau/clocks/"))
    owed = clerk.locator("[aria-labelledby=owed-to-us]")
    for article in ("GC III 31", "GC III annex II 12", "GC III annex II 14"):
        expect(owed).to_contain_text(article)
    page.click("[aria-labelledby=sittings] a:has-text('Camp 8')")
    page.click("tbody a")
    act("Carried out", on=ago(1))
    clerk.reload()
    expect(owed).not_to_contain_text("GC III annex II 12")
