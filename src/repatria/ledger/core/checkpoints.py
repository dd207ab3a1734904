"""Checkpoints: what the server says its ledger was, signed, for others to hold.

A ledger that was rewritten from its first entry is consistent in itself.  Only a
checkpoint that somebody else holds shows it, so checkpoints travel.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from repatria.ledger.core import signatures
from repatria.ledger.core.errors import CheckpointForgedError, NotACheckpointError

KIND = "repatria-checkpoint-v1"


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """The root over the first ``size`` entries of an organisation's ledger.

    ``root``, ``public_key`` and ``signature`` are hexadecimal; ``at`` is the time in
    ISO 8601.  The signature is the server's own, not the organisation's.
    """

    organisation: str
    size: int
    root: str
    at: str
    public_key: str
    signature: str = ""

    def document(self) -> bytes:
        """Return what is signed, in canonical JSON."""
        return rfc8785.dumps(self._said())

    def signed(self, key: Ed25519PrivateKey) -> SignedCheckpoint:
        """Return the same checkpoint under the signature of ``key``."""
        signature = signatures.sign(key, self.document()).hex()
        return SignedCheckpoint(
            self.organisation, self.size, self.root, self.at, self.public_key, signature
        )

    def holds(self) -> bool:
        """Tell whether the signature is of the key that the checkpoint names."""
        return signatures.holds(
            bytes.fromhex(self.public_key),
            self.document(),
            bytes.fromhex(self.signature),
        )

    def file(self) -> bytes:
        """Return the checkpoint and its signature as a file to keep."""
        said = self._said()
        whole: dict[str, Any] = {"checkpoint": said, "signature": self.signature}
        return rfc8785.dumps(whole) + b"\n"

    def _said(self) -> dict[str, str | int]:
        return {
            "at": self.at,
            "kind": KIND,
            "organisation": self.organisation,
            "public_key": self.public_key,
            "root": self.root,
            "size": self.size,
        }


def looks_like_one(content: bytes) -> bool:
    """Tell whether a file says of itself that it is a checkpoint."""
    return KIND.encode() in content[:1000]


def read(content: bytes, *, file: str) -> SignedCheckpoint:
    """Return the checkpoint in a file, its signature checked.

    Raises ``NotACheckpointError`` and ``CheckpointForgedError``.
    """
    try:
        whole = json.loads(content)
        found = _from(whole["checkpoint"], whole["signature"])
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise NotACheckpointError(file=file) from error
    if not found.holds():
        raise CheckpointForgedError(organisation=found.organisation)
    return found


def _from(said: Mapping[str, Any], signature: str) -> SignedCheckpoint:
    found = SignedCheckpoint(
        organisation=str(said["organisation"]),
        size=int(said["size"]),
        root=bytes.fromhex(said["root"]).hex(),
        at=str(said["at"]),
        public_key=bytes.fromhex(said["public_key"]).hex(),
        signature=bytes.fromhex(signature).hex(),
    )
    if said["kind"] != KIND or dict(said) != found._said():
        raise ValueError(said["kind"])
    return found
