"""Tying a testimony to a person's record, by that person's consent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from repatria.access import queries as access
from repatria.ledger import services as ledger
from repatria.medical.services import state_denied_care
from repatria.reports import queries
from repatria.reports.core.errors import (
    AskedToBeLeftAloneError,
    ConsentNeededError,
)
from repatria.reports.models import Testimony, TestimonyTie
from repatria.shared.actors import Actor

GIVEN = TestimonyTie.Consent.GIVEN


@dataclass(frozen=True, slots=True)
class CareDenied:
    """What the testimony tells of care that was denied.

    ``duration_said`` keeps the report's words and is never turned into dates.
    """

    condition: str
    duration_said: str = ""
    began: str = ""
    ended: str = ""


@transaction.atomic
def tie_testimony(
    *,
    actor: Actor,
    testimony: Testimony,
    case_ref: str,
    consent: str,
    denied: CareDenied | None = None,
    at: datetime,
) -> TestimonyTie:
    """Record what a person said about keeping a testimony in their record.

    "given" ties it; "refused" and "withdrawn" leave it tied to nobody.  ``denied``
    goes to the medical record, only with consent.  Nobody who asked to be left alone
    is asked.
    """
    kept = consent == GIVEN
    if kept and access.wants_to_be_left_alone(case_ref):
        raise AskedToBeLeftAloneError(case=case_ref)
    if denied is not None and not kept:
        raise ConsentNeededError(case=case_ref)
    care = _denied_care(actor, testimony, case_ref, denied, at) if denied else ""
    tie = TestimonyTie.objects.create(
        testimony=testimony,
        case_ref=case_ref,
        consent=TestimonyTie.Consent(consent),
        denied_care_ref=care,
        at=at,
        by=actor.ref,
    )
    ledger.append(
        actor=actor,
        act="reports.testimony-tied" if kept else "reports.testimony-not-tied",
        about=case_ref,
        facts={"testimony": testimony.pk, "report": testimony.report.ref},
        at=at,
    )
    return tie


def _denied_care(
    actor: Actor,
    testimony: Testimony,
    case_ref: str,
    denied: CareDenied,
    at: datetime,
) -> str:
    report = testimony.report
    return state_denied_care(
        actor=actor,
        condition=denied.condition,
        said_by=testimony.speaker,
        case_ref=case_ref,
        began=denied.began,
        ended=denied.ended,
        duration_said=denied.duration_said,
        said_on=str(report.published or ""),
        text=queries.words_of(testimony),
        source_ref=report.ref,
        at=at,
    ).ref
