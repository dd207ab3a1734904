"""A signed threshold, as a test needs one to confirm many at once."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from repatria.shared.actors import Actor

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from repatria.matching.models import Threshold


def own_key(*, organisation: str, at: datetime) -> Ed25519PrivateKey:
    """Make this organisation's key and let the installation know its public part."""
    from repatria.transmission import keyring
    from repatria.transmission.core import signing

    key = signing.new_key()
    keyring.set_own_key(
        actor=Actor("command:key", organisation=organisation),
        name=organisation,
        party="",
        public_key=signing.public_key_of(organisation, key).key,
        at=at,
    )
    return key


def signed_threshold(
    value: float, *, organisation: str, at: datetime, by: str = "command:delegate"
) -> Threshold:
    """Let somebody else set a threshold, and sign it with a key made for the test."""
    from repatria.matching import services
    from repatria.transmission.core import signing

    key = own_key(organisation=organisation, at=at)
    delegate = Actor(by, frozenset({"agency-delegate"}), organisation)
    made = services.set_threshold(
        actor=delegate, value=value, reason="as the office agreed", at=at
    )
    services.sign_threshold(
        actor=delegate,
        threshold=made,
        signature=signing.sign(key, made.document.encode()).file(),
        at=at,
    )
    made.refresh_from_db()
    return made
