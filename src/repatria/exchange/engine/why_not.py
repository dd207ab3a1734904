"""What it would cost that somebody goes, or stays.  Internal, as every reason is.

The best list with this person on it (or off it) is set beside the one proposed: the
first tier that loses, and who would give way.  Of all such lists it is the one with
most people of every tier in turn, then with the fewest changes, then with most days in
captivity, then by lot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from repatria.exchange.core.errors import CaseNotListedError, TimeTooShortError
from repatria.exchange.core.reasons import Why
from repatria.exchange.engine.pool import Bools, Pool
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.solving import general
from repatria.exchange.engine.solving.general import Answer, Step
from repatria.exchange.engine.solving.programme import Row, bounds
from repatria.exchange.engine.solving.solver import Clock

DAYS, LOT = "days", "lot"


@dataclass(frozen=True)
class WhyNot:
    """What follows if ``case`` goes after all (``goes``), or stays after all.

    ``loses`` is the first tier of which fewer go, ``by`` how many; ``days`` where
    only days in captivity do, ``lot`` where nothing does but the draw.
    ``joins`` and ``leaves`` are the others who would change.  Where it cannot be,
    ``reason`` says why, or ``blocked_by`` the rules that exclude it.
    """

    case: str
    goes: bool
    loses: str = ""
    by: int = 0
    joins: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    reason: Why | None = None
    blocked_by: tuple[str, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether any list that keeps the rules is like that."""
        return self.reason is None and not self.blocked_by


def why_not(proposal: Proposal, case: str, seconds: float | None = None) -> WhyNot:
    """Return what would follow if ``case`` were on the list, or off it if on it.

    Raises ``CaseNotListedError``, and ``TimeTooShortError`` where ``seconds`` were not
    enough to prove it.
    """
    pool = proposal.pool
    if case not in pool.ids:
        raise CaseNotListedError(cases=case)
    place = pool.ids.index(case)
    goes = not proposal.on[place]
    if goes and not pool.eligible[place]:
        return WhyNot(case, goes=goes, reason=proposal.why(place))
    asked = _forced(pool, place, goes=goes)
    answer = _with(proposal, asked, Clock.of(seconds))
    if answer is None:
        rules = general.conflict(pool, [asked])
        others = tuple(rule for rule in rules if rule != asked.rule)
        return WhyNot(case, goes=goes, blocked_by=others or (asked.rule,))
    if not answer.proven:
        raise TimeTooShortError
    loses, by = _first_loss(pool, proposal.on, answer.on)
    return WhyNot(
        case,
        goes=goes,
        loses=loses,
        by=by,
        joins=_others(pool, answer.on & ~proposal.on, place),
        leaves=_others(pool, proposal.on & ~answer.on, place),
    )


def _forced(pool: Pool, place: int, *, goes: bool) -> Row:
    one = np.zeros(len(pool), dtype=np.int8)
    one[place] = 1
    if goes:
        return Row("wanted", one, least=1)
    return Row("unwanted", one, most=0)


def _with(proposal: Proposal, asked: Row, clock: Clock) -> Answer | None:
    """Return the nearest list as good in every tier; if there is none, the best."""
    pool, tiers = proposal.pool, general.tiers_of(proposal.pool)
    unchanged = Step(np.where(proposal.on, 1, -1).astype(np.int8))
    rows = [*bounds(pool), asked]
    reached = [(step, int(step.people[proposal.on].sum())) for step in tiers]
    as_good = [Row("tiers", step.people, least=n, most=n) for step, n in reached]
    answer = general.best(pool, [*rows, *as_good], [unchanged], clock)
    return answer or general.best(pool, rows, [*tiers, unchanged], clock)


def _first_loss(pool: Pool, before: Bools, after: Bools) -> tuple[str, int]:
    steps = pool.rules.steps
    counts = [
        np.bincount(pool.tier[on], minlength=len(steps)) for on in (before, after)
    ]
    for step, had, has in zip(steps, *counts, strict=True):
        if had > has:
            return step.name, int(had - has)
    days = int(pool.days[before].sum() - pool.days[after].sum())
    return (DAYS, days) if days else (LOT, 0)


def _others(pool: Pool, where: Bools, place: int) -> tuple[str, ...]:
    return tuple(pool.ids[at] for at in np.flatnonzero(where) if at != place)
