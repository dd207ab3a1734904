"""When everybody will be home: what parties see, and what only the agency plans."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from repatria.exchange import queries
from repatria.exchange.core.crossed import LEAST_SHOWN, Between
from repatria.exchange.core.rounds import Account
from repatria.exchange.core.states import State
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.models import Exchange, Round
from repatria.exchange.queries.rounds import balance_now, rounds_told
from repatria.exchange.services import counts, exchanges, proposals, series
from repatria.exchange.tests import world
from repatria.exchange.tests.test_left_out import held_back, refused, withdrawn
from repatria.exchange.tests.world import AT, NORTH, SOUTH

pytestmark = pytest.mark.django_db
DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
CREDIT = world.RULES + "[credit]\nNORLAND = 3\nSUDMARK = 3\n"
SignIn = Callable[..., Client]


def page_of(reader: Client, exchange: Exchange, part: str = "rounds/") -> str:
    answer = reader.get(f"/exchanges/{exchange.ref}/{part}")
    assert answer.status_code == 200
    return answer.content.decode()


def cross(held: Round, *, stay: tuple[str, ...] = ()) -> None:
    """Let everybody on a list cross but those of these numbers; the round is over."""
    version = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    came = dict.fromkeys((NORTH, SOUTH), 0)
    for entry in queries.entries_of(version):
        crossed = entry.holder_id not in stay
        came[entry.home] += crossed
        exchanges.record_outcome(
            actor=DELEGATE, held=held, case_ref=entry.case_ref, crossed=crossed, at=AT
        )
    for state in (
        State.LISTS_EXCHANGED, State.VERIFYING, State.AGREED, State.SCHEDULED,
        State.ASSEMBLED, State.IN_HANDOVER,
    ):  # fmt: skip
        exchanges.record_state(actor=DELEGATE, held=held, state=state, at=AT)
    state = State.PARTIAL if stay else State.COMPLETED
    exchanges.record_state(actor=DELEGATE, held=held, state=state, facts=came, at=AT)


@pytest.mark.usefixtures("agency")
def test_rounds_stand_beside_each_other_with_who_crossed_and_who_counted(
    signed_in: SignIn,
) -> None:
    exchange = world.opened(DELEGATE, sizes=(3, 4))
    first, second = exchange.rounds.order_by("number")
    cross(first)
    counts.record_count_claim(
        actor=DELEGATE, claimant="Ministry", n=4, to=NORTH, held=first, at=AT
    )
    proposals.make_proposal(actor=DELEGATE, held=second, at=AT)
    page = page_of(signed_in("agency-delegate"), exchange)
    told = world.words(page)
    assert "4 Ministry" in told
    assert page.count("<svg") == 2
    assert "7 people of Norland wait" in told
    assert 'aria-current="step"' in page
    assert told.count(" even ") == 1


@pytest.mark.usefixtures("agency")
def test_who_is_ahead_follows_from_what_crossed() -> None:
    exchange = world.opened(DELEGATE, sizes=(3, 4), rules=CREDIT)
    first, _second = exchange.rounds.order_by("number")
    stayed = _numbers(first)[0]
    cross(first, stay=(stayed,))
    told = rounds_told(exchange)[0]
    owed = {NORTH: Between(-1, -1), SOUTH: Between(1, 1)}
    assert told.ahead == owed  # the north's prisoner stayed: the south gave one more
    rules = rules_of(_told(CREDIT))
    assert balance_now(rounds_told(exchange), rules) == {
        Account(NORTH): -1,
        Account(SOUTH): 1,
    }


def _numbers(held: Round) -> list[str]:
    """Return who the north would let go in a round."""
    version = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    going = queries.entries_of(version)
    return sorted(one.holder_id for one in going if one.holder == NORTH)


def _told(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


@pytest.mark.usefixtures("agency")
def test_what_is_owed_lets_the_next_list_be_uneven_and_pays_back() -> None:
    """One who stayed is owed: the next round lets the north give one more."""
    exchange = world.opened(DELEGATE, sizes=(3, 9), rules=CREDIT)
    first, second = exchange.rounds.order_by("number")
    cross(first, stay=(_numbers(first)[0],))
    version = proposals.make_proposal(actor=DELEGATE, held=second, at=AT)
    parity = queries.document_of(version)["parity"]
    gives = {party: sums["gives"] for party, sums in parity.items()}
    assert gives == {NORTH: 8, SOUTH: 7}


@pytest.mark.usefixtures("north")
def test_a_party_sees_its_rounds_and_no_plan(signed_in: SignIn) -> None:
    exchange = Exchange.objects.get()
    reader = signed_in("negotiator")
    told = world.words(page_of(reader, exchange))
    assert "10 people of Norland wait" in told
    assert "Plan the rounds ahead" not in told
    assert reader.get(f"/exchanges/{exchange.ref}/rounds/plan/").status_code == 404


@pytest.mark.parametrize("why", [refused, withdrawn, held_back])
def test_a_wish_or_a_hold_changes_no_byte_of_what_the_delegate_sees(
    agency: dict[str, str],
    signed_in: SignIn,
    why: Callable[[str, str], None],
) -> None:
    exchange = world.opened(DELEGATE, sizes=(2,))
    reader = signed_in("agency-delegate")
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)

    def seen() -> list[str]:
        pages = [page_of(reader, exchange, part) for part in PARTS]
        return [re.sub(r'value="[A-Za-z0-9]{64}"', "", page) for page in pages]

    before = seen()
    why(agency["N-10"], "N-10")
    assert seen() == before


PARTS = ("rounds/", "rounds/plan/")


def test_the_interviewer_sees_how_many_never_come_up_and_the_delegate_does_not(
    agency: dict[str, str], signed_in: SignIn
) -> None:
    exchange = world.opened(DELEGATE, sizes=(2, 2))
    proposals.make_proposal(actor=DELEGATE, held=exchange.rounds.get(number=1), at=AT)
    refused(agency["N-9"], "N-9")
    for reader, knows in ((signed_in("neutral-interviewer"), True),
                          (signed_in("agency-delegate"), False)):  # fmt: skip
        told = world.words(page_of(reader, exchange, "rounds/plan/"))
        assert ("never comes up" in told) == knows
        assert ("consent: 1" in told) == knows


@pytest.mark.usefixtures("agency")
def test_the_plan_goes_on_at_the_last_interval_until_nobody_waits() -> None:
    exchange = world.opened(DELEGATE, sizes=(2, 2))
    at = datetime(2022, 11, 24, tzinfo=UTC)
    found = series.plan(actor=DELEGATE, exchange=exchange, knows=False, at=at)
    assert found.persons == 20
    assert found.last_place + 1 == 5
    assert str(found.last_day) == "2022-11-27"


@pytest.mark.usefixtures("agency")
def test_nothing_to_plan_is_said_and_teaches_the_next_step(signed_in: SignIn) -> None:
    reader = signed_in("agency-delegate")
    for sizes, told in (((10,), "not on a list already"), ((), "plan no more")):
        exchange = world.opened(DELEGATE, sizes=sizes)
        proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
        assert told in world.words(page_of(reader, exchange, "rounds/plan/"))


@pytest.mark.usefixtures("agency")
def test_small_numbers_are_not_shown(signed_in: SignIn) -> None:
    exchange = world.opened(DELEGATE, sizes=(8,))
    cross(exchange.rounds.get())
    page = page_of(signed_in("agency-delegate"), exchange)
    _before, _heading, bands = page.partition('id="bands-t"')
    cells = re.findall(r'<td class="number">\s*(.*?)\s*</td>', bands, re.S)
    assert sum("not shown" in cell for cell in cells) == 2  # two of each side wait
    assert not any(cell.isdigit() and 0 < int(cell) < LEAST_SHOWN for cell in cells)
