"""From a signed list to somebody at home again: handover, family, health, care."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page, expect

from repatria.site.story.crossing import ABSENT
from tests.journeys.looking import nothing_to_complain_of
from tests.journeys.offices import TABLET, WIDE, Office, Three

NOT_HERE = 12  # the line of somebody who does not go
CORRECTED = 20  # a line about which one side changes its mind
PEOPLE = 36
ENTRUSTED = ("family-liaison", "clinician")
OFFICER, LIAISON, CLINICIAN = "handover-officer", "family-liaison", "clinician"


class Returned(NamedTuple):
    """The bureau's case numbers of those whom this journey follows."""

    called: str  # could talk to a relative by telephone, and is visited later
    heart: str  # was refused treatment
    forgets: str  # wants to be left alone


def test_people_cross_their_families_hear_of_it_and_care_begins(
    three_at: Callable[[str], Three],
) -> None:
    three = three_at("agreed")
    people = the_bureau_entrusts_three_cases(three.north)
    request = a_family_asks_and_is_linked(three.north, people.called)
    ref = a_handover_is_planned_for_the_first_round(three.agency)
    the_manifest_is_signed_and_sent(three, ref, version=1)
    somebody_absent_is_replaced_from_the_reserve(three.agency, ref)
    a_signature_over_the_old_manifest_does_not_cover_the_new(three.agency, ref)
    the_manifest_is_signed_and_sent(three, ref, version=2)
    nobody_leaves_before_heads_are_counted(three.agency, ref)
    everybody_is_checked_in_on_a_tablet(three.agency, ref)
    for party in (three.north, three.south):
        a_party_sees_who_comes(party, ref)
    both_sides_sign_the_same_receipt(three, ref)
    the_family_is_told_by_a_person(three.north, request)
    a_call_is_offered_made_or_not_reached(three.north, people)
    one_was_refused_treatment_and_is_referred(three.north, people.heart)
    one_is_left_alone(three.north, people.forgets)
    the_family_visits_after_rehabilitation(three.north, people.called)
    a_receipt_with_another_hash_is_not_accepted(three, ref)
    nothing_to_complain_of(three, "handover", "tracing", "medical", "care", "access")


def the_bureau_entrusts_three_cases(office: Office) -> Returned:
    ref = exchange_ref(office, "negotiator")
    page = office.open("negotiator", f"/exchanges/{ref}/rounds/1/")
    going_home = page.locator("main table").first
    expect(page.locator("main h2#leg-1")).to_contain_text("going to Norland")
    cases = going_home.locator("tbody a.ref").all_inner_texts()[:3]
    for role in ENTRUSTED:
        for case in cases:
            entrust(office, role, case)
    return Returned(*cases)


def exchange_ref(office: Office, role: str) -> str:
    """Return the number of the one exchange that the story sets up."""
    page = office.open(role, "/exchanges/")
    page.locator("main tbody th a").first.click()
    return page.url.rstrip("/").rsplit("/", 1)[1]


def entrust(office: Office, role: str, case: str) -> None:
    """Let the administrator assign a case to the account that holds ``role``."""
    number = office.accounts[role]["number"]
    page = office.open("administrator", f"/people/{number}/")
    page.fill("main [name=case_ref]", case)
    page.click("main form[action$='/cases/'] button")
    expect(page.locator("main")).to_contain_text(case)


def a_family_asks_and_is_linked(office: Office, case: str) -> str:
    """Return the number of the request."""
    told = office.open("registrar", f"/persons/{case}/").content()
    assert case in told
    page = office.open(LIAISON, "/families/new/")
    page.fill("[name=name]", "M. Testova (invented)")
    page.fill("[name=contact]", "000 00 01")
    page.select_option("[name=relation]", "parent")
    page.fill("[name=family]", family_name(office, case))
    page.click("main button.btn-primary")
    expect(page.locator("main")).to_contain_text("Give the family this number")
    request = page.url.rstrip("/").rsplit("/", 1)[1]
    page.locator("main details summary").first.click()
    page.select_option("main [name=how]", "papers")
    page.check("main [name=holds][value=yes]")
    page.click("main form[action$='/check/'] button")
    expect(page.locator("main")).to_contain_text("The check is on record.")
    page.fill("main [name=case_ref]", case)
    page.fill("main form[action$='/link/'] [name=reasons]", "birth and unit agree")
    page.click("main form[action$='/link/'] button")
    expect(page.locator("main")).to_contain_text("Linked.")
    return request


