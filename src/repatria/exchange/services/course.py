"""What people decide about a round on its way: each act one entry, some taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from repatria.access import doors
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.course import Reason
from repatria.exchange.core.course_refusals import (
    HeadsMissingError,
    InterviewsOpenError,
    StateStandsError,
    StoppedByOthersError,
)
from repatria.exchange.core.refusals import NotAgreedError, StateOutOfOrderError
from repatria.exchange.core.states import (
    NEEDS,
    NOTHING_YET,
    STATE_WORDS,
    TAKEN_BACK,
    State,
    standing,
)
from repatria.exchange.models import ExchangeEvent, InterviewsEvent, Round
from repatria.exchange.services.exchanges import record_state
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor

INTERVIEWS = "exchange.interviews"


@transaction.atomic
def suspend_round(
    *, actor: Actor, held: Round, reason: str, at: datetime
) -> ExchangeEvent | None:
    """Suspend a round for a reason of the closed list; it can be resumed."""
    return _exit(State.SUSPENDED, actor=actor, held=held, reason=reason, at=at)


@transaction.atomic
def cancel_round(
    *, actor: Actor, held: Round, reason: str, at: datetime
) -> ExchangeEvent | None:
    """Cancel a round for a reason of the closed list."""
    return _exit(State.CANCELLED, actor=actor, held=held, reason=reason, at=at)


def _exit(
    state: State, *, actor: Actor, held: Round, reason: str, at: datetime
) -> ExchangeEvent | None:
    doors.require(actor, NEEDS[state])
    told = Reason(reason).value
    return record_state(actor=actor, held=held, state=state, reason=told, at=at)


@transaction.atomic
def resume_round(*, actor: Actor, held: Round, at: datetime) -> ExchangeEvent | None:
    """Let a suspended round go on from where it stood.

    Raises ``StoppedByOthersError`` in a party's installation where somebody else
    suspended it: they, or the agency, have to say so.
    """
    doors.require(actor, NEEDS[State.SUSPENDED])
    newest = queries.newest_event(held)
    before = queries.state_before(held)
    if newest is None or newest.state != State.SUSPENDED or before is None:
        raise StateStandsError(round=str(held.number))
    if newest.said_by and installation().party:
        raise StoppedByOthersError(by=newest.said_by)
    return record_state(actor=actor, held=held, state=before, at=at)


@transaction.atomic
def take_back(*, actor: Actor, held: Round, at: datetime) -> ExchangeEvent:
    """Take back the newest event of a round, by an event of its own.

    Only what was said here, and only ``TAKEN_BACK``; by whoever may say it.  Raises
    ``StateStandsError``.
    """
    held = Round.objects.select_for_update().get(pk=held.pk)
    before, newest = _last_two(held)
    if newest is None or newest.said_by or newest.state not in TAKEN_BACK:
        raise StateStandsError(round=str(held.number))
    doors.require(actor, NEEDS[State(newest.state)])
    event = ExchangeEvent.objects.create(
        round=held, state=before.state, undoes=newest, by=actor.ref, at=at
    )
    ledger.append(
        actor=actor,
        act="exchange.state-taken-back",
        about=held.exchange.ref,
        facts={"round": held.number, "state": newest.state, "stands": event.state},
        at=at,
    )
    return event


def _last_two(held: Round) -> tuple[ExchangeEvent, ExchangeEvent | None]:
    events = standing(queries.events_of(held))
    if len(events) < 2:
        raise StateStandsError(round=str(held.number))
    return events[-2], events[-1]


@transaction.atomic
def close_interviews(
    *, actor: Actor, held: Round, closed: bool, at: datetime
) -> InterviewsEvent | None:
    """Say that nobody of a round has to be asked any more, or that somebody has.

    The neutral interviewer's, in the agency's installation alone, with no result.
    None where it stands so already.
    """
    doors.require(actor, INTERVIEWS)
    if bool(queries.interviews_closed(held)) is closed:
        return None
    event = InterviewsEvent.objects.create(
        round=held, closed=closed, by=actor.ref, at=at
    )
    ledger.append(
        actor=actor,
        act="exchange.interviews-closed" if closed else "exchange.interviews-opened",
        about=held.exchange.ref,
        facts={"round": held.number},
        at=at,
    )
    return event


@transaction.atomic
def assemble(
    *, actor: Actor, held: Round, heads: Mapping[str, int], at: datetime
) -> ExchangeEvent | None:
    """Record that people are at the place, with the heads counted of each leg.

    A number other than the list's is kept as it was counted.  In the agency's
    installation the neutral interviewer has closed the interviews before.  Raises
    ``NotAgreedError``, ``HeadsMissingError`` or ``InterviewsOpenError``.
    """
    doors.require(actor, NEEDS[State.ASSEMBLED])
    legs = legs_agreed(held)
    if heads.keys() != set(legs):
        raise HeadsMissingError(legs=", ".join(legs))
    if not installation().party and not queries.interviews_closed(held):
        raise InterviewsOpenError(round=str(held.number))
    return record_state(
        actor=actor, held=held, state=State.ASSEMBLED, facts=heads, at=at
    )


def legs_agreed(held: Round) -> list[str]:
    """Return the directions in which somebody goes; raise ``NotAgreedError``."""
    version = queries.agreed_version(held)
    if version is None:
        raise NotAgreedError(exchange=held.exchange.ref, round=str(held.number))
    return sorted({entry.direction for entry in queries.entries_of(version)})


@transaction.atomic
def close_partly(*, actor: Actor, held: Round, at: datetime) -> ExchangeEvent | None:
    """Close a round of which not every leg was handed over, and will not be.

    Every leg handed over as agreed closes the round by itself.
    """
    doors.require(actor, NEEDS[State.PARTIAL])
    counted = queries.crossed_counts(held)
    return record_state(
        actor=actor, held=held, state=State.PARTIAL, facts=counted, at=at
    )


@transaction.atomic
def reconcile(*, actor: Actor, held: Round, at: datetime) -> ExchangeEvent | None:
    """Record that the auditor set every count of a round beside the others.

    A difference is no obstacle: it stays visible, and nobody's number replaces
    another.
    """
    doors.require(actor, NEEDS[State.RECONCILED])
    now = queries.state_of(held)
    if now not in {State.COMPLETED, State.PARTIAL, State.RECONCILED}:
        raise StateOutOfOrderError(
            now=STATE_WORDS[now] if now else NOTHING_YET,
            following=STATE_WORDS[State.RECONCILED],
        )
    counted = queries.crossed_counts(held)
    return record_state(
        actor=actor, held=held, state=State.RECONCILED, facts=counted, at=at
    )
