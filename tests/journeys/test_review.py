"""A matching officer's day: by keyboard alone, undo, a colleague, four eyes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import pages
from tests.serving import Served

PATIENCE_MS = 60_000  # a busy machine is slow, not wrong
HEADER = "No;Name;Born;Rank;Unit\n"
HELD = HEADER + (
    "S1;Коваль Іван Петрович;09.05.1984;солдат;12 бр\n"
    "S2;Мельник Ганна Іванівна;01.02.1990;сержант;7 бр\n"
    "S3;Їжак Євген Юрійович;23.12.1979;капітан;12 бр\n"
)
MISSING = HEADER + (
    "N1;Koval Ivan Petrovych;1984-05-09;soldier;12 brigade\n"
    "N2;Melnyk Hanna Ivanivna;1990-02-21;sergeant;7 brigade\n"
    "N3;Yizhak Yevhen Yuriiovych;1979-12-23;captain;12 brigade\n"
)
# Two lists compared by the server's own worker, and a second matching officer.
FILL = """
import time
from datetime import UTC, date, datetime
from pathlib import Path
from django.contrib.auth.hashers import make_password
from repatria.access.models import RoleGrant, User
from repatria.matching.models import Run
from repatria.matching.services import start_run
from repatria.register.services import import_list, register_party
from repatria.shared.actors import Actor
actor = Actor("command:test", organisation="north")
at = datetime(2022, 11, 20, 8, tzinfo=UTC)
user = User.objects.create(username="colleague", password=make_password({password!r}))
RoleGrant.objects.create(
    user=user, role="matching-officer", granted_by="test", granted_at=at
)
for code in ("NORLAND", "SUDMARK"):
    register_party(actor=actor, code=code, names={{"en": code.title()}}, at=at)
lists = [
    import_list(
        actor=actor, path=Path(path), name="l.csv", sender=sender, subject=subject,
        holder="SUDMARK", home="NORLAND", said_on=date(2022, 11, 19), at=at,
    )
    for path, sender, subject in (
        ({missing!r}, "north", "missing"), ({held!r}, "south", "held")
    )
]
run = start_run(actor=actor, left=lists[0], right=lists[1], at=at)
while run.state != Run.State.DONE:
    time.sleep(0.2)
    run.refresh_from_db()
print(run.pk)
"""
FOUR_EYES = """
from datetime import UTC, datetime
from repatria.matching.services import require_four_eyes
from repatria.shared.actors import Actor
require_four_eyes(
    actor=Actor("command:test", organisation="north"), required=True,
    reason="new staff", at=datetime.now(UTC),
)
"""
ANSWERS = """
from repatria.matching.models import Pair
for one in Pair.objects.order_by("left__row", "-probability"):
    print(one.pk, one.answer or "open")
"""


@pytest.fixture
def run(served: Served, tmp_path: Path) -> int:
    """The number of a comparison of two small lists."""
    files = {"held": tmp_path / "held.csv", "missing": tmp_path / "missing.csv"}
    files["held"].write_text(HELD, encoding="utf-8")
    files["missing"].write_text(MISSING, encoding="utf-8")
    told = {name: str(path) for name, path in files.items()}
    return int(served.run(FILL, password=served.password, **told).split()[-1])


@pytest.fixture
def officer(served: Served, browser: Browser) -> Callable[[str], Page]:
    """Return a browser page on which somebody is signed in."""

    def signed_in(account: str) -> Page:
        page = browser.new_context(locale="en-GB").new_page()
        page.set_default_timeout(PATIENCE_MS)
        served.sign_in(page, account)
        return page

    return signed_in


def answers(served: Served) -> dict[str, str]:
    """Return how each pair stands, by its number."""
    rows = served.run(ANSWERS).split()
    return dict(zip(rows[::2], rows[1::2], strict=True))


def press(page: Page, key: str) -> None:
    """Press a key, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)


def number_of(page: Page) -> str:
    """Return which pair the page shows."""
    return page.url.partition("?")[0].rstrip("/").rpartition("/")[2]


def test_a_day_of_review_without_touching_the_mouse(
    served: Served, run: int, officer: Callable[[str], Page]
) -> None:
    page = officer("matching-officer")
    stumbled = pages.watch(page)
    page.goto(served.url(f"/runs/{run}/review/"))
    assert pages.complaints(page) == []
    page.keyboard.press("?")
    expect(page.get_by_text("Takes back your last answer")).to_be_visible()
    page.keyboard.press("?")
    first = number_of(page)
    press(page, "j")
    second = number_of(page)
    press(page, "k")
    assert number_of(page) == first != second

    press(page, "d")
    assert number_of(page) != first  # the next pair came at once
    expect(page.locator("main")).to_contain_text("Decided: two persons.")
    assert answers(served)[first] == "different"
    press(page, "z")
    assert number_of(page) == first
    assert answers(served)[first] == "open"

    # In a field a letter is a letter; on a Cyrillic keyboard S is still S.
    page.get_by_text("Reasons (kept with the decision)").first.click()
    page.locator("textarea").fill("")
    page.locator("textarea").press_sequentially("same mother")
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.evaluate(
            "document.dispatchEvent(new KeyboardEvent('keydown', "
            "{key: 'ы', code: 'KeyS', bubbles: true, cancelable: true}))"
        )
    assert answers(served)[first] == "same"
    while "/review/" in page.url and number_of(page).isdigit():
        press(page, "n")
    expect(page.locator("main")).to_contain_text("No pair waits here for you.")
    expect(page.locator("main")).to_contain_text("Marked: needs data.")
    assert "open" not in answers(served).values()
    page.set_viewport_size({"width": pages.NARROW, "height": 800})
    page.goto(served.url(f"/review/{first}/"))
    assert not pages.too_wide(page)
    expect(page.locator("main")).to_contain_text("same mother")
    assert stumbled == []


def test_two_clerks_decide_one_pair_and_two_persons_make_a_decision(
    served: Served, run: int, officer: Callable[[str], Page]
) -> None:
    one, other = officer("matching-officer"), officer("colleague")
    one.goto(served.url(f"/runs/{run}/review/"))
    pair = number_of(one)
    other.goto(served.url(f"/runs/{run}/review/"))
    assert number_of(other) != pair
    other.goto(served.url(f"/review/{pair}/"))
    expect(other.locator("main")).to_contain_text("has this pair on the desk")
    press(one, "u")
    press(other, "s")
    expect(other.get_by_role("alert")).to_contain_text("Your answer was not kept")
    expect(other.get_by_role("alert")).to_contain_text("Not sure")
    assert answers(served)[pair] == "unsure"
    press(other, "s")  # having seen it, decides on that
    assert answers(served)[pair] == "same"

    served.run(FOUR_EYES)
    one.goto(served.url(f"/runs/{run}/review/"))
    looked = number_of(one)
    press(one, "s")
    expect(one.locator("main")).to_contain_text("Kept as the first look")
    assert answers(served)[looked] == "second"
    other.goto(served.url("/"))
    expect(other.locator("main")).to_contain_text("waits for a second look")
    other.goto(served.url(f"/runs/{run}/review/?queue=second"))
    assert number_of(other) == looked
    press(other, "s")
    assert answers(served)[looked] == "same"
