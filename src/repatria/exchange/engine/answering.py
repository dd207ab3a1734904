"""A list that stands, as the engine looks at it: where a counter-proposal begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

import numpy as np

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.pool import completed, pool_of
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.propose import Round, capped
from repatria.exchange.engine.roster import roster_of


def as_it_stands(
    candidates: Iterable[Candidate],
    rules: Rules,
    *,
    size: Round,
    go: Collection[str],
    asked: bool = True,
) -> Proposal:
    """Return the list on which ``go`` go, under the rules and the seats of its round.

    Nothing is worked out: some of them may meanwhile be held back or have changed
    their minds.  ``size`` and ``asked`` are as in ``propose_series``.
    """
    roster = roster_of(candidates, asked=asked)
    settled = completed(rules, roster)
    pool = pool_of(roster, replace(settled, seats=capped(roster, settled, size)))
    on = np.isin(pool.ids, sorted(go)).astype(np.bool_)
    return Proposal(pool=pool, status=Status.FEASIBLE, on=on)
