"""What other organisations send about exchanges, and who reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from repatria.exchange.core import course, lots, replies
from repatria.exchange.core.messages import fault_in_notification, fault_in_signature
from repatria.exchange.core.refusals import (
    MessageAlteredError,
    NotForTheSenderError,
)
from repatria.exchange.services import (
    answers,
    counters,
    course_messages,
    holds,
    lists,
    lot_messages,
    signatures,
)
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _
from repatria.transmission.kinds import reader_of, register_kind
from repatria.transmission.models import Incoming


def register() -> None:
    """Say how each kind is read."""
    register_kind(lists.PROPOSAL, read=_proposal)
    register_kind(
        signatures.SIGNATURE, read=_signature, words=_("Signature over a list")
    )
    register_kind(holds.NOTIFICATION, read=_notification)
    register_kind(lot_messages.LOT, read=_lot, words=_("Lot"))
    _register_replies()


def _register_replies() -> None:
    """Read replies that are about a list of an exchange, and leave the others."""
    of_others = reader_of(replies.KIND)

    def read(
        *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
    ) -> object:
        reader = _REPLIES.get(_about(payload), of_others)
        if reader is None:
            raise MessageAlteredError(fault="about")
        return reader(incoming=incoming, payload=payload, actor=actor, at=at)

    register_kind(replies.KIND, read=read)


def _proposal(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    # Only who stands between the parties has both lists and the wishes.
    if incoming.sender.party:
        raise NotForTheSenderError(sender=incoming.sender.code)
    sender = incoming.sender.code
    lists.receive_proposal(actor=actor, sender=sender, payload=payload, at=at)


def _signature(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    del incoming  # checked against the signer's own key, whoever carried it
    told = _told(payload, about=signatures.ABOUT, fault_in=fault_in_signature)
    signatures.receive_signature(actor=actor, told=told, at=at)


def _notification(
    *, incoming: Incoming, payload: bytes, actor: Actor, at: datetime
) -> None:
    if _about(payload) == course.ABOUT:
        told = _told(payload, about=course.ABOUT, fault_in=course.fault_in_message)
        course_messages.receive(actor=actor, sender=incoming.sender, told=told, at=at)
        return
    told = _told(payload, about=holds.ABOUT, fault_in=fault_in_notification)
    # A power speaks for those it holds; a neutral agency may pass that on.
    if incoming.sender.party not in {"", told["by"]}:
        raise NotForTheSenderError(sender=incoming.sender.code)
    holds.receive_holds(actor=actor, sender=incoming.sender.code, told=told, at=at)


def _lot(*, incoming: Incoming, payload: bytes, actor: Actor, at: datetime) -> None:
    about = _about(payload)
    told = _told(payload, about=about, fault_in=lots.fault_in_message)
    lot_messages.receive(actor=actor, incoming=incoming, told=told, at=at)


def _answers(*, incoming: Incoming, payload: bytes, actor: Actor, at: datetime) -> None:
    told = _told(payload, about=replies.ANSWERS, fault_in=replies.fault_in_answers)
    sender = _speaks_for(incoming, told["party"])
    answers.receive_answers(actor=actor, sender=sender, told=told, at=at)


def _counter(*, incoming: Incoming, payload: bytes, actor: Actor, at: datetime) -> None:
    told = _told(payload, about=replies.COUNTER, fault_in=replies.fault_in_counter)
    sender = _speaks_for(incoming, told["party"])
    counters.receive_counter(actor=actor, sender=sender, told=told, at=at)


_REPLIES = {replies.ANSWERS: _answers, replies.COUNTER: _counter}


def _speaks_for(incoming: Incoming, party: str) -> str:
    """Return who carried it: the party itself, or the agency that passes it on."""
    if incoming.sender.party not in {"", party}:
        raise NotForTheSenderError(sender=incoming.sender.code)
    return incoming.sender.code


def _about(payload: bytes) -> str:
    try:
        told: Any = json.loads(payload)
    except (ValueError, RecursionError):
        return ""
    about = told.get("about") if isinstance(told, dict) else ""
    return about if isinstance(about, str) else ""


def _told(
    payload: bytes, *, about: str, fault_in: Callable[[Any], str]
) -> dict[str, Any]:
    """Return a message as data; refuse what is written otherwise than here."""
    try:
        told: Any = json.loads(payload)
    except (ValueError, RecursionError) as fault:
        raise MessageAlteredError(fault="JSON") from fault
    wrong = fault_in(told)
    if wrong or told["about"] != about:
        raise MessageAlteredError(fault=wrong or "about")
    message: dict[str, Any] = told
    return message
