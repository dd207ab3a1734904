"""The lot: everybody in the order of the numbers drawn, taken wherever that can be.

Whoever drew the lowest number goes if some list that is still equally good has that
person on it; then whoever drew the next number, among the lists that are left; and so
on.  One such list is always known: as long as the next is on it, nothing is asked.
Otherwise twenty decisions are one question in whole numbers, each weighing more than
all after it, and its answer is the list that is known from then on.
"""

from __future__ import annotations

import numpy as np

from repatria.exchange.engine.pool import Bools, Ints
from repatria.exchange.engine.solving.face import Face, NotWholeError
from repatria.exchange.engine.solving.solver import Programme, relaxed, whole

AT_ONCE = 20
MANY = 400
TURNS = 4


def draw(face: Face, order: Ints) -> None:
    """Settle every open unit of ``face``; ``order``: all units, first drawn first.

    ``face.found`` is one of the lists that are still equally good.
    """
    waiting = _in_order(face, order)
    known = _first_drawn(face, waiting, _counts(face, face.found))
    _close(face, known)
    while len(face.units):
        waiting = _in_order(face, order)
        stays = np.flatnonzero(~known[face.units[waiting]])
        certain = int(stays[0]) if len(stays) else len(waiting)
        if certain:
            face.choose(waiting[:certain], waiting[:0])
            continue
        known, refused = _one_by_one(face, waiting)
        if refused:
            _close(face, known)


def _in_order(face: Face, order: Ints) -> Ints:
    """Return the open units, as places in ``face.units``, first drawn first."""
    place = np.full(len(face.going), -1, dtype=np.int64)
    place[face.units] = np.arange(len(face.units))
    places = place[order]
    return places[places >= 0]


def _counts(face: Face, known: Bools | None) -> Ints:
    """Return how many of each column are on a list."""
    if known is None:
        raise NotWholeError
    here = face.column[known[face.units]]
    return np.bincount(here, minlength=len(face.programme))


def _first_drawn(face: Face, waiting: Ints, counts: Ints) -> Bools:
    """Return, of all units, those open that so many of each column are: the first."""
    columns = face.column[waiting]
    order = np.argsort(columns, kind="stable")
    sizes = np.bincount(columns, minlength=len(counts))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    known = np.zeros(len(face.going), dtype=np.bool_)
    known[face.units[waiting[order]]] = rank < counts[columns[order]]
    return known


def _one_by_one(face: Face, waiting: Ints) -> tuple[Bools, int]:
    """Decide about the first few; return a list that is left, and how many stay.

    Where somebody stays, so does everybody of the same column who is still open: they
    are alike, and lists only become fewer.
    """
    told, some = face.programme, waiting[:AT_ONCE]
    columns = face.column[some]
    left = told.upper - np.bincount(columns, minlength=len(told))
    upper = np.concatenate([np.ones(len(some), dtype=np.int64), left])
    matrix = np.concatenate([told.matrix[:, columns], told.matrix], axis=1)
    gains = np.zeros(len(upper), dtype=np.int64)
    gains[: len(some)] = 1 << np.arange(len(some))[::-1]
    used = upper > 0
    asked = Programme(matrix[:, used], upper[used], told.least, told.most)
    best = np.zeros_like(upper)
    best[used] = _most(face, asked, gains[used])
    x = best[: len(some)] > 0
    known = _first_drawn(face, waiting[len(some) :], best[len(some) :])
    closed = np.zeros(len(told), dtype=np.bool_)
    closed[columns[~x]] = True
    stays = closed[face.column]
    stays[some[x]] = False
    face.choose(some[x], np.flatnonzero(stays))
    return known, int((~x).sum())


def _most(face: Face, asked: Programme, gains: Ints) -> Ints:
    told = relaxed(asked, gains, face.clock)
    x = told.settled(asked, gains) if told else None
    if x is None:
        x = whole(asked, gains, face.clock)
    if x is None:
        raise NotWholeError
    return x


def _close(face: Face, known: Bools) -> None:
    """Close columns of which nobody can go any more, where that is quickly proven.

    Only saves work: what stays open is decided in its turn.
    """
    doubtful = _counts(face, known) == 0
    for _turn in range(TURNS if len(face.units) > MANY else 0):
        told = relaxed(face.programme, doubtful.astype(np.int64), face.clock)
        if told is None:
            raise NotWholeError
        if told.most == 0:
            face.settle(np.zeros_like(doubtful), doubtful)
            return
        doubtful &= told.x < 1 / 2
