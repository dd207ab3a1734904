"""Sending somebody to treatment, and following what comes of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access import vault
from repatria.care import queries
from repatria.care.core.errors import ReferralOrderError, UnknownDeniedCareError
from repatria.care.core.referrals import (
    STATE_WORDS,
    ReferralState,
    Urgency,
    following,
)
from repatria.care.models import Referral, ReferralEvent
from repatria.care.services.stages import refuse_unless_returned
from repatria.ledger.services import append
from repatria.medical.queries import denied_care_of
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor


@transaction.atomic
def refer(
    *,
    actor: Actor,
    case_ref: str,
    to: str,
    reason: str,
    urgency: Urgency | str,
    at: datetime,
    because_ref: str = "",
) -> Referral:
    """Send somebody to treatment; ``to`` and ``reason`` are sealed.

    ``because_ref`` names the statement of denied care that it answers, so that the
    interval and what was done about it stand together.
    """
    refuse_unless_returned(case_ref)
    if because_ref and not _knows(case_ref, because_ref):
        raise UnknownDeniedCareError(case=case_ref, statement=because_ref)
    referral = Referral(
        ref=new_ref("F"),
        case_ref=case_ref,
        urgency=Urgency(urgency),
        because_ref=because_ref,
        made_at=at,
        made_by=actor.ref,
    )
    referral.sealed_to = vault.seal_text(referral.owner, "to", to)
    referral.sealed_reason = vault.seal_text(referral.owner, "reason", reason)
    referral.save(force_insert=True)
    _step(actor, referral, ReferralState.MADE, at=at)
    return referral


def _knows(case_ref: str, because_ref: str) -> bool:
    return any(each.ref == because_ref for each in denied_care_of(case_ref))


@transaction.atomic
def move_referral(
    *, actor: Actor, referral: Referral, state: ReferralState | str, at: datetime
) -> ReferralEvent:
    """Record that a referral came to a state; raise ``ReferralOrderError``."""
    held = Referral.objects.select_for_update().get(pk=referral.pk)
    now, wanted = queries.state_of(held), ReferralState(state)
    if wanted not in following(now):
        raise ReferralOrderError(
            referral=held.ref, now=STATE_WORDS[now], following=STATE_WORDS[wanted]
        )
    return _step(actor, held, wanted, at=at)


def _step(
    actor: Actor, referral: Referral, state: ReferralState, *, at: datetime
) -> ReferralEvent:
    event = ReferralEvent.objects.create(
        referral=referral, state=state, at=at, by=actor.ref
    )
    append(
        actor=actor,
        act=f"care.referral-{state}",
        about=referral.case_ref,
        facts={"referral": referral.ref, "because": referral.because_ref},
        at=at,
    )
    return event
