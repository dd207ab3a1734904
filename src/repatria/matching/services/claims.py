"""Pairs on desks: the queue hands different pairs to different people.

A claim is passing and binds nobody, so it is no act for the ledger: what counts is
who answered first, and an answer looks at that (``services.answers``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from repatria.matching.models import Claim, Pair
from repatria.shared.actors import Actor

A_CLAIM_LASTS = timedelta(minutes=10)


@transaction.atomic
def claim(*, actor: Actor, pair: Pair, at: datetime) -> bool:
    """Lay a pair on somebody's desk, unless it lies on another's; say whether it does.

    What lay on the desk before goes back to the queue: nobody holds two.
    """
    Claim.objects.filter(by=actor.ref).exclude(pair=pair).delete()
    told = {"by": actor.ref, "until": at + A_CLAIM_LASTS}
    held, new = Claim.objects.get_or_create(pair=pair, defaults=told)
    if new:
        return True
    free = Claim.objects.filter(pk=held.pk).filter(Q(by=actor.ref) | Q(until__lte=at))
    return bool(free.update(**told))


def claim_first(*, actor: Actor, pairs: Iterable[Pair], at: datetime) -> Pair | None:
    """Lay the first of these pairs that is free on somebody's desk."""
    return next((pair for pair in pairs if claim(actor=actor, pair=pair, at=at)), None)
