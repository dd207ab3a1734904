"""Names are asked and answered between two offices; a certificate is issued."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page, expect

from repatria.transmission.core import signing
from tests import pages
from tests.serving import Served

KEYS = {code: signing.new_key() for code in ("north", "agency")}
SET_UP = """
from datetime import UTC, datetime
from repatria.transmission.models import Correspondent, GivenKey
at = datetime.now(UTC)
own, others = {own!r}, {others}
for code, (name, party, key) in others.items():
    made = Correspondent.objects.create(
        code=code, name=name, party=party, own=code == own, added_at=at
    )
    GivenKey.objects.create(
        correspondent=made, key=key, given_at=at, given_by="command:test"
    )
"""
HELD = """
from datetime import UTC, date, datetime
from repatria.register.engine.intake import read_content
from repatria.register.services.lists import take_in
from repatria.register.services.parties import register_party
from repatria.shared.actors import Actor
from repatria.tracing import services as tracing
from repatria.tracing.core.sought import Sought
at = datetime.now(UTC)
actor = Actor("user:2", frozenset(["registrar"]), "north")
for code in ("NORLAND", "SUDMARK"):
    register_party(actor=actor, code=code, names=dict(en=code.title()), at=at)
raw = (
    "id;Прізвище;Ім'я;По батькові;Дата народження\\n"
    "1;Коваленко;Іван;Петрович;09.05.1984\\n2;Мельник;Ганна;Іванівна;21.02.1990\\n"
).encode()
version = take_in(
    actor=actor, one=read_content(raw, name="held.csv"), raw=raw, name="held.csv",
    sender="north", subject="held", holder="NORLAND", home="SUDMARK",
    said_on=date(2022, 11, 1), at=at,
)
case = version.records.get(row=1).membership.person.case_ref
request = tracing.record_request(
    actor=actor, name="Somebody", contact="+000 555 0101", relation="spouse",
    sought=Sought(family="Kovalenko", given="Ivan"), at=at,
)
tracing.link_request(actor=actor, request=request, case_ref=case, at=at)
tracing.check_requester(
    actor=actor, requester=request.requester, holds=True, how="papers", at=at
)
print(case, request.ref)
"""
VISITED = """
from datetime import UTC, datetime
from repatria.custody.services import Told, record_statement
from repatria.shared.actors import Actor
at = datetime.now(UTC)
told = Told(
    kind="visit", voice="neutral", sender="agency", holder="NORLAND",
    person=dict(family="Коваленко", given="Іван"), happened_on="2022-11-20",
    said_on="2022-11-21",
)
record_statement(
    actor=Actor("user:2", frozenset(["registrar"]), "north"), told=told,
    received_on=at.date(), at=at, case_ref={case!r},
)
"""
ENTERED = """
from datetime import UTC, datetime
from repatria.bureau import services
from repatria.bureau.core.pieces import Channel, Direction, Kind, Whom
from repatria.shared.actors import Actor
at = datetime.now(UTC)
piece = services.Piece(
    direction=Direction.IN, kind=Kind.OTHER, whom=Whom.PARTY, correspondent="SUDMARK",
    channel=Channel.PAPER, on=at.date(),
)
actor = Actor("user:2", frozenset(["registrar"]), "north")
for _time in range(15):
    print(services.enter(actor=actor, piece=piece, at=at).number)
