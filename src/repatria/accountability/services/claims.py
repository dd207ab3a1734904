"""Recording what somebody said, correcting it, tying it to a person by consent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access import queries as access
from repatria.accountability import queries
from repatria.accountability.core.errors import (
    AlreadyCorrectedError,
    ConsentMissingError,
    LeftAloneError,
    NothingChangedError,
    TieUnchangedError,
)
from repatria.accountability.core.said import Said
from repatria.accountability.models import Claim, Tie
from repatria.accountability.models.choices import Consent
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor


def record_claim(
    said: Said, *, actor: Actor, at: datetime, replaces: Claim | None = None
) -> Claim:
    """Write down a statement; called inside the service that says what it is about."""
    start, end = said.span or (None, None)
    return Claim.objects.create(
        claimant=said.claimant.strip(),
        side=said.side,
        modality=said.modality,
        about=said.about,
        quotation=said.quotation,
        span_start=start,
        span_end=end,
        report_ref=said.report_ref,
        said_on=said.said_on,
        inferred_from_id=said.inferred_from,
        replaces=replaces,
        at=at,
        by=actor.ref,
    )


def said_in(claim: Claim) -> Said:
    """Return the value that a claim was recorded from."""
    start, end = claim.span_start, claim.span_end
    return Said(
        claimant=claim.claimant,
        side=claim.side,
        modality=claim.modality,
        about=claim.about,
        quotation=claim.quotation,
        span=None if start is None or end is None else (start, end),
        report_ref=claim.report_ref,
        said_on=claim.said_on,
        inferred_from=claim.inferred_from_id,
    )


@transaction.atomic
def correct_claim(*, actor: Actor, claim: Claim, said: Said, at: datetime) -> Claim:
    """Record what was meant to be written; the mistaken claim stays and is marked.

    What hangs on the old claim is shown with the newest wording.
    """
    if Claim.objects.filter(replaces=claim).exists():
        raise AlreadyCorrectedError
    if said == said_in(claim):
        raise NothingChangedError
    newer = record_claim(said, actor=actor, at=at, replaces=claim)
    ledger.append(
        actor=actor,
        act="accountability.claim-corrected",
        about=said.report_ref,
        facts={"claim": newer.pk, "replaces": claim.pk},
        at=at,
    )
    return newer


@transaction.atomic
def tie_to_person(
    *, actor: Actor, claim: Claim, case_ref: str, consent: str, at: datetime
) -> Tie:
    """Tie a statement to a person's record, with their consent, or untie it.

    ``consent`` "given" ties; "refused" and "withdrawn" untie.  Nobody who asked to be
    left alone is tied: whoever recorded a consent would have had to ask.
    """
    tied = queries.is_tied(claim, case_ref)
    if consent == Consent.UNKNOWN:
        raise ConsentMissingError(case=case_ref)
    if (consent == Consent.GIVEN) == tied:
        raise TieUnchangedError(case=case_ref)
    if consent == Consent.GIVEN and access.wants_to_be_left_alone(case_ref):
        raise LeftAloneError(case=case_ref)
    tie = Tie.objects.create(
        claim=claim, case_ref=case_ref, consent=consent, at=at, by=actor.ref
    )
    ledger.append(
        actor=actor,
        act="accountability.statement-tied",
        about=case_ref,
        facts={"claim": claim.pk, "consent": consent},
        at=at,
    )
    return tie
