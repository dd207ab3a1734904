"""Setting from which probability on many may be confirmed, and signing it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from repatria.ledger import services as ledger
from repatria.matching.core.refusals import (
    ThresholdSettledError,
    ThresholdSignatureError,
)
from repatria.matching.core.threshold import document_of
from repatria.matching.models import FourEyes, Threshold
from repatria.matching.queries.rules import is_signed
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor
from repatria.transmission.core.signing import read_signature


@transaction.atomic
def set_threshold(
    *, actor: Actor, value: float, reason: str, at: datetime
) -> Threshold:
    """Write down a threshold; it comes into force once its text is signed.

    ``value`` is a probability above one half and below 1.
    """
    ref = new_ref("T")
    made = Threshold.objects.create(
        ref=ref,
        value=value,
        reason=reason,
        document=document_of(
            ref=ref,
            value=value,
            reason=reason,
            organisation=actor.organisation,
            set_by=actor.ref,
            set_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        ),
        set_by=actor.ref,
        set_at=at,
    )
    _enter(actor, "matching.threshold-set", made, at=at)
    return made


@transaction.atomic
def sign_threshold(
    *, actor: Actor, threshold: Threshold, signature: bytes, at: datetime
) -> None:
    """Attach the ``.sig`` file that ``repatria sign`` made of a threshold's text.

    From then on it is in force, in the place of any before.  Raises
    ``ThresholdSignatureError`` for any other signature, and ``NotASignatureError``
    for a file that is none.
    """
    read_signature(signature)  # a file that is none says so
    if not is_signed(threshold, signature):
        raise ThresholdSignatureError(ref=threshold.ref)
    waiting = Threshold.objects.filter(
        pk=threshold.pk, signed_at=None, withdrawn_at=None
    )
    if not waiting.update(
        signature=signature.decode(), signed_by=actor.ref, signed_at=at
    ):
        raise ThresholdSettledError(ref=threshold.ref)
    _enter(actor, "matching.threshold-signed", threshold, at=at)


@transaction.atomic
def withdraw_threshold(*, actor: Actor, threshold: Threshold, at: datetime) -> None:
    """Withdraw a threshold: until another is signed, nothing is confirmed together.

    What was confirmed by it stays.
    """
    held = Threshold.objects.filter(pk=threshold.pk, withdrawn_at=None)
    if not held.update(withdrawn_by=actor.ref, withdrawn_at=at):
        raise ThresholdSettledError(ref=threshold.ref)
    _enter(actor, "matching.threshold-withdrawn", threshold, at=at)


def _enter(actor: Actor, act: str, threshold: Threshold, *, at: datetime) -> None:
    ledger.append(
        actor=actor,
        act=act,
        about=threshold.ref,
        facts={"least_probability": f"{threshold.value:g}"},
        at=at,
    )


@transaction.atomic
def require_four_eyes(
    *, actor: Actor, required: bool, reason: str, at: datetime
) -> FourEyes:
    """Say whether a decision needs a second, different person from now on.

    What already waits for a second look still needs it after that is switched off.
    """
    made = FourEyes.objects.create(
        required=required, reason=reason, by=actor.ref, at=at
    )
    ledger.append(
        actor=actor,
        act="matching.four-eyes-required" if required else "matching.four-eyes-ended",
        about=f"four-eyes:{made.pk}",
        at=at,
    )
    return made
