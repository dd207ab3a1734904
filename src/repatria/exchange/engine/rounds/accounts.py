"""What parties owe each other between rounds: as bounds, and as a settlement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from repatria.exchange.core.check_series import Balances, given_besides
from repatria.exchange.core.rounds import Account
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.pool import Ints, Pool
from repatria.exchange.engine.solving.linear import ENDLESS, Linear
from repatria.exchange.engine.solving.programme import by_category

PARTS = 4
SECONDS = 60.0
LENT, OWED, GIFT, GOT = range(PARTS)
"""What stands for each account and round: lent to others, owed, given, got for good."""


def accounts_of(pool: Pool) -> dict[Account, Ints]:
    """Return for each account what every person counts in it: given, less got."""
    found: dict[Account, Ints] = {}
    units = pool.rules.units().items()
    categories = np.unique(pool.category[pool.eligible]) if by_category(pool) else ()
    names = pool.roster.people["category"].to_list()
    for unit, members in units:
        places = [pool.rules.parties.index(one) for one in sorted(members)]
        gives = np.isin(pool.holder, places).astype(np.int64)
        beyond = (gives - np.isin(pool.home, places)) * pool.weight
        if not by_category(pool):
            found[Account(unit)] = beyond
        for code in categories:
            here = pool.category == code
            found[Account(unit, names[int(here.argmax())])] = beyond * here
    return found


def beyond_of(pool: Pool, at: Ints, rounds: int) -> list[Balances]:
    """Return for each round what every account gives beyond what it gets."""
    sums = {
        account: np.bincount(at[at >= 0], weights=each[at >= 0], minlength=rounds)
        for account, each in accounts_of(pool).items()
    }
    found = [
        Counter({account: int(sums[account][place]) for account in sums})
        for place in range(rounds)
    ]
    found[0].update(given_besides(pool.rules))
    return [dict(one) for one in found]


class Ledger:
    """The columns of a programme that stand for accounts, from ``first`` on."""

    def __init__(
        self,
        rules: Rules,
        accounts: Sequence[Account],
        opening: Mapping[Account, int],
        rounds: int,
        *,
        first: int,
    ) -> None:
        self.accounts, self.rounds, self.first = list(accounts), rounds, first
        self.rules, self.opening = rules, opening
        owed = Counter[str]()
        for account, balance in opening.items():
            owed[account.unit] += max(0, -balance)
        self.owed_before = owed
        units = {account.unit for account in accounts}
        self.most_owed = {
            unit: max(rules.credit_of(unit), owed[unit]) for unit in units
        }

    @property
    def width(self) -> int:
        """How many columns there are."""
        return PARTS * self.rounds * len(self.accounts)

    def column(self, account: int, place: int, part: int) -> int:
        """Return the column of a part of an account after a round."""
        return self.first + (account * self.rounds + place) * PARTS + part

    def most(self) -> list[float]:
        """Return the upper bounds of the columns."""
        lent = sum(self.most_owed.values())
        bounds = (
            [
                lent,
                self.most_owed[one.unit],
                self.rules.points_beyond(one.unit),
                ENDLESS,
            ]
            for one in self.accounts
        )
        return [most for each in bounds for most in each * self.rounds]

    def bind(
        self, to: Linear, given: Sequence[Sequence[tuple[Ints, Ints]]], known: Ints
    ) -> None:
        """Bind balances, gifts and debts.

        ``given[account][round]`` are columns and values of what is given beyond what is
        got, ``known[account, round]`` what of it is no column.
        """
        for account in range(len(self.accounts)):
            for place in range(self.rounds):
                columns, values = given[account][place]
                self._carry(
                    to, account, place, columns, values, int(known[account, place])
                )
        for place in range(self.rounds):
            self._gifts_meet(to, place)
            self._units(to, place)

    def _carry(
        self,
        to: Linear,
        account: int,
        place: int,
        columns: Ints,
        values: Ints,
        known: int,
    ) -> None:
        """Say that a balance is the one before, and what was given, less gifts."""
        now = [self.column(account, place, part) for part in range(PARTS)]
        signs = [1, -1, 1, -1]
        right = known
        if place:
            now += [self.column(account, place - 1, part) for part in (LENT, OWED)]
            signs += [-1, 1]
        else:
            right += self.opening.get(self.accounts[account], 0)
        where = np.concatenate([np.array(now, dtype=np.int64), columns])
        what = np.concatenate([np.array(signs, dtype=np.int64), -values])
        to.bind(right, right, where, what)

    def _gifts_meet(self, to: Linear, place: int) -> None:
        """Whatever is given for good in a category, others get in it."""
        for category in sorted({one.category for one in self.accounts}):
            mine = [
                at for at, one in enumerate(self.accounts) if one.category == category
            ]
            where = [
                self.column(at, place, part) for at in mine for part in (GIFT, GOT)
            ]
            to.bind(0, 0, np.array(where), np.array([1, -1] * len(mine)))

    def _units(self, to: Linear, place: int) -> None:
        """No unit gives or owes more than it may, all its categories together."""
        last = place == self.rounds - 1
        for unit in sorted(self.most_owed):
            mine = [at for at, one in enumerate(self.accounts) if one.unit == unit]
            most = self.owed_before[unit] if last else self.most_owed[unit]
            for part, bound in ((OWED, most), (GIFT, self.rules.points_beyond(unit))):
                where = np.array([self.column(at, place, part) for at in mine])
                to.bind(-ENDLESS, bound, where, np.ones(len(mine)))


def settled(
    pool: Pool, at: Ints, rounds: int, opening: Mapping[Account, int]
) -> list[Balances]:
    """Return what each account gives for good in each round, less what it gets so.

    As little as possible is owed, and what is a gift is given as early as possible.
    """
    beyond = beyond_of(pool, at, rounds)
    accounts = sorted({*accounts_of(pool), *opening})
    owing = opening or any(map(pool.rules.credit_of, pool.rules.units()))
    if not owing:
        return [{one: n for one, n in given.items() if n} for given in beyond]
    known = np.array([[each.get(one, 0) for each in beyond] for one in accounts])
    ledger = Ledger(pool.rules, accounts, opening, rounds, first=0)
    model = Linear(np.array(ledger.most(), dtype=np.float64))
    none = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64))
    ledger.bind(model, [[none] * rounds for _one in accounts], known)
    wanted = (
        -_marked(ledger, OWED, np.ones(rounds, dtype=np.int64)),
        -_marked(ledger, GIFT, np.arange(1, rounds + 1)),
    )
    found = model.best(wanted, seconds=SECONDS).values
    return [_gifts(ledger, found, place) for place in range(rounds)]


def _marked(ledger: Ledger, part: int, worth: Ints) -> Ints:
    marked = np.zeros(ledger.width, dtype=np.int64)
    for account in range(len(ledger.accounts)):
        for place in range(ledger.rounds):
            marked[ledger.column(account, place, part)] = worth[place]
    return marked


def _gifts(ledger: Ledger, found: Ints, place: int) -> Balances:
    gifts = {}
    for at, account in enumerate(ledger.accounts):
        given = found[ledger.column(at, place, GIFT)]
        if net := int(given - found[ledger.column(at, place, GOT)]):
            gifts[account] = net
    return gifts
