"""Why somebody goes or not, and what the other way would cost: in words and as JSON."""

from __future__ import annotations

from typing import Any

from repatria.exchange.core.rules import OTHER
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.why_not import DAYS, LOT, WhyNot
from repatria.shared.text import mark as _
from repatria.shared.text import say

NAMED = 10

GOES = _("{case} goes.")
STAYS = _("{case} is not proposed.")
CANNOT = _("Nothing else that could be agreed lets {case} go.")
CONTRADICTED = _("The other way these rules cannot hold: {rules}.")
COSTS = _("The other way tier {tier} has {fewer} fewer.")
COSTS_OTHERS = _("The other way {fewer} fewer go who are of no tier.")
FEWER_DAYS = _("The other way every tier has as many, with {days} fewer days held.")
BY_LOT = _("The other way is as good in tiers and days; the lot decided.")
JOIN = _("Would go too: {cases}.")
LEAVE = _("Would stay: {cases}.")


def why_in_words(proposal: Proposal, one: WhyNot) -> str:
    """Return in the language now spoken what the other way would cost."""
    why = proposal.why(proposal.pool.ids.index(one.case))
    said = [say(STAYS if one.goes else GOES, case=one.case)]
    said += [say(why.sentence, **dict(why.facts)), other_way_in_words(one)]
    said += [
        say(sentence, cases=_listed(cases))
        for sentence, cases in ((JOIN, one.joins), (LEAVE, one.leaves))
        if cases
    ]
    return " ".join(said)


def other_way_in_words(one: WhyNot) -> str:
    """Return in the language now spoken what it would cost, without who changes."""
    if one.reason is not None:
        return say(CANNOT, case=one.case)
    if one.blocked_by:
        return say(CONTRADICTED, rules=", ".join(one.blocked_by))
    if one.loses == LOT:
        return say(BY_LOT)
    if one.loses == DAYS:
        return say(FEWER_DAYS, days=one.by)
    if one.loses == OTHER.name:
        return say(COSTS_OTHERS, fewer=one.by)
    return say(COSTS, tier=one.loses, fewer=one.by)


def why_as_json(proposal: Proposal, one: WhyNot) -> dict[str, Any]:
    """Return one entry of ``why.json``.  Internal."""
    why = proposal.why(proposal.pool.ids.index(one.case))
    return {
        "id": one.case,
        "on": not one.goes,
        "code": why.code.value,
        "reason": say(why.sentence, **dict(why.facts)),
        "possible": one.possible,
        "blocked_by": list(one.blocked_by),
        "loses": one.loses,
        "by": one.by,
        "joins": list(one.joins),
        "leaves": list(one.leaves),
    }


def _listed(cases: tuple[str, ...]) -> str:
    shown = ", ".join(cases[:NAMED])
    return f"{shown}, …" if len(cases) > NAMED else shown
