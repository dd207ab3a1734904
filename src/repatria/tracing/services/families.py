"""Conflicting relatives, decisions on who is told what, and the person's own answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from repatria.access import vault
from repatria.access.numbers import all_numbers
from repatria.ledger.services import append
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.tracing.core.consents import Channel, Share
from repatria.tracing.core.errors import NotAboutThisCaseError
from repatria.tracing.core.telling import Agrees, ConflictKind, HeardHow, MayTell
from repatria.tracing.models import (
    Consent,
    FamilyConflict,
    PersonAnswer,
    TellingDecision,
    TracingRequest,
    WhoFiledAnswer,
)


@transaction.atomic
def record_consent(
    *,
    actor: Actor,
    request: TracingRequest,
    share: Share | str,
    given: bool,
    said_on: date,
    at: datetime,
    until: date | None = None,
    channels: Sequence[Channel | str] = (),
) -> Consent:
    """Record what whoever asks agreed to, or refused; earlier answers stay."""
    consent = Consent.objects.create(
        request=request,
        share=Share(share),
        given=given,
        until=until,
        channels=[Channel(each).value for each in channels],
        said_on=said_on,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.consent-recorded",
        about=request.ref,
        facts={
            "share": consent.share,
            "given": given,
            "until": until.isoformat() if until else "",
        },
        at=at,
    )
    return consent


@transaction.atomic
def record_conflict(
    *,
    actor: Actor,
    case_ref: str,
    kind: ConflictKind | str,
    raised_by: TracingRequest,
    other: TracingRequest,
    words: str,
    at: datetime,
) -> FamilyConflict:
    """Record that two requesters contradict each other; ``words`` are sealed.

    From now on neither is told anything until a person decides.  Raises
    ``NotAboutThisCaseError``.
    """
    for request in (raised_by, other):
        _refuse_other_case(request, case_ref)
    ref = new_ref("K")
    owner = raised_by.requester.owner
    conflict = FamilyConflict.objects.create(
        ref=ref,
        case_ref=case_ref,
        kind=ConflictKind(kind),
        raised_by=raised_by,
        other=other,
        sealed_words=vault.seal_text(owner, f"conflict:{ref}", words),
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.conflict-recorded",
        about=case_ref,
        facts={
            "conflict": ref,
            "kind": conflict.kind,
            "requests": [raised_by.ref, other.ref],
        },
        at=at,
    )
    return conflict


@transaction.atomic
def decide_telling(
    *,
    actor: Actor,
    request: TracingRequest,
    case_ref: str,
    may_tell: MayTell | str,
    reason: str,
    at: datetime,
) -> TellingDecision:
    """Decide how much one requester may be told about this person, with the reason."""
    _refuse_other_case(request, case_ref)
    decision = TellingDecision.objects.create(
        request=request,
        case_ref=case_ref,
        may_tell=MayTell(may_tell),
        reason=reason,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.telling-decided",
        about=case_ref,
        facts={"request": request.ref, "may_tell": decision.may_tell},
        at=at,
    )
    return decision


@transaction.atomic
def record_answer_of_person(
    *,
    actor: Actor,
    request: TracingRequest,
    case_ref: str,
    agrees: Agrees | str,
    heard: HeardHow | str,
    said_on: date,
    at: datetime,
) -> PersonAnswer:
    """Record whether the found person agrees that this relative is told."""
    _refuse_other_case(request, case_ref)
    answer = PersonAnswer.objects.create(
        case_ref=case_ref,
        request=request,
        agrees=Agrees(agrees),
        heard=HeardHow(heard),
        said_on=said_on,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.person-answered",
        about=case_ref,
        facts={"request": request.ref, "agrees": answer.agrees, "heard": answer.heard},
        at=at,
    )
    return answer


@transaction.atomic
def tell_who_filed(
    *,
    actor: Actor,
    request: TracingRequest,
    case_ref: str,
    with_name: bool,
    reason: str,
    at: datetime,
) -> WhoFiledAnswer:
    """Record that the person sought asked who filed this, and how it was answered."""
    _refuse_other_case(request, case_ref)
    told = WhoFiledAnswer.objects.create(
        request=request,
        case_ref=case_ref,
        with_name=with_name,
        reason=reason,
        at=at,
        by=actor.ref,
    )
    append(
        actor=actor,
        act="tracing.who-filed-told",
        about=case_ref,
        facts={"request": request.ref, "with_name": with_name},
        at=at,
    )
    return told


def _refuse_other_case(request: TracingRequest, case_ref: str) -> None:
    if not request.case_ref or request.case_ref not in all_numbers(case_ref):
        raise NotAboutThisCaseError(request=request.ref, case=case_ref)
