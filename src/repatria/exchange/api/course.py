"""A round on its way: suspended, resumed, cancelled, assembled, its counts compared."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from repatria.access.api.frame import actor_of, operation
from repatria.access.api.said import Number, Ref
from repatria.exchange import doors, queries
from repatria.exchange.api.exchanges import (
    AN_EVENT,
    EventTold,
    Seats,
    Way,
    event_told,
)
from repatria.exchange.core.course import Reason
from repatria.exchange.core.refusals import StateOutOfOrderError
from repatria.exchange.core.states import NEEDS, State
from repatria.exchange.models import Round
from repatria.exchange.services import course
from repatria.shared.actors import Actor

router = Router(tags=["exchanges"])
ROUND = "/exchanges/{ref}/rounds/{number}"


class StandstillReason(Schema):
    """Why: a word of a closed list, which speaks of nobody."""

    reason: Reason


class HeadsCounted(Schema):
    """How many heads were counted at the place, by direction, of every leg agreed."""

    heads: Annotated[dict[Way, Seats], Field(max_length=400)]


@operation(
    router,
    "POST",
    ROUND + "/suspend",
    right=NEEDS[State.SUSPENDED],
    asks={"reason": "weather"},
    answers=AN_EVENT | {"state": "suspended", "reason": "weather"},
)
def suspend(
    request: HttpRequest, ref: Ref, number: Number, body: StandstillReason
) -> EventTold:
    """Suspend a round; it can be resumed.  Nothing is sent by this."""
    actor, held = _round_to(State.SUSPENDED, request, ref, number)
    course.suspend_round(
        actor=actor, held=held, reason=body.reason.value, at=datetime.now(UTC)
    )
    return _stands(held)


@operation(
    router,
    "POST",
    ROUND + "/resume",
    right=NEEDS[State.SUSPENDED],
    answers=AN_EVENT | {"state": "agreed"},
)
def resume(request: HttpRequest, ref: Ref, number: Number) -> EventTold:
    """Let a suspended round go on from where it stood."""
    actor, held = _round_to(State.SUSPENDED, request, ref, number)
    course.resume_round(actor=actor, held=held, at=datetime.now(UTC))
    return _stands(held)


@operation(
    router,
    "POST",
    ROUND + "/cancel",
    right=NEEDS[State.CANCELLED],
    asks={"reason": "agreed"},
    answers=AN_EVENT | {"state": "cancelled", "reason": "agreed"},
)
def cancel(
    request: HttpRequest, ref: Ref, number: Number, body: StandstillReason
) -> EventTold:
    """Cancel a round."""
    actor, held = _round_to(State.CANCELLED, request, ref, number)
    course.cancel_round(
        actor=actor, held=held, reason=body.reason.value, at=datetime.now(UTC)
    )
    return _stands(held)


@operation(
    router,
    "POST",
    ROUND + "/assembled",
    right=NEEDS[State.ASSEMBLED],
    asks={"heads": {"NORLAND>SUDMARK": 36, "SUDMARK>NORLAND": 35}},
    answers=AN_EVENT | {"state": "assembled"},
)
def assembled(
    request: HttpRequest, ref: Ref, number: Number, body: HeadsCounted
) -> EventTold:
    """Record that people are at the place, with the heads counted of each leg."""
    actor, held = _round_to(State.ASSEMBLED, request, ref, number)
    course.assemble(actor=actor, held=held, heads=body.heads, at=datetime.now(UTC))
    return _stands(held)


@operation(
    router,
    "POST",
    ROUND + "/reconcile",
    right=NEEDS[State.RECONCILED],
    answers=AN_EVENT | {"state": "reconciled"},
)
def reconcile(request: HttpRequest, ref: Ref, number: Number) -> EventTold:
    """Record that every count of a round stands beside the others."""
    actor, held = _round_to(State.RECONCILED, request, ref, number)
    course.reconcile(actor=actor, held=held, at=datetime.now(UTC))
    return _stands(held)


def _round_to(
    state: State, request: HttpRequest, ref: str, number: int
) -> tuple[Actor, Round]:
    """Open a round for whoever may bring it to ``state``."""
    actor = actor_of(request)
    return actor, doors.open_round(actor, ref, number, right=NEEDS[state])


def _stands(held: Round) -> EventTold:
    """Return the event by which the round stands where it does."""
    newest = queries.newest_event(Round.objects.get(pk=held.pk))
    if newest is None:  # every act above leaves one, or was refused
        raise StateOutOfOrderError(now="", following="")
    return event_told(newest)
