"""An alternative to what was agreed, and what it costs whom.  Internal.

What a rule costs depends on who could go, and so on everybody's reasons: options
never leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from repatria.exchange.engine.proposal import Proposal
from repatria.shared.text import mark as _
from repatria.shared.text import say

NAMED = 50

AS_AGREED = _("As agreed.")
AS_ASKED = _("With what the other side asked for.")
MORE_EXTRA = _("{unit} gives up to {n} beyond parity.")
MORE_ROOM = _("{n} seats for {direction}.")
NO_PARITY = _("Nobody is counted against anybody.")
BY_COUNT = _("Person for person.")
NO_FLOORS = _("Without the least numbers from regions.")
NO_POINTS = _("What goes with the persons is not counted in parity.")
WITHOUT = _("Without {rule}.")


@dataclass(frozen=True, slots=True)
class Change:
    """Some of what could be agreed otherwise, each a ``name``, a sentence, its facts.

    ``concedes`` says how far it goes, by the key of the rule: the more, the dearer.
    """

    name: str
    says: tuple[tuple[str, Mapping[str, str]], ...]
    concedes: Mapping[str, int] = field(default_factory=dict)

    def __or__(self, other: Change) -> Change:
        """Return both changes together."""
        return Change(
            f"{self.name}, {other.name}",
            (*self.says, *other.says),
            {**self.concedes, **other.concedes},
        )


def change(name: str, sentence: str, concedes: int = 1, /, **facts: str) -> Change:
    """Return a change of one rule, which ``name`` says before its equals sign."""
    return Change(name, ((sentence, facts),), {name.partition("=")[0]: concedes})


@dataclass(frozen=True, slots=True)
class Option:
    """A change, and the proposal that follows."""

    change: Change
    proposal: Proposal

    @property
    def sentences(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """What changes: marked sentences with the facts that fill them."""
        return self.change.says

    def costs(self, agreed: Proposal) -> dict[str, dict[str, int]]:
        """Return for each party what more it gives and gets, in persons and in parity.

        ``beyond`` is what it gives beyond parity, all of it, in persons or points.
        """
        mine, base = _persons(self.proposal), _persons(agreed)
        parity = self.proposal.parity
        return {
            party: {
                "gives": mine[party][0] - base[party][0],
                "gets": mine[party][1] - base[party][1],
                "beyond": parity[party].extra,
            }
            for party in parity
        }

    def as_json(self, agreed: Proposal) -> dict[str, Any]:
        """Return one entry of ``options.json``, compared with what was agreed."""
        mine, base = self.proposal, agreed
        joins = [mine.pool.ids[at] for at in np.flatnonzero(mine.on & ~base.on)]
        leaves = [mine.pool.ids[at] for at in np.flatnonzero(base.on & ~mine.on)]
        told = mine.as_json()
        kept = ("status", "counts_by_tier", "received", "parity", "blocked_by")
        persons, before = int(mine.on.sum()), int(base.on.sum())
        return {
            "option": self.change.name,
            "says": " ".join(say(one, **facts) for one, facts in self.sentences),
            "persons": persons,
            "more": persons - before,
            **{key: told[key] for key in kept},
            "costs": self.costs(agreed),
            "joins": joins[:NAMED],
            "leaves": leaves[:NAMED],
        }


def _persons(proposal: Proposal) -> dict[str, tuple[int, int]]:
    """Count for each party whom it lets go and who of its own goes home."""
    pool, parties = proposal.pool, proposal.pool.rules.parties
    given = np.bincount(pool.holder[proposal.on], minlength=len(parties)).tolist()
    got = np.bincount(pool.home[proposal.on], minlength=len(parties)).tolist()
    return dict(zip(parties, zip(given, got, strict=True), strict=True))
