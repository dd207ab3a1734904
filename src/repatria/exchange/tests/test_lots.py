"""A lot that all can check and nobody can choose: its course, messages and worth."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from repatria.access import restricted
from repatria.exchange import queries
from repatria.exchange.core import lots as core
from repatria.exchange.core.document import Row, fault_in, rows_of
from repatria.exchange.core.lot import Witness, commitment, seed_of
from repatria.exchange.core.lot_refusals import (
    CommitmentsMissingError,
    CommitmentUsedError,
    CommittedAlreadyError,
    InputsChangedError,
    LateForTheLotError,
    LotStandsError,
    LotUnderWayError,
    LotUnknownError,
    NotACommitmentError,
    RevealedEarlyError,
    SecretDoesNotFitError,
)
from repatria.exchange.core.lots import EARLIER, Stand
from repatria.exchange.core.refusals import (
    MessageAlteredError,
    NotForTheSenderError,
    ProposalAlteredError,
)
from repatria.exchange.models import LotCall, LotWord, Round
from repatria.exchange.queries import lots as found
from repatria.exchange.services import (
    lists,
    lot_messages,
    lots,
    proposals,
    wishes,
)
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, document
from repatria.exchange.tests.world import AT, NORTH, SOUTH, words
from repatria.transmission.models import Correspondent, Incoming, Outgoing
from repatria.transmission.queries import payload_sent

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
SECRETS = {NORTH: "1" * 64, SOUTH: "2" * 64, "agency": "3" * 64}
ALL = tuple(SECRETS)


@pytest.fixture
def held(agency: dict[str, str]) -> Round:
    """A round that the agency has set up and not worked out."""
    del agency
    return queries.round_of(world.opened(DELEGATE), 1)


def called(held: Round) -> LotCall:
    return lots.call_lot(actor=DELEGATE, held=held, at=AT)


def commits(call: LotCall, *who: str, salt: str = "") -> None:
    for party in who:
        value = commitment(salt or SECRETS[party])
        lots.commit(actor=DELEGATE, call=call, party=party, value=value, at=AT)


def shows(call: LotCall, *who: str) -> None:
    for party in who:
        lots.reveal(
            actor=DELEGATE, call=call, party=party, secret=SECRETS[party], at=AT
        )


def closed(held: Round) -> LotCall:
    call = called(held)
    commits(call, *ALL)
    lots.close_lot(actor=DELEGATE, call=call, at=AT)
    return call


def drawn(held: Round) -> LotCall:
    call = closed(held)
    shows(call, *ALL)
    return call


def proposed(held: Round) -> dict[str, Any]:
    version = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    return queries.document_of(version)


def test_a_lot_is_drawn_once_all_have_committed_and_then_shown(held: Round) -> None:
    call = called(held)
    assert found.stand_of(call) is Stand.OPEN
    assert found.participants_of(call) == [NORTH, SOUTH, "agency"]
    commits(call, *ALL)
    lots.close_lot(actor=DELEGATE, call=call, at=AT)
    assert found.stand_of(call) is Stand.CLOSED
    shows(call, *ALL)
    assert found.stand_of(call) is Stand.DRAWN
    told = proposed(held)
    assert told["lot"]["seed"] == seed_of(SECRETS)
    assert told["lot"]["witness"] == Witness.WITNESSED
    going, others = rows_of(told)
    assert core.fault_in_section(
        told["lot"], document=told, rows=[*going, *others]
    ) == ""  # fmt: skip


def test_a_list_waits_until_its_lot_is_drawn(held: Round) -> None:
    called(held)
    with pytest.raises(LotUnderWayError, match="round 1"):
        proposed(held)


def test_who_goes_follows_from_the_seed_and_not_from_who_is_asked_first(
    held: Round,
) -> None:
    call = called(held)
    commits(call, *reversed(ALL))
    lots.close_lot(actor=DELEGATE, call=call, at=AT)
    shows(call, "agency", SOUTH, NORTH)
    lot = found.lot_drawn(held)
    assert lot is not None
    assert lot.seed == seed_of(SECRETS)
    assert lot.witness is Witness.WITNESSED


def test_nobody_commits_once_the_inputs_are_fixed(held: Round) -> None:
    call = called(held)
    commits(call, NORTH, "agency")
    with pytest.raises(CommitmentsMissingError, match=SOUTH):
        lots.close_lot(actor=DELEGATE, call=call, at=AT)
    lots.give_up(actor=DELEGATE, call=call, at=AT)
    with pytest.raises(LateForTheLotError):
        commits(call, SOUTH)


def test_a_secret_waits_for_every_commitment_and_has_to_fit(held: Round) -> None:
    call = called(held)
    commits(call, *ALL)
    with pytest.raises(RevealedEarlyError):
        shows(call, NORTH)
    lots.close_lot(actor=DELEGATE, call=call, at=AT)
    for wrong in (SECRETS[SOUTH], "", "1" * 63, SECRETS[NORTH] + "x"):
        with pytest.raises(SecretDoesNotFitError, match=NORTH):
            lots.reveal(actor=DELEGATE, call=call, party=NORTH, secret=wrong, at=AT)
    with pytest.raises(SecretDoesNotFitError):
        lots.reveal(actor=DELEGATE, call=call, party="X", secret="1" * 64, at=AT)
    assert found.stand_of(call) is Stand.CLOSED


def test_one_commitment_counts_and_nobody_elses(held: Round) -> None:
    call = called(held)
    commits(call, NORTH)
    commits(call, NORTH)  # twice does no harm
    assert LotWord.objects.count() == 1
    with pytest.raises(CommittedAlreadyError, match=NORTH):
        commits(call, NORTH, salt="4" * 64)
    with pytest.raises(CommitmentUsedError):
        commits(call, SOUTH, salt=SECRETS[NORTH])
    for wrong in ("", "abc", "z" * 64):
        with pytest.raises(NotACommitmentError):
            lots.commit(actor=DELEGATE, call=call, party=SOUTH, value=wrong, at=AT)
    with pytest.raises(NotACommitmentError):
        lots.commit(actor=DELEGATE, call=call, party="X", value="0" * 64, at=AT)


def test_a_secret_that_is_never_shown_is_named_and_the_rules_seed_is_used(
    held: Round,
) -> None:
    call = closed(held)
    shows(call, SOUTH, "agency")
    lots.give_up(actor=DELEGATE, call=call, at=AT)
    told = proposed(held)["lot"]
    assert told["witness"] == Witness.NOT_WITNESSED
    assert told["not_shown"] == [NORTH]
    assert told["seed"] == "2022-11-22"  # the seed of the rules


def test_another_lot_is_called_once_people_or_rules_have_changed(
    held: Round, agency: dict[str, str]
) -> None:
    call = drawn(held)
    with pytest.raises(LotStandsError):
        called(held)
    _leaves(agency["N-1"])
    told = proposed(held)["lot"]
    assert told["witness"] == EARLIER
    again = called(held)
    assert (again.number, found.stand_of(again)) == (call.number + 1, Stand.OPEN)
    with pytest.raises(CommitmentUsedError):
        commits(again, NORTH)  # what was shown once is no secret


def test_what_was_called_over_other_people_is_not_closed(
    held: Round, agency: dict[str, str]
) -> None:
    call = called(held)
    commits(call, *ALL)
    _leaves(agency["N-1"])
    with pytest.raises(InputsChangedError):
        lots.close_lot(actor=DELEGATE, call=call, at=AT)


def _leaves(case_ref: str) -> None:
    """Let somebody be withheld from the powers, so that he is on no list."""
    restricted.restrict(
        actor=DELEGATE, case_ref=case_ref, ground="withheld", reason="x", at=AT
    )


@pytest.mark.parametrize("answer", ["yes", "no", "withdrawn"])
def test_no_answer_has_a_part_in_what_is_fixed(
    held: Round, agency: dict[str, str], answer: str
) -> None:
    before = lots.inputs_now(held, number=1, at=AT)
    interviewer = world.command("neutral-interviewer")
    wishes.record_wish(actor=interviewer, case_ref=agency["N-1"], answer=answer, at=AT)
    assert rfc8785.dumps(lots.inputs_now(held, number=1, at=AT)) == rfc8785.dumps(
        before
    )


# --- messages


def brings(sender: str, told: dict[str, Any]) -> None:
    assert core.fault_in_message(told) == ""
    incoming = Incoming(sender=Correspondent.objects.get(code=sender))
    actor = NEGOTIATOR if sender == "agency" else DELEGATE
    lot_messages.receive(actor=actor, incoming=incoming, told=told, at=AT)


def sent(call: LotCall) -> list[tuple[str, dict[str, Any]]]:
    """Prepare everything that waits, and return what it says to whom."""
    made = []
    for parcel in lot_messages.to_send(call):
        outgoing = lot_messages.send(actor=DELEGATE, call=call, parcel=parcel, at=AT)
        made.append((outgoing.to.code, json.loads(payload_sent(outgoing))))
    assert lot_messages.to_send(call) == []
    return made


def word(call: LotCall, about: str, party: str, said: str) -> dict[str, Any]:
    told = {"party": party, "inputs_sha256": call.sha256, about: said}
    return {"kind": "lot", "about": about, **told}


def test_the_agency_calls_closes_and_shows_no_secret(held: Round) -> None:
    call = called(held)
    calls = sent(call)
    assert [(to, told["about"]) for to, told in calls] == [
        ("north", "call"), ("south", "call")
    ]  # fmt: skip
    for code, party in (("north", NORTH), ("south", SOUTH)):
        told = word(call, core.COMMITMENT, party, commitment(SECRETS[party]))
        brings(code, told)
    commits(call, "agency")
    lots.close_lot(actor=DELEGATE, call=call, at=AT)
    shows(call, *ALL)
    closing = sent(call)
    assert [told["about"] for _to, told in closing] == ["commitments"] * 2
    every = json.dumps([calls, closing])
    assert not any(secret in every for secret in SECRETS.values())
    assert Outgoing.objects.count() == 4


@pytest.mark.parametrize(
    ("sender", "party"),
    [
        pytest.param("north", SOUTH, id="for another party"),
        pytest.param("north", "agency", id="for the agency"),
    ],
)
def test_nobody_commits_for_another(held: Round, sender: str, party: str) -> None:
    call = called(held)
    with pytest.raises(NotForTheSenderError):
        brings(sender, word(call, core.COMMITMENT, party, "a" * 64))


def test_a_late_commitment_or_an_early_secret_of_a_party_is_refused(
    held: Round,
) -> None:
    call = called(held)
    early = word(call, core.SECRET, NORTH, SECRETS[NORTH])
    with pytest.raises(RevealedEarlyError):
        brings("north", early)
    commits(call, *ALL)
    lots.close_lot(actor=DELEGATE, call=call, at=AT)
    with pytest.raises(CommittedAlreadyError):
        brings("north", word(call, core.COMMITMENT, NORTH, "a" * 64))
    brings("north", early)
    assert found.secrets_of(call) == {NORTH: SECRETS[NORTH]}


def inputs(**more: Any) -> dict[str, Any]:
    return {
        "exchange": "X-00000001", "round": 1, "number": 1, "parties": [NORTH, SOUTH],
        "drawn_by": "agency", "rules_sha256": "0" * 64, "people": 3, "lists": [],
        "candidates_sha256": "1" * 64, **more,
    }  # fmt: skip


def a_call(**more: Any) -> dict[str, Any]:
    return {
        "kind": "lot", "about": "call", "inputs": inputs(**more), "title": "Lake",
        "on": "2022-11-23", "seats": {},
    }  # fmt: skip


@pytest.fixture
def party_called(north: dict[str, str]) -> LotCall:
    """The north's installation once the agency has called a lot."""
    del north
    brings("agency", a_call())
    return LotCall.objects.get()