def family_name(office: Office, case: str) -> str:
    """Return the family name under which the bureau seeks somebody."""
    page = office.open("registrar", f"/persons/{case}/")
    return page.locator("main h1").inner_text().split()[0]


def a_handover_is_planned_for_the_first_round(office: Office) -> str:
    page = office.open(OFFICER, "/handovers/new/")
    leg = page.locator("[name=leg] option").filter(has_text="· 1 · SUDMARK → NORLAND")
    page.select_option("[name=leg]", leg.get_attribute("value"))
    page.fill("[name=place]", "Lake bridge")
    page.fill("[name=on]", "2022-11-23")
    page.click("main button.btn-primary")
    expect(page.locator("main")).to_contain_text("Planned. Next: the manifest.")
    page.click("form[action$='/manifest/'] button")
    expect(page.locator("main")).to_contain_text("Version 1 of the manifest is made.")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def the_manifest_is_signed_and_sent(three: Three, ref: str, *, version: int) -> None:
    address = f"/handovers/{ref}/"
    attach_signature(
        three.agency, address, f"{address}manifest/{version}/file/", "agency"
    )
    expect(three.agency.page(OFFICER).locator("main")).to_contain_text(
        "The signature covers this version and is attached."
    )
    for party in (three.north, three.south):
        send(three.agency, f"{address}send/manifest/", party)
        (said,) = three.carry(three.agency, party)
        assert "Manifest" in said
    page = three.agency.open(OFFICER, f"{address}manifest/{version}/")
    assert page.locator("main table svg.square").count() >= PEOPLE
    assert page.locator("main tfoot").inner_text().count(ref)


def attach_signature(office: Office, address: str, file: str, party: str) -> None:
    """Sign a document away from the server, and upload the signature."""
    signature = office.signed(office.download(OFFICER, file), "document.json")
    page = office.open(OFFICER, address)
    page.locator("main details", has_text="Attach a signature").locator(
        "summary"
    ).click()
    page.select_option("main [name=party]", party)
    page.set_input_files("main [name=signature]", str(signature))
    page.click("main form:has([name=signature]) button")


def send(office: Office, address: str, to: Office) -> None:
    """Let the handover officer prepare a document for somebody."""
    page = office.open(OFFICER, address)
    page.select_option("main [name=to]", to.code)
    page.click("main form:has([name=to]) button")
    expect(page.locator("main")).to_contain_text("Sign its file")


def somebody_absent_is_replaced_from_the_reserve(office: Office, ref: str) -> None:
    page = office.open(OFFICER, f"/handovers/{ref}/check-in/")
    step(page, ABSENT, "absent")
    page.locator(f"#line-{ABSENT} a").click()
    expect(page.locator("main")).to_contain_text("No reason is asked or kept.")
    page.locator("main [name=reserve]").first.check()
    page.fill("[name=holder_officer]", "officer on duty, Sudmark (invented)")
    page.fill("[name=home_officer]", "officer on duty, Norland (invented)")
    page.click("main form:has([name=reserve]) button")
    expect(page.locator("main")).to_contain_text("has a new version: have it signed.")


def step(page: Page, number: int, name: str) -> None:
    """Press one of the buttons of a line."""
    page.locator(f"#line-{number} button[value={name}]").click()


def a_signature_over_the_old_manifest_does_not_cover_the_new(
    office: Office, ref: str
) -> None:
    page = office.open(OFFICER, f"/handovers/{ref}/")
    expect(page.locator("main")).to_contain_text(
        "its signatures do not cover the newest version."
    )
    attach_signature(
        office, f"/handovers/{ref}/", f"/handovers/{ref}/manifest/1/file/", "agency"
    )
    said = page.inner_text("main")
    assert "does not" in said
    assert "signature" in said.lower()
    office.open(OFFICER, f"/handovers/{ref}/")
    expect(page.locator("main ol.steps")).to_contain_text("Not signed")


