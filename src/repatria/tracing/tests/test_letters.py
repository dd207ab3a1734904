"""Letters: relayed step by step, sealed, counted against the floor of article 71."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.ledger.models import Entry
from repatria.register import services as register
from repatria.rulebook.core.rule import Answer
from repatria.shared.actors import Actor
from repatria.tracing import queries, services
from repatria.tracing.core.errors import (
    LetterStepError,
    NotLinkedError,
    PersonRefusedError,
    TooManyWordsError,
)
from repatria.tracing.core.letters import (
    Form,
    Mailed,
    Step,
    Way,
    may_follow,
    month_of_mail,
)
from repatria.tracing.models import Letter, TracingRequest
from repatria.tracing.tests.conftest import AT

DAY = AT.date()
TEXT = "I am well. Kiss the children, and write soon."
mail = st.lists(
    st.builds(
        Mailed,
        st.sampled_from(Way),
        st.sampled_from(Form),
        st.dates(min_value=date(2022, 10, 1), max_value=date(2022, 12, 31)),
    ),
    max_size=30,
)


@pytest.fixture
def linked(
    request_for: Callable[..., TracingRequest],
    person: Callable[..., str],
    liaison: Actor,
) -> TracingRequest:
    """A request of which somebody decided whom it is about."""
    asked = request_for()
    services.link_request(actor=liaison, request=asked, case_ref=person(), at=AT)
    return asked


def letter_of(actor: Actor, asked: TracingRequest, **told: object) -> Letter:
    said = {"way": "from_prisoner", "form": "card", "text": TEXT, **told}
    return services.record_letter(
        actor=actor,
        request=asked,
        received_on=DAY,
        at=AT,
        **said,  # type: ignore[arg-type]
    )


def test_a_prisoners_words_are_sealed_and_marked_as_possibly_under_duress(
    linked: TracingRequest, liaison: Actor
) -> None:
    letter = letter_of(liaison, linked)
    assert letter.under_duress
    assert b"children" not in bytes(letter.sealed_text)
    assert queries.text_of_letter(letter) == TEXT
    assert "children" not in "".join(Entry.objects.values_list("body", flat=True))
    assert not letter_of(liaison, linked, freely=True).under_duress
    assert not letter_of(liaison, linked, way="to_prisoner").under_duress


def test_family_news_of_26_words_is_refused(
    linked: TracingRequest, liaison: Actor
) -> None:
    letter_of(liaison, linked, form="family_news", text="word " * 25)
    with pytest.raises(TooManyWordsError, match="26 words"):
        letter_of(liaison, linked, form="family_news", text="word " * 26)


def test_a_letter_needs_a_request_that_is_about_somebody(
    request_for: Callable[..., TracingRequest], liaison: Actor
) -> None:
    with pytest.raises(NotLinkedError):
        letter_of(liaison, request_for())


def test_a_letter_goes_its_way_and_each_side_reads_it_once(
    linked: TracingRequest, liaison: Actor
) -> None:
    services.record_answer_of_person(
        actor=liaison, request=linked, case_ref=linked.case_ref, agrees="yes",
        heard="in_writing", said_on=DAY, at=AT,
    )  # fmt: skip
    letter = letter_of(liaison, linked)
    assert queries.on_the_way() == 1
    for step in ("read_by_holder", "read_by_home", "forwarded", "delivered"):
        services.take_step(actor=liaison, letter=letter, step=step, on=DAY, at=AT)
        with pytest.raises(LetterStepError):
            services.take_step(
                actor=liaison, letter=letter, step="read_by_holder", on=DAY, at=AT
            )
    assert queries.on_the_way() == 0
    assert len(queries.steps_of(Letter.objects.get())) == 5


def test_a_prisoners_letter_goes_to_nobody_whom_the_person_does_not_want_told(
    linked: TracingRequest, liaison: Actor
) -> None:
    services.record_answer_of_person(
        actor=liaison, request=linked, case_ref=linked.case_ref, agrees="no",
        heard="telephone", said_on=DAY, at=AT,
    )  # fmt: skip
    letter = letter_of(liaison, linked)
    with pytest.raises(PersonRefusedError):
        services.take_step(
            actor=liaison, letter=letter, step="forwarded", on=DAY, at=AT
        )


def test_a_month_below_the_floor_is_said_from_the_rule(
    linked: TracingRequest, liaison: Actor
) -> None:
    for form in (*["letter"] * 2, *["card"] * 3, "family_news"):
        letter_of(liaison, linked, form=form, written_on=DAY)
    held = list(queries.letters_about(linked.case_ref))
    month = queries.mail_of_month(held, on=DAY)
    assert (month.letters, month.cards) == (2, 4)
    assert queries.finding_on(month).answer is Answer.YES
    before = queries.mail_of_month(held, on=DAY - timedelta(days=31))
    assert queries.finding_on(before).answer is Answer.NO


@given(mail, st.dates(min_value=date(2022, 10, 1), max_value=date(2022, 12, 31)))
def test_a_month_counts_what_the_prisoner_wrote_in_it_and_nothing_else(
    letters: list[Mailed], on: date
) -> None:
    month = month_of_mail(letters, on=on)
    own = [one for one in letters if one.way == Way.FROM_PRISONER]
    assert month.letters + month.cards == sum(one.on.month == on.month for one in own)


@given(st.lists(st.sampled_from(Step), max_size=8))
def test_whatever_happens_a_letter_begins_received_and_ends_once(
    wanted: list[Step],
) -> None:
    taken: list[Step] = []
    for step in wanted:
        if may_follow(step, taken):
            taken.append(step)
    assert taken[:1] == [Step.RECEIVED] * (Step.RECEIVED in wanted)
    assert sum(step in {Step.DELIVERED, Step.REFUSED} for step in taken) <= 1
    assert taken.count(Step.READ_BY_HOLDER) <= 1


@pytest.mark.parametrize("whose", ["person", "family"])
def test_a_letter_goes_with_either_of_those_who_wrote_to_each_other(
    whose: str, linked: TracingRequest, liaison: Actor
) -> None:
    letter = letter_of(liaison, linked)
    assert queries.text_of_letter(letter) == TEXT
    named = {"case_ref": linked.case_ref} if whose == "person" else {}
    asked = register.ask_for_erasure(
        actor=liaison, record=None if named else linked.record_id, reason="asked",
        at=AT, **named,
    )  # fmt: skip
    other = Actor("user:8", frozenset({"auditor"}), "north")
    register.confirm_erasure(actor=other, erasure=asked, at=AT)
    assert queries.text_of_letter(letter) == "erased"
