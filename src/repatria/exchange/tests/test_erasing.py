"""Whoever is erased from the register: what they wished, and why they stood where."""

from __future__ import annotations

from typing import Any

import pytest

from repatria.access.models import DataKey
from repatria.exchange import queries
from repatria.exchange.models import Hold, ListReasons
from repatria.exchange.services import holds, proposals, wishes
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR
from repatria.exchange.tests.world import AT, SOUTH
from repatria.ledger.models import Entry
from repatria.register import services as register
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
INTERVIEWER = world.command("agency-delegate", "neutral-interviewer")
SECOND = Actor("user:8", frozenset({"auditor"}), "agency")


def erase(case_ref: str) -> None:
    asked = register.ask_for_erasure(
        actor=INTERVIEWER, case_ref=case_ref, reason="asked", at=AT
    )
    register.confirm_erasure(actor=SECOND, erasure=asked, at=AT)


def test_a_wish_goes_and_the_reasons_of_a_list_are_sealed_anew_without_them(
    agency: dict[str, str],
) -> None:
    gone, kept = agency["N-1"], agency["N-2"]
    for case_ref in (gone, kept):
        wishes.record_wish(actor=INTERVIEWER, case_ref=case_ref, answer="no", at=AT)
    held = queries.round_of(world.opened(INTERVIEWER, sizes=(3,)), 1)
    version = proposals.make_proposal(actor=INTERVIEWER, held=held, at=AT)
    before = queries.reasons_for(version)
    earlier = ListReasons.objects.get()
    erase(gone)
    after = queries.reasons_for(version)
    assert before["why"].pop(gone)
    assert after["why"] == before["why"]
    for leg, cases in before["reserves"].items():
        assert after["reserves"][leg] == [case for case in cases if case != gone]
    key = DataKey.objects.get(owner=queries.reasons_owner(earlier.ref))
    assert bytes(key.wrapped) == b"", "the words of before cannot be opened"
    heard = [
        wishes.wishes_heard(actor=INTERVIEWER, case_refs=frozenset({case_ref}))
        for case_ref in (gone, kept)
    ]
    assert [len(one) for one in heard] == [0, 1]
    entry = Entry.objects.get(act="register.erased")
    assert '"elsewhere":2' in entry.body


def test_the_name_and_ground_of_a_hold_go_and_the_hold_is_shown_no_more(
    north: dict[str, str],
) -> None:
    told: dict[str, Any] = {"article": "GC III 115", "ground": "judicial prosecution"}
    for number in ("N-2", "N-3"):
        holds.record_hold(actor=NEGOTIATOR, case_ref=north[number], at=AT, **told)
    erase(north["N-2"])
    shown = holds.shown(Hold.objects.all())
    assert [one.case_ref for one in shown.values()] == [north["N-3"]]
    assert Hold.objects.count() == 2, "that there was one stays"
    assert len(holds.holds_told(home=SOUTH, to="agency", at=AT)) == 1
