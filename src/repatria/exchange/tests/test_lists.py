"""Proposals made by the agency, and what each installation may know of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from repatria.access.core.errors import NothingHereError
from repatria.exchange import queries
from repatria.exchange.core.refusals import StateOutOfOrderError
from repatria.exchange.core.states import State
from repatria.exchange.models import EntryAnswer, ListVersion, Wish
from repatria.exchange.services import exchanges, proposals, wishes
from repatria.exchange.services.candidates import (
    candidates_from,
    pairs_between,
    standing_numbers,
)
from repatria.exchange.tests import world
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.ledger.models import Entry
from repatria.medical.services import state_health
from repatria.register.models import Record
from repatria.register.services.decisions import link
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")


@pytest.fixture
def cases(as_agency: object, tmp_path: Path) -> dict[str, str]:
    """The agency has both parties' lists, ten people a side, confirmed."""
    del as_agency
    return world.read_lists(tmp_path, each=10, actor=DELEGATE)


def goes(version: ListVersion, case_ref: str) -> bool:
    """Tell whether somebody on a list is proposed."""
    entry = queries.entry_of(version, case_ref)
    assert entry is not None
    return entry.proposed


def test_people_on_both_parties_lists_are_candidates(cases: dict[str, str]) -> None:
    pairs = pairs_between(SOUTH, NORTH)
    assert {pair.case_ref for pair in pairs} == set(cases.values())
    assert {pair.leg for pair in pairs} == {f"{NORTH}>{SOUTH}", f"{SOUTH}>{NORTH}"}
    assert all(pair.missing.own_id.startswith("M-") for pair in pairs)


def test_whoever_is_said_to_be_held_by_both_parties_waits_for_a_person_to_look(
    cases: dict[str, str],
) -> None:
    north, south = (Record.objects.get(own_id=number) for number in ("N-1", "S-1"))
    link(actor=DELEGATE, left=north, right=south, reasons="one name", at=AT)
    found = {pair.case_ref for pair in pairs_between(SOUTH, NORTH)}
    assert len(found) == len(cases) - 2
    assert found < set(cases.values())


def test_a_series_of_two_rounds_is_even_and_nobody_goes_twice(
    cases: dict[str, str],
) -> None:
    exchange = world.opened(DELEGATE)
    first, second = proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    told = json.loads(first.document)
    assert [len(rows) for rows in told["legs"].values()] == [3, 3]
    assert told["parity"][NORTH]["gives"] == told["parity"][NORTH]["gets"] == 3
    assert len(told["not_proposed"]) == 20 - 6
    both = [
        {entry.case_ref for entry in queries.entries_of(one)} for one in (first, second)
    ]
    assert len(both[1]) == 8
    assert not both[0] & both[1]
    assert both[0] | both[1] <= set(cases.values())


def test_the_longest_held_go_first(cases: dict[str, str]) -> None:
    exchange = world.opened(DELEGATE)
    version = proposals.make_proposal(
        actor=DELEGATE, held=queries.round_of(exchange, 1), at=AT
    )
    numbers = {entry.holder_id for entry in queries.entries_of(version)}
    assert numbers == {"N-1", "N-2", "N-3", "S-1", "S-2", "S-3"}
    assert cases["N-1"] in {entry.case_ref for entry in queries.entries_of(version)}


