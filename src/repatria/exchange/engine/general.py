"""Any other rules, exactly: tier by tier, then days in captivity, then the lot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from repatria.exchange.core.errors import RuleNotSupportedError
from repatria.exchange.core.lot import PARTS, parts_of
from repatria.exchange.engine.pool import Bools, Ints, Pool
from repatria.exchange.engine.programme import (
    Items,
    Row,
    bounds,
    classes,
    exactly,
    persons,
    without,
)
from repatria.exchange.engine.solver import Solver
from repatria.shared.text import mark as _

MOST_PEOPLE = 20_000
"""Eligible people up to which every tie is settled exactly by the lot."""

_TOO_MANY = _(
    "parity by value or bloc, groups, stretchers and floors are kept for up to "
    "20,000 people who may go"
)


def who_goes(pool: Pool) -> Bools | None:
    """Return who goes, in the order of the pool; None where nothing keeps the rules."""
    check_length(pool)
    return best(pool, bounds(pool), wanted_of(pool))


def check_length(pool: Pool) -> None:
    """Raise ``RuleNotSupportedError`` for more people than ties are settled for."""
    if int(pool.eligible.sum()) > MOST_PEOPLE:
        raise RuleNotSupportedError(rule=beyond_greedy(pool), reason=_TOO_MANY)


def best(
    pool: Pool, rows: list[Row], steps: list[Ints], *told_apart: Ints
) -> Bools | None:
    """Return who goes where ``steps`` are wanted in turn, and then the lot decides.

    ``rows`` are the bounds that hold.  Each step is what a person contributes to it;
    ``told_apart`` tells apart people whom steps or bounds do, and the rules do not.
    """
    if not steps:
        nobody = np.zeros(len(pool), dtype=np.bool_)
        return nobody if _feasible(pool, rows, *told_apart) else None
    kept = _kept(pool, classes(pool, *told_apart), rows, steps)
    return None if kept is None else _drawn(pool, [*rows, *kept])


def wanted_of(pool: Pool) -> list[Ints]:
    """Return what is wanted, in its order: people of each tier, then days."""
    tiers = [pool.tier == at for at in np.unique(pool.tier[pool.eligible])]
    return [tier.astype(np.int64) for tier in tiers] + [pool.days] * bool(tiers)


def _kept(
    pool: Pool, items: Items, rows: list[Row], steps: list[Ints]
) -> list[Row] | None:
    """Reach each step in turn; return the bounds that keep what was reached."""
    solver = Solver(items, rows)
    kept: list[Row] = []
    for wanted in steps:
        taken = solver.most(np.where(pool.eligible, wanted, 0))
        if taken is None:
            return None
        reached = int((items.totals(wanted) * taken).sum())
        kept.append(exactly("reached", wanted, reached))
        solver.keep(kept[-1])
    return kept


def _drawn(pool: Pool, rows: list[Row]) -> Bools:
    """Let the lot choose among all that are equally good, person by person."""
    items = persons(pool)
    solver = Solver(items, rows)
    everybody = np.flatnonzero(pool.eligible)
    numbers = np.zeros((len(pool), PARTS), dtype=np.int64)
    numbers[everybody] = [parts_of(number) for number in pool.numbers(everybody)]
    taken: Ints | None = None
    for part in range(PARTS):
        lowest = -numbers[:, part]
        taken = solver.most(lowest)
        if taken is None:
            raise ArithmeticError("the solver lost what it had found")
        solver.keep(
            exactly("reached", lowest, int((items.totals(lowest) * taken).sum()))
        )
    on = np.zeros(len(pool), dtype=np.bool_)
    here = items.item >= 0
    on[here] = np.asarray(taken)[items.item[here]] > 0
    return on


def _feasible(pool: Pool, rows: list[Row], *told_apart: Ints) -> bool:
    if not pool.eligible.any():
        return all(row.least <= 0 <= row.most for row in rows)
    nothing = np.zeros(len(pool), dtype=np.int64)
    return Solver(classes(pool, *told_apart), rows).most(nothing) is not None


def conflict(
    pool: Pool, more: Sequence[Row] = (), *told_apart: Ints
) -> tuple[str, ...]:
    """Return a smallest set of named rules that cannot hold together.

    Drop one rule after another; what can be dropped without the rest becoming
    possible is not to blame.  ``more`` are bounds beside those of the rules, and
    ``told_apart`` what tells apart people whom these do.
    """
    rows = [*bounds(pool), *more]
    for rule in sorted({row.rule for row in rows}):
        fewer = without(rows, rule)
        if not _feasible(pool, fewer, *told_apart):
            rows = fewer
    return tuple(sorted({row.rule for row in rows}))


def beyond_greedy(pool: Pool) -> str:
    """Name the rules for which two plain columns of people are not enough."""
    rules, eligible = pool.rules, pool.eligible
    found = {
        "floors": bool(rules.floors),
        "group": bool((pool.grouped & eligible).any()),
        f"parity.kind = {rules.parity.kind}": rules.parity.kind
        not in {"count", "none"},
        f"parity.per = {rules.parity.per}": rules.parity.per != "party",
        "parties": len(rules.parties) > 2,
        "seats": bool((pool.seats[eligible] > 1).any()),
    }
    return ", ".join(name for name, there in found.items() if there) or "seats"
