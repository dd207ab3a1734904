"""Mixed commissions: who may sit, how they decide, and how long they have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from repatria.access.models import DataKey
from repatria.bureau.queries import running
from repatria.ledger.models import Entry
from repatria.medical import erasing, services
from repatria.medical.core.commission import (
    Doubt,
    Fault,
    Field,
    Proposer,
    Seat,
    Sits,
    Vote,
    Whom,
    doubts,
    faults,
    majority,
)
from repatria.medical.core.errors import (
    BeforeApprovalError,
    ExaminedAlreadyError,
    NoDecisionError,
    NotProperlyComposedError,
    OtherSidesError,
    ToldAlreadyError,
    VotedAlreadyError,
    VoteMissingError,
)
from repatria.medical.models import (
    Commission,
    CommissionAct,
    Examination,
)
from repatria.medical.queries.commissions import (
    commission_file,
    examinations_at,
    examined,
)
from repatria.medical.queries.facts import known_health
from repatria.medical.tests.conftest import TODAY
from repatria.medical.tests.sittings import (
    APPROVED,
    AT,
    BOTH,
    DOCTOR,
    SAT,
    a_commission,
    appointed,
    put,
    sat,
    vote,
)
from repatria.rulebook.load import load_rule

COMPOSED, ALIKE = load_rule("geneva3.annex2.art1"), load_rule("geneva3.annex2.art10")
CHAIR = Sits(Seat.CHAIR, field=Field.SURGEON, power="Lakeland")
NEUTRAL = Sits(Seat.NEUTRAL, field=Field.PHYSICIAN, power="Lakeland")
HOLDER = Sits(Seat.HOLDER, power="SUDMARK")
REPATRIATE, REFUSE, LATER = (one.value for one in Vote)


# --- Composition and votes ------------------------------------------------------


@pytest.mark.parametrize(
    ("sitting", "approved", "lacks"),
    [
        pytest.param([CHAIR, NEUTRAL, HOLDER], BOTH, [], id="as the annex asks"),
        pytest.param([CHAIR, HOLDER], BOTH, [Fault.THREE, Fault.NEUTRAL], id="two"),
        pytest.param(
            [NEUTRAL, NEUTRAL, HOLDER], BOTH, [Fault.CHAIR], id="nobody in the chair"
        ),
        pytest.param(
            [CHAIR, HOLDER, HOLDER], BOTH, [Fault.NEUTRAL], id="two of the holder"
        ),
        pytest.param(
            [CHAIR, Sits(Seat.NEUTRAL, power="NORLAND"), HOLDER],
            BOTH,
            [Fault.OF_A_PARTY],
            id="a neutral of a party",
        ),
        pytest.param(
            [CHAIR, NEUTRAL, HOLDER],
            (Whom.HOLDER,),
            [Fault.NOT_APPROVED],
            id="approved by one",
        ),
    ],
)
def test_what_a_commission_lacks(
    sitting: Sequence[Sits], approved: Sequence[Whom], lacks: list[Fault]
) -> None:
    told: dict[str, Any] = {"approved": approved, "alternative": False}
    for parties in (("SUDMARK", "NORLAND"), ("NORLAND", "SUDMARK")):
        assert faults(sitting, COMPOSED, parties=parties, **told) == lacks


def test_the_alternative_is_said_to_be_ambiguous_and_not_settled() -> None:
    told: dict[str, Any] = {"parties": ("A", "B"), "approved": (), "alternative": True}
    assert faults([HOLDER], COMPOSED, **told) == []
    assert doubts([HOLDER], alternative=True) == [Doubt.ALTERNATIVE]
    wished = doubts([CHAIR, CHAIR], alternative=False)
    assert wished == [Doubt.DEPUTIES, Doubt.FIELDS]
    deputy = Sits(Seat.NEUTRAL, deputy=True)
    assert doubts([CHAIR, NEUTRAL, deputy], alternative=False) == []


@pytest.mark.parametrize("votes", list(product(Vote, repeat=3)))
def test_two_of_three_decide_and_nobody_decides_where_none_agree(
    votes: tuple[Vote, ...],
) -> None:
    decided = majority(votes, ALIKE)
    if len(set(votes)) == 3:
        assert decided is None
    else:
        assert decided is not None
        assert votes.count(decided) >= 2


@given(st.permutations([Vote.LATER, Vote.LATER, Vote.REFUSE]))
def test_who_votes_first_decides_nothing(votes: list[Vote]) -> None:
    assert majority(votes, ALIKE) is Vote.LATER


# --- A commission that sits -----------------------------------------------------


@pytest.fixture
def commission(cases: list[str]) -> Commission:
    """A commission for people of Norland whom Sudmark holds, approved by both."""
    assert cases
    return a_commission()


db = pytest.mark.django_db


@db
def test_only_a_commission_as_the_annex_asks_sits_and_not_before_its_approval(
    commission: Commission,
) -> None:
    chair, neutral, holder = commission.members.all()
    with pytest.raises(NotProperlyComposedError, match="annex II 1"):
        sat(commission, members=[chair, holder])
    with pytest.raises(BeforeApprovalError):
        sat(commission, on=APPROVED - timedelta(days=1))
    deputy = appointed(commission, Seat.CHAIR, deputy=True)
    assert sat(commission, members=[deputy, neutral, holder]).sat.count() == 3
    services.take_back_of_commission(
        actor=DOCTOR, commission=commission, ref=neutral.ref, reason="resigned", at=AT
    )
    assert Fault.NEUTRAL in commission_file(commission).faults


@db
def test_who_is_put_before_it_is_of_its_powers_and_stands_there_once(
    commission: Commission, cases: list[str], listed: Callable[..., list[str]]
) -> None:
    sitting = sat(commission)
    put(sitting, cases[0])
    with pytest.raises(ExaminedAlreadyError):
        put(sitting, cases[0], "own")
    [other] = listed(1, holder="NORLAND")
    with pytest.raises(OtherSidesError):
        put(sitting, other)


@db
def test_whoever_nobody_proposed_is_examined_after_the_others(
    commission: Commission, listed: Callable[..., list[str]]
) -> None:
    sitting = sat(commission)
    many = listed(len(Proposer) + 1, mark="P")
    for case_ref, proposer in zip(many, ["own", *Proposer], strict=True):
        put(sitting, case_ref, proposer)
    order = [one.proposed_by for one in examinations_at(sitting)]
    assert order[-2:] == [Proposer.OWN, Proposer.OWN]
    assert Proposer.OWN not in order[:-2]


@db
def test_the_majority_decides_and_where_there_is_none_nothing_is_made_up(
    commission: Commission, cases: list[str]
) -> None:
    sitting = sat(commission)
    first, second = put(sitting, cases[0]), put(sitting, cases[1])
    with pytest.raises(VoteMissingError):
        vote(first, REPATRIATE, REPATRIATE)
    assert vote(first, REPATRIATE, REPATRIATE, REFUSE) is not None
    with pytest.raises(VotedAlreadyError):
        vote(first, REFUSE, REFUSE, REFUSE)
    assert vote(second, REPATRIATE, LATER, REFUSE) is None
    one, other = examined(first), examined(second)
    assert one is not None
    assert other is not None
    assert (one.decision, one.is_undecided) == (Vote.REPATRIATE, False)
    assert (one.said["rule"], one.said["rule_version"]) == (ALIKE.id, ALIKE.version)
    assert (other.decision, other.is_undecided) == (None, True)
    with pytest.raises(NoDecisionError):
        services.tell_person(actor=DOCTOR, examination=second, on=SAT, at=AT)


@db
def test_votes_are_taken_back_with_a_reason_and_never_once_they_were_told(
    commission: Commission, cases: list[str]
) -> None:
    held = put(sat(commission), cases[0])
    vote(held, REFUSE, REFUSE, LATER)
    told: dict[str, Any] = {"actor": DOCTOR, "examination": held, "at": AT}
    services.take_back_step(**told, step="voted", reason="another man's paper")
    assert vote(held, REPATRIATE, REPATRIATE, LATER) is not None
    services.tell_person(**told, on=SAT)
    with pytest.raises(ToldAlreadyError):
        services.take_back_step(**told, step="voted", reason="second thoughts")
    services.take_back_step(**told, step="told", reason="told to another")
    services.take_back_step(**told, step="decided", reason="second thoughts")
    one = examined(held)
    assert one is not None
    assert not one.votes
    with pytest.raises(IntegrityError), transaction.atomic():
        CommissionAct.objects.update(what="told")


@db
def test_votes_decisions_and_proposers_lie_sealed_and_the_ledger_tells_no_step(
    commission: Commission, cases: list[str]
) -> None:
    sitting = sat(commission)
    held = put(sitting, cases[0])
    vote(held, REPATRIATE, REPATRIATE, REFUSE, injury="CANARY wound")
    services.tell_power(
        actor=DOCTOR, sitting=sitting, whom="holder", on=SAT, at=AT
    )  # fmt: skip
    services.carry_out(actor=DOCTOR, examination=held, on=TODAY, at=AT)
    sealed = b"".join(bytes(act.sealed_said) for act in CommissionAct.objects.all())
    sealed += bytes(Examination.objects.get().sealed_put)
    said = "".join(Entry.objects.values_list("body", flat=True))
    for word in ("CANARY", "repatriate", "refuse", "camp-doctor", "done", "decided"):
        assert word.encode() not in sealed
        assert word not in said
    of_it = CommissionAct.objects.filter(examination=held)
    assert set(of_it.values_list("what", flat=True)) == {"examined"}
    assert erasing.let_go(records=[], case_refs=cases[:1], at=AT) == 1
    assert examinations_at(sitting) == []
    assert DataKey.objects.filter(owner=f"medical:{held.ref}", wrapped=b"").exists()


# --- Clocks of the annex --------------------------------------------------------


def clocks(today: date = TODAY) -> dict[str, list[date]]:
    """Return the clocks of commissions in either column, each with its last day."""
    found: dict[str, list[date]] = {}
    for column in running.two_columns(today=today):
        for one in column:
            if one.clock.id.startswith("geneva3.annex2.") and one.due:
                found.setdefault(one.clock.id[-5:], []).append(one.due)
    return found


@db
def test_the_clocks_of_the_annex_run_one_after_the_other_and_stop_when_it_is_done(
    commission: Commission, cases: list[str]
) -> None:
    assert clocks() == {".art9": [date(2022, 12, 1)]}
    sitting = sat(commission)
    assert clocks() == {"art14": [date(2023, 4, 1)]}
    held = put(sitting, cases[0])
    vote(held, REPATRIATE, REPATRIATE, REFUSE)
    assert clocks()["art11"] == [date(2022, 11, 1)]
    told: dict[str, Any] = {"actor": DOCTOR, "at": AT}
    services.tell_person(**told, examination=held, on=SAT)
    for whom in ("holder", "agency"):
        assert "art11" in clocks()
        on = date(2022, 10, 20)
        services.tell_power(**told, sitting=sitting, whom=whom, on=on)
    assert clocks() == {"art12": [date(2023, 1, 20)], "art14": [date(2023, 4, 1)]}
    services.carry_out(**told, examination=held, on=TODAY)
    assert "art12" not in clocks()
    services.take_back_step(**told, examination=held, step="done", reason="not he")
    assert "art12" in clocks()


@db
def test_nothing_runs_for_whom_the_reader_may_not_know_of(
    commission: Commission, cases: list[str]
) -> None:
    vote(put(sat(commission), cases[0]), REPATRIATE, REPATRIATE, REFUSE)
    theirs = running.two_columns(today=TODAY, hidden=cases).owed_to_us
    assert [one.clock.id for one in theirs] == ["geneva3.annex2.art14"]


# --- What the rules are told ----------------------------------------------------


@db
def test_a_commission_counts_before_a_doctor_and_takes_away_only_its_ground(
    commission: Commission, cases: list[str]
) -> None:
    services.state_health(
        actor=DOCTOR, case_ref=cases[0], said_by="camp doctor", said_on="2022-11-10",
        seriously=True, fit_to_travel=False, at=AT,
    )  # fmt: skip
    held = put(sat(commission), cases[0])
    vote(held, REFUSE, REFUSE, REPATRIATE, fit_to_travel=None)
    counts = known_health(cases[0])
    assert counts.facts["seriously_wounded_or_sick"] is True
    assert counts.facts["fit_to_travel"] is False
    assert counts.facts["fitness_gravely_diminished"] is False
    assert counts.removed == tuple(f"geneva3.art110.1.{n}" for n in (1, 2, 3))
    later = put(sat(commission, on=SAT + timedelta(days=20)), cases[0])
    vote(
        later, REPATRIATE, REPATRIATE, REFUSE, fit_to_travel=True,
        ground="geneva3.art110.1.1",
    )  # fmt: skip
    counts = known_health(cases[0])
    assert counts.removed == ()
    for fact in ("incurable", "fitness_gravely_diminished", "fit_to_travel"):
        assert counts.facts[fact] is True
    assert counts.because["fit_to_travel"] == later.ref
    assert "recovery_months" not in counts.facts


@db
def test_a_later_examination_and_no_majority_tell_the_rules_nothing(
    commission: Commission, cases: list[str]
) -> None:
    sitting = sat(commission)
    vote(put(sitting, cases[0]), LATER, LATER, REPATRIATE, fit_to_travel=True)
    vote(put(sitting, cases[1]), LATER, REFUSE, REPATRIATE, fit_to_travel=True)
    assert known_health(cases[0]).facts == known_health(cases[1]).facts == {}