def test_the_seriously_wounded_go_outside_parity_once_they_said_yes(
    cases: dict[str, str],
) -> None:
    wounded = cases["N-10"]
    state_health(
        actor=DELEGATE, case_ref=wounded, said_by="commission doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip
    exchange = world.opened(DELEGATE)
    held = queries.round_of(exchange, 1)
    before = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    assert not goes(before, wounded)
    code = queries.reasons_for(before)["why"][wounded]["code"]
    assert code == "CONSENT"

    wishes.record_wish(actor=INTERVIEWER, case_ref=wounded, answer="yes", at=AT)
    after = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    assert after.version == 2
    assert goes(after, wounded)
    parity = json.loads(after.document)["parity"]
    assert parity[NORTH]["gives_outside"] == 1
    assert parity[NORTH]["gives"] - 1 == parity[NORTH]["gets"] == 2


def test_a_refusal_keeps_its_number_after_two_numbers_became_one(
    cases: dict[str, str],
) -> None:
    missing = Record.objects.get(own_id="M-S-1")
    former = {
        record.first_person.case_ref
        for record in Record.objects.filter(own_id__in=["N-1", "M-S-1"])
    } - {cases["N-1"]}
    assert missing.membership.person.case_ref == cases["N-1"]
    wishes.record_wish(actor=INTERVIEWER, case_ref=former.pop(), answer="no", at=AT)
    exchange = world.opened(DELEGATE)
    version = proposals.make_proposal(
        actor=DELEGATE, held=queries.round_of(exchange, 1), at=AT
    )
    assert not goes(version, cases["N-1"])


def test_the_newest_answer_counts_and_a_taken_back_yes_is_none(
    cases: dict[str, str],
) -> None:
    asked = cases["S-1"]
    exchange = world.opened(DELEGATE)
    held = queries.round_of(exchange, 1)
    for answer, expected in (("no", False), ("yes", True), ("withdrawn", False)):
        wishes.record_wish(actor=INTERVIEWER, case_ref=asked, answer=answer, at=AT)
        version = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
        assert goes(version, asked) is expected


def test_working_out_the_same_people_again_makes_no_new_version(
    cases: dict[str, str],
) -> None:
    exchange = world.opened(DELEGATE)
    held = queries.round_of(exchange, 1)
    first = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    wishes.record_wish(actor=INTERVIEWER, case_ref=cases["N-9"], answer="no", at=AT)
    again = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    assert again == first
    assert queries.reasons_for(again)["why"][cases["N-9"]]["code"] == "CONSENT"
    assert ListVersion.objects.count() == 1


@pytest.mark.parametrize(
    "role", ["negotiator", "agency-delegate", "auditor", "administrator", "registrar"]
)
def test_nobody_but_the_interviewer_records_a_wish(
    cases: dict[str, str], role: str
) -> None:
    with pytest.raises(NothingHereError):
        wishes.record_wish(
            actor=world.command(role), case_ref=cases["N-1"], answer="no", at=AT
        )
    assert not Wish.objects.exists()


def test_a_partys_installation_stores_no_wish(
    as_party: object, actor_with: Callable[..., Actor]
) -> None:
    del as_party
    with pytest.raises(NothingHereError):
        wishes.record_wish(
            actor=actor_with("neutral-interviewer"),
            case_ref="R-00000000",
            answer="yes",
            at=AT,
        )


def test_the_ledger_tells_neither_the_answer_nor_whose_it_is(
    cases: dict[str, str],
) -> None:
    entries = Entry.objects.count()
    lengths = set()
    for answer in ("yes", "no", "withdrawn"):
        wish = wishes.record_wish(
            actor=INTERVIEWER, case_ref=cases["N-1"], answer=answer, at=AT
        )
        lengths.add(len(bytes(wish.sealed_answer)))
    written = [entry.body for entry in Entry.objects.order_by("number")[entries:]]
    assert not any(cases["N-1"] in body for body in written)
    assert len({json.dumps({**json.loads(body), "about": ""}) for body in written}) == 1
    assert len(lengths) == 1


def test_a_draft_leaves_whoever_needs_a_consent_to_the_agency(
    as_party: object, tmp_path: Path
) -> None:
    del as_party
    actor = world.command("negotiator", organisation="north")
    cases = world.read_lists(tmp_path, each=10, actor=actor)
    state_health(
        actor=actor, case_ref=cases["N-1"], said_by="camp doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip
    exchange = world.opened(actor)
    draft = proposals.make_draft(actor=actor, held=queries.round_of(exchange, 1), at=AT)
    assert queries.reasons_for(draft)["for_the_agency"] == [cases["N-1"]]
    assert not goes(draft, cases["N-1"])
    assert queries.newest_version(draft.round) is None
    assert queries.state_of(draft.round) is None


def test_the_agencys_proposal_cannot_be_made_by_a_party(
    as_party: object, tmp_path: Path
) -> None:
    del as_party, tmp_path
    actor = world.command("negotiator", "agency-delegate", organisation="north")
    exchange = world.opened(actor)
    with pytest.raises(NothingHereError):
        proposals.make_proposal(actor=actor, held=queries.round_of(exchange, 1), at=AT)


def test_whoever_crossed_is_no_candidate_and_whoever_did_not_is_again(
    cases: dict[str, str],
) -> None:
    exchange = world.opened(DELEGATE)
    one, two = exchange.rounds.order_by("number")
    first, _second = proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    stayed, *crossed = queries.entries_of(first)
    for entry in crossed:
        exchanges.record_outcome(
            actor=DELEGATE, held=one, case_ref=entry.case_ref, crossed=True, at=AT
        )
    exchanges.record_outcome(
        actor=DELEGATE, held=one, case_ref=stayed.case_ref, crossed=False, at=AT
    )
    after = proposals.make_proposal(actor=DELEGATE, held=two, at=AT)
    assert queries.entry_of(after, stayed.case_ref) is not None
    assert all(queries.entry_of(after, entry.case_ref) is None for entry in crossed)
    assert stayed.case_ref in cases.values()


def test_reserves_are_ready_in_each_direction_and_on_no_list(
    cases: dict[str, str],
) -> None:
    exchange = world.opened(DELEGATE)
    first, second = proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    del first
    reserves = queries.reserves_of(second)
    assert {entry.direction for entry in reserves} == {
        f"{NORTH}>{SOUTH}",
        f"{SOUTH}>{NORTH}",
    }
    assert not any(entry.proposed for entry in reserves)
    assert {entry.case_ref for entry in reserves} <= set(cases.values())


def test_whoever_said_no_since_is_ready_no_more_and_nobody_is_told(
    cases: dict[str, str],
) -> None:
    exchange = world.opened(DELEGATE)
    version = proposals.make_proposal(
        actor=DELEGATE, held=queries.round_of(exchange, 1), at=AT
    )
    officer = world.command("handover-officer")
    before = proposals.reserves_ready(actor=officer, version=version, on=world.ON)
    assert before == queries.reserves_of(version)
    first, *others = before
    wishes.record_wish(actor=INTERVIEWER, case_ref=first.case_ref, answer="no", at=AT)
    after = proposals.reserves_ready(actor=officer, version=version, on=world.ON)
    assert after == others
    assert first.case_ref in cases.values()


@pytest.mark.parametrize(
    ("state", "ready"),
    [("already_returned", False), ("not_held", False), ("held", True)],
)
def test_whoever_cannot_come_as_the_holder_answers_stands_in_for_nobody(
    cases: dict[str, str], state: str, *, ready: bool
) -> None:
    del cases
    exchange = world.opened(DELEGATE)
    version = proposals.make_proposal(
        actor=DELEGATE, held=queries.round_of(exchange, 1), at=AT
    )
    first = queries.reserves_of(version)[0]
    EntryAnswer.objects.create(
        ref="V-00000001", act="V-00000001", entry=first, party=first.holder,
        state=state, said_by="north", by="command:test", at=AT,
    )  # fmt: skip
    officer = world.command("handover-officer")
    found = proposals.reserves_ready(actor=officer, version=version, on=world.ON)
    assert (first in found) is ready


def test_a_round_goes_through_its_states_in_order(cases: dict[str, str]) -> None:
    del cases
    exchange = world.opened(DELEGATE)
    held = queries.round_of(exchange, 1)
    proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    assert queries.state_of(held) is State.PROPOSED
    with pytest.raises(StateOutOfOrderError):
        exchanges.record_state(actor=DELEGATE, held=held, state=State.COMPLETED, at=AT)
    exchanges.record_state(actor=DELEGATE, held=held, state=State.SUSPENDED, at=AT)
    exchanges.record_state(actor=DELEGATE, held=held, state=State.PROPOSED, at=AT)
    assert queries.state_of(held) is State.PROPOSED


def test_records_tell_the_facts_that_categories_ask_for(
    cases: dict[str, str],
) -> None:
    """What a list does not say is unknown: nobody is taken for a man."""
    people = candidates_from(
        pairs_between(NORTH, SOUTH),
        on=date(2022, 11, 23),
        standing=standing_numbers(),
    )
    facts = {one.id: one.facts for one in people}[cases["N-1"]]
    assert facts["age_years"] == 32  # born on 1990-01-01
    assert facts["days_held"] == 267  # taken on 2022-03-01
    assert facts["woman"] is None
