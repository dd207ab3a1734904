"""What other organisations send about exchanges, and who reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from repatria.exchange.core.messages import fault_in_notification, fault_in_signature
from repatria.exchange.core.refusals import (
    MessageAlteredError,
    NotForTheSenderError,
)
from repatria.exchange.services import holds, lists, signatures
from repatria.shared.actors import Actor
from repatria.shared.text import mark as _
from repatria.transmission.kinds import register_kind
from repatria.transmission.models import Incoming


def register() -> None:
    """Say how each kind is read."""
    register_kind(lists.PROPOSAL, read=_proposal)
    register_kind(
        signatures.SIGNATURE, read=_signature, words=_("Signature over a list")
    )
    register_kind(holds.NOTIFICATION, read=_notification)


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
    told = _told(payload, about=holds.ABOUT, fault_in=fault_in_notification)
    # A power speaks for those it holds; a neutral agency may pass that on.
    if incoming.sender.party not in {"", told["by"]}:
        raise NotForTheSenderError(sender=incoming.sender.code)
    holds.receive_holds(actor=actor, sender=incoming.sender.code, told=told, at=at)


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
