"""Would some of the parties do better by themselves?  Internal.

A coalition exchanges among its members alone: only people whom one of them holds and
who belong to one of them, under the same parity and seats, without the least numbers
that all have agreed on.  It blocks a proposal if in this way everybody in it gets at
least as many people home as the proposal brings, and one of them more (a coalition
that blocks, in the sense of Gillies 1959, with persons home as what each one wants).
Parties that balance as a bloc stand together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from repatria.exchange.core.errors import RuleNotSupportedError
from repatria.exchange.engine.pool import Bools, Ints, Pool
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.solving.programme import (
    Row,
    bounds,
    by_category,
    programme_of,
)
from repatria.exchange.engine.solving.solver import NEVER, Programme, relaxed, whole
from repatria.exchange.engine.solving.units import units_of
from repatria.shared.text import mark as _

MOST_UNITS = 12
_TOO_MANY = _("coalitions are looked at for up to 12 parties or blocs")


@dataclass(frozen=True, slots=True)
class Coalition:
    """Parties or blocs, sorted, that would get more people home by themselves.

    ``home``: persons coming home to each of them then; ``more``: all together, beyond
    what the proposal brings them.
    """

    units: tuple[str, ...]
    home: dict[str, int]
    more: int


def blocking_coalitions(proposal: Proposal) -> list[Coalition]:
    """Return every coalition that blocks a proposal, the smallest first.

    Nobody blocks where nobody balances.  Raises ``RuleNotSupportedError`` for more than
    ``MOST_UNITS`` parties or blocs.
    """
    pool = proposal.pool
    names = sorted(pool.rules.units())
    if len(names) > MOST_UNITS:
        raise RuleNotSupportedError(rule="parties", reason=_TOO_MANY)
    if not names or not pool.eligible.any():
        return []
    game = _game(pool, names, proposal.on)
    return list(_blocking(game, names))


@dataclass(frozen=True, slots=True)
class _Game:
    """The programme of everybody, and what columns have to do with each unit.

    ``home``: persons whom a column brings to each unit; ``touches``: whether anybody in
    it is held by, or belongs to, the unit; ``now``: what the proposal brings each.
    """

    programme: Programme
    balances: dict[int, str]
    home: Ints  # units by columns
    touches: Bools  # units by columns
    now: Ints
    pool: Pool


def _game(pool: Pool, names: list[str], on: Bools) -> _Game:
    of = np.array(
        [names.index(pool.rules.unit_of(party)) for party in pool.rules.parties]
    )
    holder, home = of[pool.holder], of[pool.home]
    comes = [(home == at).view(np.int8) for at in range(len(names))]
    touched = [
        ((home == at) | (holder == at)).view(np.int8) for at in range(len(names))
    ]
    rows = [row for row in bounds(pool) if not row.rule.startswith("floors.")]
    told, _column, aims = programme_of(units_of(pool), rows, [*comes, *touched])
    return _Game(
        programme=told,
        balances=_balances(pool, rows),
        home=np.stack(aims[: len(names)]),
        touches=np.stack(aims[len(names) :]) > 0,
        now=np.bincount(home[on], minlength=len(names)),
        pool=pool,
    )


def _balances(pool: Pool, rows: list[Row]) -> dict[int, str]:
    """Return which rows hold what is given beside persons, and of whom.

    None where each category balances by itself: nothing else is counted then.
    """
    if by_category(pool) or not pool.rules.considerations:
        return {}
    places = [at for at, row in enumerate(rows) if row.rule == "parity"]
    return dict(zip(places, pool.rules.units(), strict=True))


def _blocking(game: _Game, names: list[str]) -> Iterator[Coalition]:
    there = game.home * game.programme.upper
    for size in range(2, len(names)):
        for some in combinations(range(len(names)), size):
            chosen = list(some)
            others = np.ones(len(names), dtype=np.bool_)
            others[chosen] = False
            inside = np.flatnonzero(~game.touches[others].any(axis=0))
            most = there[chosen][:, inside].sum(axis=1)
            if (most < game.now[chosen]).any() or (most == game.now[chosen]).all():
                continue
            if found := _better(game, chosen, inside, names):
                yield found


def _better(
    game: _Game, chosen: list[int], inside: Ints, names: list[str]
) -> Coalition | None:
    """Return what a coalition brings home by itself, if it blocks."""
    told = game.programme.only(inside, inside[:0])
    most = told.most.copy()
    for row, unit in game.balances.items():
        most[row] = _beyond(game.pool, unit, [names[at] for at in chosen])
    home, now = game.home[chosen][:, inside], game.now[chosen]
    asked = Programme(
        np.vstack([told.matrix, home]),
        told.upper,
        np.concatenate([told.least, now]),
        np.concatenate([most, np.full(len(chosen), np.inf)]),
    )
    gains = home.sum(axis=0)
    first = relaxed(asked, gains, NEVER)
    if first is None or first.most <= now.sum():
        return None
    x = first.settled(asked, gains)
    if x is None:
        x = whole(asked, gains, NEVER)
    if x is None or gains @ x <= now.sum():
        return None
    brought = {names[at]: int(n) for at, n in zip(chosen, home @ x, strict=True)}
    return Coalition(tuple(sorted(brought)), brought, int(gains @ x - now.sum()))


def _beyond(pool: Pool, unit: str, chosen: list[str]) -> int:
    """Return what a unit may give beyond parity, with gifts among the chosen alone."""
    rules = pool.rules
    among = tuple(
        one
        for one in rules.considerations
        if {rules.unit_of(one.giver), rules.unit_of(one.to)} <= {*chosen}
    )
    return replace(rules, considerations=among).beyond_of(unit)
