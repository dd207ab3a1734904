"""From a list and rules to a proposal, or a series of rounds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from repatria.exchange.core.candidate import Candidate, Direction
from repatria.exchange.core.check import Breach, verify
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.explain import explain, explain_conflict
from repatria.exchange.engine.pool import Pool, completed, pool_of
from repatria.exchange.engine.proposal import Proposal, Status, status_of
from repatria.exchange.engine.roster import Roster, roster_of
from repatria.exchange.engine.solving import general, greedy
from repatria.exchange.engine.solving.general import Answer
from repatria.exchange.engine.solving.solver import Clock

Round = int | Mapping[Direction, int]
"""Most persons in each direction, for all directions alike or each by itself."""


class ProposalUnsoundError(ArithmeticError):
    """The check that uses no solver found a broken rule: a fault of ours."""

    def __init__(self, breaches: Sequence[Breach]) -> None:
        super().__init__(", ".join(sorted({one.rule for one in breaches})))


def propose(
    candidates: Roster | Iterable[Candidate],
    rules: Rules,
    *,
    asked: bool = True,
    seconds: float | None = None,
) -> Proposal:
    """Return the best proposal under ``rules``, everybody's reason included.

    Best: most people of the first tier, then of the second, and so on; then
    most days in captivity; then the lot.  The order of the list decides
    nothing.  ``asked=False`` is for a list of values that cannot hold recorded
    consents (a party's own): whoever needs one is then ``for_the_agency``.
    After ``seconds`` the best list so far is returned, as ``feasible``: it keeps
    every rule, and ``Proposal.bound`` says what is proven.
    Raises an ``ExchangeRefusedError``.
    """
    roster = (
        candidates
        if isinstance(candidates, Roster)
        else roster_of(candidates, asked=asked)
    )
    started = time.perf_counter()
    pool = pool_of(roster, rules)
    answer = _answer(pool, Clock.of(seconds))
    if answer is None:
        return _nobody(pool, started)
    explain(pool, answer.on, proven=answer.proven)
    return Proposal(
        pool=pool,
        status=status_of(answer),
        on=answer.on,
        most=answer.most,
        seconds=time.perf_counter() - started,
    )


def _answer(pool: Pool, clock: Clock) -> Answer | None:
    if greedy.is_simple(pool):
        return Answer(greedy.who_goes(pool))
    return general.who_goes(pool, clock)


def _nobody(pool: Pool, started: float) -> Proposal:
    blocked_by = general.conflict(pool)
    explain_conflict(pool, blocked_by)
    return Proposal(
        pool=pool,
        status=Status.INFEASIBLE,
        on=general.nobody(pool).on,
        blocked_by=blocked_by,
        seconds=time.perf_counter() - started,
    )


def check(proposal: Proposal) -> None:
    """Have the independent check look at a proposal.

    Raises ``ProposalUnsoundError``.  Only those who go and their groups are looked
    at: nobody else can break a rule.
    """
    pool = proposal.pool
    if proposal.status is Status.INFEASIBLE:
        return
    concerned = proposal.on | (
        pool.grouped & np.isin(pool.group, pool.group[proposal.on])
    )
    people = pool.roster.people.filter(concerned)
    some = Roster(people, pool.roster.file, pool.roster.asked)
    if breaches := verify(some.candidates(pool.rules), pool.rules, proposal.go):
        raise ProposalUnsoundError(breaches)


def propose_series(
    candidates: Roster | Iterable[Candidate],
    rules: Rules,
    *,
    sizes: Sequence[Round],
    asked: bool = True,
) -> list[Proposal]:
    """Return one proposal for each round; whoever goes in one leaves the list.

    ``sizes`` caps the seats of each direction in each round, below the seats that
    the rules already allow.  A round that cannot be is returned as
    infeasible, and the next starts from the same list.
    """
    roster = (
        candidates
        if isinstance(candidates, Roster)
        else roster_of(candidates, asked=asked)
    )
    settled = completed(rules, roster)
    rounds: list[Proposal] = []
    for size in sizes:
        within = replace(settled, seats=capped(roster, settled, size))
        rounds.append(propose(roster, within))
        roster = roster.without(rounds[-1].go)
    return rounds


def capped(roster: Roster, rules: Rules, size: Round) -> dict[Direction, int]:
    """Return the seats of each direction of a list, none above a round's ``size``."""
    pairs = roster.people.select("holder", "destination").unique().iter_rows()
    seats = dict(rules.seats)
    for direction in (Direction(*pair) for pair in pairs):
        most = size.get(direction) if isinstance(size, Mapping) else size
        if most is not None:
            seats[direction] = min(most, seats.get(direction, most))
    return seats
