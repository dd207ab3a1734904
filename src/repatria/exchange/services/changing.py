"""Changing the rules of an exchange: a new version each time, and lists reopened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from repatria.access import doors
from repatria.exchange import queries
from repatria.exchange.core.refusals import (
    AnotherCopyError,
    RulesChangedMeanwhileError,
    RulesElsewhereError,
)
from repatria.exchange.core.states import State, may_follow
from repatria.exchange.models import Exchange, Round, RulesVersion
from repatria.exchange.services.exchanges import record_state
from repatria.exchange.services.rules import (
    checked_rules,
    keep_version,
    rules_used,
    sha256_of,
)
from repatria.shared.actors import Actor

SET_UP = "exchange.set-up"


@transaction.atomic
def change_rules(
    *,
    actor: Actor,
    exchange: Exchange,
    text: str,
    seen: int,
    why: str = "",
    at: datetime,
) -> RulesVersion:
    """Keep a new version of the rules, and take waiting rounds back to the start.

    ``seen`` is the number of the version that the person looked at: where somebody
    else has changed it since, ``RulesChangedMeanwhileError``.  The same text again
    changes nothing.  A round whose people assemble already, or that is over, goes on
    under the list that was signed.  Raises ``RulesRefusedError`` or
    ``RulesForOthersError``, and ``RulesElsewhereError`` where another organisation
    keeps the rules.
    """
    doors.require(actor, SET_UP)
    exchange = Exchange.objects.select_for_update().get(pk=exchange.pk)
    newest = queries.newest_rules(exchange)
    _check_ours(exchange, newest)
    if newest.number != seen:
        raise RulesChangedMeanwhileError(seen=str(seen), newest=str(newest.number))
    read = checked_rules(text, exchange.parties)
    if text == newest.text:
        return newest
    made = keep_version(
        exchange, text=text, uses=rules_used(read), why=why.strip(), actor=actor, at=at
    )
    for held in reopened_by_change(exchange):
        record_state(actor=actor, held=held, state=State.PROPOSED, at=at)
    return made


def reopened_by_change(exchange: Exchange) -> list[Round]:
    """Return the rounds that new rules take back to the start: those that wait."""
    rounds = exchange.rounds.order_by("number")
    return [held for held in rounds if _is_reopened(held)]


@transaction.atomic
def keep_copy(
    *, actor: Actor, exchange: Exchange, text: str, at: datetime
) -> RulesVersion:
    """Keep a party's own copy of rules whose hash alone the agency has told.

    Raises ``AnotherCopyError`` where the copy has another hash.
    """
    doors.require(actor, SET_UP)
    newest = queries.newest_rules(exchange)
    if newest.text:
        return newest
    if sha256_of(text) != newest.sha256:
        raise AnotherCopyError(here=sha256_of(text)[:12], told=newest.sha256[:12])
    read = checked_rules(text, exchange.parties)
    return keep_version(
        exchange,
        text=text,
        uses=rules_used(read),
        said_by=newest.said_by,
        actor=actor,
        at=at,
    )


def _check_ours(exchange: Exchange, newest: RulesVersion) -> None:
    """Refuse to change rules that another organisation has told."""
    if newest.said_by:
        raise RulesElsewhereError(exchange=exchange.ref, by=newest.said_by)


def _is_reopened(held: Round) -> bool:
    now, before = queries.state_of(held), queries.state_before(held)
    if now in {None, State.PROPOSED}:
        return False
    return may_follow(now, State.PROPOSED, before=before)
