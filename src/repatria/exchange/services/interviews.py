"""Whom the neutral interviewer still has to ask, because a rule needs the answer."""

from __future__ import annotations

from datetime import datetime

from repatria.access import doors
from repatria.exchange import queries
from repatria.exchange.core.candidate import Consent
from repatria.exchange.core.rules import Rules, tier_of
from repatria.exchange.core.states import State
from repatria.exchange.models import Exchange, Round
from repatria.exchange.services.candidates import (
    Pair,
    candidates_from,
    standing_numbers,
    waiting_pairs,
)
from repatria.exchange.services.rules import read_rules_text
from repatria.exchange.services.wishes import WISH
from repatria.shared.actors import Actor

_OPEN = {None, State.PROPOSED, State.LISTS_EXCHANGED, State.VERIFYING, State.SUSPENDED}


def interviews_needed(*, actor: Actor, at: datetime) -> list[Pair]:
    """Return people of a tier that requires a consent and who have not been asked.

    For the interviewer alone; to everybody else not even their number is told.
    """
    doors.require(actor, WISH)
    needed: dict[str, Pair] = {}
    for exchange in queries.exchanges_with_rules():
        held = _next_round(exchange)
        if held is not None:
            pairs = _unasked(held, read_rules_text(exchange.rules), at=at)
            needed |= {pair.case_ref: pair for pair in pairs}
    return [needed[case_ref] for case_ref in sorted(needed)]


def _next_round(exchange: Exchange) -> Round | None:
    rounds = exchange.rounds.order_by("number")
    return next((one for one in rounds if queries.state_of(one) in _OPEN), None)


def _unasked(held: Round, rules: Rules, *, at: datetime) -> list[Pair]:
    if not rules.needs_consent:
        return []
    pairs = waiting_pairs(held.exchange, before=held)
    by_case = {pair.case_ref: pair for pair in pairs}
    people = candidates_from(pairs, on=at.date(), standing=standing_numbers())
    return [
        by_case[one.id]
        for one in people
        if one.consent is Consent.UNKNOWN
        and rules.steps[tier_of(one, rules)].needs_consent
    ]
