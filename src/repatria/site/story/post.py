"""What crosses between the installations: files, signed where the key is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from repatria.access.core.roles import Role
from repatria.site.story.cast import (
    AGENCY,
    NORTH,
    ORGANISATIONS,
    SOUTH,
    Organisation,
    Stage,
    somebody,
)
from repatria.site.story.installations import inside

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from repatria.shared.actors import Actor
    from repatria.transmission.models import Incoming, Outgoing

_BY_CODE = {one.code: one for one in ORGANISATIONS}
_CLERKS = {NORTH: Role.REGISTRAR, SOUTH: Role.REGISTRAR, AGENCY: Role.AGENCY_DELEGATE}


def make_keys(stage: Stage) -> None:
    """Make each organisation's signing key, off every server, and let all know it."""
    from repatria.transmission.core import signing

    stage.keys.mkdir(mode=0o700, exist_ok=True)
    public = {}
    for one in ORGANISATIONS:
        key = signing.new_key()
        place = stage.keys / f"{one.code}.key"
        place.touch(mode=0o600)
        place.write_bytes(signing.private_file(key))
        public[one] = signing.public_key_of(one.code, key)
        place.with_suffix(".pub").write_text(public[one].file(), encoding="ascii")
    for one in ORGANISATIONS:
        _introduce(stage, one, {other: key.key for other, key in public.items()})


def clerk(stage: Stage, organisation: Organisation) -> Actor:
    """Return who sends and receives for an organisation."""
    return somebody(stage, organisation, _CLERKS[organisation])


def _introduce(
    stage: Stage, one: Organisation, keys: dict[Organisation, bytes]
) -> None:
    from repatria.transmission import keyring

    actor = clerk(stage, one)
    with inside(stage.home(one)):
        for other, key in keys.items():
            told = {"name": other.name, "party": other.party}
            if other == one:
                keyring.set_own_key(actor=actor, public_key=key, at=stage.now(), **told)
            else:
                keyring.add_correspondent(
                    actor=actor,
                    code=other.code,
                    public_key=key,
                    at=stage.now(),
                    **told,
                )


def private_key(stage: Stage, organisation: Organisation) -> Ed25519PrivateKey:
    """Return an organisation's signing key, as it does on a machine of its own."""
    from repatria.transmission.core import signing

    place = stage.keys / f"{organisation.code}.key"
    return signing.read_private_key(place.read_bytes(), file=place.name)


def signed(stage: Stage, organisation: Organisation, content: bytes) -> bytes:
    """Return what ``repatria sign`` writes beside a file with this content."""
    from repatria.transmission.core import signing

    return signing.sign(private_key(stage, organisation), content).file()


def carry(stage: Stage, sender: Organisation, outgoing: Outgoing) -> str:
    """Sign a prepared transmission, carry its file over, and have it received.

    Called inside the sender's installation; returns the reference under which the
    receiver keeps it.  What could not be read is an error of the story.
    """
    from repatria.transmission import services

    place = services.outbox_file(outgoing)
    signature = signed(stage, sender, place.read_bytes())
    services.attach_signature(
        actor=clerk(stage, sender),
        outgoing=outgoing,
        signature=signature,
        at=stage.now(),
    )
    receiver = _BY_CODE[outgoing.to.code]
    content = services.outbox_file(outgoing).read_bytes()
    with inside(stage.home(receiver)):
        return _receive(stage, receiver, content).ref


def _receive(stage: Stage, receiver: Organisation, content: bytes) -> Incoming:
    from repatria.transmission import queries, services

    incoming = services.receive(
        actor=clerk(stage, receiver),
        content=content,
        at=stage.now(),
    )
    if not incoming.is_read:
        raise RuntimeError(f"{incoming.ref}: {queries.why_unread(incoming)}")
    return incoming
