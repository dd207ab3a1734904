"""Setting up an exchange, and what happens to its rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from repatria.exchange import queries
from repatria.exchange.core.refusals import ListSettledError, StateOutOfOrderError
from repatria.exchange.core.states import (
    NOTHING_YET,
    STATE_WORDS,
    State,
    may_follow,
)
from repatria.exchange.models import Exchange, ExchangeEvent, Outcome, Round
from repatria.exchange.services.rules import checked_rules, keep_version, rules_used
from repatria.ledger import services as ledger
from repatria.register.core.case_numbers import new_ref
from repatria.shared.actors import Actor


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round as it is planned: its number, day, and people by direction "A>B"."""

    number: int
    on: date | None = None
    sizes: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def open_exchange(
    *,
    actor: Actor,
    title: str,
    parties: Sequence[str],
    rules: str,
    rounds: Sequence[RoundPlan],
    at: datetime,
) -> Exchange:
    """Set up an exchange between parties under ``rules``, the text of RULES.toml.

    In which order they are named changes nothing.  Raises ``RulesRefusedError`` or
    ``RulesForOthersError``.
    """
    between = sorted(parties)
    read = checked_rules(rules, between)
    exchange = Exchange.objects.create(
        ref=new_ref("X"),
        title=title.strip(),
        parties=between,
        made_by=actor.ref,
        made_at=at,
    )
    keep_version(exchange, text=rules, uses=rules_used(read), actor=actor, at=at)
    for plan in rounds:
        open_round(exchange, plan)
    ledger.append(
        actor=actor,
        act="exchange.opened",
        about=exchange.ref,
        facts={"rules": exchange.rules_sha256, "rounds": len(rounds)},
        at=at,
    )
    return exchange


def open_round(exchange: Exchange, plan: RoundPlan) -> Round:
    """Add a round to an exchange that is being set up or received."""
    return Round.objects.create(
        exchange=exchange,
        number=plan.number,
        planned_on=plan.on,
        sizes=dict(plan.sizes),
    )


@transaction.atomic
def record_state(
    *,
    actor: Actor,
    held: Round,
    state: State,
    at: datetime,
    said_by: str = "",
    reason: str = "",
    facts: Mapping[str, int] | None = None,
) -> ExchangeEvent | None:
    """Record that a round reached a state; None where it stands there already.

    ``said_by``: the organisation that told so, empty where it happened here.  Raises
    ``StateOutOfOrderError`` where that state cannot follow.
    """
    held = Round.objects.select_for_update().get(pk=held.pk)
    now = queries.state_of(held)
    if now is state:
        return None
    if not may_follow(now, state, before=queries.state_before(held)):
        raise StateOutOfOrderError(
            now=STATE_WORDS[now] if now else NOTHING_YET, following=STATE_WORDS[state]
        )
    event = ExchangeEvent.objects.create(
        round=held,
        state=state,
        said_by=said_by,
        reason=reason,
        facts=dict(facts or {}),
        by=actor.ref,
        at=at,
    )
    told = {"round": held.number, "state": state.value}
    ledger.append(
        actor=actor,
        act="exchange.state-reached",
        about=held.exchange.ref,
        facts=told | ({"reason": reason} if reason else {}),
        at=at,
    )
    return event


def require_negotiated(held: Round) -> None:
    """Refuse what belongs to negotiating once the list can no longer become another.

    Raises ``ListSettledError``.
    """
    if not queries.may_still_change(held):
        now = STATE_WORDS[queries.state_of(held) or State.PROPOSED]
        raise ListSettledError(round=str(held.number), now=now)


@transaction.atomic
def schedule_round(
    *, actor: Actor, held: Round, on: date, at: datetime, said_by: str = ""
) -> ExchangeEvent | None:
    """Fix the day of an agreed round; ``said_by`` told so, empty where it is ours."""
    Round.objects.filter(pk=held.pk).update(planned_on=on)
    return record_state(
        actor=actor, held=held, state=State.SCHEDULED, said_by=said_by, at=at
    )


@transaction.atomic
def record_outcome(
    *, actor: Actor, held: Round, case_ref: str, crossed: bool, at: datetime
) -> Outcome:
    """Record whether somebody crossed, so that the next list knows who still waits."""
    outcome = Outcome.objects.create(
        round=held,
        case_ref=case_ref,
        crossed=crossed,
        recorded_by=actor.ref,
        recorded_at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.outcome-recorded",
        about=case_ref,
        facts={"round": held.number, "crossed": crossed},
        at=at,
    )
    return outcome
