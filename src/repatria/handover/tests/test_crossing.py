"""Here, missing, crossed: entries, undone by entries; one notice, told by a person."""

from __future__ import annotations

import pytest

from repatria.access.models import Installation
from repatria.exchange.models import Outcome as ExchangeOutcome
from repatria.handover import queries, services
from repatria.handover.announcements import crossed
from repatria.handover.core.errors import (
    CountsDifferError,
    NothingToUndoError,
    NotOnManifestError,
    OutOfOrderError,
)
from repatria.handover.core.steps import Standing
from repatria.handover.models import Handover, HandoverEvent
from repatria.handover.tests import stage
from repatria.handover.tests.stage import AT, LEG
from repatria.tracing.core.sought import Sought
from repatria.tracing.models import Notice
from repatria.tracing.queries import crossed_on, open_notice_of
from repatria.tracing.services import link_request, record_request

OFFICER = stage.officer()


def case(handover: Handover, number: int = 1) -> str:
    return queries.line_numbered(handover, number).case_ref


def here(handover: Handover, *numbers: int) -> None:
    for number in numbers:
        services.check_in(
            actor=OFFICER, handover=handover, case_ref=case(handover, number),
            present=True, at=AT,
        )  # fmt: skip


def stands(handover: Handover) -> list[Standing]:
    return [each.standing for each in queries.stands(handover)]


def test_counts_agree_only_when_everybody_expected_is_here(handover: Handover) -> None:
    here(handover, 1, 2)
    assert not queries.counts_of(handover).agree
    here(handover, 3)
    assert queries.counts_of(handover).agree


def test_checking_in_twice_leaves_one_entry(handover: Handover) -> None:
    here(handover, 1, 1)
    assert HandoverEvent.objects.count() == 1


def test_somebody_missing_does_not_cross_without_being_found(
    handover: Handover,
) -> None:
    services.check_in(
        actor=OFFICER, handover=handover, case_ref=case(handover), present=False, at=AT
    )
    with pytest.raises(OutOfOrderError, match="Missing"):
        services.confirm_crossing(
            actor=OFFICER, handover=handover, case_ref=case(handover), at=AT
        )


def test_somebody_on_no_line_is_not_recorded(handover: Handover) -> None:
    with pytest.raises(NotOnManifestError):
        services.confirm_crossing(
            actor=OFFICER, handover=handover, case_ref="R-00000000", at=AT
        )


def test_a_crossing_is_heard_by_tracing_and_by_the_exchange(handover: Handover) -> None:
    services.confirm_crossing(
        actor=OFFICER, handover=handover, case_ref=case(handover), at=AT
    )
    assert crossed_on(case(handover)) == stage.ON
    outcome = ExchangeOutcome.objects.get()
    assert (outcome.case_ref, outcome.crossed) == (case(handover), True)


@pytest.mark.parametrize(
    ("side", "heard"),
    [
        pytest.param("home", stage.ON, id="its own people: their families ask here"),
        pytest.param("holder", None, id="the other side's: it tells their families"),
    ],
)
def test_a_party_hears_of_its_own_people_alone(
    handover: Handover, side: str, heard: object
) -> None:
    party = getattr(handover, side)
    Installation.objects.update(kind=Installation.Kind.PARTY, party=party)
    services.confirm_crossing(
        actor=OFFICER, handover=handover, case_ref=case(handover), at=AT
    )
    assert crossed_on(case(handover)) == heard
    services.undo_last(actor=OFFICER, handover=handover, case_ref=case(handover), at=AT)
    assert crossed_on(case(handover)) is None


def test_a_crossing_is_announced_after_the_commit(
    handover: Handover, django_capture_on_commit_callbacks: object
) -> None:
    heard: list[object] = []

    def listen(**facts: object) -> None:
        heard.append(facts["case_ref"])

    crossed.subscribe(listen)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.confirm_crossing(
            actor=OFFICER, handover=handover, case_ref=case(handover), at=AT
        )
        assert heard == []
    assert heard == [case(handover)]
    crossed._listeners.remove(listen)


def test_a_crossing_proposes_a_notice_and_sends_none(handover: Handover) -> None:
    asked = record_request(
        actor=OFFICER, name="Somebody", contact="+000", relation="parent",
        sought=Sought(family="Abrel"), at=AT,
    )  # fmt: skip
    link_request(actor=OFFICER, request=asked, case_ref=case(handover), at=AT)
    services.confirm_crossing(
        actor=OFFICER, handover=handover, case_ref=asked.case_ref, at=AT
    )
    services.confirm_crossing(
        actor=OFFICER, handover=handover, case_ref=asked.case_ref, at=AT
    )
    assert Notice.objects.count() == 1
    assert open_notice_of(asked) is not None


def test_a_crossing_undone_is_taken_back_everywhere(handover: Handover) -> None:
    services.confirm_crossing(
        actor=OFFICER, handover=handover, case_ref=case(handover), at=AT
    )
    services.undo_last(actor=OFFICER, handover=handover, case_ref=case(handover), at=AT)
    assert crossed_on(case(handover)) is None
    assert stands(handover)[0] is Standing.AWAITED
    assert [each.crossed for each in ExchangeOutcome.objects.order_by("pk")] == [
        True, False,
    ]  # fmt: skip
    with pytest.raises(NothingToUndoError):
        services.undo_last(
            actor=OFFICER, handover=handover, case_ref=case(handover), at=AT
        )


def test_a_head_count_that_differs_records_nobody(handover: Handover) -> None:
    here(handover, 1, 2)
    with pytest.raises(CountsDifferError, match="You counted 3"):
        services.confirm_all_here(actor=OFFICER, handover=handover, counted=3, at=AT)
    assert Standing.CROSSED not in stands(handover)
    assert (
        services.confirm_all_here(actor=OFFICER, handover=handover, counted=2, at=AT)
        == 2
    )
    assert stands(handover) == [Standing.CROSSED, Standing.CROSSED, Standing.AWAITED]


def test_counts_of_the_crossed_are_told_by_direction(
    agreed: stage.Agreed, handover: Handover
) -> None:
    other = stage.planned(agreed, "SUDMARK>NORLAND")
    here(handover, 1, 2)
    services.confirm_all_here(actor=OFFICER, handover=handover, counted=2, at=AT)
    services.confirm_crossing(
        actor=OFFICER, handover=other, case_ref=case(other), at=AT
    )
    assert queries.crossed_counts_by_round(agreed.exchange.ref) == {
        1: {LEG: 2, "SUDMARK>NORLAND": 1},
    }
    assert queries.crossed_counts_by_round("X-00000000") == {}
