"""Allegations by claimants, patterns and their instances, conditions, answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from repatria.accountability import queries
from repatria.accountability.core.errors import (
    AnswerToNothingError,
    InstanceUnchangedError,
    NotAPatternError,
    NotTogetherError,
    PatternHasIncidentError,
    ReasonMissingError,
)
from repatria.accountability.core.intervals import check_said_after
from repatria.accountability.core.said import Said
from repatria.accountability.models import (
    Allegation,
    Answer,
    ConditionClaim,
    Incident,
    Involved,
    PatternInstance,
)
from repatria.accountability.models.choices import Act, AnswerKind
from repatria.accountability.services.claims import record_claim
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody's part in an allegation: "victim", "accused" or "witness".

    ``party`` is a code, empty where nobody knows whose people they are; ``number``
    None where it is not stated.
    """

    part: str
    party: str = ""
    described: str = ""
    number: int | None = None


@transaction.atomic
def record_allegation(
    *,
    actor: Actor,
    said: Said,
    act: str,
    roles: Sequence[Role] = (),
    incident: Incident | None = None,
    characterisation: str = "",
    pattern: bool = False,
    omission: bool = False,
    at: datetime,
) -> Allegation:
    """Record that ``said.claimant`` alleges an act.

    ``characterisation`` is what the claimant calls it in law ("war crime").  A
    ``pattern`` hangs on no incident; its instances are counted apart
    (``count_instance``).  Raises ``SaidBeforeItHappenedError`` for a statement dated
    before the incident can have happened.
    """
    if pattern and incident is not None:
        raise PatternHasIncidentError
    _check_after(incident, said)
    allegation = Allegation.objects.create(
        claim=record_claim(said, actor=actor, at=at),
        incident=incident,
        act=Act(act),
        omission=omission or act == Act.DENIAL_OF_MEDICAL_CARE,
        characterisation=characterisation,
        pattern=pattern,
    )
    for role in roles:
        _involve(allegation, role)
    ledger.append(
        actor=actor,
        act="accountability.allegation-recorded",
        about=incident.ref if incident else said.report_ref,
        facts={"allegation": allegation.pk, "act": act, "pattern": pattern},
        at=at,
    )
    return allegation


def _involve(allegation: Allegation, role: Role) -> None:
    Involved.objects.create(
        allegation=allegation,
        part=role.part,
        party=role.party,
        described=role.described,
        number=role.number,
    )


@transaction.atomic
def count_instance(
    *,
    actor: Actor,
    pattern: Allegation,
    incident: Incident,
    counted: bool,
    reason: str,
    at: datetime,
) -> PatternInstance:
    """Count an incident as an instance of an alleged pattern, or take that back.

    A person's own judgement, with its reason: the claimant of the pattern may have
    named no instance at all.
    """
    if not pattern.pattern:
        raise NotAPatternError
    if not reason.strip():
        raise ReasonMissingError
    if queries.is_instance(pattern, incident) == counted:
        raise InstanceUnchangedError(incident=incident.ref)
    row = PatternInstance.objects.create(
        pattern=pattern,
        incident=incident,
        counted=counted,
        reason=reason,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="accountability.instance-counted",
        about=incident.ref,
        facts={"pattern": pattern.pk, "counted": counted},
        at=at,
    )
    return row


@transaction.atomic
def record_condition_claim(
    *, actor: Actor, said: Said, captives_of: str, holder: str = "", at: datetime
) -> ConditionClaim:
    """Record a claim about conditions of captivity that hangs on no incident.

    ``captives_of`` is the party whose people it speaks of, ``holder`` the one that
    holds them.  What a narrator adds is a claim of its own, ``inferred``.
    """
    condition = ConditionClaim.objects.create(
        claim=record_claim(said, actor=actor, at=at),
        captives_of=captives_of,
        holder=holder,
    )
    ledger.append(
        actor=actor,
        act="accountability.condition-recorded",
        about=said.report_ref,
        facts={"condition": condition.pk},
        at=at,
    )
    return condition


@transaction.atomic
def record_answer(
    *,
    actor: Actor,
    said: Said,
    kind: str,
    allegation: Allegation | None = None,
    incident: Incident | None = None,
    ground: str = "",
    asked_on: date | None = None,
    at: datetime,
) -> Answer:
    """Record how a party meets an allegation, or all of an incident.

    ``kind`` is one of ``AnswerKind``; ``ground`` the article a justification rests on
    ("AP I 37").  "silent" is recorded by whoever asked, with ``asked_on``.
    """
    if allegation is not None and incident is None:
        incident = allegation.incident
    if allegation is None and incident is None:
        raise AnswerToNothingError
    if allegation is not None and allegation.incident_id != getattr(
        incident, "pk", None
    ):
        raise NotTogetherError(incident=incident.ref if incident else "")
    _check_after(incident, said)
    answer = Answer.objects.create(
        claim=record_claim(said, actor=actor, at=at),
        allegation=allegation,
        incident=incident,
        kind=AnswerKind(kind),
        ground=ground,
        asked_on=asked_on,
    )
    ledger.append(
        actor=actor,
        act="accountability.answer-recorded",
        about=incident.ref if incident else said.report_ref,
        facts={"answer": answer.pk, "kind": kind},
        at=at,
    )
    return answer


def _check_after(incident: Incident | None, said: Said) -> None:
    if incident is not None:
        check_said_after(incident.outline.interval, said.said_on)
