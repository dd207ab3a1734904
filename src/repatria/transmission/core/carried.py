"""What a transmission of the kind ``checkpoint`` carries, in canonical JSON.

The checkpoint's file, and the proof that the ledger continues the one whose checkpoint
was sent before.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import rfc8785

from repatria.ledger.core.errors import NotACheckpointError


@dataclass(frozen=True, slots=True)
class CarriedCheckpoint:
    """A checkpoint's file, and its proof from a ledger of ``proof_from`` entries."""

    file: bytes
    proof_from: int = 0
    proof: Sequence[bytes] = ()

    def payload(self) -> bytes:
        """Return what is sent."""
        return rfc8785.dumps(
            {
                "file": self.file.decode(),
                "from": self.proof_from,
                "proof": [one.hex() for one in self.proof],
            }
        )


def read_payload(payload: bytes, *, file: str) -> CarriedCheckpoint:
    """Return what a payload carries; raise ``NotACheckpointError``."""
    try:
        said = json.loads(payload)
        return CarriedCheckpoint(
            file=said["file"].encode(),
            proof_from=int(said["from"]),
            proof=[bytes.fromhex(one) for one in said["proof"]],
        )
    except (
        AttributeError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        raise NotACheckpointError(file=file) from error
