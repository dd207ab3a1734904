"""Make the pictures of the other pages of ``docs`` from a demonstration.

``python -m tools.pictures FOLDER`` plays the demonstration in FOLDER with few people,
then the scenes of ``tools.scenes`` and ``tools.talks``, serves each bureau that is to
be seen, and puts one picture after the other into ``docs/images/pages``.  ``--played``
takes a FOLDER in which all were played before.  Names after it: only those pictures.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page

from repatria.site.demo import LEAST
from repatria.site.story.cast import AGENCY, NORTH, Clock, Stage, accounts_of
from repatria.site.story.installations import wake_django
from tools import chromium, scenes, talks
from tools.screenshots import TO_THE_MIDDLE, WIDTH, command, served, signed_in

PICTURES = Path(__file__).parents[1] / "docs" / "images" / "pages"
TOLD = "scenes.json"  # where each scene can be seen, beside what was played
MOST_BYTES = 80_000
COLOURS = 64  # pages are flat: nobody sees the difference, and files are a third
SCENES_AGO = timedelta(minutes=30)


class Shot(NamedTuple):
    """One picture: whose page, which one, and how much of it."""

    name: str
    office: str
    role: str
    address: str
    height: int = 800
    middle: str = ""  # what is brought into view, if not the top
    typed: str = ""  # what is typed into the page's first field, and sent


SHOTS = (
    Shot("today", "north", "registrar", "/", height=420),
    Shot("person", "north", "registrar", "/persons/{case}/", height=900),
    Shot("list-changes", "north", "matching-officer", "/lists/{list}/changes/1/"),
    Shot("list-faults", "north", "registrar", "/lists/{list}/faults/", height=900),
    Shot("search", "north", "registrar", "/search/", typed="Wassilenko Stanislaw 1973"),
    Shot("captivity", "north", "registrar", "/custody/case/{case}/", height=1000),
    Shot("enquiry", "north", "registrar", "/bureau/pieces/{bureau}/", height=1100),
    Shot(
        "certificate",
        "north",
        "registrar",
        "/certificates/{certificate}/1/",
        height=900,
    ),
    Shot("erasures", "north", "registrar", "/erasures/", height=620),
    Shot("family", "north", "family-liaison", "/families/cases/{case}/", height=760),
    Shot("request", "north", "family-liaison", "/families/requests/{request}/"),
    Shot("break-glass", "north", "auditor", "/break-glass/log/", height=480),
    Shot(
        "answering",
        "north",
        "negotiator",
        "/exchanges/{talks}/rounds/1/positions/answer/",
        height=900,
    ),
    Shot(
        "counter",
        "north",
        "negotiator",
        "/exchanges/{talks}/rounds/1/positions/counter/",
        height=1000,
    ),
    Shot("review", "agency", "matching-officer", "/runs/1/review/", height=960),
    Shot("inspections", "agency", "commission-doctor", "/health/{sick}/", height=1060),
    Shot(
        "commission",
        "agency",
        "commission-doctor",
        "/commissions/examined/{examined}/",
        height=640,
    ),
    Shot("verdicts", "agency", "agency-delegate", "/runs/1/lists/1/"),
    Shot("rounds", "agency", "agency-delegate", "/exchanges/{exchange}/rounds/", 1000),
    Shot(
        "positions",
        "agency",
        "agency-delegate",
        "/exchanges/{talks}/rounds/1/positions/",
        height=1040,
    ),
)


def main(folder: Path, *, played: bool, only: frozenset[str]) -> None:
    """Play what was not played, serve, and take the pictures."""
    if not played:
        command("demo", "--data", str(folder), "--persons", str(LEAST), "--json")
        (folder / TOLD).write_text(json.dumps(_scenes(folder)), encoding="utf-8")
    told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    wanted = [one for one in SHOTS if not only or one.name in only]
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium.launched(chromium.program()) as browser:
        for office, shots in groupby(wanted, key=lambda one: one.office):
            _take_at(browser, folder, office, [*shots], told)


def _scenes(folder: Path) -> dict[str, str]:
    wake_django(folder / NORTH.code)
    now = datetime.now(UTC)  # noqa: TID251  (an edge: the pictures show today)
    stage = Stage(folder, Clock(now - SCENES_AGO))
    return scenes.play(stage) | talks.play(stage)


def _take_at(
    browser: Browser,
    folder: Path,
    office: str,
    shots: list[Shot],
    told: Mapping[str, str],
) -> None:
    accounts = accounts_of(folder, NORTH if office == NORTH.code else AGENCY)
    with served(folder / office) as address:
        for role, of_role in groupby(shots, key=lambda one: one.role):
            page = signed_in(browser, address, accounts[role])
            for shot in of_role:
                _take(page, address, shot, told)
            page.context.close()


def _take(page: Page, address: str, shot: Shot, told: Mapping[str, str]) -> None:
    page.set_viewport_size({"width": WIDTH, "height": shot.height})
    answer = page.goto(address.rstrip("/") + shot.address.format(**told))
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot.name}: {shot.address} is not there")
    if shot.typed:
        page.locator("main form input:visible").first.fill(shot.typed)
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        page.locator("main tbody tr").first.wait_for()
    if shot.middle:
        page.locator(shot.middle).first.evaluate(TO_THE_MIDDLE)
    place = PICTURES / f"{shot.name}.png"
    page.screenshot(path=place)
    _lighten(place)


def _lighten(place: Path) -> None:
    """Keep few colours; refuse what is too large all the same."""
    with Image.open(place) as whole:
        light = whole.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    light.save(place, optimize=True)
    if place.stat().st_size > MOST_BYTES:
        raise SystemExit(f"{place.name} is larger than {MOST_BYTES} bytes")


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if not re.match("--", word)]
    main(
        Path(words[0]),
        played="--played" in sys.argv,
        only=frozenset(words[1:]),
    )
