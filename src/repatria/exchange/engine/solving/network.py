"""A series that needs a solver: how many of each class go in each round.

People whom no rule tells apart are one class, and a class flows into rounds: with
parity by count this is a network, whose answers are whole numbers by themselves.
Groups, points and stretchers make it an integer programme.  Within what is found,
the longest in captivity go first, and among equals the lot decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from repatria.exchange.core.check_series import given_besides, seats_in
from repatria.exchange.core.errors import RuleNotSupportedError
from repatria.exchange.core.lot import number_drawn
from repatria.exchange.core.rounds import (
    Account,
    FirstRoundCannotBeError,
    Planned,
    Settled,
    saved,
)
from repatria.exchange.engine.pool import Ints, Pool
from repatria.exchange.engine.rounds.accounts import Ledger, accounts_of
from repatria.exchange.engine.solving.linear import (
    ENDLESS,
    Answer,
    Linear,
    NothingHoldsError,
)
from repatria.exchange.engine.solving.programme import by_category, own_bounds
from repatria.shared.text import mark as _

BY_DAYS = 20_000
"""Columns up to which days in captivity are weighed exactly, class by class."""
MOST = 250_000
SECONDS = 60.0
LOT_BITS = 24
_TOO_LARGE = _("so many different people and rounds are not planned together")


@dataclass(frozen=True, slots=True)
class Classes:
    """``item`` of each person (-1: none); how often and from when it may be taken."""

    item: Ints
    most: Ints
    opens: Ints
    whole: Ints  # 1 for a group, which goes as one

    def totals(self, each: Ints) -> Ints:
        """Return what taking an item once contributes, from what each person does."""
        here = self.item >= 0
        sums = np.bincount(
            self.item[here], weights=each[here], minlength=len(self.most)
        )
        return np.rint(np.where(self.whole > 0, sums, sums / self.most)).astype(
            np.int64
        )


def least_waiting(
    pool: Pool, plans: Sequence[Planned], opens: Ints, opening: Mapping[Account, int]
) -> tuple[Ints, bool]:
    """Return each person's round, -1 for none, and whether nothing can be better.

    Where there are too many different people, days in captivity decide only among
    those who are alike otherwise, and it is not proven that nothing is better.
    """
    at = np.full(len(pool), -1, dtype=np.int64)
    bound = pool.rules.floors or given_besides(pool.rules)
    if not bound and not (pool.eligible & (opens < len(plans))).any():
        return at, True
    items = _classes(pool, opens, len(plans), by_days=True)
    by_days = _columns(items, len(plans)) <= BY_DAYS
    if not by_days:
        items = _classes(pool, opens, len(plans), by_days=False)
    if _columns(items, len(plans)) > MOST:
        raise RuleNotSupportedError(rule="rounds", reason=_TOO_LARGE)
    try:
        found = _Network(pool, plans, items, opening).solved(by_days=by_days)
    except NothingHoldsError as fault:
        raise FirstRoundCannotBeError from fault
    return _persons(pool, items, found.taken, opens), found.proven and by_days


def _columns(items: Classes, rounds: int) -> int:
    return int((rounds - items.opens).clip(min=0).sum())


def _keys(pool: Pool) -> list[Ints]:
    """Return all that tells people apart but days in captivity and availability."""
    keys = [pool.direction, pool.home, pool.tier, pool.weight, pool.seats]
    if pool.rules.floors:
        keys.append(pool.region)
    if by_category(pool):
        keys.append(pool.category)
    return [*keys, *(np.asarray(row.people) for row in own_bounds(pool))]


def _classes(pool: Pool, opens: Ints, rounds: int, *, by_days: bool) -> Classes:
    alone = np.flatnonzero(pool.eligible & ~pool.grouped & (opens < rounds))
    days = [pool.days] if by_days else []
    keys = np.stack([each[alone] for each in (*_keys(pool), opens, *days)], axis=1)
    unique, at, sizes = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    together = np.flatnonzero(pool.eligible & pool.grouped & (opens < rounds))
    groups, first, place = np.unique(
        pool.group[together], return_index=True, return_inverse=True
    )
    item = np.full(len(pool), -1, dtype=np.int64)
    item[alone] = at.reshape(-1)
    item[together] = len(sizes) + place.reshape(-1)
    return Classes(
        item=item,
        most=np.concatenate([sizes, np.ones(len(groups), dtype=np.int64)]),
        opens=np.concatenate([unique[:, len(_keys(pool))], opens[together][first]]),
        whole=np.concatenate([np.zeros_like(sizes), np.ones_like(groups)]),
    )


@dataclass(frozen=True, slots=True)
class Found:
    """``taken[item, round]``, and whether it is proven."""

    taken: Ints
    proven: bool


class _Network:
    """Classes that flow into rounds, under seats, balances and floors."""

    def __init__(
        self,
        pool: Pool,
        plans: Sequence[Planned],
        items: Classes,
        opening: Mapping[Account, int],
    ) -> None:
        self.pool, self.plans, self.items = pool, plans, items
        rounds = len(plans)
        open_to = (rounds - items.opens).clip(min=0)
        self.item = np.repeat(np.arange(len(items.most)), open_to)
        first = np.repeat(np.cumsum(open_to) - open_to, open_to)
        self.columns = len(self.item)
        self.place = np.arange(self.columns) - first + items.opens[self.item]
        accounts = accounts_of(pool)
        keys = sorted({*accounts, *opening})
        self.ledger = Ledger(pool.rules, keys, opening, rounds, first=self.columns)
        most = [*items.most[self.item].tolist(), *self.ledger.most()]
        self.model = Linear(np.array(most, dtype=np.float64))
        self._bind_items()
        self._bind_seats()
        self._bind_balances([accounts.get(key) for key in keys])
        self._bind_floors()
        self._bind_own()

    def solved(self, *, by_days: bool) -> Found:
        """Ask for what is wanted in turn, and return the last answer.

        Without days it is proven where no other numbers reach the same: then days in
        captivity cannot choose between them either.  The lot turned round would find
        others.
        """
        wanted = list(self._wanted(by_days=by_days))
        drawn = self._padded(self._drawn())
        answer = self.model.best([*wanted, drawn], seconds=SECONDS)
        taken, proven = self._taken(answer), answer.proven
        if proven and not by_days:
            turned = self.model.best([*wanted, -drawn], seconds=SECONDS)
            proven = turned.proven and bool((self._taken(turned) == taken).all())
        return Found(taken, proven)

    def _taken(self, answer: Answer) -> Ints:
        taken = np.zeros((len(self.items.most), len(self.plans)), dtype=np.int64)
        taken[self.item, self.place] = answer.values[: self.columns]
        return taken

    def _wanted(self, *, by_days: bool) -> Iterator[Ints]:
        pool, worth = self.pool, np.array(saved(self.plans), dtype=np.int64)
        wanted = [pool.tier == tier for tier in np.unique(pool.tier[pool.eligible])]
        for each in [*wanted, *([pool.days] if by_days else [])]:
            totals = self.items.totals(each.astype(np.int64))
            yield self._padded(totals[self.item] * worth[self.place])

    def _padded(self, worth: Ints) -> Ints:
        rest = np.zeros(self.ledger.width, dtype=np.int64)
        return np.concatenate([worth, rest])

    def _drawn(self) -> Ints:
        """Return a number for each class and round, drawn for the first of a class."""
        seed, ids = self.pool.rules.lot.seed, self.pool.ids
        members = np.flatnonzero(self.items.item >= 0)
        numbers = zip(self.pool.numbers(members), members.tolist(), strict=True)
        first: dict[int, str] = {}
        for _number, one in sorted(numbers, reverse=True):
            first[int(self.items.item[one])] = ids[one]
        pairs = zip(self.item.tolist(), self.place.tolist(), strict=True)
        return np.array(
            [
                number_drawn(seed, f"{first[item]}/{place}") >> 64 - LOT_BITS
                for item, place in pairs
            ],
            dtype=np.int64,
        )

    def _bind_items(self) -> None:
        for item, most in enumerate(self.items.most.tolist()):
            where = np.flatnonzero(self.item == item)
            self.model.bind(-ENDLESS, most, where, np.ones(len(where)))

    def _bind_seats(self) -> None:
        for at, way in enumerate(self.pool.directions):
            taken = self.items.totals(self.pool.seats * (self.pool.direction == at))
            for place, plan in enumerate(self.plans):
                most = seats_in(self.pool.rules, Settled(plan, ()), [way]).get(way)
                if most is not None:
                    self._bind_round(place, taken, most=most)

    def _bind_floors(self) -> None:
        for region, least in self.pool.rules.floors.items():
            known = region in self.pool.regions
            at = self.pool.regions.index(region) if known else -1
            come = self.items.totals((self.pool.region == at).astype(np.int64))
            self._bind_round(0, come, least=least)

    def _bind_own(self) -> None:
        """In every round what a party gets is worth to it what it gives, or more."""
        later = replace(self.pool, rules=replace(self.pool.rules, considerations=()))
        for place in range(len(self.plans)):
            for row in own_bounds(later if place else self.pool):
                totals = self.items.totals(np.asarray(row.people))
                self._bind_round(place, totals, least=row.least, most=row.most)

    def _bind_round(
        self,
        place: int,
        totals: Ints,
        *,
        least: float = -ENDLESS,
        most: float = ENDLESS,
    ) -> None:
        where = np.flatnonzero((self.place == place) & (totals[self.item] != 0))
        self.model.bind(least, most, where, totals[self.item[where]])

    def _bind_balances(self, beyond: Sequence[Ints | None]) -> None:
        rounds = len(self.plans)
        nothing = np.zeros(len(self.pool), dtype=np.int64)
        given = []
        for each in beyond:
            totals = self.items.totals(nothing if each is None else each)
            mine = totals[self.item]
            at = [
                np.flatnonzero((self.place == n) & (mine != 0)) for n in range(rounds)
            ]
            given.append([(where, mine[where]) for where in at])
        known = np.zeros((len(beyond), rounds), dtype=np.int64)
        besides = given_besides(self.pool.rules)
        known[:, 0] = [besides.get(one, 0) for one in self.ledger.accounts]
        self.ledger.bind(self.model, given, known)


def _persons(pool: Pool, items: Classes, taken: Ints, opens: Ints) -> Ints:
    """Give each round its people: the longest in captivity first, then the lot."""
    at = np.full(len(pool), -1, dtype=np.int64)
    here = np.flatnonzero(items.item >= 0)
    grouped = here[items.whole[items.item[here]] > 0]
    for item, place in np.argwhere((taken > 0) & (items.whole > 0)[:, None]).tolist():
        at[grouped[items.item[grouped] == item]] = place
    alone = here[items.whole[items.item[here]] == 0]
    if not len(alone):
        return at
    keys = np.stack([each[alone] for each in _keys(pool)], axis=1)
    _unique, alike = np.unique(keys, axis=0, return_inverse=True)
    alike = alike.reshape(-1)
    for kind in range(int(alike.max()) + 1):
        mine = alone[alike == kind]
        wanted = taken[np.unique(items.item[mine])].sum(axis=0)
        if wanted.any():
            _in_order(pool, mine, wanted, opens, at)
    return at


def _in_order(pool: Pool, mine: Ints, wanted: Ints, opens: Ints, at: Ints) -> None:
    """Fill the rounds with these people; enough are there on each day."""
    numbers = dict(zip(mine.tolist(), pool.numbers(mine), strict=True))
    waiting = sorted(mine.tolist(), key=lambda one: (-pool.days[one], numbers[one]))
    for place in np.flatnonzero(wanted).tolist():
        there = [one for one in waiting if opens[one] <= place][: int(wanted[place])]
        at[there] = place
        gone = set(there)
        waiting = [one for one in waiting if one not in gone]
