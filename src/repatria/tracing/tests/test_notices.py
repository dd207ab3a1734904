"""What a family is told: after the crossing, by a person, and nothing beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from repatria.ledger.models import Entry
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.errors import (
    NotAgreedError,
    NotCrossedError,
    NoticeClosedError,
    NotLinkedError,
    NotVerifiedError,
)
from repatria.tracing.core.notices import NoticeState
from repatria.tracing.models import Notice, TracingRequest
from repatria.tracing.tests.conftest import AT, DAY

Person = Callable[..., str]
Request = Callable[..., TracingRequest]
Crossed = Callable[[str], None]


@pytest.fixture
def linked(person: Person, request_for: Request, liaison: Actor) -> TracingRequest:
    """A request of which somebody decided whom it is about, and who asks."""
    asked = request_for()
    services.link_request(actor=liaison, request=asked, case_ref=person(), at=AT)
    services.check_requester(
        actor=liaison, requester=asked.requester, holds=True, how="papers", at=AT
    )
    return asked


@pytest.fixture
def notice(linked: TracingRequest, liaison: Actor, crossed: Crossed) -> Notice:
    """The notice proposed after the crossing."""
    crossed(linked.case_ref)
    [made] = services.propose_notice(case_ref=linked.case_ref, at=AT, actor=liaison)
    return made


def test_a_notice_about_somebody_not_crossed_is_refused(
    linked: TracingRequest, liaison: Actor
) -> None:
    with pytest.raises(NotCrossedError, match="no family is told anything"):
        services.propose_notice(case_ref=linked.case_ref, at=AT, actor=liaison)
    with pytest.raises(NotCrossedError):
        services.propose_for(request=linked, at=AT, actor=liaison)
    assert not Notice.objects.exists()


def test_a_request_linked_to_nobody_has_no_notice(
    request_for: Request, liaison: Actor
) -> None:
    with pytest.raises(NotLinkedError):
        services.propose_for(request=request_for(), at=AT, actor=liaison)


def test_proposing_twice_proposes_once(
    notice: Notice, linked: TracingRequest, liaison: Actor
) -> None:
    assert services.propose_notice(case_ref=linked.case_ref, at=AT, actor=liaison) == []
    assert list(Notice.objects.all()) == [notice]


def test_nothing_is_sent_by_the_machine(notice: Notice) -> None:
    assert queries.notice_state(notice) is NoticeState.PROPOSED


def test_the_words_name_the_crossing_and_neither_place_nor_others(
    notice: Notice,
) -> None:
    text = queries.text_of(notice)
    assert "Kovalenko Ivan" in text
    assert "23 November 2022" in text
    assert notice.ref in text
    assert "place on a list" in text  # the warning, and the only place named
    assert text.count("place") == 1
    assert notice.case_ref not in text


def test_a_family_is_written_to_in_its_own_language(
    person: Person, request_for: Request, liaison: Actor, crossed: Crossed
) -> None:
    asked = request_for(language="uk")
    case_ref = person()
    crossed(case_ref)
    services.link_request(actor=liaison, request=asked, case_ref=case_ref, at=AT)
    notice = queries.open_notice_of(asked)
    assert notice is not None
    assert notice.language == "uk"
    assert "23 листопада 2022" in queries.text_of(notice)


def test_a_person_sends_it_once(notice: Notice, liaison: Actor) -> None:
    services.send_notice(actor=liaison, notice=notice, agreed=True, at=AT)
    assert queries.notice_state(notice) is NoticeState.SENT
    with pytest.raises(NoticeClosedError):
        services.send_notice(actor=liaison, notice=notice, agreed=True, at=AT)
    with pytest.raises(NoticeClosedError):
        services.withdraw_notice(actor=liaison, notice=notice, at=AT)


def test_a_relative_is_told_only_if_the_person_agrees(
    notice: Notice, liaison: Actor
) -> None:
    with pytest.raises(NotAgreedError):
        services.send_notice(actor=liaison, notice=notice, agreed=False, at=AT)


def test_nobody_unchecked_is_told_anything(
    notice: Notice, linked: TracingRequest, liaison: Actor
) -> None:
    services.check_requester(
        actor=liaison, requester=linked.requester, holds=False, how="papers", at=AT
    )
    with pytest.raises(NotVerifiedError):
        services.send_notice(actor=liaison, notice=notice, agreed=True, at=AT)


def test_a_crossing_taken_back_withdraws_what_nobody_has_sent(
    notice: Notice, liaison: Actor
) -> None:
    services.take_back_crossing(actor=liaison, case_ref=notice.case_ref, on=DAY, at=AT)
    assert queries.notice_state(notice) is NoticeState.WITHDRAWN
    with pytest.raises(NotCrossedError):
        services.propose_notice(case_ref=notice.case_ref, at=AT, actor=liaison)


def test_a_family_told_too_early_waits_to_be_called(
    notice: Notice, liaison: Actor
) -> None:
    services.send_notice(actor=liaison, notice=notice, agreed=True, at=AT)
    assert queries.told_too_early() == []
    services.take_back_crossing(actor=liaison, case_ref=notice.case_ref, on=DAY, at=AT)
    assert queries.told_too_early() == [notice]


def test_after_a_withdrawal_another_notice_can_be_proposed(
    notice: Notice, liaison: Actor
) -> None:
    services.withdraw_notice(actor=liaison, notice=notice, at=AT)
    [again] = services.propose_notice(case_ref=notice.case_ref, at=AT, actor=liaison)
    assert again.ref != notice.ref


def test_the_ledger_remembers_without_a_name(notice: Notice, liaison: Actor) -> None:
    services.send_notice(actor=liaison, notice=notice, agreed=True, at=AT)
    bodies = "".join(Entry.objects.values_list("body", flat=True))
    assert "tracing.notice-sent" in bodies
    assert "Koval" not in bodies
    assert "Olha" not in bodies
