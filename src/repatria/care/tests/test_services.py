"""What is recorded after return, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from repatria.access.queries import wants_to_be_left_alone
from repatria.care import queries, services
from repatria.care.core.errors import (
    NoDayError,
    NothingToUndoError,
    NotReturnedError,
    ReferralOrderError,
    UnknownDeniedCareError,
    VisitTooEarlyError,
)
from repatria.care.core.referrals import ReferralState
from repatria.care.core.stages import BEFORE_VISIT, Stage, Step
from repatria.care.models import Referral, VisitEvent
from repatria.care.tests.conftest import AT, DAY
from repatria.ledger.models import Entry
from repatria.medical.services import state_denied_care
from repatria.shared.actors import Actor
from repatria.tracing.core.errors import LeftAloneError


def stage(actor: Actor, case_ref: str, name: Stage, step: Step, **more: date) -> None:
    services.record_stage(
        actor=actor, case_ref=case_ref, stage=name, step=step, at=AT, **more
    )


def recovered(actor: Actor, case_ref: str) -> None:
    for name in BEFORE_VISIT:
        stage(actor, case_ref, name, Step.DONE)


def visit(actor: Actor, case_ref: str, kind: str, on: date = DAY) -> None:
    services.record_visit(actor=actor, case_ref=case_ref, kind=kind, on=on, at=AT)


def test_care_begins_with_the_crossing(captive: str, carer: Actor) -> None:
    with pytest.raises(NotReturnedError, match=captive):
        stage(carer, captive, Stage.MEDICAL_CHECK, Step.DONE)
    with pytest.raises(NotReturnedError):
        visit(carer, captive, "asked")


def test_a_plan_needs_its_day(case_ref: str, carer: Actor) -> None:
    with pytest.raises(NoDayError):
        stage(carer, case_ref, Stage.FOLLOW_UP, Step.PLANNED)


def test_a_follow_up_is_late_until_it_is_done_or_care_is_closed(
    case_ref: str, carer: Actor
) -> None:
    later = DAY + timedelta(days=40)
    stage(carer, case_ref, Stage.FOLLOW_UP, Step.PLANNED, due_on=DAY)
    assert queries.late_follow_ups(DAY) == {}
    assert queries.late_follow_ups(later) == {case_ref: DAY}
    stage(carer, case_ref, Stage.CLOSED, Step.DONE)
    assert queries.late_follow_ups(later) == {}
    services.undo_last_stage(actor=carer, case_ref=case_ref, at=AT)
    stage(carer, case_ref, Stage.FOLLOW_UP, Step.DONE)
    assert queries.late_follow_ups(later) == {}


def test_an_entry_is_undone_by_another(case_ref: str, carer: Actor) -> None:
    with pytest.raises(NothingToUndoError):
        services.undo_last_stage(actor=carer, case_ref=case_ref, at=AT)
    stage(carer, case_ref, Stage.QUARANTINE, Step.BEGUN)
    services.undo_last_stage(actor=carer, case_ref=case_ref, at=AT)
    assert queries.stages_of(case_ref)[Stage.QUARANTINE].step is None
    assert len(queries.stage_events(case_ref)) == 2


def test_a_first_visit_is_allowed_after_rehabilitation(
    case_ref: str, carer: Actor
) -> None:
    visit(carer, case_ref, "asked")
    with pytest.raises(VisitTooEarlyError, match="Psychological rehabilitation"):
        visit(carer, case_ref, "allowed_from")
    assert queries.visits_waiting() == [case_ref]
    recovered(carer, case_ref)
    visit(carer, case_ref, "allowed_from", DAY + timedelta(days=30))
    visit(carer, case_ref, "happened", DAY + timedelta(days=31))
    held = queries.visit_of(case_ref)
    assert not held.before_allowed
    assert queries.visits_waiting() == []


def test_a_visit_that_happened_too_early_is_recorded_as_it_was(
    case_ref: str, carer: Actor
) -> None:
    visit(carer, case_ref, "happened")
    assert queries.visit_of(case_ref).before_allowed


@pytest.fixture
def denied(case_ref: str, carer: Actor) -> str:
    """A statement that treatment of the heart was refused for four months."""
    told = state_denied_care(
        actor=carer,
        case_ref=case_ref,
        condition="heart",
        text="Said that treatment was refused despite heart problems.",
        duration_said="four months",
        said_by="the person",
        modality="said",
        at=AT,
    )
    return told.ref


def refer(actor: Actor, case_ref: str, because_ref: str = "") -> Referral:
    return services.refer(
        actor=actor, case_ref=case_ref, to="Cardiology, Lake hospital",
        reason="Untreated heart condition", urgency="week",
        because_ref=because_ref, at=AT,
    )  # fmt: skip


def test_a_referral_answers_the_interval_of_denied_care(
    case_ref: str, carer: Actor, denied: str
) -> None:
    refer(carer, case_ref, denied)
    [held] = queries.referrals_of(case_ref)
    assert (held.referral.because_ref, held.to) == (denied, "Cardiology, Lake hospital")
    assert held.due == DAY + timedelta(days=7)


def test_a_referral_names_no_statement_of_somebody_else(
    case_ref: str, carer: Actor
) -> None:
    with pytest.raises(UnknownDeniedCareError):
        refer(carer, case_ref, "D-00000000")
    assert not Referral.objects.exists()


def test_where_to_and_why_are_sealed_and_not_on_the_ledger(
    case_ref: str, carer: Actor
) -> None:
    referral = refer(carer, case_ref)
    assert b"Cardiology" not in bytes(referral.sealed_to)
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert "care.referral-made" in bodies
    assert "heart" not in bodies


def test_a_referral_goes_on_in_order_and_is_late_until_somebody_is_seen(
    case_ref: str, carer: Actor
) -> None:
    referral = refer(carer, case_ref)
    later = DAY + timedelta(days=8)
    assert queries.late_referrals(DAY) == []
    assert queries.late_referrals(later) == [referral]
    with pytest.raises(ReferralOrderError):
        services.move_referral(
            actor=carer, referral=referral, state=ReferralState.CLOSED, at=AT
        )
    for state in ("accepted", "seen"):
        services.move_referral(actor=carer, referral=referral, state=state, at=AT)
    assert queries.late_referrals(later) == []


Ask = Callable[[], object]


def test_whoever_wants_to_be_left_alone_is_asked_nothing(
    case_ref: str, carer: Actor
) -> None:
    services.ask_to_be_left_alone(actor=carer, case_ref=case_ref, at=AT)
    assert wants_to_be_left_alone(case_ref)
    asks: list[Ask] = [
        lambda: visit(carer, case_ref, "asked"),
        lambda: stage(carer, case_ref, Stage.CONVERSATION, Step.PLANNED, due_on=DAY),
        lambda: stage(carer, case_ref, Stage.CONVERSATION, Step.DONE),
    ]
    for ask in asks:
        with pytest.raises(LeftAloneError, match="2022-11-24"):
            ask()
    assert not VisitEvent.objects.exists()


def test_care_that_is_needed_goes_on(case_ref: str, carer: Actor) -> None:
    services.ask_to_be_left_alone(actor=carer, case_ref=case_ref, at=AT)
    stage(carer, case_ref, Stage.MEDICAL_CHECK, Step.DONE)
    assert refer(carer, case_ref).ref


def test_the_request_is_taken_back_and_both_stay_on_record(
    case_ref: str, carer: Actor
) -> None:
    services.ask_to_be_left_alone(actor=carer, case_ref=case_ref, at=AT)
    assert services.ask_to_be_left_alone(actor=carer, case_ref=case_ref, at=AT) is None
    services.take_back(actor=carer, case_ref=case_ref, at=AT + timedelta(days=1))
    assert services.take_back(actor=carer, case_ref=case_ref, at=AT) is None
    visit(carer, case_ref, "asked")
    acts = [
        body for body in Entry.objects.values_list("body", flat=True)
        if "left-alone" in body
    ]  # fmt: skip
    assert len(acts) == 2


def test_nothing_recorded_is_overwritten(case_ref: str, carer: Actor) -> None:
    visit(carer, case_ref, "asked")
    with pytest.raises(IntegrityError):
        VisitEvent.objects.update(kind="happened")
