"""The lot: everybody in the order of the numbers drawn, taken wherever that can be.

Whoever drew the lowest number goes if some list that is still equally good has that
person on it; then whoever drew the next number, among the lists that are left; and so
on.  Twenty decisions are one question in whole numbers: each weighs more than all after
it.  Of many people at once it is only asked whether all of them can go.
"""

from __future__ import annotations

import numpy as np

from repatria.exchange.engine.face import Face, NotWholeError
from repatria.exchange.engine.pool import Ints
from repatria.exchange.engine.solver import Programme, feasible, relaxed, whole

AT_ONCE = 20
MANY = 400
TURNS = 4


def draw(face: Face, order: Ints) -> None:
    """Settle every open unit of ``face``; ``order``: all units, first drawn first."""
    many = AT_ONCE
    _close(face)
    while len(face.units):
        waiting = _in_order(face, order)
        if many > AT_ONCE and len(waiting) > AT_ONCE:
            if _all_go(face, waiting[:many]):
                many *= 2
            else:
                many //= 2
            continue
        refused = _one_by_one(face, waiting[:AT_ONCE])
        if refused:
            _close(face)
        many = 2 * AT_ONCE if len(face.units) > MANY else AT_ONCE


def _in_order(face: Face, order: Ints) -> Ints:
    """Return the open units, as places in ``face.units``, first drawn first."""
    place = np.full(len(face.going), -1, dtype=np.int64)
    place[face.units] = np.arange(len(face.units))
    places = place[order]
    return places[places >= 0]


def _one_by_one(face: Face, some: Ints) -> int:
    """Decide about a few; return how many stay."""
    told = face.programme
    columns = face.column[some]
    left = told.upper - np.bincount(columns, minlength=len(told))
    upper = np.concatenate([np.ones(len(some), dtype=np.int64), left])
    matrix = np.concatenate([told.matrix[:, columns], told.matrix], axis=1)
    gains = np.zeros(len(upper), dtype=np.int64)
    gains[: len(some)] = 1 << np.arange(len(some))[::-1]
    used = upper > 0
    asked = Programme(matrix[:, used], upper[used], told.least, told.most)
    x = _most(face, asked, gains[used])[: len(some)] > 0
    face.choose(some[x], some[~x])
    return int((~x).sum())


def _most(face: Face, asked: Programme, gains: Ints) -> Ints:
    told = relaxed(asked, gains, face.clock)
    x = told.settled(asked, gains) if told else None
    if x is None:
        x = whole(asked, gains, face.clock)
    if x is None:
        raise NotWholeError
    return x


def _all_go(face: Face, some: Ints) -> bool:
    """Let all of these go if they can."""
    told = face.programme
    taken = np.bincount(face.column[some], minlength=len(told))
    sums = told.matrix @ taken
    rest = Programme(
        told.matrix, told.upper - taken, told.least - sums, told.most - sums
    )
    if not feasible(rest, face.clock):
        return False
    face.choose(some, some[:0])
    return True


def _close(face: Face) -> None:
    """Close columns of which nobody can go any more, where that is quickly proven.

    Only saves work: what stays open is decided in its turn.
    """
    doubtful = np.ones(len(face.programme), dtype=np.bool_)
    for _turn in range(TURNS if len(face.units) > MANY else 0):
        told = relaxed(face.programme, doubtful.astype(np.int64), face.clock)
        if told is None:
            raise NotWholeError
        if told.most == 0:
            face.settle(np.zeros_like(doubtful), doubtful)
            return
        doubtful &= told.x < 1 / 2
