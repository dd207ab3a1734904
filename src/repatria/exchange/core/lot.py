"""The lot: a draw that both sides can repeat and neither can choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256


class Witness(StrEnum):
    """How sure it is that nobody chose the seed."""

    NOT_WITNESSED = "lot not witnessed"
    COMMITTED = "lot committed, secrets not shown"
    WITNESSED = "lot witnessed"
    BROKEN = "lot not as committed"


@dataclass(frozen=True, slots=True)
class Lot:
    """A public seed, and how it came about.

    Each party commits to a secret before the list is fixed: its SHA-256 in
    hexadecimal, under ``commitments``.  Afterwards it shows the secret, and the
    seed is ``seed_of(secrets)``.
    """

    seed: str = ""
    commitments: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)

    @property
    def witness(self) -> Witness:
        """Whether every secret shown fits its commitment and makes the seed."""
        if not self.commitments:
            return Witness.NOT_WITNESSED
        if not self.secrets:
            return Witness.COMMITTED
        shown = {party: commitment(secret) for party, secret in self.secrets.items()}
        fits = shown == {who: one.lower() for who, one in self.commitments.items()}
        fair = fits and self.seed == seed_of(self.secrets)
        return Witness.WITNESSED if fair else Witness.BROKEN


def commitment(secret: str) -> str:
    """Return what a party publishes before the list is fixed."""
    return sha256(secret.encode()).hexdigest()


def seed_of(secrets: Mapping[str, str]) -> str:
    """Return the seed that secrets make together, whoever is named first."""
    return sha256("\n".join(sorted(secrets.values())).encode()).hexdigest()


def number_drawn(seed: str, case: str) -> int:
    """Return a person's number in the draw, 64 bits of SHA-256(seed + id).

    The lowest number decides first: of all lists that are equally good, those are kept
    that have this person on them, if there are any; then the next number decides.

    >>> f"{number_drawn('seed', 'N-1'):016x}"
    'b35912d6059db58a'
    """
    return int.from_bytes(sha256((seed + case).encode()).digest()[:8], "big")
