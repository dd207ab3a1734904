"""From a proposal to a list both sign: answers, a conflict, counters, a new version."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys.looking import nothing_to_complain_of
from tests.journeys.offices import Office, Three
from tests.journeys.test_agreement import (
    the_agency_sets_up_two_rounds,
    the_list_goes_to_both_parties,
)

NORTH, SOUTH = "NORLAND", "SUDMARK"
# What a reason would be made of; that a holder refuses is an answer, and no reason.
WHY = re.compile(r"\b(consent|wish|withdrawn|lot|held back|tier|other grounds)\b", re.I)


def test_two_parties_answer_and_counter_and_the_agency_answers_both(
    three_at: Callable[[str], Three],
) -> None:
    three = three_at("asked")
    ref = the_agency_sets_up_two_rounds(three.agency)
    rounds = f"/exchanges/{ref}/rounds/1/"
    page = three.agency.open("agency-delegate", f"/exchanges/{ref}/")
    page.locator("form[action$='/rounds/1/propose/'] button").click()
    the_list_goes_to_both_parties(three, ref)

    back = a_party_answers(three.north, rounds, ours=NORTH, other=SOUTH)
    a_party_answers(three.south, rounds, ours=SOUTH, other=NORTH)
    off, on = a_counter_with_parity_as_it_goes(three.north, rounds, take_off=back)
    a_counter_with_parity_as_it_goes(three.south, rounds, take_off="")
    for party in (three.north, three.south):
        what_was_said_goes_to(three, party, three.agency, rounds)

    both_stand_side_by_side(three.agency, rounds, home_already=back)
    what_was_said_goes_to(three, three.agency, three.north, rounds)
    the_other_party_is_seen_and_no_reason(three.north, rounds)
    the_agency_answers_with_a_new_version(three.agency, rounds, on=on, off=off)
    the_new_version_goes_out(three, rounds)
    the_older_version_is_not_signed(three.north, rounds)
    for party in (three.north, three.south):
        a_party_signs_the_second(three, party, rounds)
    agreed = three.agency.open("agency-delegate", rounds)
    expect(agreed.locator("main")).to_contain_text("signed this very list")
    history_tells_all_of_it(three.agency, rounds)
    what_others_do_not_see(three, rounds)
    nothing_to_complain_of(three, "exchange")


def a_party_answers(office: Office, rounds: str, *, ours: str, other: str) -> str:
    """Answer for everybody held; then say of one of our own that he is home.

    Returns his number in the list.
    """
    page = office.open("negotiator", f"{rounds}positions/answer/")
    page.check("[name=whole]")
    page.check("[name=state][value=held]")
    page.click("main section button.btn-primary")
    expect(page.locator("main")).to_contain_text("It can be taken back on this page.")

    page = office.open(
        "negotiator", f"{rounds}positions/answer/?go=yes&leg={other}>{ours}"
    )
    mark = page.locator("main tbody [name=entry]").first
    number = mark.input_value()
    mark.check()
    page.check("[name=state][value=already_returned]")
    page.fill("[name=on]", "2022-11-14")
    page.click("main section button.btn-primary")
    expect(page.locator("main tbody tr").first).to_contain_text(
        "Already returned on 14 November 2022"
    )
    # Second thoughts: taken back, and said again.
    if ours == SOUTH:
        page.click("form[action$='/back/'] button")
        expect(page.locator("main")).to_contain_text("What stood before stands again.")
    return number


def a_counter_with_parity_as_it_goes(
    office: Office, rounds: str, *, take_off: str
) -> tuple[str, str]:
    """Take one off and ask for another; the sums follow each mark by themselves."""
    page = office.open("negotiator", f"{rounds}positions/counter/")
    standing = page.locator("#standing")
    before = _parity(page)
    off = page.locator("[name=off]")
    off = page.locator(f"[name=off][value={take_off}]") if take_off else off.last
    number = off.input_value()
    off.check()
    expect(standing).to_contain_text(number)
    assert _parity(page) != before
    # Somebody of the same direction as the one who was taken off.
    leg = 0 if take_off else 1
    on = page.locator("main .pair > .panel").filter(has=page.locator("[name=on]"))
    on = on.nth(leg).locator("[name=on]").last
    wanted = on.input_value()
    on.check()
    expect(standing).to_contain_text(wanted)
    assert _parity(page) == before
    page.click("button[name=act][value=keep]")
    expect(page.locator("main")).to_contain_text("The counter-proposal is kept.")
    return number, wanted


def _parity(page: Page) -> str:
    said = re.search(r"In parity: \d+ against \d+", page.inner_text("#standing"))
    assert said
    return said[0]


def what_was_said_goes_to(
    three: Three, sender: Office, receiver: Office, rounds: str
) -> None:
    role = "agency-delegate" if sender is three.agency else "negotiator"
    page = sender.open(role, f"{rounds}positions/send/")
    expect(page.locator("main h1")).to_have_text("Check before it leaves")
    assert WHY.search(page.inner_text("main")) is None
    page.click("main form button.btn-primary")
    said = three.carry(sender, receiver)
    assert len(said) == 2, said  # the answers, and the counter-proposal
    assert all("Received whole, in its turn, and signed." in one for one in said)


def both_stand_side_by_side(office: Office, rounds: str, *, home_already: str) -> None:
    page = office.open("agency-delegate", f"{rounds}positions/")
    parties = page.locator("main .pair").first.locator("section")
    expect(parties).to_have_count(2)
    for party in parties.all():
        expect(party).to_contain_text("Counter-proposal over this version")
        expect(party).to_contain_text("Held, can be handed over")
    clash = page.locator("section[aria-labelledby=clashes] li")
    clash = clash.filter(has_text=home_already)
    expect(clash).to_contain_text("Already returned on 14 November 2022")
    expect(clash.locator(".source")).to_contain_text("Source:")
    assert WHY.search(page.inner_text("main")) is None


def the_other_party_is_seen_and_no_reason(office: Office, rounds: str) -> None:
    page = office.open("negotiator", f"{rounds}positions/")
    asks = page.locator("main .pair").first.locator("section")
    for party in asks.all():
        expect(party).to_contain_text("Counter-proposal over this version")
    assert WHY.search(page.inner_text("main")) is None


def the_agency_answers_with_a_new_version(
    office: Office, rounds: str, *, on: str, off: str
) -> None:
    page = office.open("agency-delegate", f"{rounds}positions/reply/")
    expect(page.locator("main")).to_contain_text("Few people are asked for by name.")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("Nothing has been sent.")
    compared = page.locator("section[aria-labelledby=compare]")
    expect(compared).to_contain_text("From version 1 to version 2")
    joins = compared.locator("dl.ask dd:nth-of-type(1)").all_inner_texts()
    leaves = compared.locator("dl.ask dd:nth-of-type(2)").all_inner_texts()
    assert any(on in one for one in joins), joins
    assert any(off in one for one in leaves), leaves


def the_new_version_goes_out(three: Three, rounds: str) -> None:
    page = three.agency.open("agency-delegate", f"{rounds}send/")
    page.click("main form button.btn-primary")
    said = [one for one in three.carry(three.agency, three.south) if "Proposal" in one]
    assert len(said) == 1
    (said_in_the_north,) = three.carry(three.agency, three.north)
    assert "Proposal" in said_in_the_north


def the_older_version_is_not_signed(office: Office, rounds: str) -> None:
    """Somebody signs the file that was printed yesterday: both hashes are named."""
    older = office.download("negotiator", f"{rounds}versions/1/")
    signature = office.signed(older, "yesterday.json")
    page = office.open("negotiator", rounds)
    hashes = page.locator("main code").first.inner_text()[:12]
    page.set_input_files("main input[name=signature]", str(signature))
    page.click("main form:has(input[name=signature]) button")
    expect(page.locator("main")).to_contain_text("is no longer the newest")
    expect(page.locator("main")).to_contain_text(hashes)


def a_party_signs_the_second(three: Three, office: Office, rounds: str) -> None:
    document = office.download("negotiator", f"{rounds}versions/2/")
    signature = office.signed(document, "second.json")
    page = office.open("negotiator", rounds)
    page.set_input_files("main input[name=signature]", str(signature))
    page.click("main form:has(input[name=signature]) button")
    expect(page.locator("main")).to_contain_text("The signature is over this list")
    page = office.open("negotiator", f"{rounds}send/")
    page.click("main form button.btn-primary")
    assert len(three.carry(office, three.agency)) == 1


def history_tells_all_of_it(office: Office, rounds: str) -> None:
    page = office.open("agency-delegate", f"{rounds}history/")
    steps = page.locator("ol.timeline")
    for said in (
        "Version 1 of the list", "makes a counter-proposal over version 1",
        "answered by version 2", "signs version 2", "over the newest version",
    ):  # fmt: skip
        expect(steps).to_contain_text(said)


def what_others_do_not_see(three: Three, rounds: str) -> None:
    for office, role in (
        (three.north, "registrar"),
        (three.agency, "matching-officer"),
    ):
        for page in ("positions/", "history/"):
            assert office.same_as_nothing(role, f"{rounds}{page}"), (role, page)
    for page in ("positions/answer/", "positions/counter/"):
        assert three.agency.same_as_nothing("agency-delegate", f"{rounds}{page}")
    for page in ("positions/reply/", "reasons/"):
        assert three.north.same_as_nothing("negotiator", f"{rounds}{page}")
