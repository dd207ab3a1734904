"""A counter-proposal: kept by a party, carried, and answered by the agency."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from repatria.access import restricted
from repatria.access.core.errors import NothingHereError, WithheldError
from repatria.exchange import queries
from repatria.exchange.core.counters import Change, difference
from repatria.exchange.core.errors import AskedBothWaysError
from repatria.exchange.core.position_refusals import (
    AskedAlreadyError,
    CannotBeMetError,
    NoCounterError,
    NothingAskedError,
    NotSettledError,
    OlderListError,
)
from repatria.exchange.models import (
    Counter,
    CounterAnswer,
    Exchange,
    ListVersion,
    Round,
)
from repatria.exchange.queries import positions
from repatria.exchange.services import (
    answers,
    counters,
    holds,
    lists,
    proposals,
    wishes,
)
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, document
from repatria.exchange.tests.test_incoming import Post
from repatria.exchange.tests.test_incoming import cases as cases
from repatria.exchange.tests.test_left_out import _undone
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.transmission.queries import payload_sent, why_unread

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
GOING, GOING_HOME, LEFT = "R-AGENCY00", "R-AGENCY01", "R-AGENCY02"


# --- In a party's installation --------------------------------------------------


def asked(*, wanted: Sequence[str] = (), unwanted: Sequence[str] = ()) -> Counter:
    held = Exchange.objects.get().rounds.get()
    return counters.keep_counter(
        actor=NEGOTIATOR, version=queries.versions_of(held)[0], at=AT,
        change=Change(frozenset(wanted), frozenset(unwanted)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "unwanted", "error"),
    [
        pytest.param([], [], NothingAskedError, id="nothing"),
        pytest.param([GOING], [], AskedAlreadyError, id="goes already"),
        pytest.param([], [LEFT], AskedAlreadyError, id="does not go anyway"),
        pytest.param(["R-X"], [], AskedAlreadyError, id="not on the list"),
        pytest.param([LEFT], [LEFT], AskedBothWaysError, id="both ways"),
    ],
)
def test_a_counter_that_asks_for_nothing_new_is_refused(
    north: dict[str, str],
    wanted: list[str],
    unwanted: list[str],
    error: type[Exception],
) -> None:
    del north
    with pytest.raises(error):
        asked(wanted=wanted, unwanted=unwanted)
    assert not Counter.objects.exists()


def test_a_counter_over_an_older_version_is_refused_naming_both_hashes(
    north: dict[str, str],
) -> None:
    del north
    second = document(first="N-2", version=2)
    newer = lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", payload=second, at=AT
    )
    older = queries.versions_of(newer.round)[0]
    with pytest.raises(OlderListError) as refused:
        asked(wanted=[LEFT])
    assert newer.sha256[:12] in str(refused.value)
    assert older.sha256[:12] in str(refused.value)


def test_a_counter_leaves_as_numbers_and_nothing_else(north: dict[str, str]) -> None:
    del north
    kept = asked(wanted=[LEFT], unwanted=[GOING, GOING_HOME])
    sent = counters.send_counter(actor=NEGOTIATOR, counter=kept, to="agency", at=AT)
    told = json.loads(payload_sent(sent))
    assert told == {
        "kind": "reply", "about": "counter", "exchange": "X-00000000", "round": 1,
        "version": 1, "sha256": kept.version.sha256, "party": NORTH,
        "said_on": "2022-11-22", "wanted": [LEFT], "unwanted": [GOING, GOING_HOME],
    }  # fmt: skip


def test_what_comes_from_the_other_party_or_through_the_agency_is_kept_once(
    cases: dict[str, str],
) -> None:
    del cases
    agency, south = Post("agency"), Post("south")
    agency.brings("proposal", document())
    version = queries.newest_version(Round.objects.get())
    assert version is not None
    told: dict[str, Any] = {
        "kind": "reply", "about": "counter", "exchange": "X-00000000", "round": 1,
        "version": 1, "sha256": version.sha256, "party": SOUTH,
        "said_on": "2022-11-22", "wanted": [LEFT], "unwanted": [],
    }  # fmt: skip
    for post in (south, agency):
        assert why_unread(post.brings("reply", rfc8785.dumps(told))) == ""
    kept = Counter.objects.get()
    assert (kept.party, kept.said_by, kept.wanted) == (SOUTH, "south", [LEFT])
    wrong = [
        {**told, "party": NORTH},
        {**told, "why": "he is my cousin"},
        {**told, "wanted": [LEFT, LEFT]},
        {**told, "wanted": [GOING]},
        {**told, "sha256": "0" * 64},
        {**told, "said_on": "today"},
    ]
    for one in wrong:
        assert why_unread(south.brings("reply", rfc8785.dumps(one))), one
    assert Counter.objects.get() == kept


# --- In the agency's installation -----------------------------------------------


def proposed(sizes: Sequence[int] = (3, 3)) -> Round:
    exchange = world.opened(DELEGATE, sizes=sizes)
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    return queries.round_of(exchange, 1)


def came(held: Round, party: str, **change: Sequence[str]) -> Counter:
    version = queries.newest_version(held)
    assert version is not None
    told = {
        "exchange": held.exchange.ref, "sha256": version.sha256, "party": party,
        "wanted": [], "unwanted": [], **change,
    }  # fmt: skip
    return counters.receive_counter(
        actor=DELEGATE, sender=party.lower(), told=told, at=AT
    )


def answered(held: Round, **settled: str) -> counters.Answered:
    return counters.answer_counters(actor=DELEGATE, held=held, settled=settled, at=AT)


def going(held: Round) -> set[str]:
    version = queries.newest_version(held)
    assert version is not None
    return {entry.case_ref for entry in queries.entries_of(version)}


def test_the_answer_meets_both_with_the_smallest_change(
    agency: dict[str, str],
) -> None:
    held = proposed()
    before = going(held)
    came(held, NORTH, wanted=[agency["S-9"]])
    came(held, SOUTH, wanted=[agency["N-10"]], unwanted=[agency["N-1"]])
    answer = answered(held)
    assert answer.is_new
    assert answer.version.version == 2
    after = going(held)
    assert {agency["S-9"], agency["N-10"]} <= after
    assert agency["N-1"] not in after
    assert len(after) == len(before) == 6
    found = difference(
        queries.document_of(answer.base), queries.document_of(answer.version)
    )
    assert (len(found.joins), len(found.leaves)) == (2, 2)
    kept = CounterAnswer.objects.get()
    assert (kept.base, kept.version) == (answer.base, answer.version)
    assert len(kept.counters) == 2


def test_whoever_was_asked_off_stands_in_for_nobody(agency: dict[str, str]) -> None:
    held = proposed()
    before = going(held)
    came(held, NORTH, unwanted=[agency["N-1"]])
    answer = answered(held)
    ready = {entry.case_ref for entry in queries.reserves_of(answer.version)}
    assert ready
    assert agency["N-1"] in before - going(held)
    assert agency["N-1"] not in ready


def test_a_contradiction_waits_for_a_person(agency: dict[str, str]) -> None:
    held, case = proposed(), agency["N-1"]
    came(held, SOUTH, unwanted=[case, agency["N-2"]])
    came(held, NORTH, wanted=[agency["N-9"]])
    other = Counter.objects.get(party=NORTH)
    # The north would have it the other way round, over a list on which he stays.
    Counter.objects.bulk_create(
        [Counter(ref="O-1", version=other.version, party=NORTH, at=AT,
                 wanted=[agency["N-9"], case])]
    )  # fmt: skip
    with pytest.raises(NotSettledError, match=case):
        answered(held)
    answered(held, **{case: "go"})
    assert case in going(held)


def test_whoever_is_asked_for_and_cannot_go_is_not_proposed_and_no_more(
    agency: dict[str, str],
) -> None:
    held, case = proposed(), agency["S-9"]
    wishes.record_wish(actor=INTERVIEWER, case_ref=case, answer="no", at=AT)
    came(held, NORTH, wanted=[case])
    answer = answered(held)
    assert not answer.is_new  # and the number of versions tells nothing
    assert case not in going(held)
    assert queries.versions_of(held).count() == 1
    why = queries.reasons_for(answer.version)["why"][case]
    assert why["code"] == "CONSENT"


def test_what_the_rules_forbid_is_refused_without_naming_anybody(
    agency: dict[str, str],
) -> None:
    held = proposed(sizes=(2,))
    came(held, NORTH, wanted=[agency[f"S-{n}"] for n in (7, 8, 9)])
    with pytest.raises(CannotBeMetError) as refused:
        answered(held)
    assert not refused.value.facts
    assert not CounterAnswer.objects.exists()
    assert queries.versions_of(held).count() == 1


def test_only_counters_over_the_newest_version_are_answered(
    agency: dict[str, str],
) -> None:
    held = proposed()
    with pytest.raises(NoCounterError):
        answered(held)
    first = came(held, NORTH, wanted=[agency["S-9"]])
    assert answered(held).is_new
    with pytest.raises(NoCounterError):
        answered(held)
    version = queries.newest_version(held)
    assert version is not None
    assert positions.counters_over(version) == {}
    assert positions.counters_of(held) == [first]


def test_a_party_is_not_told_of_somebody_withheld_from_the_powers(
    agency: dict[str, str],
) -> None:
    held = proposed()
    kept = came(held, NORTH, wanted=[agency["S-9"]])
    restricted.restrict(
        actor=DELEGATE, case_ref=agency["S-9"], ground="withheld", reason="x", at=AT
    )
    with pytest.raises(WithheldError):
        counters.send_counter(actor=DELEGATE, counter=kept, to="south", at=AT)


def test_whoever_may_not_propose_answers_no_counter(agency: dict[str, str]) -> None:
    del agency
    held = proposed()
    with pytest.raises(NothingHereError):
        counters.answer_counters(
            actor=world.command("negotiator"), held=held, settled={}, at=AT
        )


# --- Byte for byte ---------------------------------------------------------------


def refused(case: str) -> None:
    wishes.record_wish(actor=INTERVIEWER, case_ref=case, answer="no", at=AT)


def withdrawn(case: str) -> None:
    for answer in ("yes", "withdrawn"):
        wishes.record_wish(actor=INTERVIEWER, case_ref=case, answer=answer, at=AT)


def held_back(case: str) -> None:
    version = queries.newest_version(Exchange.objects.get().rounds.get(number=1))
    assert version is not None
    entry = queries.entry_of(version, case)
    assert entry is not None
    told = {
        "by": entry.holder, "home": entry.home,
        "held": [{"article": "GC III 119", "ground": "judicial sentence", "until": "",
                  "holder_id": entry.holder_id, "name": "Somebody"}],
    }  # fmt: skip
    holds.receive_holds(actor=DELEGATE, sender=entry.holder.lower(), told=told, at=AT)


WHYS = (refused, withdrawn, held_back)


def all_that_leaves(held: Round) -> dict[str, bytes]:
    """Answer the counters and gather everything that goes to either party then."""
    first = queries.versions_of(held)[0]
    passed_on = positions.counters_over(first)
    told = {}
    for to, other in (("north", SOUTH), ("south", NORTH)):
        _answers_everybody(first, other)
        sent = answers.send_answers(
            actor=DELEGATE, version=first, party=other, to=to, at=AT
        )
        told[f"answers {to}"] = payload_sent(sent)
    answer = answered(held)
    told["document"] = answer.version.document.encode()
    for to, other in (("north", SOUTH), ("south", NORTH)):
        if other in passed_on:
            counter = passed_on[other]
            told[f"counter {to}"] = payload_sent(
                counters.send_counter(actor=DELEGATE, counter=counter, to=to, at=AT)
            )
        sent = lists.send_proposal(actor=DELEGATE, version=answer.version, to=to, at=AT)
        told[f"list {to}"] = payload_sent(sent)
    return told


def _answers_everybody(version: ListVersion, party: str) -> None:
    """Let a party answer for everybody it holds: whom it refuses does not depend."""
    rows: list[dict[str, object]] = [
        {"case": entry.shared_ref, "on": "", "of": "", "missing": [],
         "state": "held" if entry.place % 2 else "refused"}
        for entry in version.entries.order_by("place")
        if entry.holder == party
    ]  # fmt: skip
    told = {
        "exchange": version.round.exchange.ref, "sha256": version.sha256,
        "party": party, "answers": rows,
    }  # fmt: skip
    answers.receive_answers(actor=DELEGATE, sender=party.lower(), told=told, at=AT)


@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_an_answer_does_not_tell_why_somebody_asked_for_stays(
    agency: dict[str, str], data: st.DataObject
) -> None:
    person = data.draw(st.sampled_from(["S-7", "S-9", "N-8"]), label="person")
    one, other = data.draw(
        st.lists(st.sampled_from(WHYS), min_size=2, max_size=2, unique=True)
    )
    more = data.draw(st.sampled_from([[], ["N-10", "S-10"]]), label="others")
    found = []
    with _undone():
        held = proposed()
        home = NORTH if person.startswith("S") else SOUTH
        came(held, home, wanted=[agency[who] for who in (person, *more)])
        for why in (one, other):
            with _undone():
                why(agency[person])
                found.append(all_that_leaves(held))
                assert agency[person] not in going(held)
    assert found[0] == found[1]
