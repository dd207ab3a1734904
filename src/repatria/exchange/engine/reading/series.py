"""Reading the rounds of a series from RULES.toml: each by itself, or one repeated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.rounds import (
    MOST_ROUNDS,
    Planned,
    RoundsOutOfOrderError,
    check_order,
    repeated,
)
from repatria.exchange.engine.reading.refusing import (
    NO_PARTY,
    Refuse,
    counts_of,
    is_count,
)
from repatria.shared.text import mark as _

ROUNDS, SERIES, CREDIT = "rounds", "series", "credit"
SERIES_KEYS = (ROUNDS, SERIES, CREDIT)
_ROUND = {"on", "seats"}
_SERIES = {"first", "every", "seats", "rounds"}
_USUAL = 50
_LONGEST = 366  # days between two rounds

_BOTH = _("it has both [[rounds]] and [series]; one of them says when rounds are")
_NOT_A_ROUND = _("a round is not written as on, a day, and seats")
_NOT_A_SERIES = _("[series] is not written as first, every, seats and rounds")
_OUT_OF_ORDER = _("a round is not on a later day than the one before it")


def credit_of(
    told: Mapping[str, Any], units: Collection[str], refuse: Refuse
) -> dict[str, int]:
    """Return what each party or bloc may owe between rounds."""
    credit = counts_of(told, CREDIT, refuse)
    for unit in credit:
        if unit not in units:
            refuse(NO_PARTY, f"{CREDIT}.{unit}")
    return credit


def rounds_of(
    told: Mapping[str, Any], parties: tuple[str, ...], refuse: Refuse
) -> tuple[Planned, ...]:
    """Return the rounds that RULES.toml plans, in their order."""
    if ROUNDS in told and SERIES in told:
        refuse(_BOTH, SERIES)
    if SERIES in told:
        return _repeated(told[SERIES], refuse)
    written = told.get(ROUNDS, [])
    if not isinstance(written, list):
        refuse(_NOT_A_ROUND, ROUNDS)
    plans = tuple(_rounds(written, parties, refuse))
    try:
        if plans:
            check_order(plans)
    except RoundsOutOfOrderError:
        refuse(_OUT_OF_ORDER, ROUNDS)
    return plans


def _rounds(
    written: list[Any], parties: tuple[str, ...], refuse: Refuse
) -> Iterator[Planned]:
    for number, one in enumerate(written, 1):
        if not isinstance(one, dict) or not one.keys() <= _ROUND:
            refuse(_NOT_A_ROUND, ROUNDS)
        on, seats = one.get("on"), one.get("seats")
        if on is not None and not _is_day(on):
            refuse(_NOT_A_ROUND, ROUNDS)
        if isinstance(seats, dict):
            by_way = {_way(way, parties, refuse): n for way, n in seats.items()}
            if not all(map(is_count, by_way.values())):
                refuse(_NOT_A_ROUND, ROUNDS)
            yield Planned(number=number, on=on, seats=by_way)
        elif seats is None or is_count(seats):
            yield Planned(number=number, on=on, each=seats)
        else:
            refuse(_NOT_A_ROUND, ROUNDS)


def _repeated(one: Any, refuse: Refuse) -> tuple[Planned, ...]:
    if not isinstance(one, dict) or not one.keys() <= _SERIES:
        refuse(_NOT_A_SERIES, SERIES)
    first: Any = one.get("first")
    every: Any = one.get("every")
    each: Any = one.get("seats")
    rounds: Any = one.get("rounds", _USUAL)
    numbers = (every, each, rounds)
    sound = _is_day(first) and all(map(is_count, numbers))
    if not sound or not 0 < rounds <= MOST_ROUNDS or not 0 < every <= _LONGEST:
        refuse(_NOT_A_SERIES, SERIES)
    return repeated(first=first, every=every, each=each, rounds=rounds)


def _way(written: str, parties: tuple[str, ...], refuse: Refuse) -> Direction:
    holder, _between, to = written.partition(">")
    way = Direction(holder.strip(), to.strip())
    if way.holder not in parties or not way.to:
        refuse(_NOT_A_ROUND, ROUNDS)
    return way


def _is_day(told: object) -> bool:
    return isinstance(told, date) and not isinstance(told, datetime)
