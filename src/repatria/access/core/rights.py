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
        scoped = actor.scopes is None or self.name in actor.scopes
        return scoped and kind in self.installations and actor.has_any(self.roles)

    def needs_assignment(self, actor: Actor) -> bool:
        """Tell whether every role that gives the actor this right is a case's own."""
        return not actor.has_any(self.roles - self.assigned)


@dataclass(frozen=True, slots=True)
class RestrictedCases:
    """Who sees a restricted case at all, under whatever right.

    ``roles`` see it as any other; ``assigned`` only where it is assigned to them;
    ``break_glass`` may open it by break-glass.
    """

    roles: frozenset[str]
    assigned: frozenset[str]
    break_glass: frozenset[str]

    def show(self, actor: Actor, *, entrusted: bool, broken: bool) -> bool:
        """Tell whether the actor sees a restricted case.

        ``entrusted``: it is assigned to them; ``broken``: opened by break-glass.
        """
        return (
            actor.has_any(self.roles)
            or (entrusted and actor.has_any(self.assigned))
            or (broken and actor.has_any(self.break_glass))
        )


@cache
def restricted_cases() -> RestrictedCases:
    """Return who sees restricted cases: the table of that name in the file."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))["restricted"]
    return RestrictedCases(*(_roles(told[part]) for part in _PARTS))


_PARTS = ("roles", "assigned", "break-glass")


def _roles(named: list[str]) -> frozenset[str]:
    return frozenset(Role(role).value for role in named)


def opens(
    right: Right, actor: Actor, *, entrusted: bool, broken: bool, restricted: bool
) -> bool:
    """Tell whether somebody whom ``right`` reaches may open one case under it.

    The one rule of every door, also what ``docs/access-matrix.md`` is made from.
    """
    if right.needs_assignment(actor) and not (entrusted or broken):
        return False
    shown = restricted_cases().show(actor, entrusted=entrusted, broken=broken)
    return shown or not restricted


@cache
def rights() -> dict[str, Right]:
    """Return every right by name.  A role or kind that nobody knows is refused."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _right(name, row) for name, row in told["rights"].items()}


def right_called(name: str) -> Right:
    """Return one right; a name that is not in the file is a mistake of ours."""
    return rights()[name]


def _right(name: str, row: dict[str, list[str]]) -> Right:
    roles, assigned = _roles(row["roles"]), _roles(row.get("assigned", []))
    installations = frozenset(row.get("installations", KINDS))
    if not assigned <= roles or not installations <= KINDS:
        raise ValueError(name)
    return Right(name, roles, assigned, installations)
