"""What must not be taken: said clearly, nothing lost, nothing leaked."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.offices import NOTHING, Office, Three, run_command

pytestmark = pytest.mark.usefixtures("this_machine_alone")
OFFICER, NEGOTIATOR, REGISTRAR = "handover-officer", "negotiator", "registrar"
MATCHING = "matching-officer"


def test_what_must_not_be_taken_is_refused_and_nothing_is_lost(
    three_at: Callable[[str], Three],
) -> None:
    three = three_at("agreed")
    transmissions_that_were_tampered_with(three)
    the_same_list_twice(three.north)
    a_person_on_both_lists(three.north)
    a_report_without_an_event(three.north)
    ref = a_handover(three.agency)
    a_manifest_changed_after_signing(three.agency, ref)
    a_notice_about_somebody_who_has_not_crossed(three.north)
    a_wish_is_not_there_for_whoever_may_not_see_it(three)
    the_signing_command_says_what_is_wrong(three)


def transmissions_that_were_tampered_with(three: Three) -> None:
    """Altered, cut short, sent twice, out of turn, not for us: each is named."""
    sender, receiver = three.north, three.agency
    prepare_checkpoint(sender, receiver)
    prepare_checkpoint(sender, receiver)
    first, second = (
        three.sign_outgoing(sender, path) for path in three.unsigned(sender, receiver)
    )
    before = len(received(receiver))
    for content, words in (
        (altered(first), "was altered after it was made"),
        (first[: len(first) // 2], "ends too early"),
        (b"a letter\n", "is not a transmission"),
        (second, "Ask the sender for number"),
    ):
        assert words in three.bring(content, receiver)
    assert "is addressed to" in three.bring(first, three.south)
    assert len(received(receiver)) == before
    assert "Received whole, in its turn" in three.bring(first, receiver)
    assert "was received before" in three.bring(first, receiver)
    assert "Received whole, in its turn" in three.bring(second, receiver)
    assert len(received(receiver)) == before + 2


def prepare_checkpoint(sender: Office, receiver: Office) -> None:
    page = sender.open(sender.clerk, "/transmissions/")
    page.select_option("form[action$='/checkpoint/'] [name=to]", label=receiver.name)
    page.click("form[action$='/checkpoint/'] button")


def received(office: Office) -> list[str]:
    """Return the lines of what came."""
    page = office.open(office.clerk, "/transmissions/")
    return page.locator("main h2#came + .wide tbody tr").all_inner_texts()


def altered(content: bytes) -> bytes:
    """Change one letter in the middle of the payload."""
    place = content.rindex(b"end\n") - 10
    other = b"A" if content[place : place + 1] != b"A" else b"B"
    return content[:place] + other + content[place + 1 :]


def the_same_list_twice(office: Office) -> None:
    lists = office.open(REGISTRAR, "/lists/").locator("main tbody tr").count()
    file = next(office.folder.glob("lists-of-norland/left.csv"))
    page = office.open(REGISTRAR, "/lists/import/")
    page.set_input_files("main input[type=file]", str(file))
    fill_list_form(page)
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("This very file stands here already")
    expect(page.locator("main")).to_contain_text("Nothing was imported twice.")
    page = office.open(REGISTRAR, "/lists/")
    assert page.locator("main tbody tr").count() == lists


def a_person_on_both_lists(office: Office) -> None:
    """Each party says that it holds these people for the other: a person must look."""
    held = next(office.folder.glob("lists-of-sudmark/right.csv"))
    head, *rows = held.read_text("utf-8").splitlines()
    page = office.open(REGISTRAR, "/lists/import/")
    few = "\n".join([head, *rows[:12]]).encode()
    page.set_input_files(
        "main input[type=file]",
        {"name": "also-held.csv", "mimeType": "text/csv", "buffer": few},
    )
    fill_list_form(page, sender="south", subject="held")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("the first: it replaces none")
    page.click("main form [name=import]")
    page = office.open(MATCHING, "/runs/")
    left = page.locator("[name=left] option", has_text="held by Norland, of Sudmark")
    right = page.locator("[name=right] option", has_text="held by Sudmark, of Norland")
    page.select_option("[name=left]", left.get_attribute("value"))
    page.select_option("[name=right]", right.get_attribute("value"))
    page.click("main form button.btn-primary")
    run = page.url
    done = page.locator("main", has_text="What the machine proposes")
    for _look in range(60):
        if done.count():
            break
        page.wait_for_timeout(500)
        page.goto(run)
    expect(page.locator("main")).to_contain_text("Lists of opposite direction")
    expect(page.locator("main")).to_contain_text("none is confirmed together")
    assert page.locator("main form[action*='confirm']").count() == 0
    page.goto(f"{run}review/")
    expect(page.locator("main")).to_contain_text("each party is said to hold them")
    case = page.locator("main tbody a.ref").first.get_attribute("href")
    page.click("main details:has([name=reasons]) summary")
    page.fill("main [name=reasons]", "the same birth, unit and number")
    page.click("main button[value=same]")
    page = office.open(MATCHING, str(case))
    expect(page.locator("main")).to_contain_text("On lists of opposite direction")
    expect(page.locator("main")).to_contain_text("One of the statements is wrong")


def fill_list_form(
    page: Page, *, sender: str = "north", subject: str = "missing"
) -> None:
    """Say of a list who is missing, or held, and that Sudmark has them."""
    page.select_option("main [name=sender]", sender)
    page.check(f"main [name=subject][value={subject}]")
    page.select_option("main [name=holder]", "SUDMARK")
    page.select_option("main [name=home]", "NORLAND")
    page.fill("main [name=said_on]", "2022-11-14")


def a_report_without_an_event(office: Office) -> None:
    page = office.open("investigator", "/reports/new/")
    page.fill("[name=text]", "The harvest was good. It rained on Tuesday.")
    page.fill("[name=published]", "2022-11-24")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text(
        "No exchange was found in this report."
    )
    expect(page.locator("main")).to_contain_text("The harvest was good.")


def a_handover(office: Office) -> str:
    """Plan the first round home to Norland, and make its manifest."""
    page = office.open(OFFICER, "/handovers/new/")
    leg = page.locator("[name=leg] option").filter(has_text="· 1 · SUDMARK → NORLAND")
    page.select_option("[name=leg]", leg.get_attribute("value"))
    page.fill("[name=place]", "Lake bridge")
    page.fill("[name=on]", "2022-11-23")
    page.click("main button.btn-primary")
    page.click("form[action$='/manifest/'] button")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def a_manifest_changed_after_signing(office: Office, ref: str) -> None:
    file = office.download(OFFICER, f"/handovers/{ref}/manifest/1/file/")
    document = json.loads(file)
    document["lines"][0]["name"] = "SOMEBODY ELSE"
    changed = json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
    page = office.open(OFFICER, f"/handovers/{ref}/")
    page.locator("main details summary", has_text="Attach").click()
    page.select_option("main [name=party]", "agency")
    signature = office.signed(changed, "changed.json")
    page.set_input_files("main [name=signature]", str(signature))
    page.click("main form:has([name=signature]) button")
    expect(page.locator("main")).to_contain_text("is not a signature of")
    page = office.open(OFFICER, f"/handovers/{ref}/")
    expect(page.locator("main ol.steps")).to_contain_text("Not signed")


def a_notice_about_somebody_who_has_not_crossed(office: Office) -> None:
    """A family asks about somebody on the list: before the crossing none goes out."""
    page = office.open(NEGOTIATOR, "/exchanges/")
    page.locator("main tbody th a").first.click()
    page.goto(f"{page.url}rounds/1/")
    case = page.locator("main table").first.locator("tbody a.ref").first.inner_text()
    page = office.open("administrator", f"/people/{number_of(office)}/")
    page.fill("main [name=case_ref]", case)
    page.click("main form[action$='/cases/'] button")
    page = office.open("family-liaison", "/families/new/")
    page.fill("[name=name]", "M. Testova (invented)")
    page.fill("[name=contact]", "000 00 01")
    page.select_option("[name=relation]", "parent")
    page.fill("[name=family]", "Testov")
    page.click("main button.btn-primary")
    page.fill("main [name=case_ref]", case)
    page.fill("main form[action$='/link/'] [name=reasons]", "birth and unit agree")
    page.click("main form[action$='/link/'] button")
    request = page.url.split("#")[0].rstrip("/").rsplit("/", 1)[1]
    said = office.post(
        "family-liaison", f"/families/requests/{request}/notice/", refused=True
    )
    assert "crossed" in said
    assert "notice.text" not in said
    page = office.open("family-liaison", "/families/notices/")
    assert page.locator("main a[href*='/notices/N-']").count() == 0


def number_of(office: Office) -> str:
    """Return the number of the liaison's account."""
    return office.accounts["family-liaison"]["number"]


def a_wish_is_not_there_for_whoever_may_not_see_it(three: Three) -> None:
    """The answer is that of nothing at all, also where the person exists."""
    page = three.agency.open("neutral-interviewer", "/exchanges/")
    page.locator("main tbody th a").first.click()
    page.goto(f"{page.url}rounds/1/")
    case = page.locator("main tbody a.ref").first.inner_text()
    wish = f"/exchanges/interviews/{case}/"
    three.agency.open("neutral-interviewer", wish)
    for role in ("agency-delegate", "matching-officer", "auditor", "administrator"):
        assert three.agency.same_as_nothing(role, wish), role
    for office in (three.north, three.south):
        for role in (NEGOTIATOR, OFFICER, "auditor"):
            assert office.same_as_nothing(role, wish), role
    assert three.north.same_as_nothing(NEGOTIATOR, NOTHING)


def the_signing_command_says_what_is_wrong(three: Three) -> None:
    file = three.folder / "list.json"
    file.write_bytes(b"{}")
    said = run_command("sign", str(file), "--key", str(file), status=1)
    assert "is not a private key" in said
    assert not file.with_suffix(".json.sig").exists()
