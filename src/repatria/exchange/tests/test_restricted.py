"""A restricted case on lists and among those held back; and what no power is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from repatria.access import restricted
from repatria.access.core.errors import WithheldError
from repatria.exchange import queries
from repatria.exchange.models import Exchange, Hold, ListEntry
from repatria.exchange.services import holds, lists, proposals
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR
from repatria.exchange.tests.world import AT, SOUTH
from repatria.transmission.models import Outgoing
from repatria.transmission.queries import payload_sent

pytestmark = pytest.mark.django_db
DELEGATE = world.command("agency-delegate")
PROPOSER = world.command("agency-delegate", "neutral-interviewer")
SignIn = Callable[..., Client]


def hide(case_ref: str, ground: str = "at-risk") -> None:
    restricted.restrict(
        actor=DELEGATE, case_ref=case_ref, ground=ground, reason="asked", at=AT
    )


def test_no_list_names_somebody_hidden_and_its_document_is_whole_or_not_there(
    north: dict[str, str], signed_in: SignIn
) -> None:
    exchange = Exchange.objects.get()
    entry = ListEntry.objects.get(case_ref=north["N-1"])
    others = ListEntry.objects.exclude(pk=entry.pk)
    hide(north["N-1"])
    start = f"/exchanges/{exchange.ref}/rounds/1/"
    negotiator, auditor = signed_in("negotiator"), signed_in("auditor")
    page = negotiator.get(start).content.decode()
    assert not {entry.name, entry.case_ref, entry.shared_ref} & set(page.split("<"))
    assert entry.name not in page
    assert all(other.name in page for other in others)
    assert "1 person on this list is not shown to you" in page
    assert entry.name in auditor.get(start).content.decode()
    for name in ("versions/1/", "delegation/"):
        assert negotiator.get(start + name).status_code == 404
        assert entry.name in auditor.get(start + name).content.decode()
    assert entry.name not in negotiator.get(f"{start}send/").content.decode()
    # A negotiator attaches a signature without reading what somebody else signed.
    assert negotiator.post(f"{start}versions/1/sign/", {}).status_code == 302


def test_a_draft_names_nobody_hidden(north: dict[str, str], signed_in: SignIn) -> None:
    held = queries.round_of(world.opened(NEGOTIATOR, sizes=(3,)), 1)
    draft = proposals.make_draft(actor=NEGOTIATOR, held=held, at=AT)
    names = {
        entry.case_ref: entry.name
        for entry in [*queries.entries_of(draft), *queries.others_of(draft)]
    }
    hide(north["S-1"])
    address = f"/exchanges/{held.exchange.ref}/rounds/1/draft/"
    page = signed_in("negotiator").get(address).content.decode()
    assert north["S-1"] not in page
    assert north["S-2"] in page
    assert names[north["S-2"]] in page


@pytest.fixture
def held_back(north: dict[str, str]) -> list[Hold]:
    told: dict[str, Any] = {"article": "GC III 115", "ground": "judicial prosecution"}
    return [
        holds.record_hold(actor=NEGOTIATOR, case_ref=north[number], at=AT, **told)
        for number in ("N-2", "N-3")
    ]


def test_no_page_or_file_of_holds_names_somebody_hidden(
    north: dict[str, str], held_back: list[Hold], signed_in: SignIn
) -> None:
    one, two = holds.shown(Hold.objects.order_by("pk")).values()
    hide(north["N-2"])
    negotiator, auditor = signed_in("negotiator"), signed_in("auditor")
    page = negotiator.get("/exchanges/holds/").content.decode()
    assert (one.name in page, two.name in page) == (False, True)
    assert one.name in auditor.get("/exchanges/holds/").content.decode()
    ended = negotiator.post(f"/exchanges/holds/{held_back[0].ref}/end/")
    assert ended.status_code == 404
    address = f"/exchanges/holds/names/{SOUTH}/"
    check = negotiator.get(address).content.decode()
    assert (one.name in check, two.name in check) == (False, True)
    assert "1 more, not shown to you" in check
    assert negotiator.post(address).status_code == 302
    assert Outgoing.objects.count() == 2
    for sent in Outgoing.objects.all():
        assert one.name in payload_sent(sent).decode(), "the file is the whole"
        file = f"/transmissions/out/{sent.pk}/file/"
        assert negotiator.get(file).status_code == 404


def test_a_hold_of_somebody_withheld_is_named_to_the_agency_alone(
    north: dict[str, str], held_back: list[Hold]
) -> None:
    assert held_back
    one, two = holds.shown(Hold.objects.order_by("pk")).values()
    hide(north["N-2"], "withheld")
    told: dict[str, Any] = {"actor": NEGOTIATOR, "home": SOUTH, "at": AT}
    sent = {
        to: payload_sent(holds.prepare_hold_notification(to=to, **told)).decode()
        for to in ("south", "agency")
    }
    assert [one.name in text for text in sent.values()] == [False, True]
    assert all(two.name in text for text in sent.values())


def test_a_proposal_names_to_the_powers_nobody_who_is_withheld(
    agency: dict[str, str],
) -> None:
    held = queries.round_of(world.opened(PROPOSER, sizes=(3,)), 1)
    hide(agency["N-1"], "withheld")
    before = proposals.make_proposal(actor=PROPOSER, held=held, at=AT)
    assert agency["N-1"] not in before.document
    lists.send_proposal(actor=DELEGATE, version=before, to="north", at=AT)
    entry = queries.entries_of(before)[0]
    hide(entry.case_ref, "withheld")
    with pytest.raises(WithheldError):
        lists.send_proposal(actor=DELEGATE, version=before, to="south", at=AT)
    after = proposals.make_proposal(actor=PROPOSER, held=held, at=AT)
    assert entry.case_ref not in after.document
    sent = lists.send_proposal(actor=DELEGATE, version=after, to="south", at=AT)
    assert payload_sent(sent) == after.document.encode()
