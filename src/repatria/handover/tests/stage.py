"""A list that both parties agreed, in the agency's or a party's installation."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from repatria.exchange import queries as exchange
from repatria.exchange.models import Exchange, ListVersion
from repatria.exchange.services import (
    course,
    exchanges,
    lists,
    proposals,
    signatures,
)
from repatria.exchange.tests import world
from repatria.exchange.tests.world import NORTH, SOUTH
from repatria.handover import services
from repatria.handover.models import Handover
from repatria.shared.actors import Actor
from repatria.transmission import keyring
from repatria.transmission.core import envelope
from repatria.transmission.core.signing import new_key, public_key_of, sign
from repatria.transmission.models import Correspondent, Incoming
from repatria.transmission.queries import last_received
from repatria.transmission.services import receive

AT = datetime(2022, 11, 23, 6, tzinfo=UTC)
ON = date(2022, 11, 23)
LEG = f"{NORTH}>{SOUTH}"
KEYS = {"north": new_key(), "south": new_key(), "agency": new_key()}
PARTIES = {"north": NORTH, "south": SOUTH, "agency": ""}


def officer(organisation: str = "agency") -> Actor:
    """Return an officer of a handover."""
    return world.command("handover-officer", organisation=organisation)


def know_keys(own: str) -> None:
    """Enter everybody's public keys, as the installation ``own`` does."""
    clerk = world.command("registrar", organisation=own)
    for code, key in KEYS.items():
        public = public_key_of(code, key).key
        if code == own:
            keyring.set_own_key(
                actor=clerk, name=code, party=PARTIES[code], public_key=public, at=AT
            )
        else:
            keyring.add_correspondent(
                actor=clerk, code=code, name=code, party=PARTIES[code],
                public_key=public, at=AT,
            )  # fmt: skip


@dataclass
class Agreed:
    """An agreed list and the people on both parties' lists, own number -> case."""

    exchange: Exchange
    version: ListVersion
    cases: dict[str, str]


def agreed_by_agency(folder: Path, *, each: int = 6, size: int = 3) -> Agreed:
    """Let the agency propose and both parties sign; run it ``as_agency``."""
    know_keys("agency")
    actor = world.command("agency-delegate", "neutral-interviewer", "registrar")
    cases = world.read_lists(folder, each=each, actor=actor)
    held = world.opened(actor, sizes=(size,))
    version = proposals.make_proposal(
        actor=actor, held=exchange.round_of(held, 1), at=AT
    )
    for code in ("north", "south"):
        sign_list(actor, version, code)
    return Agreed(held, version, cases)


def sign_list(actor: Actor, version: ListVersion, code: str) -> None:
    """Let a party's signature over a list arrive."""
    made = sign(KEYS[code], version.document.encode())
    told: dict[str, object] = {
        "kind": "signature", "about": "list", "party": PARTIES[code],
        "exchange": version.round.exchange.ref, "round": version.round.number,
        "version": version.version, "sha256": version.sha256,
        "signature": base64.b64encode(made.signature).decode(),
    }  # fmt: skip
    signatures.receive_signature(actor=actor, told=told, at=AT)


def agreed_by_party(folder: Path, document: str, *, each: int = 6) -> dict[str, str]:
    """Let the north receive the agency's list, signed by both; run it ``as_party``."""
    know_keys("north")
    actor = world.command("negotiator", "registrar", organisation="north")
    cases = world.read_lists(folder, each=each, actor=actor)
    version = lists.receive_proposal(
        actor=actor, sender="agency", payload=document.encode(), at=AT
    )
    for code in ("north", "south"):
        sign_list(actor, version, code)
    return cases


def assembled(agreed: Agreed) -> None:
    """Close the interviews and count the heads that the list expects."""
    held = agreed.version.round
    at: dict[str, Any] = {"held": held, "at": AT}
    interviewer = world.command("neutral-interviewer", "agency-delegate")
    exchanges.schedule_round(actor=interviewer, on=ON, **at)
    course.close_interviews(actor=interviewer, closed=True, **at)
    entries = exchange.entries_of(agreed.version)
    heads = Counter(entry.direction for entry in entries)
    course.assemble(actor=officer(), heads=heads, **at)


def planned(agreed: Agreed, leg: str = LEG) -> Handover:
    """Plan the handover of one leg."""
    return services.plan_handover(
        actor=officer(), exchange_ref=agreed.exchange.ref, round_number=1, leg=leg,
        place="Lake crossing", on=ON, at=AT,
    )  # fmt: skip


def signature(code: str, document: str) -> bytes:
    """Return the ``.sig`` file of an organisation over a document."""
    return sign(KEYS[code], document.encode()).file()


def arrives(
    payload: bytes, *, kind: str, sender: str, at_home: str, handover: str
) -> Incoming:
    """Let a signed transmission from ``sender`` arrive at the installation."""
    last = last_received(Correspondent.objects.get(code=sender))
    header = envelope.Header(
        number=last.number + 1, sender=sender, recipient=at_home, kind=kind,
        made_at=AT.isoformat(), payload_sha256=hashlib.sha256(payload).hexdigest(),
        payload_bytes=len(payload), previous=last.header_sha256,
        facts={"handover": handover},
    )  # fmt: skip
    content = envelope.unsigned(header, payload)
    whole = envelope.signed(content, sign(KEYS[sender], content))
    return receive(actor=officer(at_home), content=whole, at=AT)