def closing(call: LotCall, **commitments: str) -> dict[str, Any]:
    told = {party: commitment(secret) for party, secret in SECRETS.items()}
    return {
        "kind": "lot", "about": "commitments", "inputs_sha256": call.sha256,
        "commitments": told | commitments,
    }  # fmt: skip


def test_a_party_commits_and_shows_when_all_have(party_called: LotCall) -> None:
    call = party_called
    assert call.round.planned_on == world.ON
    lots.commit(
        actor=NEGOTIATOR, call=call, party=NORTH, at=AT,
        value=commitment(SECRETS[NORTH]),
    )  # fmt: skip
    assert [(to, told["about"]) for to, told in sent(call)] == [
        ("agency", "commitment")
    ]
    with pytest.raises(RevealedEarlyError):
        shows(call, NORTH)
    brings("agency", closing(call))
    brings("agency", closing(call))  # twice does no harm
    shows(call, NORTH)
    ((to, told),) = sent(call)
    assert (to, told["secret"]) == ("agency", SECRETS[NORTH])


def test_a_party_finds_that_its_commitment_was_changed(party_called: LotCall) -> None:
    lots.commit(actor=NEGOTIATOR, call=party_called, party=NORTH, at=AT, value="a" * 64)
    with pytest.raises(CommittedAlreadyError, match=NORTH):
        brings("agency", closing(party_called))
    assert found.stand_of(party_called) is Stand.OPEN


