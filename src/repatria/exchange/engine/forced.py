"""What it would cost if somebody went, or stayed, against the proposal.  Internal.

Force one person on or off and look for the best list once more: the first tier that
then loses, and who is displaced, are the answer to *why not he?*
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from repatria.exchange.core.errors import CaseNotListedError, TimeTooShortError
from repatria.exchange.core.reasons import Why
from repatria.exchange.engine import general
from repatria.exchange.engine.pool import Bools
from repatria.exchange.engine.programme import Row, bounds
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.solver import Clock, OutOfTimeError

FORCED = "forced"


@dataclass(frozen=True)
class Forced:
    """One person forced the other way than proposed, and what follows.

    ``able``: whether rules other than those of the person himself could let him go at
    all; if not, ``why`` says what keeps him.  ``tier`` is the first that loses, and
    ``fewer`` how many; "" where no tier does.  ``blocked_by`` names the rules that
    contradict it.
    """

    case: str
    goes: bool
    why: Why
    able: bool
    blocked_by: tuple[str, ...] = ()
    tier: str = ""
    fewer: int = 0
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


def forced(proposal: Proposal, case: str, *, seconds: float | None = None) -> Forced:
    """Return what forcing this person the other way would cost.

    Raises ``CaseNotListedError``, and ``TimeTooShortError`` after ``seconds``.
    """
    pool = proposal.pool
    if case not in pool.ids:
        raise CaseNotListedError(cases=case)
    at = pool.ids.index(case)
    goes, why = bool(proposal.on[at]), proposal.why(at)
    if not pool.eligible[at]:
        return Forced(case, goes=False, why=why, able=False)
    one = np.zeros(len(pool), dtype=np.int8)
    one[at] = 1
    row = Row(FORCED, one, most=0) if goes else Row(FORCED, one, least=1)
    try:
        answer = general.best(
            pool, [*bounds(pool), row], general.tiers_of(pool), Clock.of(seconds)
        )
    except OutOfTimeError as over:
        raise TimeTooShortError from over
    if answer is None:
        rules = tuple(one for one in general.conflict(pool, [row]) if one != FORCED)
        return Forced(case, goes, why, able=True, blocked_by=rules)
    tier, fewer = _first_lost(proposal, answer.on)
    return Forced(
        case, goes, why, able=True, tier=tier, fewer=fewer,
        joins=_cases(proposal, answer.on & ~proposal.on),
        leaves=_cases(proposal, proposal.on & ~answer.on),
    )  # fmt: skip


def _first_lost(proposal: Proposal, on: Bools) -> tuple[str, int]:
    """Return the first tier with fewer people than proposed, and how many fewer."""
    pool = proposal.pool
    steps = pool.rules.steps
    before = np.bincount(pool.tier[proposal.on], minlength=len(steps))
    after = np.bincount(pool.tier[on], minlength=len(steps))
    for place, step in enumerate(steps):
        if after[place] < before[place]:
            return step.name, int(before[place] - after[place])
    return "", 0


def _cases(proposal: Proposal, where: Bools) -> tuple[str, ...]:
    return tuple(proposal.pool.ids[at] for at in np.flatnonzero(where))
