"""A clerk finds one person however the name is spelt, by keyboard alone."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests import pages
from tests.serving import Served

TAKE_IN = """
from datetime import UTC, date, datetime
from repatria.access.queries import installation
from repatria.register import services
from repatria.shared.actors import Actor
at = datetime(2022, 11, 20, 8, tzinfo=UTC)
actor = Actor(
    ref="command:test", roles=frozenset({{"registrar"}}),
    organisation=installation().code,
)
for code in ("NORLAND", "SUDMARK"):
    services.register_party(actor=actor, code=code, names={{"en": code}}, at=at)
path = Path({path!r})
services.import_list(
    actor=actor, path=path, name=path.name, sender="north", subject="missing",
    holder="SUDMARK", home="NORLAND", said_on=date(2022, 11, 19), at=at,
)
"""
LIST = (
    "id;Прізвище;Ім'я;По батькові;Дата народження;Військова частина;Місце народження\n"
    "11;Щербак;Микола;Петрович;09.05.1984;72 бригада;Жовта Гора\n"
    "12;Щербань;Олександр;Іванович;01.02.1990;;\n"
    "13;Їжак;Євген;Юрійович;23.12.1979;;\n"
)


def test_one_person_is_found_across_scripts_by_keyboard(
    served: Served, browser: Browser
) -> None:
    path = served.home / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    served.run(TAKE_IN, path=str(path))
    page = browser.new_page(reduced_motion="reduce")  # colours change at once
    said = pages.watch(page)
    served.sign_in(page, "registrar")
    everybody_can_be_found(page, served.url("/search/"))
    ref = found_in_latin_letters(page)
    found_with_a_decade_said_apart(page, ref)
    found_by_number_and_place(page, ref)
    nobody_is_told_the_next_step(page)
    whoever_looks_in_whatever_way_can_read_it(page)
    the_case_is_opened_by_keyboard(page, ref)
    assert said == []
    page.close()


def ask(page: Page, line: str) -> None:
    """Type into the free line and press Enter."""
    field = page.get_by_label("Whom do you look for?")
    field.fill(line)
    field.press("Enter")
    page.wait_for_load_state()
    assert page.url.endswith("/search/")  # no address holds a name


def everybody_can_be_found(page: Page, address: str) -> None:
    """Wait until the server has read all names, as its page tells whoever looks."""
    for _look in range(150):
        page.goto(address)
        if not page.get_by_text("being read").count():
            break
        page.wait_for_timeout(200)
    expect(page.locator("main")).not_to_contain_text("being read")


def found_in_latin_letters(page: Page) -> str:
    """Return the case number of the one who is found."""
    ask(page, "Kolya Schtscherbak 1984")
    first = page.locator("main tbody tr").first
    expect(first).to_contain_text("Щербак Микола Петрович")
    expect(first).to_contain_text("another form of the same name")
    expect(first).to_contain_text("version 1, row 1")
    return first.locator("a.ref").inner_text()


def found_with_a_decade_said_apart(page: Page, ref: str) -> None:
    page.get_by_text("Say birth, unit, place or number apart").press("Enter")
    page.get_by_label("Born").fill("198?")
    ask(page, "щербак")
    expect(page.locator("main tbody tr").first).to_contain_text(ref)
    expect(page.get_by_label("Born")).to_have_value("198?")
    page.get_by_label("Born").fill("")


def found_by_number_and_place(page: Page, ref: str) -> None:
    page.get_by_label("Place").fill("Zhovta Hora")
    page.get_by_label("Unit").fill("72")
    ask(page, "")
    expect(page.locator("main tbody tr").first).to_contain_text(ref)
    page.get_by_label("Place").fill("")
    page.get_by_label("Unit").fill("")
    ask(page, ref.lower())
    expect(page.locator("main tbody tr")).to_have_count(1)


def nobody_is_told_the_next_step(page: Page) -> None:
    ask(page, "Abrakadabra")
    expect(page.locator("main .empty")).to_contain_text("the family name alone")
    page.get_by_text("Say birth, unit, place or number apart").press("Enter")
    page.get_by_label("Born").fill("someday")
    ask(page, "")
    expect(page.locator("main .wrong")).to_contain_text("No date could be read")
    page.get_by_label("Born").fill("")


def whoever_looks_in_whatever_way_can_read_it(page: Page) -> None:
    ask(page, "Щербак")
    assert pages.complaints(page) == []
    page.set_viewport_size({"width": pages.NARROW, "height": 700})
    page.emulate_media(color_scheme="dark")
    assert pages.complaints(page, *pages.OF_THE_LAYOUT) == []
    assert not pages.too_wide(page)


def the_case_is_opened_by_keyboard(page: Page, ref: str) -> None:
    page.get_by_role("link", name=ref).press("Enter")
    expect(page.locator("main")).to_contain_text("Щербак")
    assert re.search(rf"/{ref}/?$", page.url)
