"""The request to be left alone: heard, honoured everywhere, taken back at any time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access.models import LeftAloneRequest
from repatria.access.queries import left_alone_since
from repatria.ledger.services import append
from repatria.shared.actors import Actor


@transaction.atomic
def ask_to_be_left_alone(
    *, actor: Actor, case_ref: str, at: datetime, said_at: datetime | None = None
) -> LeftAloneRequest | None:
    """Record that somebody asked to be left alone; twice does no harm (None).

    From here on every page that would ask shows that instead, and the services
    refuse.  Care that the person needs goes on.
    """
    if left_alone_since(case_ref) is not None:
        return None
    return _keep(actor, case_ref, leave_alone=True, said_at=said_at or at, at=at)


@transaction.atomic
def take_back(
    *, actor: Actor, case_ref: str, at: datetime, said_at: datetime | None = None
) -> LeftAloneRequest | None:
    """Record that the person took the request back; without one nothing happens."""
    if left_alone_since(case_ref) is None:
        return None
    return _keep(actor, case_ref, leave_alone=False, said_at=said_at or at, at=at)


def _keep(
    actor: Actor, case_ref: str, *, leave_alone: bool, said_at: datetime, at: datetime
) -> LeftAloneRequest:
    request = LeftAloneRequest.objects.create(
        case_ref=case_ref,
        leave_alone=leave_alone,
        said_at=said_at,
        heard_by=actor.ref,
    )
    append(
        actor=actor,
        act="care.left-alone-asked" if leave_alone else "care.left-alone-taken-back",
        about=case_ref,
        at=at,
    )
    return request
