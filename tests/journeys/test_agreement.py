"""From two lists to one that both sides signed, by people with browsers."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from repatria.site.story.agreement import RULES
from tests.journeys.looking import nothing_to_complain_of
from tests.journeys.offices import Office, Three

# What a reason would be made of.
WHY = re.compile(r"\b(consent|wish|refused|withdrawn|lot|held back|tier)\b", re.I)


def test_two_lists_become_one_that_both_sides_signed(
    three_at: Callable[[str], Three],
) -> None:
    three = three_at("asked")
    a_registrar_sees_how_each_row_stands(three.north)
    an_officer_decides_about_a_pair_and_takes_it_back(three.agency)
    ref = the_agency_sets_up_two_rounds(three.agency)
    the_agency_works_out_a_list(three.agency, ref, 1, size=36)
    the_agency_works_out_a_list(three.agency, ref, 2, size=50)
    left_out = an_interviewer_alone_reads_reasons(three.agency, ref)
    the_list_goes_to_both_parties(three, ref)
    for party in (three.north, three.south):
        a_party_sees_nothing_but_not_proposed(party, ref, left_out)
        a_party_signs(three, party, ref)
    everybody_holds_both_signatures(three, ref)
    the_agency_schedules(three.agency, ref)
    nothing_to_complain_of(three, "register", "matching", "exchange", "transmissions")


def a_registrar_sees_how_each_row_stands(office: Office) -> None:
    page = office.open("registrar", "/lists/")
    table = page.locator("main table")
    expect(table).to_contain_text("Same on both")
    expect(table).to_contain_text("Only here")
    page.locator("main table a").first.click()
    expect(page.locator("main h1")).to_be_visible()


def an_officer_decides_about_a_pair_and_takes_it_back(office: Office) -> None:
    page = office.open("matching-officer", "/runs/1/review/")
    address = page.url
    _answer(page, "same")
    expect(page.locator("main")).to_contain_text("Decided: one person.")
    page.goto(address)
    _answer(page, "undo")
    expect(page.locator("main")).to_contain_text("Taken back: the pair waits again.")


def _answer(page: Page, answer: str) -> None:
    page.locator(f"main button[name=answer][value={answer}]").click()


def the_agency_sets_up_two_rounds(office: Office) -> str:
    page = office.open("agency-delegate", "/exchanges/new/")
    page.fill("[name=title]", "November exchange")
    for party in ("NORLAND", "SUDMARK"):
        expect(page.locator(f"[name=parties][value={party}]")).to_be_checked()
    page.fill("[name=rules]", RULES)
    for number, day, size in ((1, "2022-11-23", 36), (2, "2022-11-24", 50)):
        page.fill(f"[name=on_{number}]", day)
        page.fill(f"[name=size_{number}]", str(size))
    page.click("main button.btn-primary")
    expect(page.locator("main")).to_contain_text("Not worked out yet")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def the_agency_works_out_a_list(
    office: Office, ref: str, number: int, *, size: int
) -> None:
    page = office.open("agency-delegate", f"/exchanges/{ref}/")
    page.locator(f"form[action$='/rounds/{number}/propose/'] button").click()
    expect(page.locator("main")).to_contain_text("Nothing has been sent.")
    for leg in page.locator("main .balance section").all():
        proposed = int(leg.locator(".big").first.inner_text())
        assert size - 1 <= proposed <= size  # parity, and whom article 109 sends home


def an_interviewer_alone_reads_reasons(office: Office, ref: str) -> list[str]:
    """Return the reasons for which somebody is left out, as the interviewer reads."""
    address = f"/exchanges/{ref}/rounds/1/reasons/"
    page = office.open("neutral-interviewer", address)
    reasons = page.locator("main table").last.locator("tbody tr .reason")
    told = sorted({one for one in reasons.all_inner_texts() if one})
    assert len(told) > 1
    _the_interviewer_asks_what_the_other_way_would_cost(page)
    for role in ("agency-delegate", "matching-officer", "commission-doctor"):
        assert office.same_as_nothing(role, address), role
    return told


def _the_interviewer_asks_what_the_other_way_would_cost(page: Page) -> None:
    page.locator("main table").first.get_by_role(
        "link", name="And if not?"
    ).first.click()
    expect(page.locator("#other-way")).to_have_text("If this person stayed")
    expect(page.locator("main section .pair")).to_contain_text("Would go too")


def the_list_goes_to_both_parties(three: Three, ref: str) -> None:
    page = three.agency.open("agency-delegate", f"/exchanges/{ref}/rounds/1/send/")
    expect(page.locator("main h1")).to_have_text("Check before it leaves")
    page.click("main form button.btn-primary")
    for party in (three.north, three.south):
        (said,) = three.carry(three.agency, party)
        assert "Received whole, in its turn, and signed." in said
        assert "Proposal" in said


def a_party_sees_nothing_but_not_proposed(
    office: Office, ref: str, reasons: list[str]
) -> None:
    for edition in ("", "delegation/"):
        page = office.open("negotiator", f"/exchanges/{ref}/rounds/1/{edition}")
        shown = page.content()
        assert shown.count("not proposed") > 20
        assert [one for one in reasons if one in shown] == []
        assert WHY.search(page.inner_text("main")) is None
    for role in office.accounts:
        if role in ("negotiator", "auditor", "administrator"):
            address = f"/exchanges/{ref}/rounds/1/reasons/"
            assert office.same_as_nothing(role, address)


def a_party_signs(three: Three, office: Office, ref: str) -> None:
    address = f"/exchanges/{ref}/rounds/1/"
    document = office.download("negotiator", f"{address}versions/1/")
    signature = office.signed(document, "list.json")
    page = office.open("negotiator", address)
    page.set_input_files("main input[name=signature]", str(signature))
    page.click("main form:has(input[name=signature]) button")
    expect(page.locator("main")).to_contain_text("The signature is over this list")
    page = office.open("negotiator", f"{address}send/")
    page.click("main form button.btn-primary")
    others = [one for one in three if one is not office]
    assert [len(three.carry(office, other)) for other in others] == [1, 1]


def everybody_holds_both_signatures(three: Three, ref: str) -> None:
    hashes = set()
    for office, role in (
        (three.north, "negotiator"),
        (three.south, "negotiator"),
        (three.agency, "agency-delegate"),
    ):
        address = f"/exchanges/{ref}/rounds/1/"
        page = office.open(role, address)
        expect(page.locator("main")).to_contain_text(
            "Agreed: every party signed this very list"
        )
        hashes.add(page.locator("main code").first.inner_text())
    assert len(hashes) == 1


def the_agency_schedules(office: Office, ref: str) -> None:
    page = office.open("agency-delegate", f"/exchanges/{ref}/rounds/1/")
    page.click("main form[action$='/schedule/'] button")
    expect(page.locator("main")).to_contain_text("The round is scheduled.")
