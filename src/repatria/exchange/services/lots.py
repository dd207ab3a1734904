"""A lot from its call to the draw: fixed inputs, commitments, then the secrets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access import doors
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core import lots
from repatria.exchange.core.lot import commitment
from repatria.exchange.core.lot_refusals import (
    CommitmentsMissingError,
    CommitmentUsedError,
    CommittedAlreadyError,
    InputsChangedError,
    LateForTheLotError,
    LotStandsError,
    NoLotOpenError,
    NotACommitmentError,
    RevealedEarlyError,
    SecretDoesNotFitError,
)
from repatria.exchange.core.lots import Stand
from repatria.exchange.models import LotCall, LotEvent, LotWord, Round
from repatria.exchange.queries import lots as found
from repatria.exchange.services.candidates import lists_between
from repatria.exchange.services.exchanges import require_negotiated
from repatria.exchange.services.proposals import people_for
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor

LOT = "exchange.lot"


@transaction.atomic
def call_lot(*, actor: Actor, held: Round, at: datetime) -> LotCall:
    """Call the lot of a round over who could go now and the rules; the agency's act.

    Raises ``LotStandsError`` while one is under way, or drawn over the same, and
    ``ListSettledError`` where the list can no longer become another.
    """
    doors.require(actor, LOT)
    if installation().party:
        raise NoLotOpenError(round=str(held.number))
    held = Round.objects.select_for_update().get(pk=held.pk)
    require_negotiated(held)
    last = found.newest_lot(held)
    inputs = inputs_now(held, number=1 + (last.number if last else 0), at=at)
    if last is not None and not _may_call_again(last, inputs):
        raise LotStandsError(round=str(held.number))
    return keep_call(
        actor=actor, held=held, inputs=inputs, said_by=installation().code, at=at
    )


def _may_call_again(last: LotCall, inputs: Mapping[str, Any]) -> bool:
    stands = found.stand_of(last)
    if stands is Stand.DRAWN:
        return not _same_inputs(found.inputs_of(last), inputs)
    return stands is Stand.GIVEN_UP


def _same_inputs(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    keys = ("candidates_sha256", "rules_sha256")
    return all(one[key] == other[key] for key in keys)


def inputs_now(held: Round, *, number: int, at: datetime) -> dict[str, Any]:
    """Return what a lot of this round would be over; no wish has a part in it."""
    pairs, _people, _rules = people_for(held, asked=True, at=at)
    exchange = held.exchange
    parties = list(queries.parties_of(exchange))
    return {
        "exchange": exchange.ref,
        "round": held.number,
        "number": number,
        "parties": parties,
        "drawn_by": installation().code,
        "rules_sha256": exchange.rules_sha256,
        "people": len(pairs),
        "candidates_sha256": lots.people_sha256(pair.row() for pair in pairs),
        "lists": lists_between(parties),
    }


def keep_call(
    *, actor: Actor, held: Round, inputs: Mapping[str, Any], said_by: str, at: datetime
) -> LotCall:
    """Keep a lot as it was called, here or by the agency; the same twice is one."""
    sha256 = lots.inputs_sha256(inputs)
    call, new = LotCall.objects.get_or_create(
        sha256=sha256,
        defaults={
            "round": held,
            "number": inputs["number"],
            "inputs": rfc8785.dumps(dict(inputs)).decode(),
            "said_by": said_by,
            "by": actor.ref,
            "at": at,
        },
    )
    if new:
        _note(call, "exchange.lot-called", {"inputs": sha256}, actor=actor, at=at)
    return call


@transaction.atomic
def commit(
    *, actor: Actor, call: LotCall, party: str, value: str, at: datetime
) -> LotWord:
    """Keep a participant's commitment, while the lot takes them.

    Raises ``NotACommitmentError``, ``LateForTheLotError``, ``CommittedAlreadyError``
    or ``CommitmentUsedError``.
    """
    call = _locked(call, actor)
    value = value.strip().lower()
    if party not in found.participants_of(call) or not lots.is_hex(value):
        raise NotACommitmentError
    known = found.commitments_of(call).get(party)
    if known is not None and known != value:
        raise CommittedAlreadyError(party=party)
    if known is None and found.stand_of(call) is not Stand.OPEN:
        raise LateForTheLotError(round=str(call.round.number))
    used = LotWord.objects.filter(kind=LotWord.Kind.COMMITMENT, value=value)
    if used.exclude(call=call, party=party).exists():
        raise CommitmentUsedError
    return _say(
        call, LotWord.Kind.COMMITMENT, party, value, act="committed", actor=actor, at=at
    )


@transaction.atomic
def close_lot(*, actor: Actor, call: LotCall, at: datetime) -> LotEvent:
    """Take no more commitments: every participant's is in, and nothing has changed.

    Raises ``CommitmentsMissingError``, ``InputsChangedError`` or ``NoLotOpenError``.
    """
    call = _locked(call, actor)
    held = call.round
    if found.stand_of(call) is not Stand.OPEN:
        raise NoLotOpenError(round=str(held.number))
    have = found.commitments_of(call)
    missing = [one for one in found.participants_of(call) if one not in have]
    if missing:
        raise CommitmentsMissingError(parties=", ".join(missing))
    now = inputs_now(held, number=call.number, at=at)
    if not _same_inputs(found.inputs_of(call), now):
        raise InputsChangedError(round=str(held.number))
    return _happens(call, LotEvent.Kind.CLOSED, actor=actor, at=at)


@transaction.atomic
def reveal(
    *, actor: Actor, call: LotCall, party: str, secret: str, at: datetime
) -> LotWord:
    """Show a participant's secret, once every commitment is in.

    Raises ``RevealedEarlyError``, ``SecretDoesNotFitError`` or ``NoLotOpenError``.
    """
    call = _locked(call, actor)
    stands = found.stand_of(call)
    if stands is Stand.OPEN:
        raise RevealedEarlyError
    if stands is Stand.GIVEN_UP:
        raise NoLotOpenError(round=str(call.round.number))
    secret = secret.strip()
    committed = found.commitments_of(call).get(party)
    if not lots.is_hex(secret) or commitment(secret) != committed:
        raise SecretDoesNotFitError(party=party)
    return _say(
        call, LotWord.Kind.SECRET, party, secret, act="shown", actor=actor, at=at
    )


@transaction.atomic
def give_up(*, actor: Actor, call: LotCall, at: datetime) -> LotEvent:
    """Wait no longer: the lot is not witnessed, and whoever did not show is named."""
    call = _locked(call, actor)
    if found.stand_of(call) not in found.UNDER_WAY:
        raise NoLotOpenError(round=str(call.round.number))
    return _happens(call, LotEvent.Kind.GIVEN_UP, actor=actor, at=at)


def close_as_told(
    *, actor: Actor, call: LotCall, commitments: Mapping[str, str], at: datetime
) -> None:
    """Keep in a party's installation what all committed to, as the agency told it.

    Raises ``CommittedAlreadyError`` where its own is not as it was given.
    """
    call = LotCall.objects.select_for_update().get(pk=call.pk)
    known = found.commitments_of(call)
    for party, value in sorted(commitments.items()):
        if known.get(party, value) != value:
            raise CommittedAlreadyError(party=party)
        _say(
            call, LotWord.Kind.COMMITMENT, party, value,
            act="committed", actor=actor, at=at,
        )  # fmt: skip
    if found.stand_of(call) is Stand.OPEN:
        _happens(call, LotEvent.Kind.CLOSED, actor=actor, at=at)


def _locked(call: LotCall, actor: Actor) -> LotCall:
    del actor  # the door is the edge's: words of others come by transmission
    return LotCall.objects.select_for_update().get(pk=call.pk)


def _say(
    call: LotCall,
    kind: LotWord.Kind,
    party: str,
    value: str,
    *,
    act: str,
    actor: Actor,
    at: datetime,
) -> LotWord:
    word, new = LotWord.objects.get_or_create(
        call=call,
        party=party,
        kind=kind,
        defaults={"value": value, "by": actor.ref, "at": at},
    )
    if new:
        _note(call, f"exchange.lot-{act}", {"party": party}, actor=actor, at=at)
    return word


def _happens(
    call: LotCall, kind: LotEvent.Kind, *, actor: Actor, at: datetime
) -> LotEvent:
    event = LotEvent.objects.create(call=call, kind=kind, by=actor.ref, at=at)
    _note(call, f"exchange.lot-{kind.value}", {}, actor=actor, at=at)
    return event


def _note(
    call: LotCall, act: str, facts: Mapping[str, str], *, actor: Actor, at: datetime
) -> None:
    about = {"round": call.round.number, "lot": call.number}
    ledger.append(
        actor=actor, act=act, about=call.round.exchange.ref, facts={**about, **facts},
        at=at,
    )  # fmt: skip
