"""Who stands ready for everybody who goes, should he be absent on the day.  Internal.

People whom no rule tells apart stand in for each other without a question: the same way
home, tier, weight, seats and category.  Where nobody is left of a kind, the first of
those with the same holder and home is taken with whom every rule still holds;
where there is none, the exchange goes on without, if need be without one of the other
direction too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from repatria.exchange.engine.own import beyond
from repatria.exchange.engine.pool import Bools, Ints, Pool
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.room import LEAVES, Room


class Ready(StrEnum):
    """What happens if somebody is absent."""

    LIKE = "like"
    INSTEAD = "instead"
    ALONE = "alone"
    PAIR = "pair"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reserve:
    """The answer for one absence: who stands in, or who stays behind too."""

    ready: Ready
    stands_in: str = ""
    stays_too: str = ""


NONE = Reserve(Ready.NONE)


@dataclass(frozen=True, slots=True)
class Kind:
    """People who go and whom no rule tells apart.

    ``going`` and ``waiting`` are places in the pool; the first who waits goes first.
    """

    going: Ints
    waiting: Ints
    answer: Reserve

    @property
    def like(self) -> bool:
        """Whether somebody of the same kind stands ready."""
        return self.answer.ready is Ready.LIKE


@dataclass(frozen=True)
class Reserves:
    """The answers: for each kind, and by group (a place, a name) for who is of one."""

    pool: Pool
    kinds: tuple[Kind, ...]
    of_groups: dict[int, Reserve]

    @property
    def going(self) -> int:
        """Return how many people go."""
        return sum(len(kind.going) for kind in self.kinds) + len(self.of_groups)

    @property
    def share_like(self) -> float:
        """Return for which share of those who go somebody like them stands ready."""
        like = sum(len(kind.going) for kind in self.kinds if kind.like)
        return like / self.going if self.going else 0.0

    def answers(self) -> Iterator[tuple[str, Reserve]]:
        """Yield the answer for everybody who goes, by id."""
        by_place = dict(self.of_groups)
        for kind in self.kinds:
            by_place |= dict.fromkeys(kind.going.tolist(), kind.answer)
        for place in sorted(by_place):
            yield self.pool.ids[place], by_place[place]


def reserves(proposal: Proposal, *, cannot: Collection[str] = ()) -> Reserves:
    """Return who stands ready for everybody who goes.

    ``cannot`` are ids of those who go with another round already.  Each answer is
    for one absence; where two of a kind are absent, the second who waits follows.
    """
    pool, on = proposal.pool, proposal.on
    waits = pool.eligible & ~on & ~pool.grouped
    if cannot:
        waits &= ~np.isin(pool.ids, sorted(cannot))
    goes = on & ~pool.grouped
    kinds = _kinds(pool)
    waiting = _in_order(pool, kinds, waits)
    going = _in_order(pool, kinds, goes)
    search = _Search(pool, Room(pool, on), going, waiting)
    found = tuple(
        Kind(people, waiting.get(kind, _NOBODY), search.answer(kind))
        for kind, people in going.items()
    )
    return Reserves(pool, found, dict(_of_groups(pool, on, search.room)))


def substitutes(
    proposal: Proposal, *, absent: str, cannot: Collection[str] = (), most: int = 5
) -> tuple[str, ...]:
    """Return who could go in place of ``absent`` with every rule kept, best first.

    People of the same direction and home who are eligible, alone and not in ``cannot``,
    in the order in which the proposal would have taken them.  Nobody stands in for one
    of a group, which goes whole or not at all.
    """
    pool = proposal.pool
    gone = pool.ids.index(absent)
    if pool.grouped[gone]:
        return ()
    could = pool.eligible & ~proposal.on & ~pool.grouped
    could &= pool.direction == pool.direction[gone]
    could &= pool.home == pool.home[gone]
    could &= ~np.isin(pool.ids, sorted(cannot))
    waiting = np.flatnonzero(could)
    numbers = np.array(pool.numbers(waiting), dtype=np.uint64)
    order = np.lexsort((numbers, -pool.days[waiting], pool.tier[waiting]))
    fits = Room(pool, proposal.on).fits(np.array([gone]), waiting[order])
    return tuple(pool.ids[one] for one in waiting[order][fits][:most].tolist())


_NOBODY = np.empty(0, dtype=np.int64)
Lines = dict[int, Ints]
"""Places of people by their kind, the first in order first."""


def _kinds(pool: Pool) -> Ints:
    """Number people so that those with one number differ in nothing that binds."""
    columns = [pool.holder, pool.home, pool.direction, pool.tier, pool.weight]
    columns += [pool.seats, pool.category]
    if pool.rules.floors:
        columns.append(pool.region)
    if pool.rules.own:
        columns.append(beyond(pool))
    total = np.zeros(len(pool), dtype=np.int64)
    for column in columns:
        _values, codes = np.unique(column, return_inverse=True)
        width = int(codes.max(initial=0)) + 1
        _values, total = np.unique(total * width + codes, return_inverse=True)
    return total


def _in_order(pool: Pool, kinds: Ints, which: Bools) -> Lines:
    """Return these people by kind, as a proposal takes them: days, then the lot."""
    people = np.flatnonzero(which)
    numbers = np.array(pool.numbers(people), dtype=np.uint64)
    order = np.lexsort((numbers, -pool.days[people], kinds[people]))
    people = people[order]
    codes, starts = np.unique(kinds[people], return_index=True)
    lines = np.split(people, starts[1:]) if len(people) else []
    return dict(zip(codes.tolist(), lines, strict=True))


class _Search:
    """Looks for the best answer where nobody of the same kind waits."""

    def __init__(self, pool: Pool, room: Room, going: Lines, waiting: Lines) -> None:
        self.pool, self.room = pool, room
        self.going, self.waiting = going, waiting
        first = np.array([line[0] for line in waiting.values()], dtype=np.int64)
        last = np.array([line[-1] for line in going.values()], dtype=np.int64)
        self.first, self.last = self._best_first(first), self._best_first(last)[::-1]

    def answer(self, kind: int) -> Reserve:
        absent, pool = self.going[kind][:1], self.pool
        if kind in self.waiting:
            return Reserve(Ready.LIKE, pool.ids[int(self.waiting[kind][0])])
        at, home = int(absent[0]), pool.home
        same = (pool.holder[self.first] == pool.holder[at]) & (
            home[self.first] == home[at]
        )
        ready = self.first[same]
        fits = ready[self.room.fits(absent, ready)]
        if len(fits):
            return Reserve(Ready.INSTEAD, pool.ids[int(fits[0])])
        if self.room.holds_without(absent):
            return Reserve(Ready.ALONE)
        back = (pool.holder[self.last] == home[at]) & (
            home[self.last] == pool.holder[at]
        )
        partners = self.last[back]
        fits = partners[self.room.fits(absent, partners, LEAVES)]
        return (
            Reserve(Ready.PAIR, stays_too=pool.ids[int(fits[0])]) if len(fits) else NONE
        )

    def _best_first(self, people: Ints) -> Ints:
        numbers = np.array(self.pool.numbers(people), dtype=np.uint64)
        order = (numbers, -self.pool.days[people], self.pool.tier[people])
        return people[np.lexsort(order)]


def _of_groups(pool: Pool, on: Bools, room: Room) -> Iterator[tuple[int, Reserve]]:
    """Yield the answer for members of groups: without one of them all stay behind."""
    together = np.flatnonzero(on & pool.grouped)
    for group in np.unique(pool.group[together]):
        members = together[pool.group[together] == group]
        holds = room.holds_without(members)
        answer = Reserve(Ready.ALONE) if holds else NONE
        yield from ((place, answer) for place in members.tolist())