@pytest.mark.parametrize(
    ("sender", "told", "error"),
    [
        pytest.param("south", a_call(), NotForTheSenderError, id="a party calls"),
        pytest.param(
            "south", a_call(drawn_by="south"), NotForTheSenderError, id="as the agency"
        ),
        pytest.param(
            "agency",
            a_call(parties=["EAST", "WEST"]),
            NotForTheSenderError,
            id="a lot of others",
        ),
        pytest.param(
            "agency",
            a_call(candidates_sha256="2" * 64),
            MessageAlteredError,
            id="another lot under a number that is taken",
        ),
    ],
)
def test_a_call_that_is_not_the_agencys_is_refused(
    party_called: LotCall, sender: str, told: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        brings(sender, told)
    assert LotCall.objects.get() == party_called


def test_a_lot_that_nobody_called_here_is_named(party_called: LotCall) -> None:
    told = closing(party_called) | {"inputs_sha256": "f" * 64}
    with pytest.raises(LotUnknownError, match="ffffffffffff"):
        brings("agency", told)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({"about": "draw"}, "keys", id="about nothing known"),
        pytest.param({"about": ["call"]}, "keys", id="about no word"),
        pytest.param({"more": 1}, "keys", id="a word too many"),
        pytest.param({"inputs": {}}, "inputs", id="no inputs"),
        pytest.param({"inputs": inputs(number=0)}, "inputs", id="no number"),
        pytest.param({"inputs": inputs(parties="AB")}, "inputs", id="no parties"),
        pytest.param({"inputs": inputs(lists=[{}])}, "inputs", id="no lists"),
        pytest.param({"inputs": inputs(drawn_by=NORTH)}, "inputs", id="drawn by one"),
        pytest.param({"on": "soon"}, "on", id="no day"),
        pytest.param({"seats": []}, "seats", id="no seats"),
        pytest.param({"title": 1}, "title", id="no title"),
    ],
)
def test_a_message_written_otherwise_is_refused(
    change: dict[str, Any], fault: str
) -> None:
    assert core.fault_in_message(a_call()) == ""
    assert core.fault_in_message(a_call() | change) == fault
    assert core.fault_in_message([]) == "keys"


