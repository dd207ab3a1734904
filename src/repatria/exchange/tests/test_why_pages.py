"""Pages that say what the other way would cost for one person of a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from repatria.exchange import queries
from repatria.exchange.models import Exchange
from repatria.exchange.services import proposals, wishes
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR
from repatria.exchange.tests.world import AT, words
from repatria.ledger.models import Entry

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
OTHERS = ("agency-delegate", "negotiator", "handover-officer", "auditor")


@pytest.fixture
def exchange(agency: dict[str, str]) -> Exchange:
    wishes.record_wish(actor=INTERVIEWER, case_ref=agency["N-1"], answer="no", at=AT)
    opened = world.opened(DELEGATE)
    proposals.make_proposal(actor=DELEGATE, held=queries.round_of(opened, 1), at=AT)
    return opened


def address(exchange: Exchange, case_ref: str) -> str:
    return f"/exchanges/{exchange.ref}/rounds/1/reasons/{case_ref}/"


def test_somebody_passed_over_could_go_and_it_says_who_would_stay(
    agency: dict[str, str], exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    version = queries.newest_version(queries.round_of(exchange, 1))
    assert version is not None
    going = {entry.case_ref for entry in queries.entries_of(version)}
    passed_over = agency["N-9"]
    assert passed_over not in going
    reader = signed_in("neutral-interviewer")
    before = Entry.objects.filter(act__startswith="exchange.").count()
    page = words(reader.get(address(exchange, passed_over)).content.decode())
    assert "If this person went" in page
    assert "The other way every tier has as many, with" in page
    stays = page[page.index("Would stay") :]
    assert sum(case in stays for case in going) == 1
    assert Entry.objects.filter(act__startswith="exchange.").count() == before


def test_somebody_who_goes_could_stay_and_it_says_who_would_go(
    exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    version = queries.newest_version(queries.round_of(exchange, 1))
    assert version is not None
    goes = queries.entries_of(version)[0].case_ref
    reader = signed_in("neutral-interviewer")
    page = words(reader.get(address(exchange, goes)).content.decode())
    assert "If this person stayed" in page
    others = {entry.case_ref for entry in queries.others_of(version)}
    joins = page[page.index("Would go too") : page.index("Would stay")]
    assert sum(case in joins for case in others) == 1


def test_whoever_refused_is_let_go_by_nothing_and_none_but_the_interviewer_reads_so(
    agency: dict[str, str], exchange: Exchange, signed_in: Callable[..., Any]
) -> None:
    reader = signed_in("neutral-interviewer")
    listed = reader.get(f"/exchanges/{exchange.ref}/rounds/1/reasons/")
    assert address(exchange, agency["N-1"]) in listed.content.decode()
    page = words(reader.get(address(exchange, agency["N-1"])).content.decode())
    assert "Refused, as the neutral interviewer recorded." in page
    assert "Nothing else that could be agreed" in page
    for role in OTHERS:
        asked = signed_in(role).get(address(exchange, agency["N-1"]))
        assert asked.status_code == 404
    nobody = reader.get(address(exchange, "R-00000000"))
    assert nobody.status_code == 404


def test_a_negotiator_asks_the_same_of_the_own_draft(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    opened = world.opened(NEGOTIATOR)
    held = queries.round_of(opened, 1)
    proposals.make_draft(actor=NEGOTIATOR, held=held, at=AT)
    negotiator = signed_in("negotiator")
    draft = f"/exchanges/{opened.ref}/rounds/1/draft/"
    there = f"{draft}{north['N-9']}/"
    assert there in negotiator.get(draft).content.decode()
    page = words(negotiator.get(there).content.decode())
    assert "Of your own draft, which is never sent." in page
    assert "with 6 fewer days held" in page
    assert signed_in("auditor").get(there).status_code == 404
