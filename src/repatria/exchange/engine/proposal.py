"""A proposal: who goes, the sums, and, for whoever ran it, everybody's reason.

Two halves that must not be mixed.  What may leave (``shared``) depends on who is
on the list, who goes and what was agreed, and on nothing else.  Reasons, doubts,
options and the tiers of single people stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from repatria.exchange.core.reasons import Why
from repatria.exchange.engine.canonical import canonical
from repatria.exchange.engine.pool import Bools, Pool
from repatria.exchange.engine.solving.general import Answer

SHARED_FORMAT = "repatria-proposal/1"


class Status(StrEnum):
    """How far a proposal is proven."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    REFUSED = "refused"


def status_of(answer: Answer) -> Status:
    """Return how far an answer of the solver is proven."""
    return Status.OPTIMAL if answer.proven else Status.FEASIBLE


@dataclass(frozen=True, slots=True)
class Balance:
    """What one party gives and gets in parity, exempt tiers apart.

    ``extra`` is what it gives beyond what it gets.
    """

    given: int
    got: int

    @property
    def extra(self) -> int:
        """Return what is given beyond what is got."""
        return max(0, self.given - self.got)


@dataclass(frozen=True)
class Proposal:
    """Who could go home together, under these rules, from this list.

    ``on`` and ``why`` follow the order of ``pool``; ``blocked_by`` names the rules
    that cannot hold together where nobody can go.  Where it is not proven, ``most``
    holds what is, by the place of a tier: see ``bound``.
    """

    pool: Pool
    status: Status
    on: Bools
    blocked_by: tuple[str, ...] = ()
    most: Mapping[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @cached_property
    def go(self) -> tuple[str, ...]:
        """Ids of those who go, sorted."""
        return self._cases(self.on)

    @cached_property
    def not_proposed(self) -> tuple[str, ...]:
        """Ids of everybody else, sorted, whatever the reason."""
        return self._cases(~self.on)

    @property
    def for_the_agency(self) -> tuple[str, ...]:
        """Ids for whom a rule requires a consent that this list cannot hold.

        Always everybody of such a tier, on a list without recorded consents.
        """
        if self.pool.roster.asked:
            return ()
        waits = np.array([tier.needs_consent for tier in self.pool.rules.steps])
        return self._cases(waits[self.pool.tier])

    @property
    def counts_by_tier(self) -> dict[str, int]:
        """Persons who go, by tier as written; those of no tier last, if there are."""
        steps = self.pool.rules.steps
        counts = np.bincount(self.pool.tier[self.on], minlength=len(steps)).tolist()
        named = {step.name: n for step, n in zip(steps, counts, strict=True)}
        if not counts[-1] and self.pool.rules.tiers:
            del named[steps[-1].name]
        return named

    @property
    def bound(self) -> dict[str, int]:
        """The most that is proven for each tier, as written.

        No list has more of the first; of those that reach it, none more of the
        second; and so on.  It is what goes, unless the time was too short.
        """
        counts = self.counts_by_tier
        if self.status is not Status.FEASIBLE:
            return counts
        steps, able = self.pool.rules.steps, self.pool.tier[self.pool.eligible]
        there = np.bincount(able, minlength=len(steps)).tolist()
        most = {
            step.name: self.most.get(place, there[place])
            for place, step in enumerate(steps)
        }
        return {name: most[name] for name in counts}

    @property
    def received(self) -> dict[str, int]:
        """Persons who arrive, exempt tiers included: in each party, then elsewhere.

        Whoever goes to a third country arrives there, and counts in parity for home.
        """
        arrive = dict.fromkeys(self.pool.rules.parties, 0)
        ways = np.bincount(
            self.pool.direction[self.on], minlength=len(self.pool.directions)
        )
        for way, persons in zip(self.pool.directions, ways.tolist(), strict=True):
            if persons or way.to in arrive:
                arrive[way.to] = arrive.get(way.to, 0) + persons
        return arrive

    @property
    def parity(self) -> dict[str, Balance]:
        """What each party gives and gets, exempt tiers apart.

        What goes with the persons is counted where the rules give it points.
        """
        rules = self.pool.rules
        given = self._by_party(self.pool.weight, home=False)
        got = self._by_party(self.pool.weight, home=True)
        for one in rules.considerations:
            given[one.giver] += rules.points_of(one)
            got[one.to] += rules.points_of(one)
        return {party: Balance(given[party], got[party]) for party in given}

    @property
    def seats(self) -> dict[str, int]:
        """Seats taken in each direction."""
        taken = np.bincount(
            self.pool.direction[self.on],
            weights=self.pool.seats[self.on],
            minlength=len(self.pool.directions),
        )
        pairs = zip(self.pool.directions, taken, strict=True)
        return {str(direction): int(n) for direction, n in pairs}

    def why(self, place: int) -> Why:
        """Return the reason of the person at ``place``.  Internal."""
        return self.pool.whys.known[int(self.pool.whys.at[place])]

    def as_json(self) -> dict[str, Any]:
        """Return ``proposal.json``.

        Every key but ``seconds`` follows from who goes, from the list and from the
        rules; none from why somebody is left out.  Without a proposal the rules
        in ``blocked_by`` may: such a file stays.
        """
        balances = self.parity.items()
        return {
            "status": self.status.value,
            "go": list(self.go),
            "counts_by_tier": self.counts_by_tier,
            "received": self.received,
            "parity": {
                party: {"given": one.given, "got": one.got, "extra": one.extra}
                for party, one in balances
            },
            "blocked_by": list(self.blocked_by),
            "bound": self.bound,
            "for_the_agency": list(self.for_the_agency),
            "seats": self.seats,
            "consideration": self._considerations(),
            "lot": self.pool.rules.lot.witness.value,
            "seconds": round(self.seconds, 3),
        }

    def shared(self) -> dict[str, Any]:
        """Return what both sides sign: all that may leave, and nothing else.

        Tiers are left out: a rule's name beside a number would tell of somebody's
        health.  Raises ValueError where there is no proposal to share.
        """
        if self.status not in {Status.OPTIMAL, Status.FEASIBLE}:
            raise ValueError(self.status)
        rules = self.pool.rules
        return {
            "format": SHARED_FORMAT,
            "parties": sorted(rules.parties),
            "as_of": rules.as_of.isoformat() if rules.as_of else None,
            "lot": {"seed": rules.lot.seed, "witness": rules.lot.witness.value},
            "parity_kind": rules.parity.kind.value,
            "go": [self._leg(int(place)) for place in np.flatnonzero(self.on)],
            "not_proposed": list(self.not_proposed),
            "for_the_agency": list(self.for_the_agency),
            "received": self.received,
            "parity": {
                party: {"given": one.given, "got": one.got, "extra": one.extra}
                for party, one in self.parity.items()
            },
            "consideration": self._considerations(),
        }

    def shared_bytes(self) -> bytes:
        """Return the shared part in canonical JSON (RFC 8785), for hashing."""
        return self._canonical

    @cached_property
    def _canonical(self) -> bytes:
        return canonical(self.shared())

    @property
    def counts_persons(self) -> bool:
        """Whether parity counts persons and not points."""
        return self.pool.rules.parity.counts_persons

    def _considerations(self) -> list[dict[str, Any]]:
        return [
            {
                "from": one.giver,
                "to": one.to,
                "what": one.what,
                "quantity": one.quantity,
                "points": one.points,
            }
            for one in self.pool.rules.considerations
        ]

    def _leg(self, place: int) -> dict[str, str]:
        pool = self.pool
        direction = pool.directions[int(pool.direction[place])]
        home = pool.rules.parties[int(pool.home[place])]
        return {
            "id": pool.ids[place],
            "holder": direction.holder,
            "home": home,
            "to": direction.to,
        }

    def _cases(self, where: Bools) -> tuple[str, ...]:
        return tuple(self.pool.ids[place] for place in np.flatnonzero(where))

    def _by_party(self, what: Any, *, home: bool) -> dict[str, int]:
        places = (self.pool.home if home else self.pool.holder)[self.on]
        parties = self.pool.rules.parties
        sums = np.bincount(places, weights=what[self.on], minlength=len(parties))
        return {party: int(sums[at]) for at, party in enumerate(parties)}
