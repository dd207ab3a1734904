"""A counter-proposal answered with the smallest change.

The other side asks that some go and some do not.  Of all lists that keep the rules and
meet what was asked, the answer is the one with most people of the first tier; then
with the fewest changes of what was agreed before; then as a proposal: tiers, days in
captivity, the lot.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from repatria.exchange.core import reasons
from repatria.exchange.core.errors import AskedBothWaysError, CaseNotListedError
from repatria.exchange.core.reasons import Code, Why
from repatria.exchange.engine.explain import explain, explain_conflict
from repatria.exchange.engine.pool import Bools, Pool, pool_of
from repatria.exchange.engine.proposal import Proposal, Status, status_of
from repatria.exchange.engine.solving import general
from repatria.exchange.engine.solving.general import Step
from repatria.exchange.engine.solving.programme import Row, bounds
from repatria.exchange.engine.solving.solver import Clock
from repatria.exchange.engine.solving.units import Whole


@dataclass(frozen=True)
class Counter:
    """What could be agreed on instead.

    ``proposal.blocked_by`` names, beside rules, what was asked and cannot hold with
    them: ``wanted.ID``, ``unwanted.ID``.  ``unmet`` are those asked for who cannot go
    whatever else is agreed, with their reasons.  Internal, as every reason is.
    """

    agreed: Proposal
    proposal: Proposal
    unmet: dict[str, Why]

    @property
    def joins(self) -> tuple[str, ...]:
        """Ids of those who go now and did not before, sorted."""
        return tuple(sorted({*self.proposal.go} - {*self.agreed.go}))

    @property
    def leaves(self) -> tuple[str, ...]:
        """Ids of those who went before and no longer do, sorted."""
        return tuple(sorted({*self.agreed.go} - {*self.proposal.go}))


def counter(
    agreed: Proposal,
    *,
    wanted: Collection[str],
    unwanted: Collection[str],
    seconds: float | None = None,
) -> Counter:
    """Return the answer to a counter-proposal that changes least.

    ``wanted`` and ``unwanted`` are ids of the list on which ``agreed`` was made.
    Raises ``CaseNotListedError``, ``AskedBothWaysError`` for somebody asked for both
    ways.  ``seconds`` limits the time, as in ``propose``.
    """
    started = time.perf_counter()
    pool = pool_of(agreed.pool.roster, agreed.pool.rules)
    _check(pool, wanted, unwanted)
    place = {case: at for at, case in enumerate(pool.ids)}
    able = sorted(case for case in wanted if pool.eligible[place[case]])
    unmet = {case: _why(pool, place[case]) for case in {*wanted} - {*able}}
    asked = [
        *(Row(f"wanted.{case}", _one(pool, place[case]), least=1) for case in able),
        *(
            Row(f"unwanted.{case}", _one(pool, place[case]), most=0)
            for case in sorted(unwanted)
        ),
    ]
    answer = general.best(
        pool, [*bounds(pool), *asked], _steps(pool, agreed.on), Clock.of(seconds)
    )
    if answer is None:
        blocked_by = general.conflict(pool, asked)
        explain_conflict(pool, blocked_by)
        answer, status = general.nobody(pool), Status.INFEASIBLE
    else:
        blocked_by, status = (), status_of(answer)
        _explain(pool, answer.on, agreed, [place[case] for case in unwanted])
    found = Proposal(
        pool=pool, status=status, on=answer.on, blocked_by=blocked_by,
        most=answer.most, seconds=time.perf_counter() - started,
    )  # fmt: skip
    return Counter(agreed, found, unmet)


def without_each(
    found: Counter, *, wanted: Collection[str], unwanted: Collection[str]
) -> Iterator[tuple[str, Proposal]]:
    """Yield what leaving out one thing that was asked would give, where it helps.

    Under the name that it has in ``blocked_by``.
    """
    for rule in found.proposal.blocked_by:
        kind, _dot, case = rule.partition(".")
        if kind in {"wanted", "unwanted"}:
            fewer = counter(
                found.agreed,
                wanted={*wanted} - {case} if kind == "wanted" else wanted,
                unwanted={*unwanted} - {case} if kind == "unwanted" else unwanted,
            ).proposal
            if fewer.status is Status.OPTIMAL:
                yield rule, fewer


def _check(pool: Pool, wanted: Iterable[str], unwanted: Iterable[str]) -> None:
    strangers = {*wanted, *unwanted} - {*pool.ids}
    if strangers:
        raise CaseNotListedError(cases=", ".join(sorted(strangers)))
    if both := {*wanted} & {*unwanted}:
        raise AskedBothWaysError(cases=", ".join(sorted(both)))


def _why(pool: Pool, place: int) -> Why:
    return pool.whys.known[int(pool.whys.at[place])]


def _one(pool: Pool, place: int) -> Whole:
    one = np.zeros(len(pool), dtype=np.int8)
    one[place] = 1
    return one


def _steps(pool: Pool, before: Bools) -> list[Step]:
    """The first tier that the rules name, then what stays as it was, then the rest."""
    tiers = general.tiers_of(pool)
    named = pool.rules.tiers and (pool.tier[pool.eligible] == 0).any()
    first = tiers[:1] if named else []
    unchanged = Step(np.where(before, 1, -1).astype(np.int8))
    return [*first, unchanged, *tiers[len(first) :]]


def _explain(pool: Pool, on: Bools, agreed: Proposal, asked_off: list[int]) -> None:
    whys, out = pool.whys, pool.eligible & ~on
    off = np.zeros(len(pool), dtype=np.bool_)
    off[asked_off] = True
    whys.put(out & off, Why(Code.RULES, reasons.ASKED_OFF))
    whys.put(out & agreed.on, Why(Code.RULES, reasons.GAVE_WAY))
    whys.put(out & ~agreed.on, Why(Code.RULES, reasons.NOT_BEFORE))
    explain(pool, on)
