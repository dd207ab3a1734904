"""Taking back what was recorded: it stays written, and nothing rests on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access import vault
from repatria.ledger import services as ledger
from repatria.medical.core.errors import ReasonMissingError, TakenBackAlreadyError
from repatria.medical.models import TakenBack
from repatria.medical.queries.owners import owner
from repatria.shared.actors import Actor

REASON = "reason"


@transaction.atomic
def take_back(
    *, actor: Actor, ref: str, case_ref: str, reason: str, act: str, at: datetime
) -> TakenBack:
    """Record that what stands under ``ref`` is taken back, under the act ``act``."""
    if not reason.strip():
        raise ReasonMissingError(about=ref)
    if TakenBack.objects.filter(about=ref).exists():
        raise TakenBackAlreadyError(about=ref)
    taken = TakenBack.objects.create(
        about=ref,
        sealed_reason=vault.seal_text(owner(ref), REASON, reason.strip()),
        at=at,
        by=actor.ref,
    )
    ledger.append(actor=actor, act=act, about=case_ref, facts={"statement": ref}, at=at)
    return taken
