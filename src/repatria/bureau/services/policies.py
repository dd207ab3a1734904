"""Where a rule names no number: what this bureau sets itself."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.bureau.models import ClockPolicy
from repatria.ledger import services as ledger
from repatria.rulebook.clocks import load_clock
from repatria.shared.actors import Actor


@transaction.atomic
def set_policy(*, actor: Actor, clock: str, days: int, at: datetime) -> ClockPolicy:
    """Set within how many days this bureau means to act; 0 takes a limit back.

    Counts for what comes from now on: what was entered before keeps its date.
    """
    known = load_clock(clock)
    policy = ClockPolicy.objects.create(clock=known.id, days=days, at=at, by=actor.ref)
    ledger.append(
        actor=actor, act="bureau.policy-set", about=known.id,
        facts={"days": days, "rule_version": known.version}, at=at,
    )  # fmt: skip
    return policy
