"""Detached Ed25519 signatures: one form for everything that anybody signs.

What is signed is never the content itself but ``repatria-signature-v1`` and the
content's SHA-256, so that a large file can be signed on a machine that holds its hash
alone, and a signature made for another purpose fits nothing here.
"""

from __future__ import annotations

from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

VERSION = "repatria-signature-v1"
KEY_BYTES = 32
SIGNATURE_BYTES = 64


def message(content_sha256: str) -> bytes:
    """Return the bytes that are signed for content with this hash (hexadecimal)."""
    return f"{VERSION}\n{content_sha256}\n".encode("ascii")


def sign(key: Ed25519PrivateKey, content: bytes) -> bytes:
    """Return the 64 bytes of a signature over ``content``."""
    return key.sign(message(sha256(content).hexdigest()))


def holds(public_key: bytes, content: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` was made over ``content`` by the key's owner.

    >>> key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    >>> signature = sign(key, b"36 and 50")
    >>> holds(public_bytes(key), b"36 and 50", signature)
    True
    >>> holds(public_bytes(key), b"36 and 52", signature)
    False
    """
    if (len(public_key), len(signature)) != (KEY_BYTES, SIGNATURE_BYTES):
        return False
    told = message(sha256(content).hexdigest())
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, told)
    except InvalidSignature:
        return False
    return True


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Return the 32 bytes of the public key that belongs to ``key``."""
    return key.public_key().public_bytes_raw()
