"""Once people assemble: nothing is asked, drawn or worked out for a list any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from repatria.exchange import queries
from repatria.exchange.core.counters import Change
from repatria.exchange.core.refusals import ListSettledError, StateOutOfOrderError
from repatria.exchange.core.states import State
from repatria.exchange.models import Counter, ListVersion, LotCall, Round
from repatria.exchange.services import counters, course, exchanges, lots
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR
from repatria.exchange.tests.test_course import DELEGATE, OFFICER, assembled
from repatria.exchange.tests.test_course import held as held
from repatria.exchange.tests.test_position_pages import GOING_HOME, returned
from repatria.exchange.tests.world import AT, words
from repatria.shared.errors import in_words

pytestmark = pytest.mark.django_db

OURS = "/exchanges/X-00000000/"


def test_the_agency_calls_no_lot_and_is_offered_none(
    held: Round, signed_in: Callable[..., Any]
) -> None:
    address = f"/exchanges/{held.exchange.ref}/"
    delegate = signed_in("agency-delegate")
    offers = {"": "Work the list out again", "rounds/1/lot/": "Call the lot"}
    for page, words_of_it in offers.items():
        assert words_of_it in delegate.get(address + page).content.decode()
    assembled(held)
    with pytest.raises(ListSettledError) as refused:
        lots.call_lot(actor=DELEGATE, held=held, at=AT)
    assert "of round 1" in in_words(refused.value)
    assert "stands so: Assembled" in in_words(refused.value)
    assert not LotCall.objects.exists()
    for page, words_of_it in offers.items():
        assert words_of_it not in delegate.get(address + page).content.decode()


def test_a_state_that_cannot_follow_is_refused_in_words(held: Round) -> None:
    assembled(held)
    with pytest.raises(StateOutOfOrderError) as refused:
        exchanges.record_state(actor=OFFICER, held=held, state=State.PROPOSED, at=AT)
    assert "stands so: Assembled. From there" in in_words(refused.value)


def test_a_party_asks_for_changes_until_people_assemble(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    version = ListVersion.objects.get()
    change = Change(unwanted=frozenset({GOING_HOME}))
    course.suspend_round(actor=NEGOTIATOR, held=version.round, reason="weather", at=AT)
    counters.keep_counter(actor=NEGOTIATOR, version=version, change=change, at=AT)
    address, unanswered = f"{OURS}rounds/1/positions/", "the list is settled"
    negotiator = signed_in("negotiator")
    assert unanswered not in negotiator.get(address).content.decode()
    course.cancel_round(actor=NEGOTIATOR, held=version.round, reason="agreed", at=AT)
    with pytest.raises(ListSettledError):
        counters.keep_counter(actor=NEGOTIATOR, version=version, change=change, at=AT)
    assert Counter.objects.count() == 1
    page = negotiator.get(address)
    assert unanswered in page.content.decode()
    assert f"{OURS}rounds/1/positions/counter/" not in page.content.decode()


def test_the_return_by_a_round_contradicts_no_list_of_that_round(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    returned(north["S-1"], "2022-11-24")
    held, client = Round.objects.get(), signed_in("negotiator")
    address, said = f"{OURS}rounds/1/", "Already returned on 24 November 2022"
    assert said in client.get(address).content.decode()
    exchanges.record_outcome(
        actor=NEGOTIATOR, held=held, case_ref=north["S-1"], crossed=True, at=AT
    )
    assert said not in client.get(address).content.decode()
    other = exchanges.open_round(
        held.exchange, exchanges.RoundPlan(2, date(2022, 12, 1))
    )
    exchanges.record_outcome(
        actor=NEGOTIATOR, held=other, case_ref=north["S-1"], crossed=True, at=AT
    )
    assert said in client.get(address).content.decode()


def test_a_round_that_was_completed_in_part_is_not_called_completed(
    held: Round, signed_in: Callable[..., Any]
) -> None:
    assembled(held)
    exchanges.record_state(actor=OFFICER, held=held, state=State.IN_HANDOVER, at=AT)
    course.close_partly(actor=OFFICER, held=held, at=AT)
    course.reconcile(actor=world.command("auditor"), held=held, at=AT)
    page = signed_in("agency-delegate").get(f"/exchanges/{held.exchange.ref}/")
    steps = words(page.content.decode())
    assert "Partly completed ● reached" in steps
    assert "Completed ● reached" not in steps
    assert queries.state_of(held) is State.RECONCILED
