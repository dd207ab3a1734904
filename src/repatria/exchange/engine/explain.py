"""Give everybody a reason who has none yet.  Internal: a reason never leaves."""

from __future__ import annotations

import numpy as np

from repatria.exchange.core import reasons
from repatria.exchange.core.reasons import Code, Why
from repatria.exchange.core.rules import OTHER, Tier
from repatria.exchange.engine.own import beyond
from repatria.exchange.engine.pool import Bools, Ints, Pool


def explain(pool: Pool, on: Bools, *, proven: bool = True) -> None:
    """Name the reason of everybody who could go: why on, or why not.

    Of a list that is not ``proven`` nobody can say why somebody is not on it.
    """
    whys = pool.whys
    for place, step in enumerate(pool.rules.steps):
        whys.put(on & (pool.tier == place), _goes(step))
    if not proven:
        whys.put(pool.eligible & ~on, Why(Code.RULES, reasons.NOT_PROVEN))
    names = pool.roster.people["group"].to_list()
    torn = pool.eligible & ~on & pool.grouped
    for code in np.unique(pool.group[torn]):
        facts = (("group", names[int((pool.group == code).argmax())]),)
        said = Why(Code.GROUP, reasons.GROUP_WITHOUT_PLACE, facts)
        whys.put(torn & (pool.group == code), said)
    whys.put(_tied(pool, on), Why(Code.TIE, reasons.TIE))
    whys.put(_outranked(pool, on), Why(Code.OUTRANKED, reasons.OUTRANKED))
    whys.put(pool.eligible & ~on, Why(Code.RULES, reasons.NO_PLACE))


def _goes(step: Tier) -> Why:
    if step.name == OTHER.name:
        return Why(Code.GOES, reasons.GOES_AFTER)
    return Why(Code.GOES, reasons.GOES, (("tier", step.name),))


def explain_conflict(pool: Pool, rules: tuple[str, ...]) -> None:
    """Nobody goes, because these rules cannot hold together."""
    facts = (("rules", ", ".join(rules)),)
    pool.whys.put(pool.eligible, Why(Code.RULES, reasons.CANNOT_HOLD, facts))


def _tied(pool: Pool, on: Bools) -> Bools:
    """Whoever differs from some who go in nothing that the rules look at."""
    like = [
        *(pool.holder, pool.home, pool.direction, pool.tier, pool.days),
        *(pool.weight, pool.seats, pool.region, pool.category, beyond(pool)),
    ]
    alike = _numbered(like)
    return np.asarray(np.isin(alike, alike[on & ~pool.grouped]) & ~on & pool.eligible)


def _outranked(pool: Pool, on: Bools) -> Bools:
    """Whoever has somebody before him, or beside him, on his own side."""
    side = pool.holder * len(pool.rules.parties) + pool.home
    before = pool.tier * (1 + pool.days.max(initial=0)) - pool.days
    first = np.full(len(pool.rules.parties) ** 2, np.iinfo(np.int64).max)
    np.minimum.at(first, side[on], before[on])
    return np.asarray((first[side] <= before) & ~on & pool.eligible)


def _numbered(columns: list[Ints]) -> Ints:
    """Return one number for each different row of ``columns``."""
    total = np.zeros_like(columns[0])
    for column in columns:
        _values, codes = np.unique(column, return_inverse=True)
        width = codes.max(initial=0) + 1
        _values, total = np.unique(total * width + codes, return_inverse=True)
    return total
