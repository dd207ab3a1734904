"""Sealing values: AES-256-GCM, one key for each owner, wrapped by a master key.

The associated data says where a value belongs ("record:12", "verbatim"): moved to
another row or column it no longer opens.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12


class AlteredError(Exception):
    """A sealed value does not open: altered, moved, or another key."""


def new_key() -> bytes:
    """Return a fresh key of 32 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, content: bytes, *, place: str) -> bytes:
    """Return ``content`` sealed for ``place``: nonce, ciphertext and tag.

    >>> key = new_key()
    >>> opened(key, seal(key, b"asthma", place="record:1/health"),
    ...        place="record:1/health")
    b'asthma'
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def opened(key: bytes, sealed: bytes, *, place: str) -> bytes:
    """Return what was sealed; raise ``AlteredError`` unless it was for this place."""
    nonce, ciphertext = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, place.encode())
    except (InvalidTag, ValueError) as refusal:
        raise AlteredError(place) from refusal
