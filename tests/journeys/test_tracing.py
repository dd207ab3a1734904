"""A family asks, another contradicts it, and a request stays withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests import pages
from tests.serving import Served

LIAISON, REGISTRAR = "family-liaison", "registrar"
LIST = (
    "No;Прізвище;Ім'я;Дата народження\n"
    "1;Коваленко;Іван;09.05.1990\n2;Бондар;Петро;01.02.1985\n"
)
PFIF = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
<pfif:person><pfif:person_record_id>other.example/p.1</pfif:person_record_id>
<pfif:author_name>Коваленко Ольга</pfif:author_name>
<pfif:source_date>2022-10-01T09:00:00Z</pfif:source_date>
<pfif:full_name>Ivan Kovalenko</pfif:full_name>
<pfif:given_name>Ivan</pfif:given_name><pfif:family_name>Kovalenko</pfif:family_name>
<pfif:date_of_birth>1990-05-09</pfif:date_of_birth></pfif:person></pfif:pfif>"""
IMPORT = """
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from repatria.register.services import import_list, register_party
from repatria.shared.actors import Actor
actor = Actor(ref="command:test", organisation="north")
at = datetime.now(UTC)
for code in ("NORLAND", "SUDMARK"):
    register_party(actor=actor, code=code, names={{}}, at=at)
path = Path(tempfile.mkdtemp()) / "list.csv"
path.write_text({content!r}, encoding="utf-8")
import_list(actor=actor, path=path, name="list.csv", sender="south", subject="held",
    holder="SUDMARK", home="NORLAND", said_on=date(2022, 11, 20), at=at)
"""
ENTRUST = """
from datetime import UTC, datetime
from repatria.access.models import Assignment, User
user = User.objects.get(username="family-liaison")
Assignment.objects.create(user=user, case_ref={case!r}, assigned_by="command:test",
    assigned_at=datetime.now(UTC))
"""


