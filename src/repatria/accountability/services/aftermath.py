"""Undertakings, proceedings, and how far anything is established."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from repatria.accountability.core.errors import ReasonMissingError
from repatria.accountability.core.levels import CREDIBILITY, RELIABILITY, Level
from repatria.accountability.core.said import Said
from repatria.accountability.models import (
    Assessment,
    Claim,
    Incident,
    Proceeding,
    ProceedingEvent,
    Undertaking,
)
from repatria.accountability.models.choices import State
from repatria.accountability.services.claims import record_claim
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor


@transaction.atomic
def record_undertaking(
    *,
    actor: Actor,
    said: Said,
    incident: Incident | None = None,
    due_on: date | None = None,
    at: datetime,
) -> Undertaking:
    """Record what somebody vowed; ``said.about`` tells what, ``said_on`` when."""
    undertaking = Undertaking.objects.create(
        claim=record_claim(said, actor=actor, at=at), incident=incident, due_on=due_on
    )
    ledger.append(
        actor=actor,
        act="accountability.undertaking-recorded",
        about=incident.ref if incident else said.report_ref,
        facts={"undertaking": undertaking.pk},
        at=at,
    )
    return undertaking


@transaction.atomic
def open_proceeding(
    *,
    actor: Actor,
    body: str,
    jurisdiction: str,
    said_by: str,
    incident: Incident | None = None,
    undertaking: Undertaking | None = None,
    offence: str = "",
    on: date | None = None,
    at: datetime,
) -> Proceeding:
    """Record that an authority opened a case, as ``said_by`` says."""
    proceeding = Proceeding.objects.create(
        ref=new_ref("J"),
        incident=incident or (undertaking.incident if undertaking else None),
        undertaking=undertaking,
        body=body,
        jurisdiction=jurisdiction,
        offence=offence,
        at=at,
        by=actor.ref,
    )
    record_proceeding_state(
        actor=actor,
        proceeding=proceeding,
        state=State.OPENED,
        said_by=said_by,
        on=on,
        at=at,
    )
    return proceeding


@transaction.atomic
def record_proceeding_state(
    *,
    actor: Actor,
    proceeding: Proceeding,
    state: str,
    said_by: str,
    on: date | None = None,
    at: datetime,
) -> ProceedingEvent:
    """Record that a proceeding came to a state on a day, None where nobody knows."""
    event = ProceedingEvent.objects.create(
        proceeding=proceeding,
        state=State(state),
        on=on,
        said_by=said_by,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="accountability.proceeding-state",
        about=proceeding.ref,
        facts={"state": str(state)},
        at=at,
    )
    return event


@transaction.atomic
def assess(
    *,
    actor: Actor,
    of: Claim | Incident,
    level: str,
    reason: str,
    source_reliability: str = "F",
    content_credibility: str = "6",
    sampling_note: str = "",
    at: datetime,
) -> Assessment:
    """Record how far somebody finds a claim or an incident established, and why.

    The two axes are scored apart.  An earlier assessment stays; the newest is shown.
    """
    if not reason.strip():
        raise ReasonMissingError
    if source_reliability not in RELIABILITY or content_credibility not in CREDIBILITY:
        raise ValueError(source_reliability + content_credibility)
    assessment = Assessment.objects.create(
        claim=of if isinstance(of, Claim) else None,
        incident=of if isinstance(of, Incident) else None,
        level=Level(level),
        source_reliability=source_reliability,
        content_credibility=content_credibility,
        reason=reason,
        sampling_note=sampling_note,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="accountability.assessed",
        about=of.ref if isinstance(of, Incident) else of.report_ref,
        facts={"assessment": assessment.pk, "level": level},
        at=at,
    )
    return assessment
