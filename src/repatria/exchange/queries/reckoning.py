"""Every count of a round beside the others, by whose people they are."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.compared import Compared, Counted, compared
from repatria.exchange.models import CountClaim, Round


@dataclass(frozen=True, slots=True)
class Side:
    """What is counted of one party's people: here, and by whoever else states it."""

    party: str
    ours: int | None
    claims: list[CountClaim]
    stands: Compared


def sides_of(held: Round) -> list[Side]:
    """Return each party's side of a round; no number replaces another."""
    ours = queries.crossed_counts(held)
    claims = queries.counts_by_side(queries.counts_for(held))
    sides = []
    for party in queries.parties_of(held.exchange):
        told = claims.get(party, [])
        counts = [_counted(claim) for claim in told]
        if party in ours:
            counts.append(Counted(installation().name, ours[party]))
        sides.append(Side(party, ours.get(party), told, compared(counts)))
    return sides


def _counted(claim: CountClaim) -> Counted:
    parts = tuple(int(part["n"]) for part in claim.parts)
    return Counted(claim.claimant, claim.n, parts, approximate=claim.approximate)
