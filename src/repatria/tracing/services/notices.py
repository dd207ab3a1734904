"""What families are told: proposed after a crossing, sent or withdrawn by a person."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from repatria.access import vault
from repatria.access.numbers import all_numbers
from repatria.access.queries import installation
from repatria.ledger.services import append
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.shared.text import current_language, use_language
from repatria.tracing import queries
from repatria.tracing.core.errors import (
    ConflictUndecidedError,
    ExcludedError,
    NotAgreedError,
    NotCrossedError,
    NoticeClosedError,
    NotLinkedError,
    NotVerifiedError,
    PersonRefusedError,
    WithdrawnError,
)
from repatria.tracing.core.notices import NoticeState, Told, words_of
from repatria.tracing.core.telling import Agrees, HeardHow, Stop
from repatria.tracing.models import (
    CrossingWord,
    Notice,
    NoticeEvent,
    TracingRequest,
)
from repatria.tracing.services.families import record_answer_of_person


@transaction.atomic
def note_crossing(
    *, actor: Actor, case_ref: str, on: date, at: datetime
) -> CrossingWord:
    """Hear from the handover that somebody crossed on the day ``on``."""
    return _hear(actor, case_ref, crossed=True, on=on, at=at)


@transaction.atomic
def take_back_crossing(
    *, actor: Actor, case_ref: str, on: date, at: datetime
) -> CrossingWord:
    """Hear that the crossing was recorded by mistake.

    Notices that nobody has sent yet are withdrawn; one already sent stays, and waits
    on Today for somebody to call that family.
    """
    word = _hear(actor, case_ref, crossed=False, on=on, at=at)
    for notice in Notice.objects.filter(case_ref__in=all_numbers(case_ref)):
        if queries.notice_state(notice) is NoticeState.PROPOSED:
            _step(notice, NoticeState.WITHDRAWN, actor, at=at, reason="not-crossed")
    return word


def _hear(
    actor: Actor, case_ref: str, *, crossed: bool, on: date, at: datetime
) -> CrossingWord:
    word = CrossingWord.objects.create(
        case_ref=case_ref, crossed=crossed, crossed_on=on, at=at, by=actor.ref
    )
    append(
        actor=actor,
        act="tracing.crossing-heard" if crossed else "tracing.crossing-taken-back",
        about=case_ref,
        facts={"on": on.isoformat()},
        at=at,
    )
    return word


@transaction.atomic
def propose_notice(*, case_ref: str, at: datetime, actor: Actor) -> list[Notice]:
    """Propose one notice to every family whose request is linked to this case.

    Nobody is told by this: a person looks at each and sends it.  A request that has
    a notice already, proposed or sent, gets no second; one that was withdrawn, stands
    in an undecided conflict, or whose requester is not to be told, gets none.  Raises
    ``NotCrossedError``.
    """
    if queries.crossed_on(case_ref) is None:
        raise NotCrossedError(case=case_ref)
    return [
        propose_for(request=request, at=at, actor=actor)
        for request in queries.requests_of(case_ref)
        if queries.open_notice_of(request) is None and queries.may_be_proposed(request)
    ]


@transaction.atomic
def propose_for(*, request: TracingRequest, at: datetime, actor: Actor) -> Notice:
    """Propose the notice of one request; the one already there is returned as it is.

    Raises ``NotLinkedError`` or ``NotCrossedError``.
    """
    if not request.case_ref:
        raise NotLinkedError(request=request.ref)
    refuse_who_is_not_told(request)
    crossed = queries.crossed_on(request.case_ref)
    if crossed is None:
        raise NotCrossedError(case=request.case_ref)
    held = queries.open_notice_of(request)
    return held or _new_notice(request, crossed, actor=actor, at=at)


def _new_notice(
    request: TracingRequest, crossed: date, *, actor: Actor, at: datetime
) -> Notice:
    ref = new_ref("N")
    text = _words(ref, request, crossed)
    owner = request.requester.owner
    notice = Notice.objects.create(
        ref=ref,
        request=request,
        case_ref=request.case_ref,
        language=request.requester.language,
        sealed_text=vault.seal_text(owner, f"notice:{ref}", text),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        made_at=at,
    )
    _step(notice, NoticeState.PROPOSED, actor, at=at)
    return notice


def _words(ref: str, request: TracingRequest, crossed: date) -> str:
    """Return the notice's words in the family's language."""
    language, before = request.requester.language, current_language()
    use_language(language)
    try:
        with translation.override(language):
            return words_of(
                Told(
                    notice=ref,
                    request=request.ref,
                    reader=queries.name_of_requester(request.requester),
                    sought=queries.sought_in(request).name,
                    asked_on=date_format(request.received_at.date(), "DATE_FORMAT"),
                    crossed_on=date_format(crossed, "DATE_FORMAT"),
                    organisation=installation().name,
                )
            )
    finally:
        use_language(before)


@transaction.atomic
def send_notice(
    *, actor: Actor, notice: Notice, agreed: bool, at: datetime
) -> NoticeEvent:
    """Record that a person sent the notice as it stands; it cannot be unsent.

    The person's own agreement that this relative is told stands on record before:
    ``agreed`` records it now where nobody has asked them before; it does not outweigh
    a refusal.  Refused for somebody not crossed, a requester nobody has checked, one
    who is not told by somebody's decision, or a notice already closed.
    """
    held = Notice.objects.select_for_update().get(pk=notice.pk)
    if queries.crossed_on(held.case_ref) is None:
        raise NotCrossedError(case=held.case_ref)
    if not queries.is_verified(held.request.requester):
        raise NotVerifiedError(request=held.request.ref)
    refuse_who_is_not_told(held.request)
    if queries.stop_for(held.request) is Stop.PERSON_NOT_ASKED:
        _record_agreement(held, actor, agreed=agreed, at=at)
    return _step(held, NoticeState.SENT, actor, at=at)


def _record_agreement(
    notice: Notice, actor: Actor, *, agreed: bool, at: datetime
) -> None:
    if not agreed:
        raise NotAgreedError
    record_answer_of_person(
        actor=actor,
        request=notice.request,
        case_ref=notice.request.case_ref,
        agrees=Agrees.YES,
        heard=HeardHow.IN_PERSON,
        said_on=at.date(),
        at=at,
    )


def refuse_who_is_not_told(request: TracingRequest) -> None:
    """Refuse what tells where the person is to somebody who is not to hear it.

    Raises ``WithdrawnError``, ``ConflictUndecidedError``, ``ExcludedError`` or
    ``PersonRefusedError``.
    """
    stop = queries.stop_for(request)
    if stop is Stop.WITHDRAWN:
        last = queries.last_withdrawal(request)
        day = f"{last.at:%Y-%m-%d}" if last else ""
        raise WithdrawnError(request=request.ref, day=day)
    if stop is Stop.UNDECIDED:
        raise ConflictUndecidedError(request=request.ref, case=request.case_ref)
    if stop is Stop.EXCLUDED:
        decided = queries.newest_telling(request)
        day = f"{decided.at:%Y-%m-%d}" if decided else ""
        raise ExcludedError(request=request.ref, day=day)
    if stop is Stop.PERSON_REFUSED:
        raise PersonRefusedError(request=request.ref)


@transaction.atomic
def withdraw_notice(
    *, actor: Actor, notice: Notice, at: datetime, reason: str = ""
) -> NoticeEvent:
    """Record that a proposed notice is not sent; ``reason`` is a code, not a text."""
    held = Notice.objects.select_for_update().get(pk=notice.pk)
    return _step(held, NoticeState.WITHDRAWN, actor, at=at, reason=reason)


def _step(
    notice: Notice, kind: NoticeState, actor: Actor, *, at: datetime, reason: str = ""
) -> NoticeEvent:
    first = kind is NoticeState.PROPOSED
    if not first and queries.notice_state(notice) is not NoticeState.PROPOSED:
        raise NoticeClosedError(notice=notice.ref)
    event = NoticeEvent.objects.create(
        notice=notice, kind=kind, at=at, by=actor.ref, reason=reason
    )
    append(
        actor=actor,
        act=f"tracing.notice-{kind}",
        about=notice.case_ref,
        facts={
            "notice": notice.ref,
            "sha256": notice.sha256,
            "request": notice.request.ref,
        },
        at=at,
    )
    return event