# --- what the signed list tells


def the_list(held: Round) -> dict[str, Any]:
    drawn(held)
    return proposed(held)


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "keys": lambda lot: lot.pop("seed"),
    "inputs": lambda lot: lot["inputs"].update(round=2),
    "commitments": lambda lot: lot["commitments"].update({"X": "0" * 64}),
    "secrets": lambda lot: lot["secrets"].update({NORTH: "9" * 64}),
    "seed": lambda lot: lot.update(seed="0" * 64),
    "not_shown": lambda lot: lot.update(not_shown=[NORTH]),
    "witness": lambda lot: lot.update(witness=Witness.NOT_WITNESSED.value),
}


@pytest.mark.parametrize("fault", CHANGES)
def test_a_list_whose_lot_does_not_hold_is_found_out(held: Round, fault: str) -> None:
    told = the_list(held)
    CHANGES[fault](told["lot"])
    going, others = rows_of(told)
    rows = [*going, *others]
    assert core.fault_in_section(told["lot"], document=told, rows=rows) == fault
    assert core.fault_in_section([], document=told, rows=rows) == "keys"


def test_somebody_exchanged_after_the_call_is_found_out(held: Round) -> None:
    told = the_list(held)
    told["not_proposed"][0]["case"] = "R-SOMEBODY"
    going, others = rows_of(told)
    assert fault_in(told) == ""
    assert core.fault_in_section(
        told["lot"], document=told, rows=[*going, *others]
    ) == "witness"  # fmt: skip


def test_a_party_refuses_a_list_whose_lot_is_not_what_it_committed_to(
    party_called: LotCall,
) -> None:
    call = party_called
    lots.commit(actor=NEGOTIATOR, call=call, party=NORTH, at=AT, value="a" * 64)
    told = json.loads(_list_with_lot(call, SECRETS))
    with pytest.raises(ProposalAlteredError, match="lot"):
        lists.receive_proposal(
            actor=NEGOTIATOR, sender="agency", payload=rfc8785.dumps(told), at=AT
        )


