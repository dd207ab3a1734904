"""Every count of a round beside the others, as the page shows them."""

from __future__ import annotations

from typing import Any

from repatria.exchange.core.compared import COMPARED_WORDS, TONES
from repatria.exchange.models import Round
from repatria.exchange.queries.reckoning import sides_of
from repatria.exchange.web import shown


def sides_compared(held: Round) -> list[dict[str, Any]]:
    """Return each party's side in the reader's order: our own number, then others'."""
    by_party = {side.party: side for side in sides_of(held)}
    return [
        {
            **side,
            "ours": by_party[side["code"]].ours,
            "claims": [
                shown.claim_shown(claim) for claim in by_party[side["code"]].claims
            ],
            "words": COMPARED_WORDS[by_party[side["code"]].stands],
            "tone": TONES[by_party[side["code"]].stands],
        }
        for side in shown.sides(held.exchange)
    ]
