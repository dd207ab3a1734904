"""Who acts: values that every room hands on and none owns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NewType

# The code of a party, of an organisation that works for one, or of a neutral
# body, such as "NORLAND".  Which names it has is data (register.Party).
PartyRef = NewType("PartyRef", str)


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, or a program somebody started, who does or reads something.

    ``ref`` is an account's opaque number ("user:12") or a program's name
    ("command:receive"); it reaches the ledger and logs, so it never holds a
    name.  ``roles`` are codes of ``access.core.roles.Role``; ``organisation`` is
    the code of the organisation whose installation this is.  ``scopes`` are the rights
    that a program was limited to; None where nothing limits but the roles.
    """

    ref: str
    roles: frozenset[str] = frozenset()
    organisation: str = ""
    scopes: frozenset[str] | None = None

    def has_any(self, roles: Iterable[str]) -> bool:
        """Tell whether the actor holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)