def test_a_party_keeps_a_list_with_the_lot_it_took_part_in(
    party_called: LotCall,
) -> None:
    version = lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", at=AT,
        payload=_list_with_lot(party_called, SECRETS),
    )  # fmt: skip
    assert queries.document_of(version)["lot"]["witness"] == EARLIER


def _list_with_lot(call: LotCall, secrets: dict[str, str]) -> bytes:
    fixed = found.inputs_of(call)
    committed = {party: commitment(secret) for party, secret in secrets.items()}
    section = core.section(
        fixed, committed, secrets, rows=[], rules_sha256="0" * 64, seed=seed_of(secrets)
    )
    return document(exchange=fixed["exchange"], lot=section)


hexes = st.text("0123456789abcdef", min_size=64, max_size=64)


@given(st.lists(hexes, min_size=3, max_size=3, unique=True), st.permutations(ALL))
def test_the_seed_is_the_same_whoever_is_named_first(
    secrets: list[str], order: list[str]
) -> None:
    one = dict(zip(ALL, secrets, strict=True))
    assert seed_of(one) == seed_of({party: one[party] for party in order})


@given(
    st.lists(hexes, min_size=3, max_size=3, unique=True),
    hexes,
    st.sampled_from(ALL),
)
def test_any_single_secret_changes_the_seed(
    secrets: list[str], other: str, whose: str
) -> None:
    one = dict(zip(ALL, secrets, strict=True))
    if other not in one.values():
        assert seed_of(one) != seed_of(one | {whose: other})


@given(st.randoms(use_true_random=False))
def test_the_hash_of_people_does_not_depend_on_their_order(random: Any) -> None:
    rows = [Row("A>B", str(n), f"M-{n}", f"R-{n}", "") for n in range(9)]
    shuffled = random.sample(rows, k=len(rows))
    assert core.people_sha256(shuffled) == core.people_sha256(rows)
    assert core.people_sha256(rows[1:]) != core.people_sha256(rows)


# --- pages


def test_the_lot_is_called_committed_to_and_drawn_on_pages(
    held: Round, signed_in: Callable[..., Any]
) -> None:
    address = f"/exchanges/{held.exchange.ref}/rounds/1/lot/"
    delegate = signed_in("agency-delegate")
    assert "No lot was called" in delegate.get(address).content.decode()
    assert "lot waits for our" not in delegate.get("/").content.decode()
    assert delegate.post(f"{address}call/").status_code == 302
    call = LotCall.objects.get()
    assert "1 lot waits for our commitment" in delegate.get("/").content.decode()
    delegate.post(f"{address}send/")
    assert Outgoing.objects.count() == 2
    refused = delegate.post(f"{address}commit/", {"value": "abc"})
    assert refused.status_code == 409
    delegate.post(f"{address}commit/", {"value": commitment(SECRETS["agency"])})
    commits(call, NORTH)
    page = words(delegate.get(address).content.decode())
    assert "Norland ● committed ○ not shown" in page
    assert "Sudmark ○ not committed ○ not shown" in page
    assert delegate.post(f"{address}close/").status_code == 409
    commits(call, SOUTH)
    delegate.post(f"{address}close/")
    shows(call, NORTH, SOUTH)
    delegate.post(f"{address}show/", {"value": SECRETS["agency"]})
    assert found.stand_of(call) is Stand.DRAWN
    proposed(held)
    shown = delegate.get(f"/exchanges/{held.exchange.ref}/rounds/1/").content.decode()
    assert "Lot witnessed" in shown


def test_a_party_commits_on_its_own_page(
    party_called: LotCall, signed_in: Callable[..., Any]
) -> None:
    held = party_called.round
    address = f"/exchanges/{held.exchange.ref}/rounds/1/lot/"
    negotiator = signed_in("negotiator")
    assert negotiator.post(f"{address}call/").status_code == 404
    assert negotiator.post(f"{address}close/").status_code == 404
    assert "repatria lot new" in negotiator.get(address).content.decode()
    negotiator.post(f"{address}commit/", {"value": commitment(SECRETS[NORTH])})
    assert found.commitments_of(party_called).keys() == {NORTH}
    page = words(negotiator.get(address).content.decode())
    assert "To Agency: commitment" in page