def nobody_leaves_before_heads_are_counted(office: Office, ref: str) -> None:
    page = office.open(OFFICER, f"/handovers/{ref}/")
    page.click("form[action$='/departure/'] button")
    expect(page.locator("main")).to_contain_text("is not assembled")
    course = f"/exchanges/{exchange_ref(office, OFFICER)}/rounds/1/course/"
    page = office.open("neutral-interviewer", course)
    page.get_by_role("button", name="Close the interviews").click()
    expect(page.locator("main")).to_contain_text("with no result")
    page = office.open(OFFICER, course)
    for leg in (0, 1):
        page.fill(f"[name=leg_{leg}]", str(PEOPLE))
    page.get_by_role("button", name="Record the heads").click()
    expect(page.locator("main h1")).to_contain_text("Assembled")


def everybody_is_checked_in_on_a_tablet(office: Office, ref: str) -> None:
    page = office.open(OFFICER, f"/handovers/{ref}/")
    page.click("form[action$='/departure/'] button")
    page.set_viewport_size(TABLET)
    check_in(office, ref, by_hand=3)
    page = office.open(OFFICER, f"/handovers/{ref}/crossing/")
    page.fill("[name=counted]", str(PEOPLE))
    page.click("form[action$='/crossing/all/'] button")
    assert "Recorded as crossed" not in page.inner_text("main")  # one is not here
    cross(office, ref)
    page.set_viewport_size(WIDE)


def check_in(office: Office, ref: str, *, by_hand: int) -> None:
    """Check everybody in: some by pressing buttons, the rest by what a button sends."""
    page = office.open(OFFICER, f"/handovers/{ref}/check-in/")
    waiting = page.locator("ul.people li:has(button[value=present])")
    numbers = [
        int(one.rsplit("-", 1)[1])
        for one in waiting.evaluate_all("lines => lines.map(line => line.id)")
    ]
    for place, number in enumerate(numbers):
        name = "absent" if number == NOT_HERE else "present"
        if place < by_hand:
            step(page, number, name)
            expect(page.locator(f"#line-{number} button[value=undone]")).to_be_visible()
        else:
            office.post(OFFICER, f"/handovers/{ref}/lines/{number}/", step=name)


def cross(office: Office, ref: str) -> None:
    """Note who does not cross, count heads, and record everybody else as crossed."""
    page = office.open(OFFICER, f"/handovers/{ref}/crossing/")
    step(page, NOT_HERE, "not_crossed")
    page.fill("[name=counted]", str(PEOPLE - 1))
    page.click("form[action$='/crossing/all/'] button")
    expect(page.locator("main")).to_contain_text(f"Recorded as crossed: {PEOPLE - 1}")


def a_party_sees_who_comes(office: Office, ref: str) -> None:
    check_in(office, ref, by_hand=0)
    cross(office, ref)


def both_sides_sign_the_same_receipt(three: Three, ref: str) -> None:
    address = f"/handovers/{ref}/receipt/"
    parties = {"NORLAND": three.north, "SUDMARK": three.south}
    for office in three:
        page = office.open(OFFICER, address)
        page.click("form[action$='/receipt/make/'] button")
        expect(page.locator("main")).to_contain_text("The receipt is made.")
    for code, office in parties.items():
        attach_signature(office, address, f"{address}file/", code)
        for other in three:
            if other is not office:
                send(office, f"/handovers/{ref}/send/receipt/", other)
                three.carry(office, other)
    hashes = set()
    for office in three:
        page = office.open(OFFICER, address)
        expect(page.locator("main")).to_contain_text("igned by both")
        hashes.add(page.locator("main dd.code").first.inner_text())
        assert not re.search(r"absent|missing|refus", page.inner_text("main"), re.I)
    assert len(hashes) == 1


def a_receipt_with_another_hash_is_not_accepted(three: Three, ref: str) -> None:
    """One side corrects a line afterwards: its new receipt stands beside, apart."""
    address = f"/handovers/{ref}/receipt/"
    page = three.south.open(OFFICER, f"/handovers/{ref}/crossing/")
    step(page, CORRECTED, "undone")
    step(page, CORRECTED, "not_crossed")
    page = three.south.open(OFFICER, address)
    page.click("form[action$='/receipt/make/'] button")
    attach_signature(three.south, address, f"{address}file/", "SUDMARK")
    send(three.south, f"/handovers/{ref}/send/receipt/", three.north)
    three.carry(three.south, three.north)
    page = three.north.open(OFFICER, address)
    expect(page.locator("main")).to_contain_text(
        "Another hash: its signature is not accepted"
    )
    expect(page.locator("main")).to_contain_text("igned by both")


