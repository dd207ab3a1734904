"""A certificate as a file, and as the code on its paper: both can be checked offline.

The server's own key signs the *seal*: who issued which number and version, and the
hash of the words.  The file carries the words and the signature, the code on the paper
the seal and the signature: whoever has either can tell that the issuer made it, and
whoever has both that they belong together.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from repatria.ledger.core import signatures
from repatria.transmission.core.errors import NotACertificateError

FORMAT = "repatria-certificate-v1"
SUFFIX = ".repatria-certificate"
_SEAL = "repatria-certificate-seal-v1"
_PARTS = 7


@dataclass(frozen=True, slots=True)
class Seal:
    """What is signed: the issuer's code, number and version, and the words' SHA-256.

    ``public_key`` and ``signature`` are those of the issuer's server.
    """

    organisation: str
    number: str
    version: int
    sha256: str
    public_key: bytes
    signature: bytes

    def message(self) -> bytes:
        """Return what the signature is over, in canonical JSON."""
        return _message(self.organisation, self.number, self.version, self.sha256)

    def holds(self) -> bool:
        """Tell whether the signature is of the key that the seal names."""
        return signatures.holds(self.public_key, self.message(), self.signature)

    def code(self) -> str:
        """Return the line that the paper carries, for a QR code."""
        told = (bytes.fromhex(self.sha256), self.public_key, self.signature)
        parts = (FORMAT, self.organisation, self.number, str(self.version))
        return " ".join([*parts, *map(_short, told)])


@dataclass(frozen=True, slots=True)
class SignedCertificate:
    """The words of a certificate and the seal over them."""

    document: dict[str, Any]
    seal: Seal

    def fits(self) -> bool:
        """Tell whether the seal is over these very words."""
        said = self.document
        named = (said.get("organisation"), said.get("number"), said.get("version"))
        seal = self.seal
        return seal.sha256 == sha256_of(said) and named == (
            seal.organisation,
            seal.number,
            seal.version,
        )

    def file(self) -> bytes:
        """Return the words with their seal as a file to keep."""
        whole: dict[str, Any] = {
            "certificate": self.document,
            "public_key": self.seal.public_key.hex(),
            "signature": self.seal.signature.hex(),
        }
        return rfc8785.dumps(whole) + b"\n"


def sha256_of(document: dict[str, Any]) -> str:
    """Return the hash of a certificate's words."""
    return sha256(rfc8785.dumps(document)).hexdigest()


def sealed(document: dict[str, Any], key: Ed25519PrivateKey) -> SignedCertificate:
    """Return a certificate under the seal of a server's ``key``."""
    told = (
        str(document["organisation"]),
        str(document["number"]),
        int(document["version"]),
        sha256_of(document),
    )
    signature = signatures.sign(key, _message(*told))
    return SignedCertificate(
        document, Seal(*told, signatures.public_bytes(key), signature)
    )


def looks_like_one(content: bytes) -> bool:
    """Tell whether content says of itself that it is a certificate, or its code."""
    return FORMAT.encode() in content[:2000]


def read(content: bytes, *, file: str) -> SignedCertificate:
    """Return the certificate in a file; what it says is not checked yet.

    Raises ``NotACertificateError``, also for one in another form than it was made.
    """
    try:
        whole = json.loads(content)
        said = dict(whole["certificate"])
        seal = Seal(
            organisation=str(said["organisation"]),
            number=str(said["number"]),
            version=int(said["version"]),
            sha256=sha256_of(said),
            public_key=bytes.fromhex(whole["public_key"]),
            signature=bytes.fromhex(whole["signature"]),
        )
        found = SignedCertificate(said, seal)
    except (KeyError, RecursionError, TypeError, ValueError) as fault:
        raise NotACertificateError(file=file) from fault
    if said.get("format") != FORMAT or found.file().strip() != content.strip():
        raise NotACertificateError(file=file)
    return found


def read_code(text: str, *, file: str = "–") -> Seal:
    """Return the seal in the line that a paper carries; not checked yet.

    Raises ``NotACertificateError``.
    """
    parts = text.split()
    if len(parts) != _PARTS or parts[0] != FORMAT:
        raise NotACertificateError(file=file)
    try:
        words, key, signature = map(_long, parts[4:])
        seal = Seal(parts[1], parts[2], int(parts[3]), words.hex(), key, signature)
    except ValueError as fault:
        raise NotACertificateError(file=file) from fault
    return seal


def _message(organisation: str, number: str, version: int, words: str) -> bytes:
    said: dict[str, Any] = {
        "format": _SEAL,
        "number": number,
        "organisation": organisation,
        "sha256": words,
        "version": version,
    }
    return rfc8785.dumps(said)


def _short(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _long(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
