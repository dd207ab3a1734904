"""Stages, visits and referrals, worked out from what was recorded."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.care.core import referrals, stages, visits
from repatria.care.core.referrals import ReferralState, Urgency
from repatria.care.core.stages import Event, Stage, Stand, Step

DID = [step for step in Step if step is not Step.UNDONE]
events = st.lists(
    st.tuples(st.sampled_from(list(Stage)), st.sampled_from(DID)), max_size=20
)
days = st.dates(date(2022, 11, 1), date(2023, 12, 31))


def lived(told: list[tuple[Stage, Step]]) -> list[Event]:
    return [Event(n, stage, step) for n, (stage, step) in enumerate(told, 1)]


@given(events)
def test_every_stage_is_shown_also_those_of_which_nothing_is_known(
    told: list[tuple[Stage, Step]],
) -> None:
    held = stages.stands(lived(told))
    assert list(held) == list(Stage)
    for stage, stand in held.items():
        said = [step for each, step in told if each is stage]
        assert stand.step is (said[-1] if said else None)


@given(events, st.sampled_from(list(Stage)), st.sampled_from(DID))
def test_an_entry_undone_is_as_if_it_had_not_been(
    told: list[tuple[Stage, Step]], stage: Stage, step: Step
) -> None:
    held = lived(told)
    undone = [
        *held,
        Event(100, stage, step),
        Event(101, stage, Step.UNDONE, undoes=100),
    ]
    assert stages.stands(undone) == stages.stands(held)


@given(events)
def test_a_visit_waits_for_body_and_mind(told: list[tuple[Stage, Step]]) -> None:
    held = stages.stands(lived(told))
    done = {stage for stage, stand in held.items() if stand.step is Step.DONE}
    assert stages.open_before_visit(lived(told)) == [
        stage for stage in stages.BEFORE_VISIT if stage not in done
    ]


@given(days, days)
def test_only_a_plan_whose_day_has_gone_by_is_late(planned: date, today: date) -> None:
    assert Stand(Stage.FOLLOW_UP, Step.PLANNED, planned).late(today) == (
        planned < today
    )
    assert not Stand(Stage.FOLLOW_UP, Step.DONE, planned).late(today)
    assert not Stand(Stage.FOLLOW_UP).late(today)


@given(st.none() | days, st.none() | days)
def test_a_visit_before_it_was_allowed_is_recorded_and_said_to_be_so(
    allowed: date | None, happened: date | None
) -> None:
    told = [("allowed_from", allowed), ("happened", happened)]
    visit = visits.first_visit([(kind, day) for kind, day in told if day])
    early = happened is not None and (allowed is None or happened < allowed)
    assert visit.before_allowed == early


def test_a_family_that_asked_waits_until_it_has_an_answer() -> None:
    asked = ("asked", date(2022, 11, 25))
    assert visits.first_visit([asked]).waits
    assert not visits.first_visit([asked, ("allowed_from", date(2022, 12, 24))]).waits
    assert not visits.first_visit([]).waits


@pytest.mark.parametrize(
    ("urgency", "within"),
    [
        pytest.param(Urgency.AT_ONCE, 1, id="at once"),
        pytest.param(Urgency.WEEK, 7, id="a week"),
        pytest.param(Urgency.MONTH, 30, id="a month"),
    ],
)
def test_a_referral_has_its_day(urgency: Urgency, within: int) -> None:
    made = date(2022, 11, 24)
    assert referrals.due(made, urgency) == made + timedelta(days=within)


def test_a_closed_referral_goes_nowhere_and_a_declined_one_is_not_seen() -> None:
    assert referrals.following(ReferralState.CLOSED) == []
    assert ReferralState.SEEN not in referrals.following(ReferralState.DECLINED)
    assert referrals.state_of(["made", "accepted"]) is ReferralState.ACCEPTED
