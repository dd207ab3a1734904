"""Which roles hold which right: read from one file, ``access/data/rights.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from repatria.access.core.roles import Role
from repatria.shared.actors import Actor

FILE = Path(__file__).parent.parent / "data" / "rights.toml"
KINDS = frozenset({"party", "agency"})  # of installation


@dataclass(frozen=True, slots=True)
class Right:
    """Who may see or do one kind of thing.

    Of ``roles``, those in ``assigned`` may only where the case is assigned to
    them.  ``installations`` tells where the right exists at all.
    """

    name: str
    roles: frozenset[str]
    assigned: frozenset[str] = frozenset()
    installations: frozenset[str] = KINDS

    def reaches(self, actor: Actor, *, kind: str) -> bool:
        """Tell whether the actor may see this kind of thing at all."""
        return kind in self.installations and actor.has_any(self.roles)

    def needs_assignment(self, actor: Actor) -> bool:
        """Tell whether every role that gives the actor this right is a case's own."""
        return not actor.has_any(self.roles - self.assigned)


@cache
def rights() -> dict[str, Right]:
    """Return every right by name.  A role or kind that nobody knows is refused."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _right(name, row) for name, row in told["rights"].items()}


def right_called(name: str) -> Right:
    """Return one right; a name that is not in the file is a mistake of ours."""
    return rights()[name]


def _right(name: str, row: dict[str, list[str]]) -> Right:
    roles = frozenset(Role(role).value for role in row["roles"])
    assigned = frozenset(Role(role).value for role in row.get("assigned", ()))
    installations = frozenset(row.get("installations", KINDS))
    if not assigned <= roles or not installations <= KINDS:
        raise ValueError(name)
    return Right(name, roles, assigned, installations)
