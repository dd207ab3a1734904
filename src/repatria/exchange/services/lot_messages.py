"""A lot on its way: the agency's call and closing, a party's commitment and secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core import lots
from repatria.exchange.core.lot_refusals import LotUnknownError
from repatria.exchange.core.lots import Stand
from repatria.exchange.core.refusals import MessageAlteredError, NotForTheSenderError
from repatria.exchange.models import Exchange, LotCall, Round
from repatria.exchange.queries import lots as found
from repatria.exchange.services.exchanges import RoundPlan, open_round
from repatria.exchange.services.lots import close_as_told, commit, keep_call, reveal
from repatria.exchange.services.rules import keep_version
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.transmission import services as transmission
from repatria.transmission.models import Correspondent, Incoming, Outgoing
from repatria.transmission.queries import correspondents

LOT = "lot"


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message that is still to be prepared: what about, to whom, with what."""

    to: Correspondent
    about: str
    told: Mapping[str, Any]


def to_send(call: LotCall) -> list[Parcel]:
    """Return what this installation has to send about a lot and has not prepared."""
    messages = _of_a_party(call) if installation().party else _of_the_agency(call)
    sent = set(
        Outgoing.objects.filter(kind=LOT, facts__lot=call.sha256).values_list(
            "to__code", "facts__about"
        )
    )
    return [one for one in messages if (one.to.code, one.about) not in sent]


def _of_the_agency(call: LotCall) -> list[Parcel]:
    parties = queries.parties_of(call.round.exchange)
    others = [one for one in correspondents() if one.party in parties]
    found_here = [(lots.CALL, _called(call))]
    if found.stand_of(call) in {Stand.CLOSED, Stand.DRAWN}:
        told = {"commitments": found.commitments_of(call)}
        found_here.append((lots.COMMITMENTS, told | {"inputs_sha256": call.sha256}))
    return [Parcel(to, about, told) for about, told in found_here for to in others]


def _called(call: LotCall) -> dict[str, Any]:
    """Return a call with what the round is called, which nobody may know yet."""
    held = call.round
    return {
        "inputs": found.inputs_of(call),
        "title": held.exchange.title,
        "on": held.planned_on.isoformat() if held.planned_on else "",
        "seats": dict(held.sizes),
    }


def _of_a_party(call: LotCall) -> list[Parcel]:
    ours, agency = installation().party, found.inputs_of(call)["drawn_by"]
    to = correspondents().filter(code=agency).first()
    if to is None:
        return []
    about = {"party": ours, "inputs_sha256": call.sha256}
    words = (
        (lots.COMMITMENT, found.commitments_of(call).get(ours)),
        (lots.SECRET, found.secrets_of(call).get(ours)),
    )
    return [Parcel(to, kind, {**about, kind: said}) for kind, said in words if said]


@transaction.atomic
def send(*, actor: Actor, call: LotCall, parcel: Parcel, at: datetime) -> Outgoing:
    """Prepare one message of a lot."""
    told = {"kind": LOT, "about": parcel.about, **parcel.told}
    outgoing = transmission.prepare(
        actor=actor,
        to=parcel.to.code,
        kind=LOT,
        payload=rfc8785.dumps(told),
        facts={"lot": call.sha256, "about": parcel.about},
        at=at,
    )
    ledger.append(
        actor=actor,
        act="exchange.lot-prepared",
        about=call.round.exchange.ref,
        facts={"about": parcel.about, "to": parcel.to.code, "inputs": call.sha256},
        at=at,
    )
    return outgoing


@transaction.atomic
def receive(
    *, actor: Actor, incoming: Incoming, told: Mapping[str, Any], at: datetime
) -> None:
    """Take in a message of a lot; the same twice does no harm.

    The agency calls and closes, a party commits and shows for itself.  Raises
    ``NotForTheSenderError``, ``LotUnknownError`` or what ``services.lots`` refuses.
    """
    sender = incoming.sender
    if told["about"] == lots.CALL:
        _receive_call(actor, sender, told, at=at)
        return
    call = found.lot_over(told["inputs_sha256"])
    if call is None:
        raise LotUnknownError(inputs=told["inputs_sha256"][:12])
    if told["about"] == lots.COMMITMENTS:
        _only(sender, who=found.inputs_of(call)["drawn_by"], says=sender.code)
        _receive_closing(actor, call, told["commitments"], at=at)
        return
    _only(sender, who=told["party"], says=sender.party)
    party = told["party"]
    if told["about"] == lots.COMMITMENT:
        commit(actor=actor, call=call, party=party, value=told["commitment"], at=at)
    else:
        reveal(actor=actor, call=call, party=party, secret=told["secret"], at=at)


def _only(sender: Correspondent, *, who: str, says: str) -> None:
    if not says or who != says:
        raise NotForTheSenderError(sender=sender.code)


def _receive_call(
    actor: Actor, sender: Correspondent, told: Mapping[str, Any], *, at: datetime
) -> None:
    inputs = told["inputs"]
    _only(sender, who=inputs["drawn_by"], says="" if sender.party else sender.code)
    if installation().party not in inputs["parties"]:
        raise NotForTheSenderError(sender=sender.code)
    held = _round_of(told, sender=sender.code, actor=actor, at=at)
    last = found.newest_lot(held)
    known = found.lot_over(lots.inputs_sha256(inputs))
    if known is None and last is not None and inputs["number"] <= last.number:
        raise MessageAlteredError(fault="number")
    keep_call(actor=actor, held=held, inputs=inputs, said_by=sender.code, at=at)


def _round_of(
    told: Mapping[str, Any], *, sender: str, actor: Actor, at: datetime
) -> Round:
    """Return the round a lot is for, known from now on though it has no list yet."""
    inputs = told["inputs"]
    exchange, new = Exchange.objects.get_or_create(
        ref=inputs["exchange"],
        defaults={
            "title": told["title"],
            "parties": inputs["parties"],
            "made_by": actor.ref,
            "made_at": at,
        },
    )
    if new:
        sha256 = inputs["rules_sha256"]
        keep_version(exchange, sha256=sha256, said_by=sender, actor=actor, at=at)
    if list(queries.parties_of(exchange)) != inputs["parties"]:
        raise MessageAlteredError(fault="parties")
    held = exchange.rounds.filter(number=inputs["round"]).first()
    on = date.fromisoformat(told["on"]) if told["on"] else None
    plan = RoundPlan(inputs["round"], on, told["seats"])
    return held or open_round(exchange, plan)


def _receive_closing(
    actor: Actor, call: LotCall, commitments: Mapping[str, str], *, at: datetime
) -> None:
    if commitments.keys() != set(found.participants_of(call)):
        raise MessageAlteredError(fault="commitments")
    close_as_told(actor=actor, call=call, commitments=commitments, at=at)
