"""Every count of a round beside the others, side by side."""

from __future__ import annotations

from typing import Any

from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.compared import COMPARED_WORDS, TONES, Counted, compared
from repatria.exchange.models import CountClaim, Round
from repatria.exchange.web import shown


def sides_compared(held: Round) -> list[dict[str, Any]]:
    """Return every count of each side beside the others, and how they stand.

    Our own number comes first, then whoever else states one; none replaces another.
    """
    ours = queries.crossed_counts(held)
    claims = queries.counts_by_side(queries.counts_for(held))
    sides = []
    for side in shown.sides(held.exchange):
        told = claims.get(side["code"], [])
        counts = [_counted(claim) for claim in told]
        if side["code"] in ours:
            counts.insert(0, Counted(installation().name, ours[side["code"]]))
        result = compared(counts)
        sides.append(
            {
                **side,
                "ours": ours.get(side["code"]),
                "claims": [shown.claim_shown(claim) for claim in told],
                "words": COMPARED_WORDS[result],
                "tone": TONES[result],
            }
        )
    return sides


def _counted(claim: CountClaim) -> Counted:
    parts = tuple(int(part["n"]) for part in claim.parts)
    return Counted(claim.claimant, claim.n, parts, approximate=claim.approximate)
