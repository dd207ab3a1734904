"""Two invented organisations that write to each other, in one database.

What one prepares, the other receives: the actor's organisation tells who acts.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from repatria.ledger.core.signatures import public_bytes
from repatria.shared.actors import Actor
from repatria.transmission.core import envelope, signing
from repatria.transmission.core.envelope import Header

AT = datetime(2022, 11, 24, 9, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
KEYS = {
    code: Ed25519PrivateKey.from_private_bytes(code.encode().ljust(32, b"-"))
    for code in ("north", "south", "agency")
}


def public(code: str) -> bytes:
    return public_bytes(KEYS[code])


def actor_of(code: str) -> Actor:
    return Actor(ref="command:test", organisation=code)


def transmission(
    payload: bytes = b"id,family\n1,Somebody\n",
    *,
    number: int = 1,
    previous: str = "",
    sender: str = "south",
    recipient: str = "north",
    kind: str = "enquiry",
) -> tuple[Header, bytes]:
    """Return a header and the unsigned file that somebody made elsewhere."""
    from hashlib import sha256

    header = Header(
        number=number,
        sender=sender,
        recipient=recipient,
        kind=kind,
        made_at=AT.isoformat(),
        payload_sha256=sha256(payload).hexdigest(),
        payload_bytes=len(payload),
        previous=previous,
    )
    return header, envelope.unsigned(header, payload)


def signed(content: bytes, by: str = "south") -> bytes:
    return envelope.signed(content, signing.sign(KEYS[by], content))


def run_of(length: int) -> list[bytes]:
    """Return so many signed transmissions from the south to the north, in order."""
    files, previous = [], ""
    for number in range(1, length + 1):
        header, content = transmission(number=number, previous=previous)
        previous = header.sha256()
        files.append(signed(content))
    return files