def the_family_is_told_by_a_person(office: Office, request: str) -> None:
    page = office.open(LIAISON, "/families/notices/")
    page.locator("main a[href*='/notices/N-'], main td a, main li a").first.click()
    expect(page.locator("main")).to_contain_text("exactly this goes out")
    assert request in page.inner_text("main")
    page.check("main [name=agreed]")
    page.click("form[action$='/send/'] button")
    expect(page.locator("main")).to_contain_text("Recorded as sent.")
    page.get_by_role("link", name="Print the notice").click()
    expect(page.locator("main")).to_be_visible()


def a_call_is_offered_made_or_not_reached(office: Office, people: Returned) -> None:
    for case, kinds in (
        (people.called, ("call_offered", "call_made")),
        (people.heart, ("call_offered", "call_not_reached")),
    ):
        for kind in kinds:
            page = office.open(LIAISON, f"/families/calls/{case}/")
            page.check(f"main [name=kind][value={kind}]")
            page.click("main form button.btn-primary")
            expect(page.locator("main")).to_contain_text("Written into the log.")
    page = office.open(LIAISON, "/families/calls/")
    expect(page.locator("main")).to_contain_text("Reached somebody")
    expect(page.locator("main")).to_contain_text("Nobody reached yet")
    expect(page.locator("main")).to_contain_text("Not recorded")


def one_was_refused_treatment_and_is_referred(office: Office, case: str) -> None:
    page = office.open(CLINICIAN, f"/health/{case}/denied-care/")
    page.fill("[name=condition]", "Heart condition")
    page.fill("[name=said_by]", "The person, to the clinician")
    page.fill("[name=duration_said]", "four months")
    page.fill("[name=began]", "2022-07")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("four months")
    page = office.open(CLINICIAN, f"/care/{case}/referrals/new/")
    page.select_option("[name=because_ref]", index=1)
    page.fill("[name=to]", "Cardiology, Nordhavn hospital (invented)")
    page.fill("[name=reason]", "Heart condition, four months without treatment.")
    page.check("[name=urgency][value=at_once]")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("Cardiology")
    assert office.same_as_nothing("negotiator", f"/health/{case}/")


def one_is_left_alone(office: Office, case: str) -> None:
    page = office.open(CLINICIAN, f"/care/{case}/left-alone/")
    page.click("main button[value=leave-alone]")
    expect(page.locator("main")).to_contain_text("no page asks this person.")
    for role, path in (
        (LIAISON, f"/families/calls/{case}/"),
        (LIAISON, f"/care/{case}/visit/"),
    ):
        page = office.open(role, path)
        expect(page.locator("main")).to_contain_text("left alone")
        assert page.locator("main form").count() == 0, path
    page = office.open(CLINICIAN, f"/care/{case}/")
    assert page.locator("[name=stage] option[value=conversation]").count() == 0


def the_family_visits_after_rehabilitation(office: Office, case: str) -> None:
    page = office.open(LIAISON, f"/care/{case}/visit/")
    expect(page.locator("main")).to_contain_text("A visit is allowed after")
    record_visit(page, "asked", "2022-11-24")
    for stage in ("physical_rehabilitation", "psychological_rehabilitation"):
        for how_far in ("begun", "done"):
            page = office.open(CLINICIAN, f"/care/{case}/")
            page.select_option("[name=stage]", stage)
            page.select_option("[name=step]", how_far)
            page.click("form[action$='/stages/'] button")
    page = office.open(LIAISON, f"/care/{case}/visit/")
    record_visit(page, "allowed_from", "2022-12-22")
    page = office.open(LIAISON, f"/care/{case}/visit/")
    record_visit(page, "happened", "2022-12-22")
    page = office.open(CLINICIAN, "/care/")
    expect(page.locator("main")).to_contain_text(case)


def record_visit(page: Page, kind: str, day: str) -> None:
    """Write down one thing about the first visit."""
    page.check(f"[name=kind][value={kind}]")
    page.fill("[name=on]", day)
    page.click("main form button.btn-primary")