@pytest.fixture
def desk(browser: Browser, served: Served) -> Iterator[Page]:
    """The liaison's browser."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    served.sign_in(page, LIAISON)
    yield page
    context.close()


def test_a_request_from_its_first_word_to_its_withdrawal(
    served: Served, desk: Page
) -> None:
    look: list[str] = []
    first = asked(served, desk, name="Olha Kovalenko", contact="+000 555 0101")
    second = asked(served, desk, name="Iryna Bondar", contact="+000 555 0202")
    checked(served, desk, first)
    checked(served, desk, second)
    case = candidate_of_a_new_list_is_linked(served, desk, first)
    linked(served, desk, second, case)
    served.run(ENTRUST, case=case)
    relatives_contradict_each_other(served, desk, case, first, second)
    letter = a_letter_is_relayed(served, desk, first)
    withdrawn_and_erased(served, desk, first)
    the_same_request_is_stopped_when_it_comes_again(served, desk, first)
    look += [f"/families/requests/{first}/", f"/families/requests/{second}/"]
    look += ["/families/", f"/families/cases/{case}/", f"/families/letters/{letter}/"]
    look += [f"/families/cases/{case}/letters/", f"/families/letters/{letter}/print/"]
    look += ["/families/pfif/", f"/families/requests/{second}/withdraw/"]
    look += [f"/families/requests/{second}/letter/"]
    nothing_to_complain_of(served, desk, look)


def asked(served: Served, page: Page, *, name: str, contact: str) -> str:
    """Take down a request; return its number."""
    page.goto(served.url("/families/new/"))
    fill(page, name=name, contact=contact)
    page.click("main form button.btn-primary")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def fill(page: Page, *, name: str, contact: str) -> None:
    page.fill("[name=name]", name)
    page.select_option("[name=relation]", "spouse")
    page.fill("[name=contact]", contact)
    page.fill("[name=family]", "Kovalenko")
    page.fill("[name=given]", "Ivan")
    page.fill("[name=birth]", "09.05.1990")


def checked(served: Served, page: Page, ref: str) -> None:
    page.goto(served.url(f"/families/requests/{ref}/"))
    page.get_by_text("Write down a check").click()
    page.check("[name=holds][value=yes]")
    page.get_by_role("button", name="Put the check on record").click()
    expect(page.locator("main")).to_contain_text("The check is on record.")


def candidate_of_a_new_list_is_linked(served: Served, page: Page, ref: str) -> str:
    """A list comes in; the worker looks through it; a person answers."""
    page.goto(served.url(f"/families/requests/{ref}/"))
    expect(page.locator("main")).to_contain_text("Nobody in the register has a name")
    served.run(IMPORT, content=LIST)
    address = served.url("/families/?candidates=yes")
    for _look in range(60):
        page.goto(address)
        if page.locator("main tbody tr", has_text=ref).count():
            break
        page.wait_for_timeout(500)
    expect(page.locator("main tbody tr", has_text=ref)).to_contain_text(
        "1 new candidate"
    )
    page.goto(served.url("/"))
    expect(page.locator("main")).to_contain_text("candidates from new lists")
    page.goto(served.url(f"/families/requests/{ref}/"))
    row = page.locator("#link-form tbody tr", has_text="Коваленко")
    expect(row).to_contain_text("New")
    row.locator("input[type=radio]").check()
    case = row.locator("input[type=radio]").get_attribute("value") or ""
    page.fill("#link-form [name=reasons]", "name and birth agree")
    page.get_by_role("button", name="Link this request").click()
    expect(page.locator("main")).to_contain_text("Linked.")
    return page.locator("#linked .ref").inner_text() or case


def linked(served: Served, page: Page, ref: str, case: str) -> None:
    page.goto(served.url(f"/families/requests/{ref}/"))
    page.fill("#link-form [name=case_ref]", case)
    page.fill("#link-form [name=reasons]", "the same man")
    page.get_by_role("button", name="Link this request").click()
    expect(page.locator("main")).to_contain_text("Linked.")


def relatives_contradict_each_other(
    served: Served, page: Page, case: str, first: str, second: str
) -> None:
    """Both say to be the wife: recorded, decided by a person, kept to."""
    page.goto(served.url(f"/families/cases/{case}/"))
    main = page.locator("main")
    expect(main).to_contain_text("Two of them say to be what only one can be")
    page.get_by_text("Record a conflict").click()
    page.select_option("[name=conflict-kind]", "both_next_of_kin")
    page.select_option("[name=conflict-raised_by]", first)
    page.select_option("[name=conflict-other]", second)
    page.fill("[name=conflict-words]", "She says that they parted in 2020.")
    page.get_by_role("button", name="Record the conflict").click()
    expect(main).to_contain_text("In conflict: nobody has decided")
    for ref, may_tell in ((first, "everything"), (second, "nothing")):
        page.get_by_text("Decide for one requester").click()
        page.select_option("[name=telling-request]", ref)
        page.check(f"[name=telling-may_tell][value={may_tell}]")
        page.fill("[name=telling-reason]", "papers of the first hold")
        page.get_by_role("button", name="Put the decision on record").click()
    expect(main).to_contain_text("Is told nothing")
    page.get_by_text("Write down the person's answer").click()
    page.select_option("[name=answer-request]", first)
    page.check("[name=answer-agrees][value=yes]")
    page.locator("form[action$='/answer/'] button").click()
    expect(main).to_contain_text("Agrees that this relative is told")


def a_letter_is_relayed(served: Served, page: Page, ref: str) -> str:
    page.goto(served.url(f"/families/requests/{ref}/letter/"))
    page.check("[name=way][value=from_prisoner]")
    page.select_option("[name=form]", "family_news")
    page.fill("[name=text]", "I am well. Kiss the children.")
    page.click("main form button.btn-primary")
    expect(page.locator("main")).to_contain_text("Possibly written under duress")
    for step in ("read_by_holder", "forwarded", "delivered"):
        page.select_option("[name=step]", step)
        page.click("main form button.btn-primary")
    expect(page.locator("main h1 + p, main .message + p").first).to_be_visible()
    expect(page.locator("main")).to_contain_text("Delivered")
    return page.url.rstrip("/").rsplit("/", 1)[1]


def withdrawn_and_erased(served: Served, page: Page, ref: str) -> None:
    page.goto(served.url(f"/families/requests/{ref}/"))
    page.get_by_role("link", name="Somebody takes this request back").click()
    page.check("[name=said_by][value=requester]")
    page.check("[name=cause][value=no_longer_asks]")
    page.check("[name=forget]")
    page.get_by_role("button", name="Withdraw this request").click()
    main = page.locator("main")
    expect(main).to_contain_text("Withdrawn")
    expect(main).to_contain_text("its words were erased")
    assert "Olha" not in page.content()


def the_same_request_is_stopped_when_it_comes_again(
    served: Served, page: Page, ref: str
) -> None:
    """From another register, and at the desk; nothing of it is shown."""
    page.goto(served.url("/families/pfif/"))
    file = FilePayload(name="other.xml", mimeType="text/xml", buffer=PFIF.encode())
    page.set_input_files("[name=file]", file)
    page.get_by_role("button", name="Take in the file").click()
    expect(page.locator("main dl")).to_contain_text(ref)
    page.goto(served.url("/families/new/"))
    fill(page, name="Olha Kovalenko", contact="+000 555 0101")
    page.click("main form button.btn-primary")
    told = page.locator("main .message-warning")
    expect(told).to_contain_text("whoever asked")
    expect(told).to_contain_text(ref)
    expect(page.locator("[name=reason]")).to_be_visible()
    page.goto(served.url(f"/families/requests/{ref}/"))
    expect(page.locator("main")).to_contain_text(
        "It came again 1 time and was stopped."
    )


def nothing_to_complain_of(served: Served, page: Page, addresses: list[str]) -> None:
    found = []
    for address in addresses:
        page.goto(served.url(address))
        for width, scheme in ((1280, "light"), (360, "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            rules = pages.OF_THE_LAYOUT if scheme == "dark" else ()
            said = pages.complaints(page, *rules)
            found += [f"{address} {scheme}: {one}" for one in said]
            if pages.too_wide(page):
                found.append(f"{address} {width}: must be moved sideways")
    assert not found, json.dumps(found, indent=1)
