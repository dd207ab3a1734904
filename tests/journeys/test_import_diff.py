"""A registrar imports a list, names its columns, compares versions, corrects rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests import pages
from tests.serving import Served

HEADER = "Ref;Who;Where;Born\n"
FIRST = HEADER + (
    "A-1;Коваль Іван Петрович;Озерне;09.05.1984\n"
    "A-2;Мельник Ганна Іванівна;Гірське;01.02.1990\n"
    "A-3;Бук Олег Іванович;Озерне;31.02.19xx\n"
    "A-4;Лис Петро;Озерне;=1+1;x;y;z;too;many\n"
)
SECOND = FIRST.replace("Гірське", "Лісове") + "A-5;Рак Юрій Львович;;1979\n"
PARTIES = """
from datetime import UTC, datetime
from repatria.register import services
from repatria.shared.actors import Actor
at = datetime(2022, 11, 20, 8, tzinfo=UTC)
for code in ("NORLAND", "SUDMARK"):
    services.register_party(
        actor=Actor("command:test", organisation="north"), code=code,
        names={"en": code.title()}, at=at,
    )
"""


def test_from_the_first_list_to_the_corrected_one(
    browser: Browser, serve: Callable[..., Served], tmp_path: Path
) -> None:
    served = serve("party")
    served.run(PARTIES)
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.set_default_navigation_timeout(90_000)
    stumbles = pages.watch(page)
    served.sign_in(page, "registrar")

    upload(page, served, FIRST)
    correct_the_columns(page)
    page.click("main form [name=import]")
    expect(page.locator("main")).to_contain_text("Rows with faults")

    upload(page, served, SECOND)
    expect(page.locator("#choose + p")).to_contain_text("As you said")
    expect(page.locator("main .check")).to_contain_text(
        "1 new, 0 gone, 1 changed, 2 unchanged"
    )
    page.click("main form [name=import]")
    see_what_changed(page)
    an_officer_keeps_one_case_for_each(browser, served, page.url)

    page.click("main a:has-text('See them, download them, correct them')")
    back = corrected(download(page), tmp_path)
    page.set_input_files("main [name=file]", str(back))
    page.click("main button:has-text('Read the corrected rows')")
    expect(page.locator("main .check")).to_contain_text("2 rows of version 2")
    page.click("main form [name=import]")
    expect(page.locator("main")).to_contain_text("Corrected here")
    expect(page.locator("main")).not_to_contain_text("Unreadable")
    expect(page.locator("[aria-label='Rows of the list'] tbody tr")).to_have_count(5)
    assert not stumbles
    context.close()


def upload(page: Page, served: Served, content: str) -> None:
    """Say what a list is, and let it be read."""
    page.goto(served.url("/lists/import/"))
    page.set_input_files(
        "main input[type=file]",
        {"name": "list.csv", "mimeType": "text/csv", "buffer": content.encode()},
    )
    page.select_option("main [name=sender]", "north")
    page.check("main [name=subject][value=missing]")
    page.select_option("main [name=holder]", "SUDMARK")
    page.select_option("main [name=home]", "NORLAND")
    page.fill("main [name=said_on]", "2022-11-14")
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_have_text("What was understood of the file")


def correct_the_columns(page: Page) -> None:
    page.click("main summary:has-text('Correct the columns')")
    for number, field in enumerate(("id", "full_name", "held_at", "birth_date")):
        page.select_option(f"#column-{number}", field)
    page.click("main button[name=columns]")
    expect(page.locator("#choose + p")).to_contain_text("As you said")
    expect(page.locator("main")).to_contain_text("Озерне")


def see_what_changed(page: Page) -> None:
    page.click("main a:has-text('See what changed')")
    expect(page.locator("h1")).to_have_text("From version 1 to version 2")
    expect(page.locator("main del")).to_have_text("Гірське")
    expect(page.locator("main ins")).to_have_text("Лісове")
    page.set_viewport_size({"width": pages.NARROW, "height": 800})
    assert not pages.too_wide(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.click("main nav.numbers a[href*=added]")
    expect(page.locator("main tbody")).to_contain_text("Рак")
    page.click("main a:has-text('List, version 2')")


def an_officer_keeps_one_case_for_each(
    browser: Browser, served: Served, address: str
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    served.sign_in(page, "matching-officer")
    page.goto(address)
    page.click("main a:has-text('See what changed')")
    page.click("main button:has-text('Keep one case number for each')")
    expect(page.locator("main .message")).to_contain_text("3 rows go on")
    assert pages.complaints(page) == []
    page.set_viewport_size({"width": pages.NARROW, "height": 800})
    page.emulate_media(color_scheme="dark")
    assert pages.complaints(page, *pages.OF_THE_LAYOUT) == []
    assert not pages.too_wide(page)
    page.click("main tbody a.ref")
    expect(page.locator("main")).to_contain_text("Earlier numbers of this case")
    page.go_back()
    page.click("main button:has-text('Take that back')")
    expect(page.locator("main .message")).to_contain_text("3 rows have case numbers")
    context.close()


def download(page: Page) -> str:
    rows = page.url
    page.click("main a:has-text('Download the rows to correct')")
    page.select_option("main [name=purpose]", "power")
    page.fill("main [name=recipient]", "Rosa Adler, Office north")
    page.click("main form button.btn-primary")
    with page.expect_download() as taken:
        page.click("main form[action$='/fetch/'] button")
    raw = Path(taken.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    page.goto(rows)
    return raw.decode("utf-8-sig")


def corrected(told: str, folder: Path) -> Path:
    """Correct both rows as somebody would in a spreadsheet."""
    header, *rows = csv.reader(io.StringIO(told))
    assert "'=1+1" in told
    born = header.index("Born")
    for row in rows:
        row.extend([""] * (len(header) - len(row)))
        row[born] = "05.03.1991"
        row[born + 1 :] = [""] * (len(header) - born - 1)
    assert [re.sub(r"\D", "", row[0]) for row in rows] == ["4", "5"]
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    place = folder / "back.csv"
    place.write_bytes(out.getvalue().encode("utf-8-sig"))
    return place