"""
UNSIGNED = """
from repatria.transmission import queries
from repatria.transmission.models import Outgoing
print(queries.unsigned_file(Outgoing.objects.last()).hex())
"""


def set_up(served: Served, own: str) -> None:
    """Let an installation know both offices and their public keys."""
    names = {"north": ("Norland Bureau", "NORLAND"), "agency": ("Lake Agency", "")}
    others = {
        code: (*names[code], signing.public_key_of(code, key).key.hex())
        for code, key in KEYS.items()
    }
    served.run(SET_UP, own=own, others=json.dumps(others))


def carry(sender: Served, code: str, page: Page, receiver: Served) -> None:
    """Sign the newest transmission off the server; upload it at the other office."""
    from repatria.transmission.core import envelope

    content = bytes.fromhex(sender.run(UNSIGNED).split()[-1])
    whole = envelope.signed(content, signing.sign(KEYS[code], content))
    page.goto(receiver.url("/transmissions/"))
    page.set_input_files(
        "main input[name=file]",
        {
            "name": "brought.repatria",
            "mimeType": "application/octet-stream",
            "buffer": whole,
        },
    )
    page.click("main form:has(input[name=file]) button")


@pytest.fixture
def open_page(browser: Browser) -> Callable[[Served, str], Page]:
    """Return what signs somebody in at an office."""

    def opened(served: Served, role: str) -> Page:
        context = browser.new_context(locale="en-GB", reduced_motion="reduce")
        context.set_default_timeout(60_000)
        page = context.new_page()
        served.sign_in(page, role)
        return page

    return opened


def looked_at(page: Page) -> None:
    """Look at a page wide and light, then narrow and dark: nothing to complain of."""
    for width, scheme in ((1280, "light"), (pages.NARROW, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        rules = pages.OF_THE_LAYOUT if scheme == "dark" else ()
        assert pages.complaints(page, *rules) == []
        assert not pages.too_wide(page), page.url
    page.set_viewport_size({"width": 1280, "height": 800})


def test_names_are_asked_answered_and_certified(
    serve: Callable[..., Served], open_page: Callable[[Served, str], Page]
) -> None:
    north, agency = serve("party"), serve("agency")
    set_up(north, "north")
    set_up(agency, "agency")
    case, request = north.run(HELD).split()[-2:]
    delegate, clerk = (
        open_page(agency, "agency-delegate"),
        open_page(north, "registrar"),
    )

    delegate.goto(agency.url("/bureau/enquire/"))
    delegate.select_option("[name=to]", "north")
    delegate.fill("[name=names]", "Коваленко Іван Петрович, 9.5.1984\nŽižka Jan, 1970")
    delegate.click("main form button")
    delegate.goto(agency.url("/bureau/clocks/"))
    expect(delegate.locator("[aria-labelledby=owed-to-us]")).to_contain_text(
        "GC III 122 (7)"
    )
    carry(agency, "agency", clerk, north)

    clerk.goto(north.url("/"))
    expect(clerk.locator("main")).to_contain_text("1 enquiry waits for our answer")
    clerk.goto(north.url("/bureau/"))
    looked_at(clerk)
    clerk.click("main a:has-text('IN-')")
    clerk.click("button:has-text('Look the undecided names up again')")
    expect(clerk.locator("main")).to_contain_text("One person alone")
    looked_at(clerk)
    clerk.click("button:has-text('Confirm the 1 certain row')")
    clerk.check("[name=ticked]")
    clerk.click("button:has-text('Confirm the rows that are ticked')")
    clerk.click("a:has-text('Look at the reply')")
    expect(clerk.locator(".check")).to_contain_text("Not held")
    clerk.click("button:has-text('Prepare it as a transmission')")
    clerk.goto(north.url("/bureau/clocks/"))
    expect(clerk.locator("main")).to_contain_text("No clock runs against us")
    looked_at(clerk)
    carry(north, "north", delegate, agency)
    delegate.goto(agency.url("/bureau/clocks/"))
    expect(delegate.locator("main")).to_contain_text("Nobody owes us anything")

    for whom in (f"family:{request}", "organisation:agency"):
        clerk.goto(north.url(f"/persons/{case}/certificates/"))
        clerk.select_option("[name=whom]", whom)
        clerk.click("button:has-text('Issue the certificate')")
        expect(clerk.locator("article")).to_contain_text("version 1")
    north.run(VISITED, case=case)
    clerk.goto(north.url(f"/persons/{case}/certificates/"))
    expect(clerk.locator("main")).to_contain_text("has changed since the last version")
    looked_at(clerk)
    clerk.select_option("[name=whom]", "organisation:agency")
    clerk.click("button:has-text('Issue the certificate')")
    expect(clerk.locator("article")).to_contain_text("version 2")
    expect(clerk.locator("article")).to_contain_text("Visited by a neutral body")
    looked_at(clerk)
    clerk.emulate_media(media="print")
    expect(clerk.locator("article .qr svg")).to_be_visible()
    expect(clerk.locator("nav.rooms")).to_be_hidden()


def test_three_desks_enter_at_once_and_no_number_is_missing_or_given_twice(
    served: Served,
) -> None:
    with ThreadPoolExecutor(3) as desks:
        said = list(desks.map(served.run, [ENTERED] * 3))
    given = [int(number) for text in said for number in text.split()]
    assert sorted(given) == list(range(1, 46))
