"""Signing a list: each party over the same hash, with a key kept outside the server."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction

from repatria.access import doors
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.refusals import (
    ListUnknownError,
    RulesChangedSinceError,
    SignedAnotherListError,
)
from repatria.exchange.core.states import State
from repatria.exchange.models import ListSignature, ListVersion
from repatria.exchange.queries import positions
from repatria.exchange.services.exchanges import record_state
from repatria.ledger import services as ledger
from repatria.shared.actors import Actor
from repatria.transmission import queries as keys
from repatria.transmission import services as transmission
from repatria.transmission.core.signing import read_signature, verify
from repatria.transmission.models import Outgoing

SIGN = "exchange.sign"
SIGNATURE = "signature"
ABOUT = "list"


@transaction.atomic
def sign_list(
    *, actor: Actor, version: ListVersion, signature: bytes, at: datetime
) -> ListSignature:
    """Keep this party's own signature over a list, made with ``repatria sign``.

    Raises ``SignedAnotherListError`` unless it is over exactly this version's bytes, by
    this organisation's key, ``OlderListError`` with both hashes where a newer version
    is here, and ``NotASignatureError`` for another file.
    """
    doors.require(actor, SIGN)
    made = read_signature(signature)
    _check_newest(version, made.content_sha256)
    return _keep(
        version,
        party=installation().party,
        public_key=keys.own_public_key(),
        signature=made.signature,
        actor=actor,
        at=at,
    )


@transaction.atomic
def send_signature(
    *, actor: Actor, version: ListVersion, party: str, to: str, at: datetime
) -> Outgoing:
    """Prepare a signature for another organisation: one's own, as the agency anybody's.

    Raises ``ListSignature.DoesNotExist`` where ``party`` has not signed.
    """
    signed = version.signatures.get(party=party)
    told: dict[str, Any] = {
        "kind": SIGNATURE,
        "about": ABOUT,
        "exchange": version.round.exchange.ref,
        "round": version.round.number,
        "version": version.version,
        "sha256": version.sha256,
        "party": party,
        "signature": base64.b64encode(bytes(signed.signature)).decode(),
    }
    outgoing = transmission.prepare(
        actor=actor, to=to, kind=SIGNATURE, payload=rfc8785.dumps(told), at=at
    )
    ledger.append(
        actor=actor,
        act="exchange.signature-prepared",
        about=version.round.exchange.ref,
        facts={"sha256": version.sha256, "party": party, "to": to},
        at=at,
    )
    return outgoing


@transaction.atomic
def receive_signature(
    *, actor: Actor, told: Mapping[str, Any], at: datetime
) -> ListSignature:
    """Keep a party's signature that came from elsewhere, once it is verified.

    It is checked against the party's own key, whoever carried it.  Raises
    ``ListUnknownError`` for a list that is not here and ``SignedAnotherListError``.
    """
    version = ListVersion.objects.filter(
        sha256=told["sha256"], kind=ListVersion.Kind.PROPOSAL
    ).first()
    if version is None:
        raise ListUnknownError(hash=str(told["sha256"])[:12])
    return _keep(
        version,
        party=told["party"],
        public_key=keys.public_key_of(told["party"]),
        signature=_bytes(told["signature"]),
        actor=actor,
        at=at,
    )


def _check_newest(version: ListVersion, signed_sha256: str) -> None:
    """Refuse an older version of the list, be it asked for or be it what was signed."""
    positions.check_newest(version)
    if queries.rules_changed_since(version):
        raise RulesChangedSinceError(version=str(version.version))
    of_the_round = queries.versions_of(version.round)
    signed = of_the_round.filter(sha256=signed_sha256).first()
    if signed is not None:
        positions.check_newest(signed)


def _bytes(encoded: str) -> bytes:
    """Return what was encoded; nothing where it was not, which no key has signed."""
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        return b""


def _keep(
    version: ListVersion,
    *,
    party: str,
    public_key: bytes,
    signature: bytes,
    actor: Actor,
    at: datetime,
) -> ListSignature:
    exchange = version.round.exchange
    concerned = party in queries.parties_of(exchange)
    if not concerned or not verify(public_key, version.document.encode(), signature):
        raise SignedAnotherListError(
            party=party, version=str(version.version), hash=version.sha256[:12]
        )
    signed, new = ListSignature.objects.get_or_create(
        version=version,
        party=party,
        defaults={
            "signature": signature,
            "recorded_by": actor.ref,
            "recorded_at": at,
        },
    )
    if new:
        _reached(version, actor=actor, at=at)
        ledger.append(
            actor=actor,
            act="exchange.list-signed",
            about=exchange.ref,
            facts={"sha256": version.sha256, "party": party},
            at=at,
        )
    return signed


def _reached(version: ListVersion, *, actor: Actor, at: datetime) -> None:
    """A first signature means the list is being verified; all mean it is agreed.

    One over a list whose rules hold no more is kept, and leads nowhere.
    """
    if queries.rules_changed_since(version):
        return
    held = version.round
    now = queries.state_of(held)
    if now in {State.PROPOSED, State.LISTS_EXCHANGED}:
        for state in (State.LISTS_EXCHANGED, State.VERIFYING):
            record_state(actor=actor, held=held, state=state, at=at)
        now = State.VERIFYING
    if now is State.VERIFYING and queries.is_agreed(version):
        record_state(actor=actor, held=held, state=State.AGREED, at=at)
