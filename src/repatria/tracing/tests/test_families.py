"""Several relatives: who may be told what is decided by people, and kept to."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.ledger.models import Entry
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.consents import Answer, Holds, Share, holds
from repatria.tracing.core.errors import (
    ConflictUndecidedError,
    ExcludedError,
    NotAboutThisCaseError,
    NotAgreedError,
    PersonRefusedError,
)
from repatria.tracing.core.telling import Agrees, MayTell, Stop, in_the_way
from repatria.tracing.models import Notice, TracingRequest
from repatria.tracing.tests.conftest import AT

Person = Callable[..., str]
Request = Callable[..., TracingRequest]
LATER = AT + timedelta(hours=1)
days = st.dates(min_value=date(2022, 1, 1), max_value=date(2023, 12, 31))
answers = st.builds(Answer, st.sampled_from(Share), st.booleans(), st.none() | days)


@pytest.fixture
def two(
    person: Person, request_for: Request, liaison: Actor
) -> tuple[TracingRequest, TracingRequest]:
    """Two who say to be the spouse of one person; both were checked."""
    case_ref = person()
    asked = (request_for(), request_for())
    for one in asked:
        services.link_request(actor=liaison, request=one, case_ref=case_ref, at=AT)
        services.check_requester(
            actor=liaison, requester=one.requester, holds=True, how="papers", at=AT
        )
    return asked


@pytest.fixture
def conflict(
    two: tuple[TracingRequest, TracingRequest], liaison: Actor
) -> tuple[TracingRequest, TracingRequest]:
    """The same two, of whom the first asks that the second is not told."""
    first, second = two
    services.record_conflict(
        actor=liaison,
        case_ref=first.case_ref,
        kind="asks_not_to_tell",
        raised_by=first,
        other=second,
        words="Olha says that the other left him years ago.",
        at=AT,
    )
    return two


def decide(actor: Actor, request: TracingRequest, may_tell: str) -> None:
    services.decide_telling(
        actor=actor,
        request=request,
        case_ref=request.case_ref,
        may_tell=may_tell,
        reason="Both were heard; papers of one hold.",
        at=LATER,
    )


def test_until_somebody_decides_neither_of_two_in_conflict_is_told(
    conflict: tuple[TracingRequest, ...],
    liaison: Actor,
    crossed: Callable[[str], None],
) -> None:
    crossed(conflict[0].case_ref)
    made = services.propose_notice(case_ref=conflict[0].case_ref, at=AT, actor=liaison)
    assert made == []
    for one in conflict:
        with pytest.raises(ConflictUndecidedError, match="Hear both sides"):
            services.propose_for(request=one, at=AT, actor=liaison)
    assert queries.open_conflicts() == 1


def test_a_decision_is_kept_to_and_the_refusal_names_the_remedy(
    conflict: tuple[TracingRequest, TracingRequest],
    liaison: Actor,
    crossed: Callable[[str], None],
) -> None:
    told, left_out = conflict
    crossed(told.case_ref)
    decide(liaison, told, "everything")
    decide(liaison, left_out, "nothing")
    assert queries.open_conflicts() == 0
    notice = services.propose_for(request=told, at=LATER, actor=liaison)
    services.send_notice(actor=liaison, notice=notice, agreed=True, at=LATER)
    with pytest.raises(ExcludedError, match="decide anew"):
        services.propose_for(request=left_out, at=LATER, actor=liaison)
    decide(liaison, left_out, "everything")
    services.propose_for(request=left_out, at=LATER, actor=liaison)
    assert [each.may_tell for each in left_out.tellings.all()] == [
        "nothing",
        "everything",
    ]


def test_a_new_conflict_opens_what_was_decided_before(
    two: tuple[TracingRequest, TracingRequest], liaison: Actor
) -> None:
    first, second = two
    services.decide_telling(
        actor=liaison, request=second, case_ref=second.case_ref,
        may_tell="everything", reason="no conflict then", at=AT,
    )  # fmt: skip
    services.record_conflict(
        actor=liaison, case_ref=first.case_ref, kind="both_next_of_kin",
        raised_by=first, other=second, words="", at=LATER,
    )  # fmt: skip
    assert queries.stop_for(second) is Stop.UNDECIDED


def test_a_notice_waits_for_the_persons_own_answer(
    two: tuple[TracingRequest, ...],
    liaison: Actor,
    crossed: Callable[[str], None],
) -> None:
    one = two[0]
    crossed(one.case_ref)
    notice = services.propose_for(request=one, at=AT, actor=liaison)
    with pytest.raises(NotAgreedError):
        services.send_notice(actor=liaison, notice=notice, agreed=False, at=AT)
    for said in ("no", "not_now"):
        services.record_answer_of_person(
            actor=liaison, request=one, case_ref=one.case_ref, agrees=said,
            heard="telephone", said_on=AT.date(), at=AT,
        )  # fmt: skip
        with pytest.raises(PersonRefusedError):
            services.send_notice(actor=liaison, notice=notice, agreed=True, at=AT)
    services.record_answer_of_person(
        actor=liaison, request=one, case_ref=one.case_ref, agrees="yes",
        heard="in_person", said_on=AT.date(), at=LATER,
    )  # fmt: skip
    services.send_notice(actor=liaison, notice=notice, agreed=False, at=LATER)
    assert one.answers.count() == 3


def test_the_tick_on_the_notice_becomes_a_recorded_answer(
    two: tuple[TracingRequest, ...],
    liaison: Actor,
    crossed: Callable[[str], None],
) -> None:
    crossed(two[0].case_ref)
    notice = services.propose_for(request=two[0], at=AT, actor=liaison)
    services.send_notice(actor=liaison, notice=notice, agreed=True, at=AT)
    answer = queries.newest_answer(two[0])
    assert answer is not None
    assert (answer.agrees, answer.said_on) == ("yes", AT.date())


def test_nothing_is_decided_about_a_request_of_another_case(
    two: tuple[TracingRequest, ...],
    request_for: Request,
    liaison: Actor,
) -> None:
    stranger = request_for("Bondar", "Petro")
    with pytest.raises(NotAboutThisCaseError):
        services.decide_telling(
            actor=liaison, request=stranger, case_ref=two[0].case_ref,
            may_tell="nothing", reason="", at=AT,
        )  # fmt: skip
    assert not stranger.tellings.exists()


def test_what_was_said_in_a_conflict_lies_sealed_and_out_of_the_ledger(
    conflict: tuple[TracingRequest, ...],
) -> None:
    [held] = queries.conflicts_about(conflict[0].case_ref)
    assert b"years ago" not in bytes(held.sealed_words)
    assert "years ago" in queries.words_of_conflict(held)
    assert "years ago" not in "".join(Entry.objects.values_list("body", flat=True))


def test_who_filed_is_answered_with_a_reason_on_record(
    two: tuple[TracingRequest, ...], liaison: Actor
) -> None:
    services.tell_who_filed(
        actor=liaison, request=two[0], case_ref=two[0].case_ref, with_name=False,
        reason="The requester is afraid.", at=AT,
    )  # fmt: skip
    entry = Entry.objects.get(act="tracing.who-filed-told")
    assert json.loads(entry.body)["facts"]["with_name"] is False


@given(st.lists(answers, max_size=8), days)
def test_nothing_is_shared_without_a_newest_answer_that_holds(
    said: list[Answer], on: date
) -> None:
    for share in Share:
        own = [each for each in said if each.share == share]
        given_now = (
            bool(own)
            and own[-1].given
            and (own[-1].until is None or own[-1].until >= on)
        )
        assert (holds(said, share, on=on) is Holds.GIVEN) is given_now
        assert own or holds(said, share, on=on) is Holds.NOT_ASKED


@given(
    st.booleans(),
    st.booleans(),
    st.none() | st.sampled_from(MayTell),
    st.none() | st.sampled_from(Agrees),
)
def test_nobody_is_told_against_a_decision_or_the_persons_will(
    withdrawn: bool,  # noqa: FBT001 - hypothesis hands it in
    in_conflict: bool,  # noqa: FBT001
    decided: MayTell | None,
    agrees: Agrees | None,
) -> None:
    stop = in_the_way(
        withdrawn=withdrawn, in_conflict=in_conflict, decided=decided, agrees=agrees
    )
    if stop is None:
        assert agrees is Agrees.YES
        assert not withdrawn
        assert decided in {None, MayTell.EVERYTHING}
        assert decided is MayTell.EVERYTHING or not in_conflict


def test_a_consent_is_revised_and_the_earlier_one_stays(
    request_for: Request, liaison: Actor
) -> None:
    asked = request_for()
    for at, given_now, until in (
        (AT, True, None),
        (LATER, False, None),
        (LATER, True, AT.date()),
    ):
        services.record_consent(
            actor=liaison, request=asked, share="agency", given=given_now,
            until=until, channels=["letter"], said_on=at.date(), at=at,
        )  # fmt: skip
    now = queries.consents_now(asked, on=AT.date())
    assert now[Share.AGENCY] is Holds.GIVEN
    assert now[Share.OTHER_BUREAU] is Holds.NOT_ASKED
    tomorrow = AT.date() + timedelta(days=1)
    assert queries.consents_now(asked, on=tomorrow)[Share.AGENCY] is Holds.RUN_OUT
    assert asked.consents.count() == 3
    assert Notice.objects.count() == 0
