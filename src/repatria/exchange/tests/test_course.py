"""The course of a round: who brings it where, what stops it, and what others hear."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.access.core.errors import NothingHereError
from repatria.exchange import queries
from repatria.exchange.core.compared import Compared, Counted, compared
from repatria.exchange.core.course import Act, fault_in_message, message
from repatria.exchange.core.course_refusals import (
    HeadsMissingError,
    InterviewsOpenError,
    RoundUnknownError,
    StateStandsError,
    StoppedByOthersError,
)
from repatria.exchange.core.refusals import NotForTheSenderError, StateOutOfOrderError
from repatria.exchange.core.states import NEEDS, State, may_be_next, may_follow
from repatria.exchange.models import CountClaim, ExchangeEvent, Round
from repatria.exchange.services import (
    course,
    course_messages,
    proposals,
    signatures,
)
from repatria.exchange.services.counts import record_count_claim
from repatria.exchange.services.exchanges import record_state, schedule_round
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, signature_over
from repatria.exchange.tests.world import AT, NORTH, SOUTH, words
from repatria.shared.actors import Actor
from repatria.transmission.models import Correspondent, Outgoing
from repatria.transmission.queries import payload_sent

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
OFFICER = world.command("handover-officer")
AUDITOR = world.command("auditor")


@pytest.fixture
def held(agency: dict[str, str]) -> Round:
    """A round of three each way that both parties signed and the agency scheduled."""
    del agency
    actor = world.command("agency-delegate", "neutral-interviewer")
    held = queries.round_of(world.opened(actor, sizes=(3,)), 1)
    version = proposals.make_proposal(actor=actor, held=held, at=AT)
    for party in (NORTH, SOUTH):
        signatures.receive_signature(
            actor=actor, told=signature_over(version, party), at=AT
        )
    schedule_round(actor=actor, held=held, on=world.ON, at=AT)
    return held


@pytest.fixture
def received(north: dict[str, str]) -> Round:
    """The round that the agency proposed to the north."""
    del north
    return Round.objects.get()


def counted(n: int = 3) -> dict[str, int]:
    return {f"{NORTH}>{SOUTH}": n, f"{SOUTH}>{NORTH}": n}


def assembled(held: Round, n: int = 3) -> None:
    course.close_interviews(actor=INTERVIEWER, held=held, closed=True, at=AT)
    course.assemble(actor=OFFICER, held=held, heads=counted(n), at=AT)


def handed_over(held: Round, **came: int) -> None:
    """Take a round over the border, as the handover does."""
    assembled(held)
    record_state(actor=OFFICER, held=held, state=State.IN_HANDOVER, at=AT)
    record_state(actor=OFFICER, held=held, state=State.COMPLETED, facts=came, at=AT)


def test_people_assemble_once_the_interviewer_has_closed_the_interviews(
    held: Round,
) -> None:
    with pytest.raises(InterviewsOpenError, match="not closed"):
        course.assemble(actor=OFFICER, held=held, heads=counted(), at=AT)
    course.close_interviews(actor=INTERVIEWER, held=held, closed=True, at=AT)
    course.close_interviews(actor=INTERVIEWER, held=held, closed=False, at=AT)
    with pytest.raises(InterviewsOpenError):
        course.assemble(actor=OFFICER, held=held, heads=counted(), at=AT)
    with pytest.raises(HeadsMissingError, match="NORLAND>SUDMARK"):
        course.assemble(actor=OFFICER, held=held, heads={}, at=AT)
    assembled(held, n=2)  # one fewer than on the list: kept as counted
    event = queries.newest_event(held)
    assert event is not None
    assert (event.state, event.facts) == (State.ASSEMBLED, counted(2))


def test_a_suspended_round_goes_on_from_where_it_stood(held: Round) -> None:
    for _time in range(2):
        course.suspend_round(actor=OFFICER, held=held, reason="weather", at=AT)
        assert queries.state_of(held) is State.SUSPENDED
        with pytest.raises(StateOutOfOrderError):
            assembled(held)
        course.resume_round(actor=DELEGATE, held=held, at=AT)
        assert queries.state_of(held) is State.SCHEDULED
    with pytest.raises(StateStandsError):
        course.resume_round(actor=DELEGATE, held=held, at=AT)


def test_a_cancelled_round_ends_unless_it_is_taken_back(held: Round) -> None:
    course.suspend_round(actor=DELEGATE, held=held, reason="safety", at=AT)
    course.cancel_round(actor=DELEGATE, held=held, reason="agreed", at=AT)
    with pytest.raises(StateOutOfOrderError):
        course.suspend_round(actor=DELEGATE, held=held, reason="safety", at=AT)
    course.take_back(actor=DELEGATE, held=held, at=AT)
    assert queries.state_of(held) is State.SUSPENDED
    course.resume_round(actor=DELEGATE, held=held, at=AT)
    assert queries.state_of(held) is State.SCHEDULED
    assert ExchangeEvent.objects.filter(round=held, state="cancelled").count() == 1


def test_what_was_recorded_last_is_taken_back_by_whoever_may_record_it(
    held: Round,
) -> None:
    with pytest.raises(StateStandsError):
        course.take_back(actor=DELEGATE, held=held, at=AT)  # the day: fix another
    assembled(held)
    with pytest.raises(NothingHereError):
        course.take_back(actor=AUDITOR, held=held, at=AT)
    course.take_back(actor=OFFICER, held=held, at=AT)
    assert queries.state_of(held) is State.SCHEDULED
    assembled(held)
    assert queries.state_of(held) is State.ASSEMBLED


def test_a_reason_is_of_the_list_and_speaks_of_nobody(held: Round) -> None:
    with pytest.raises(ValueError, match="he is ill"):
        course.suspend_round(actor=DELEGATE, held=held, reason="he is ill", at=AT)


@pytest.mark.parametrize(
    ("act", "who"),
    [
        pytest.param(course.suspend_round, AUDITOR, id="an auditor stops nothing"),
        pytest.param(course.cancel_round, OFFICER, id="an officer cancels nothing"),
        pytest.param(course.reconcile, DELEGATE, id="the agency compares no counts"),
        pytest.param(course.close_partly, DELEGATE, id="the agency is not there"),
    ],
)
def test_each_act_is_somebodys(
    held: Round, act: Callable[..., object], who: Actor
) -> None:
    told = {"reason": "agreed"} if act in _WITH_REASON else {}
    with pytest.raises(NothingHereError):
        act(actor=who, held=held, at=AT, **told)


_WITH_REASON = {course.suspend_round, course.cancel_round}


def test_the_auditor_reconciles_what_is_over_and_a_difference_stays(
    held: Round,
) -> None:
    with pytest.raises(StateOutOfOrderError):
        course.reconcile(actor=AUDITOR, held=held, at=AT)
    handed_over(held, **{NORTH: 3, SOUTH: 3})
    record_count_claim(
        actor=DELEGATE, claimant="South", to=NORTH, n=4, held=held, at=AT
    )
    course.reconcile(actor=AUDITOR, held=held, at=AT)
    newest = queries.newest_event(held)
    assert newest is not None
    assert (newest.state, newest.facts) == (State.RECONCILED, {NORTH: 3, SOUTH: 3})
    assert [claim.n for claim in queries.counts_for(held)] == [4]
    course.take_back(actor=AUDITOR, held=held, at=AT)
    assert queries.state_of(held) is State.COMPLETED


def test_a_round_is_closed_partly_when_a_leg_will_not_be(held: Round) -> None:
    assembled(held)
    record_state(actor=OFFICER, held=held, state=State.IN_HANDOVER, at=AT)
    course.close_partly(actor=OFFICER, held=held, at=AT)
    assert queries.state_of(held) is State.PARTIAL
    assert queries.crossed_counts(held) == {NORTH: 0, SOUTH: 0}


# --- what others are told


def brings(sender: str, told: dict[str, Any]) -> None:
    actor = NEGOTIATOR if sender == "agency" else DELEGATE
    who = Correspondent.objects.get(code=sender)
    assert fault_in_message(told) == ""
    course_messages.receive(actor=actor, sender=who, told=told, at=AT)


def told_of(held: Round, act: Act, **more: Any) -> dict[str, Any]:
    return message(act, exchange=held.exchange.ref, number=held.number, **more)


def test_the_agency_tells_both_and_a_party_the_agency(held: Round) -> None:
    course.suspend_round(actor=DELEGATE, held=held, reason="place", at=AT)
    waiting = course_messages.to_tell(held)
    assert [act for _event, act, _to in waiting] == [Act.SCHEDULED, Act.SUSPENDED]
    for event, _act, others in waiting:
        assert [one.code for one in others] == ["north", "south"]
        for one in others:
            course_messages.tell(actor=DELEGATE, event=event, to=one.code, at=AT)
    assert course_messages.to_tell(held) == []
    last = Outgoing.objects.order_by("pk").last()
    assert last is not None
    told = json.loads(payload_sent(last))
    assert told == told_of(held, Act.SUSPENDED, by="", reason="place")
    course.resume_round(actor=DELEGATE, held=held, at=AT)
    (going_on,) = course_messages.to_tell(held)
    assert going_on[1] is Act.RESUMED


def test_what_a_party_tells_is_passed_on_to_the_others_alone(held: Round) -> None:
    brings("north", told_of(held, Act.SUSPENDED, by=NORTH, reason="safety"))
    assert queries.state_of(held) is State.SUSPENDED
    *_scheduled, (event, act, others) = course_messages.to_tell(held)
    assert (act, [one.code for one in others]) == (Act.SUSPENDED, ["south"])
    course_messages.tell(actor=DELEGATE, event=event, to="south", at=AT)
    last = Outgoing.objects.order_by("pk").last()
    assert last is not None
    assert json.loads(payload_sent(last))["by"] == NORTH


def test_a_stop_that_others_said_is_lifted_by_them_or_by_the_agency(
    received: Round,
) -> None:
    stop = told_of(received, Act.SUSPENDED, by=SOUTH, reason="lists")
    brings("agency", stop)
    brings("agency", stop)  # twice does no harm
    with pytest.raises(StoppedByOthersError, match="south"):
        course.resume_round(actor=NEGOTIATOR, held=received, at=AT)
    brings("south", told_of(received, Act.RESUMED, by=SOUTH))
    assert queries.state_of(received) is State.LISTS_EXCHANGED
    brings("south", told_of(received, Act.CANCELLED, by=SOUTH, reason="not-told"))
    assert queries.state_of(received) is State.CANCELLED
    with pytest.raises(StateStandsError):
        course.take_back(actor=NEGOTIATOR, held=received, at=AT)
    brings("agency", told_of(received, Act.RESUMED, by=""))
    assert queries.state_of(received) is State.LISTS_EXCHANGED
    brings("agency", told_of(received, Act.RESUMED, by=""))  # it goes on already


def test_nobody_lifts_what_another_party_said(received: Round) -> None:
    course.suspend_round(actor=NEGOTIATOR, held=received, reason="safety", at=AT)
    with pytest.raises(NotForTheSenderError):
        brings("south", told_of(received, Act.RESUMED, by=SOUTH))


@pytest.mark.parametrize(
    ("sender", "told", "error"),
    [
        pytest.param(
            "south",
            {"act": Act.SUSPENDED, "by": NORTH, "reason": "safety"},
            NotForTheSenderError,
            id="in another's name",
        ),
        pytest.param(
            "south",
            {"act": Act.SUSPENDED, "by": "", "reason": "safety"},
            NotForTheSenderError,
            id="as the agency",
        ),
        pytest.param(
            "agency",
            {"act": Act.SUSPENDED, "by": "ELSEWHERE", "reason": "safety"},
            NotForTheSenderError,
            id="for somebody who is no party",
        ),
        pytest.param(
            "south",
            {"act": Act.SCHEDULED, "by": SOUTH, "on": date(2022, 11, 23)},
            NotForTheSenderError,
            id="a day that the agency fixes",
        ),
        pytest.param(
            "agency",
            {"act": Act.SCHEDULED, "by": "", "on": date(2022, 11, 23)},
            StateOutOfOrderError,
            id="a day of a list that is not agreed here",
        ),
        pytest.param(
            "agency",
            {"act": Act.RECONCILED, "by": "", "counts": {"ELSEWHERE": 3}},
            NotForTheSenderError,
            id="a count for no party",
        ),
    ],
)
def test_a_message_that_is_not_the_senders_to_say_is_refused(
    received: Round, sender: str, told: dict[str, Any], error: type[Exception]
) -> None:
    before = ExchangeEvent.objects.count()
    with pytest.raises(error):
        brings(sender, told_of(received, **told))
    assert ExchangeEvent.objects.count() == before
    assert not CountClaim.objects.exists()


def test_a_round_that_is_not_known_here_is_named(received: Round) -> None:
    told = told_of(received, Act.RESUMED, by="") | {"round": 7}
    with pytest.raises(RoundUnknownError, match="Round 7"):
        brings("agency", told)


def test_counts_that_others_compared_stand_beside_ours(received: Round) -> None:
    told = told_of(received, Act.RECONCILED, by=SOUTH, counts={NORTH: 36, SOUTH: 36})
    for _time in range(2):
        brings("south", told)
    claims = [(one.claimant, one.to, one.n) for one in queries.counts_for(received)]
    assert claims == [("South", NORTH, 36), ("South", SOUTH, 36)]
    assert queries.state_of(received) is State.LISTS_EXCHANGED  # not our own act


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({"why": "x"}, "keys", id="a word too many"),
        pytest.param({"act": "stopped"}, "act", id="no such act"),
        pytest.param({"act": ["x"]}, "act", id="no word"),
        pytest.param({"round": True}, "round", id="no number"),
        pytest.param({"by": None}, "by", id="nobody"),
        pytest.param({"on": "2022-11-23"}, "on", id="a day that is not asked"),
        pytest.param({"reason": "he is ill"}, "reason", id="a reason of one's own"),
        pytest.param({"reason": ""}, "reason", id="no reason"),
        pytest.param({"counts": [{"to": "A", "n": 1}]}, "counts", id="counts"),
    ],
)
def test_a_message_written_otherwise_is_refused(
    change: dict[str, Any], fault: str
) -> None:
    sound = message(Act.SUSPENDED, exchange="X-1", number=1, by="", reason="safety")
    assert fault_in_message(sound) == ""
    assert fault_in_message(sound | change) == fault
    assert fault_in_message([]) == "keys"


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param([], id="none"),
        pytest.param([{"to": "A", "n": -1}], id="fewer than none"),
        pytest.param([{"to": "A", "n": 1}, {"to": "A", "n": 2}], id="one side twice"),
        pytest.param([{"to": "A"}], id="no number"),
    ],
)
def test_counts_written_otherwise_are_refused(counts: list[dict[str, Any]]) -> None:
    told = message(Act.RECONCILED, exchange="X-1", number=1, by="", counts={"A": 1})
    assert fault_in_message(told) == ""
    assert fault_in_message(told | {"counts": counts}) == "counts"


# --- the table


@given(st.sampled_from([None, *State]), st.sampled_from([None, *State]))
def test_what_is_next_may_follow(now: State | None, before: State | None) -> None:
    for following in may_be_next(now):
        assert may_follow(now, following, before=before)


def test_every_state_is_somebodys_act() -> None:
    assert NEEDS.keys() == set(State)


numbers = st.lists(
    st.builds(
        Counted,
        by=st.just("x"),
        n=st.one_of(st.none(), st.integers(35, 37)),
        parts=st.sampled_from([(), (35, 1), (34, 2)]),
        approximate=st.booleans(),
    )
)


@given(numbers, st.randoms(use_true_random=False))
def test_how_counts_stand_does_not_depend_on_who_comes_first(
    counts: list[Counted], random: Any
) -> None:
    shuffled = random.sample(counts, k=len(counts))
    assert compared(shuffled) is compared(counts)


@pytest.mark.parametrize(
    ("counts", "stands"),
    [
        pytest.param([], Compared.NOBODY, id="nobody"),
        pytest.param([Counted("a", None)], Compared.NOBODY, id="not stated"),
        pytest.param([Counted("a", 36)], Compared.ONE, id="one alone"),
        pytest.param(
            [Counted("a", 36), Counted("b", 40, approximate=True)],
            Compared.ONE,
            id="about forty contradicts nothing",
        ),
        pytest.param(
            [Counted("a", 36), Counted("b", 36)], Compared.SAME, id="the same"
        ),
        pytest.param(
            [Counted("a", 36), Counted("b", 36, (35, 1))], Compared.PARTS, id="35 + 1"
        ),
        pytest.param(
            [Counted("a", 36), Counted("b", None, (35, 1))],
            Compared.PARTS,
            id="only the parts told",
        ),
        pytest.param(
            [Counted("a", 50), Counted("b", 52)], Compared.DIFFERS, id="50 and 52"
        ),
    ],
)
def test_counts_stand_beside_each_other(
    counts: list[Counted], stands: Compared
) -> None:
    assert compared(counts) is stands


# --- pages


def test_the_page_says_whose_turn_it_is_and_each_does_their_part(
    held: Round, signed_in: Callable[..., Any]
) -> None:
    address = f"/exchanges/{held.exchange.ref}/rounds/1/course/"
    officer, interviewer = (
        signed_in("handover-officer"),
        signed_in("neutral-interviewer"),
    )
    page = words(officer.get(address).content.decode())
    assert "Assembled ○ next Handover officer" in page
    assert "Interviews ○ not closed" in page
    assert officer.post(f"{address}interviews/").status_code == 404
    heads = {"leg_0": "3", "leg_1": "3"}
    assert officer.post(f"{address}assemble/", heads).status_code == 409
    assert interviewer.post(f"{address}interviews/").status_code == 302
    officer.post(f"{address}assemble/", {"leg_0": "3"})
    assert queries.state_of(held) is State.SCHEDULED
    assert officer.post(f"{address}assemble/", heads).status_code == 302
    assert queries.state_of(held) is State.ASSEMBLED
    officer.post(f"{address}take-back/")
    assert "taken back" in words(officer.get(address).content.decode())


def test_the_round_is_stopped_told_and_goes_on_by_pages(
    held: Round, signed_in: Callable[..., Any]
) -> None:
    address = f"/exchanges/{held.exchange.ref}/rounds/1/course/"
    delegate = signed_in("agency-delegate")
    assert delegate.post(f"{address}suspend/", {"reason": "own"}).status_code == 404
    delegate.post(f"{address}suspend/", {"reason": "weather"})
    page = words(delegate.get(address).content.decode())
    assert "The weather does not allow it" in page
    assert "The round is suspended: North , South" in page
    delegate.post(f"{address}tell/")
    assert "Not told to the others" not in delegate.get(address).content.decode()
    delegate.post(f"{address}resume/")
    assert queries.state_of(held) is State.SCHEDULED
    delegate.post(f"{address}cancel/", {"reason": "agreed"})
    assert queries.state_of(held) is State.CANCELLED


def test_the_auditor_sees_35_and_1_beside_36(
    held: Round, signed_in: Callable[..., Any]
) -> None:
    handed_over(held, **{NORTH: 36, SOUTH: 36})
    record_count_claim(
        actor=DELEGATE, claimant="South", to=NORTH, n=36, held=held, at=AT,
        parts=[{"n": 35, "what": "soldiers"}, {"n": 1, "what": "civilians"}],
    )  # fmt: skip
    address = f"/exchanges/{held.exchange.ref}/rounds/1/course/"
    auditor = signed_in("auditor")
    page = words(auditor.get(address).content.decode())
    assert "The same number, told in parts by some 36 This organisation" in page
    assert "36 (35 + 1) 35 soldiers, 1 civilian" in page
    assert auditor.post(f"{address}reconcile/").status_code == 302
    assert queries.state_of(held) is State.RECONCILED


def test_today_says_whose_turn_it_is(
    held: Round, signed_in: Callable[..., Any]
) -> None:
    asked, counts = "whose interviews are open", "waits to be assembled"
    assert asked in signed_in("neutral-interviewer").get("/").content.decode()
    assert counts in signed_in("handover-officer").get("/").content.decode()
    handed_over(held, **{NORTH: 3, SOUTH: 3})
    assert "waits for its counts" in signed_in("auditor").get("/").content.decode()
    assert asked not in signed_in("neutral-interviewer").get("/").content.decode()
    told = "was not told to the others"
    assert told in signed_in("agency-delegate").get("/").content.decode()
