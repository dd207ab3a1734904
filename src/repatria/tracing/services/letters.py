"""Relaying letters: recorded sealed, then every step that happened to them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from repatria.access import vault
from repatria.ledger.services import append
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.tracing import queries
from repatria.tracing.core.errors import (
    LetterStepError,
    NotLinkedError,
    TooManyWordsError,
)
from repatria.tracing.core.letters import (
    MOST_WORDS_OF_FAMILY_NEWS,
    Form,
    Step,
    Way,
    may_follow,
    words_in,
)
from repatria.tracing.models import Letter, LetterEvent, TracingRequest
from repatria.tracing.services.notices import refuse_who_is_not_told
from repatria.tracing.services.withdrawals import refuse_withdrawn


@transaction.atomic
def record_letter(
    *,
    actor: Actor,
    request: TracingRequest,
    way: Way | str,
    form: Form | str,
    text: str,
    received_on: date,
    at: datetime,
    written_on: date | None = None,
    language: str = "",
    freely: bool = False,
) -> Letter:
    """Record a letter that came to be relayed; its words are sealed.

    ``freely``: somebody had reason to believe that a prisoner wrote without pressure;
    otherwise the words are marked as possibly written under duress.  Raises
    ``TooManyWordsError`` for a family news form of more than 25 words.
    """
    refuse_withdrawn(request)
    if not request.case_ref:
        raise NotLinkedError(request=request.ref)
    way, form, words = Way(way), Form(form), words_in(text)
    if form is Form.FAMILY_NEWS and words > MOST_WORDS_OF_FAMILY_NEWS:
        raise TooManyWordsError(words=str(words), most=str(MOST_WORDS_OF_FAMILY_NEWS))
    letter = Letter(
        ref=new_ref("L"),
        case_ref=request.case_ref,
        request=request,
        way=way,
        form=form,
        language=language,
        words=words,
        written_on=written_on,
        under_duress=way is Way.FROM_PRISONER and not freely,
        at=at,
        by=actor.ref,
    )
    letter.sealed_text = vault.seal_text(letter.owner, "text", text)
    letter.save(force_insert=True)
    append(
        actor=actor,
        act="tracing.letter-recorded",
        about=letter.case_ref,
        facts={
            "letter": letter.ref,
            "request": request.ref,
            "way": way,
            "form": form,
            "under_duress": letter.under_duress,
        },
        at=at,
    )
    _step(letter, Step.RECEIVED, actor, on=received_on, at=at)
    return letter


@transaction.atomic
def take_step(
    *, actor: Actor, letter: Letter, step: Step | str, on: date, at: datetime
) -> LetterEvent:
    """Record what happened to a letter.

    A prisoner's letter is handed to nobody who is not to be told: raises what
    ``send_notice`` would.  Raises ``LetterStepError`` for what cannot follow.
    """
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    step = Step(step)
    if not may_follow(step, queries.steps_of(held)):
        raise LetterStepError(letter=held.ref)
    if held.way == Way.FROM_PRISONER and step in {Step.FORWARDED, Step.DELIVERED}:
        refuse_who_is_not_told(held.request)
    return _step(held, step, actor, on=on, at=at)


def _step(
    letter: Letter, step: Step, actor: Actor, *, on: date, at: datetime
) -> LetterEvent:
    event = LetterEvent.objects.create(
        letter=letter, step=step, on=on, at=at, by=actor.ref
    )
    append(
        actor=actor,
        act="tracing.letter-step",
        about=letter.case_ref,
        facts={"letter": letter.ref, "step": step, "on": on.isoformat()},
        at=at,
    )
    return event
