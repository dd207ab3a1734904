"""How far a round has come, told to the exchange as its handovers go on."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from repatria.access.queries import installation
from repatria.exchange import queries as exchange
from repatria.exchange.core.course_refusals import NotAssembledError, RoundStoppedError
from repatria.exchange.core.states import State, may_follow
from repatria.exchange.models import Round
from repatria.exchange.services.exchanges import record_state
from repatria.handover import queries
from repatria.handover.models import Handover
from repatria.shared.actors import Actor


def advance(actor: Actor, handover: Handover, *states: State, at: datetime) -> None:
    """Record each state that can follow; one that cannot is left to a person."""
    held = _round(handover)
    if held is None:
        return
    for state in states:
        now = exchange.state_of(held)
        if may_follow(now, state, before=exchange.state_before(held)):
            record_state(actor=actor, held=held, state=state, at=at)


def close(actor: Actor, handover: Handover, *, at: datetime) -> None:
    """Close the round once every leg that was agreed has a receipt signed by both.

    Completed where everybody expected has crossed, else partly completed.
    """
    held = _round(handover)
    version = exchange.agreed_version(held) if held else None
    if held is None or version is None:
        return
    legs = {each.direction for each in exchange.entries_of(version)}
    done = list(
        Handover.objects.filter(
            exchange_ref=handover.exchange_ref, round_number=handover.round_number
        )
    )
    if legs != {each.leg for each in done}:
        return
    if not all(map(queries.has_mutual_receipt, done)):
        return
    counts = queries.counts_of_many(done)
    whole = all(each.crossed == each.expected for each in counts.values())
    states = (State.SCHEDULED, State.ASSEMBLED, State.IN_HANDOVER)
    advance(actor, handover, *states, at=at)
    last = State.COMPLETED if whole else State.PARTIAL
    if may_follow(exchange.state_of(held), last, before=exchange.state_before(held)):
        came: Counter[str] = Counter()
        for each in done:
            came[each.home] += counts[each.pk].crossed
        record_state(actor=actor, held=held, state=last, facts=came, at=at)


def refuse_stopped(handover: Handover) -> None:
    """Refuse a departure from a round that is stopped, or not assembled.

    Where the neutral agency has the people in its hands nobody leaves before heads
    are counted and the interviews closed.  Raises ``RoundStoppedError`` or
    ``NotAssembledError``.
    """
    held = _round(handover)
    if held is None:
        return
    now = exchange.state_of(held)
    told = {"exchange": handover.exchange_ref, "round": str(handover.round_number)}
    if now in {State.SUSPENDED, State.CANCELLED}:
        raise RoundStoppedError(**told)
    if not installation().party and now in {State.AGREED, State.SCHEDULED}:
        raise NotAssembledError(**told)


def _round(handover: Handover) -> Round | None:
    known = exchange.exchange_called(handover.exchange_ref)
    if known is None:
        return None
    return known.rounds.filter(number=handover.round_number).first()
