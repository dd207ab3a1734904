"""Who may prepare and decide what is published; what is public is everybody's."""

from __future__ import annotations

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.exchange.models import Exchange
from repatria.exchange.queries import exchange_called
from repatria.publication.models import TotalsProposal
from repatria.shared.actors import Actor

READ, DECIDE = "publication.read", "publication.decide"


def open_proposal(actor: Actor, ref: str, *, right: str = READ) -> TotalsProposal:
    """Return a proposal to whoever may see it."""
    doors.require(actor, right)
    found = TotalsProposal.objects.filter(ref=ref).first()
    if found is None:
        raise NothingHereError
    return found


def open_exchange(actor: Actor, ref: str) -> Exchange:
    """Return an exchange whose totals are to be proposed; nothing of its lists."""
    doors.require(actor, DECIDE)
    found = exchange_called(ref)
    if found is None:
        raise NothingHereError
    return found
