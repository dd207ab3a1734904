"""After both rounds each side sets every count beside the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from repatria.access.core.roles import Role
from repatria.site.story.agreement import tell_the_others
from repatria.site.story.cast import AGENCY, NORTH, SOUTH, Stage, somebody
from repatria.site.story.installations import inside

if TYPE_CHECKING:
    from repatria.exchange.models import Round

EVERYBODY = (SOUTH, NORTH, AGENCY)


def reconcile(stage: Stage, exchange_ref: str) -> list[dict[str, Any]]:
    """Let each auditor reconcile both rounds and tell the others.

    Returns what then stands in each installation, round by round.
    """
    from repatria.exchange.models import Round
    from repatria.exchange.services import course

    for one in EVERYBODY:
        auditor = somebody(stage, one, Role.AUDITOR)
        with inside(stage.home(one)):
            for held in Round.objects.filter(exchange__ref=exchange_ref):
                course.reconcile(actor=auditor, held=held, at=stage.now())
                tell_the_others(stage, one, held)
    found: list[dict[str, Any]] = []
    for one in EVERYBODY:
        with inside(stage.home(one)):
            rounds = Round.objects.filter(exchange__ref=exchange_ref)
            found += [{"of": one.code, **_stands(held)} for held in rounds]
    return found


def _stands(held: Round) -> dict[str, Any]:
    """Return a round's state, its lot, and every count beside the others."""
    from repatria.exchange import queries
    from repatria.exchange.queries.reckoning import sides_of

    version = queries.agreed_version(held)
    document = queries.document_of(version) if version else {}
    state = queries.state_of(held)
    return {
        "round": held.number,
        "state": state.value if state else "",
        "lot": document.get("lot", {}).get("witness", ""),
        "sides": {
            side.party: {
                "ours": side.ours,
                "others": [
                    [claim.claimant, claim.n, [part["n"] for part in claim.parts]]
                    for claim in side.claims
                ],
                "stands": side.stands.value,
            }
            for side in sides_of(held)
        },
    }
