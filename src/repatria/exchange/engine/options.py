"""A few explained alternatives: what a little more room would bring.  Internal.

What a rule costs depends on who could go, and so on everybody's reasons: options
never leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from repatria.exchange.core.rules import Kind, Rules
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.propose import propose
from repatria.shared.text import mark as _
from repatria.shared.text import say

EXTRAS = (1, 5)
MORE_SEATS = 10
NAMED = 50

AS_AGREED = _("As agreed.")
AS_ASKED = _("With what the other side asked for.")
MORE_EXTRA = _("{unit} gives up to {n} beyond parity.")
MORE_ROOM = _("{n} seats for {direction}.")
NO_PARITY = _("Nobody is counted against anybody.")
NO_FLOORS = _("Without the least numbers from regions.")
WITHOUT = _("Without {rule}.")


@dataclass(frozen=True, slots=True)
class Option:
    """One change of the rules, what it says, and the proposal that follows."""

    name: str
    sentence: str
    facts: dict[str, str]
    proposal: Proposal

    def as_json(self, agreed: Proposal) -> dict[str, Any]:
        """Return one entry of ``options.json``, compared with what was agreed."""
        mine, base = self.proposal, agreed
        joins = [mine.pool.ids[at] for at in np.flatnonzero(mine.on & ~base.on)]
        leaves = [mine.pool.ids[at] for at in np.flatnonzero(base.on & ~mine.on)]
        told = mine.as_json()
        kept = ("status", "counts_by_tier", "received", "parity", "blocked_by")
        return {
            "option": self.name,
            "says": say(self.sentence, **self.facts),
            "persons": len(mine.go),
            "more": len(mine.go) - len(base.go),
            **{key: told[key] for key in kept},
            "joins": joins[:NAMED],
            "leaves": leaves[:NAMED],
        }


def options(agreed: Proposal) -> list[Option]:
    """Return what was agreed, and those changes under which somebody else goes.

    Where the rules cannot hold together, what each of those to blame costs comes first.
    """
    found = [Option("as-agreed", AS_AGREED, {}, agreed)]
    rules = agreed.pool.rules
    changes = (*_relaxed(rules, agreed.blocked_by), *_changes(rules, agreed))
    for name, sentence, facts, changed in changes:
        proposal = propose(agreed.pool.roster, changed)
        if proposal.status is Status.OPTIMAL and (proposal.on != agreed.on).any():
            found.append(Option(name, sentence, facts, proposal))
    return found


Change = tuple[str, str, dict[str, str], Rules]


def _relaxed(rules: Rules, blocked_by: Sequence[str]) -> Iterator[Change]:
    """Yield the rules without each one of those that cannot hold together.

    Parity as a whole is among the other changes already.
    """
    for rule in blocked_by:
        kind, _dot, of = rule.partition(".")
        if kind == "seats":
            seats = {way: n for way, n in rules.seats.items() if str(way) != of}
            fewer = replace(rules, seats=seats)
        elif kind == "floors":
            floors = {region: n for region, n in rules.floors.items() if region != of}
            fewer = replace(rules, floors=floors)
        else:
            continue
        yield f"without.{rule}", WITHOUT, {"rule": rule}, fewer


def _changes(rules: Rules, agreed: Proposal) -> Iterator[Change]:
    for unit in rules.units():
        for n in EXTRAS:
            more = rules.extra_of(unit) + n
            facts = {"unit": unit, "n": str(more)}
            wider = replace(rules, extra={**rules.extra, unit: more})
            yield f"extra.{unit}={more}", MORE_EXTRA, facts, wider
    for direction, seats in rules.seats.items():
        if agreed.seats.get(str(direction), 0) < seats:
            continue
        more = seats + MORE_SEATS
        facts = {"direction": str(direction), "n": str(more)}
        wider = replace(rules, seats={**rules.seats, direction: more})
        yield f"seats.{direction}={more}", MORE_ROOM, facts, wider
    if rules.floors:
        yield "floors=none", NO_FLOORS, {}, replace(rules, floors={})
    if rules.parity.kind is not Kind.NONE:
        free = replace(rules, parity=replace(rules.parity, kind=Kind.NONE))
        yield "parity.kind=none", NO_PARITY, {}, free
