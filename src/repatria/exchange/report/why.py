"""Why somebody goes or not, and what the other way would cost: in words and as JSON."""

from __future__ import annotations

from typing import Any

from repatria.exchange.engine.forced import Forced
from repatria.shared.text import mark as _
from repatria.shared.text import say

NAMED = 10

GOES = _("{case} goes.")
STAYS = _("{case} is not proposed.")
CANNOT = _("Nothing else that could be agreed lets {case} go.")
CONTRADICTED = _("The other way these rules cannot hold: {rules}.")
COSTS = _("The other way tier {tier} has {fewer} fewer.")
EQUAL = _("The other way every tier has as many; days in captivity or the lot decided.")
JOIN = _("Would go: {cases}.")
LEAVE = _("Would stay: {cases}.")


def forced_in_words(one: Forced) -> str:
    """Return in the language now spoken what forcing somebody would cost."""
    said = [say(GOES if one.goes else STAYS, case=one.case)]
    said.append(say(one.why.sentence, **dict(one.why.facts)))
    if not one.able:
        said.append(say(CANNOT, case=one.case))
    elif one.blocked_by:
        said.append(say(CONTRADICTED, rules=", ".join(one.blocked_by)))
    else:
        cost = say(COSTS, tier=one.tier, fewer=one.fewer) if one.tier else say(EQUAL)
        said.append(cost)
        said += [
            say(sentence, cases=_listed(cases))
            for sentence, cases in ((JOIN, one.joins), (LEAVE, one.leaves))
            if cases
        ]
    return " ".join(said)


def forced_as_json(one: Forced) -> dict[str, Any]:
    """Return one entry of ``why.json``.  Internal."""
    return {
        "id": one.case,
        "goes": one.goes,
        "code": one.why.code.value,
        "reason": say(one.why.sentence, **dict(one.why.facts)),
        "able": one.able,
        "blocked_by": list(one.blocked_by),
        "tier": one.tier,
        "fewer": one.fewer,
        "joins": list(one.joins),
        "leaves": list(one.leaves),
    }


def _listed(cases: tuple[str, ...]) -> str:
    shown = ", ".join(cases[:NAMED])
    return f"{shown}, …" if len(cases) > NAMED else shown
