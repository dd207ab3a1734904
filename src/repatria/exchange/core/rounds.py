"""A series of rounds as it is planned, and what the parties owe between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.errors import ExchangeRefusedError
from repatria.shared.text import mark as _

MOST_ROUNDS = 400


class RoundsOutOfOrderError(ExchangeRefusedError):
    """Rounds do not follow each other day by day."""

    code = "exchange.rounds-out-of-order"
    what = _("Round {round} is not on a later day than the one before it.")
    remedy = _("Give every round a day, each later than the last, or none of them.")


class NoRoundsError(ExchangeRefusedError):
    """A series without any round."""

    code = "exchange.no-rounds"
    what = _("The rules name no rounds.")
    remedy = _("Add [[rounds]] with on and seats, or [series] with first and every.")


class FirstRoundCannotBeError(ExchangeRefusedError):
    """Least numbers, or what goes with the persons, leave the first round no way."""

    code = "exchange.first-round-cannot-be"
    what = _("The first round of the series cannot keep every rule.")
    remedy = _("Run propose for this round alone: it names the rules in conflict.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One round as planned: its day, and the most seats in each direction.

    ``each`` holds for every direction that ``seats`` does not name; None: as many as
    the rules allow.
    """

    number: int
    on: date | None = None
    seats: Mapping[Direction, int] = field(default_factory=dict)
    each: int | None = None

    def most(self, direction: Direction) -> int | None:
        """Return the most seats in a direction, None where nothing is said."""
        return self.seats.get(direction, self.each)


class Account(NamedTuple):
    """Who must come out even, and in which category where each does by itself."""

    unit: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """One round of a series: who goes, and what of it is owed to nobody.

    ``gifts`` is what each account gives beyond what it gets under ``[extra]``, less
    what it is given so; it is never paid back.  What remains is carried over.
    """

    planned: Planned
    go: tuple[str, ...]
    gifts: Mapping[Account, int] = field(default_factory=dict)


def repeated(*, first: date, every: int, each: int, rounds: int) -> tuple[Planned, ...]:
    """Return rounds of one capacity, ``every`` so many days.

    >>> [one.on.day for one in repeated(first=date(2022, 12, 1), every=14, each=60,
    ...                                 rounds=3)]
    [1, 15, 29]
    """
    return tuple(
        Planned(number=n + 1, on=first + timedelta(days=every * n), each=each)
        for n in range(rounds)
    )


def check_order(plans: Sequence[Planned]) -> None:
    """Refuse a series without rounds, or whose days do not rise."""
    if not plans:
        raise NoRoundsError
    for before, after in pairwise(plans):
        if before.on is None and after.on is None:
            continue
        if before.on is None or after.on is None or before.on >= after.on:
            raise RoundsOutOfOrderError(round=str(after.number))


def saved(plans: Sequence[Planned]) -> tuple[int, ...]:
    """Return for each round by how much going in it is earlier than in none.

    Whoever is in no round is counted as waiting until one interval after the last.
    In days; in rounds where the series has no days.

    >>> saved(repeated(first=date(2022, 12, 1), every=14, each=60, rounds=3))
    (42, 28, 14)
    """
    last = plans[-1].on
    if last is None:
        return tuple(range(len(plans), 0, -1))
    before = plans[-2].on if len(plans) > 1 else None
    interval = (last - before).days if before else 1
    days = [one.on for one in plans if one.on is not None]
    return tuple((last - day).days + interval for day in days)
