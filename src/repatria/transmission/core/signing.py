"""Keys of organisations, what people compare aloud, and signature files.

Three small files, all of them text:

- ``north.pub``: one line, ``repatria-public-key-v1 north <64 hexadecimal digits>``
- ``list.csv.sig``: canonical JSON with the public key, the content's SHA-256 and the
  Ed25519 signature over both (``ledger.core.signatures`` says over what exactly)
- ``north.key``: the private key, PEM; made and kept outside the server
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256, sha512

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from repatria.ledger.core import signatures
from repatria.transmission.core.errors import (
    NotAKeyError,
    NotAPrivateKeyError,
    NotASignatureError,
)

PUBLIC_KEY_VERSION = "repatria-public-key-v1"
_GROUPS = 8
_DIGITS = 100_000  # five digits a group


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An organisation's public key: 32 bytes, and the code it says it is of."""

    organisation: str
    key: bytes

    def file(self) -> str:
        """Return the line that a ``.pub`` file holds."""
        return f"{PUBLIC_KEY_VERSION} {self.organisation} {self.key.hex()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A detached signature: by which key, over content with which SHA-256."""

    public_key: bytes
    content_sha256: str
    signature: bytes

    def file(self) -> bytes:
        """Return the line of canonical JSON that a ``.sig`` file holds."""
        said = {
            "format": signatures.VERSION,
            "public_key": self.public_key.hex(),
            "sha256": self.content_sha256,
            "signature": self.signature.hex(),
        }
        return rfc8785.dumps(said) + b"\n"

    def holds_over(self, content: bytes) -> bool:
        """Tell whether the signature is over ``content``, by the key that it names."""
        told = sha256(content).hexdigest()
        return told == self.content_sha256 and signatures.holds(
            self.public_key, content, self.signature
        )


def sign(key: Ed25519PrivateKey, content: bytes) -> Signature:
    """Sign ``content``; its owner does this, outside the server."""
    return Signature(
        signatures.public_bytes(key),
        sha256(content).hexdigest(),
        signatures.sign(key, content),
    )


def verify(public_key: bytes, content: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` over ``content`` is of the owner of ``public_key``.

    ``public_key`` is 32 bytes; ``signature`` the 64 bytes or a whole ``.sig`` file.
    """
    try:
        raw = _raw(signature)
    except NotASignatureError:
        return False
    return signatures.holds(public_key, content, raw)


def _raw(signature: bytes) -> bytes:
    if len(signature) == signatures.SIGNATURE_BYTES:
        return signature
    return read_signature(signature).signature


def read_signature(content: bytes) -> Signature:
    """Return what a ``.sig`` file says; raise ``NotASignatureError``."""
    try:
        said = json.loads(content)
        found = Signature(
            bytes.fromhex(said["public_key"]),
            bytes.fromhex(said["sha256"]).hex(),
            bytes.fromhex(said["signature"]),
        )
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise NotASignatureError from error
    # One signature is one line: the same in other letters is another file.
    if found.file().strip() != content.strip():
        raise NotASignatureError
    if len(found.signature) != signatures.SIGNATURE_BYTES:
        raise NotASignatureError
    return found


def read_public_key(text: str) -> PublicKey:
    """Return the key in a ``.pub`` file; raise ``NotAKeyError``."""
    words = text.split()
    if len(words) != 3 or words[0] != PUBLIC_KEY_VERSION:
        raise NotAKeyError
    try:
        key = bytes.fromhex(words[2])
    except ValueError as error:
        raise NotAKeyError from error
    if len(key) != signatures.KEY_BYTES:
        raise NotAKeyError
    return PublicKey(words[1], key)


def fingerprint(public_key: bytes) -> str:
    """Return what two people read to each other to know that they hold one key.

    Eight groups of five digits, the same words in every language: whoever wants
    another key with these digits has to try about 2^132 of them.

    >>> fingerprint(bytes(32))
    '54640 26628 08525 07875 11391 64785 08166 30642'
    """
    digest = sha512(b"repatria-fingerprint-v1\n" + public_key).digest()
    groups = (
        int.from_bytes(digest[start : start + 5], "big") % _DIGITS
        for start in range(0, 5 * _GROUPS, 5)
    )
    return " ".join(f"{group:05}" for group in groups)


def new_key() -> Ed25519PrivateKey:
    """Return a fresh private key."""
    return Ed25519PrivateKey.generate()


def public_key_of(organisation: str, key: Ed25519PrivateKey) -> PublicKey:
    """Return the public part of ``key`` under the organisation's code."""
    return PublicKey(organisation, signatures.public_bytes(key))


def private_file(key: Ed25519PrivateKey, passphrase: str = "") -> bytes:
    """Return the PEM file of a private key, under a passphrase unless it is empty."""
    lock: KeySerializationEncryption = (
        BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    )
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


def is_locked(private: bytes) -> bool:
    """Tell whether a private key's file needs a passphrase."""
    return b"ENCRYPTED" in private


def read_private_key(
    private: bytes, passphrase: str = "", *, file: str
) -> Ed25519PrivateKey:
    """Return the key in a PEM file; raise ``NotAPrivateKeyError``."""
    try:
        key = load_pem_private_key(private, passphrase.encode() or None)
    except (TypeError, ValueError) as error:
        raise NotAPrivateKeyError(file=file) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAPrivateKeyError(file=file)
    return key
