"""One party's own valuations: read from a file of its own, and as numbers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from repatria.exchange.core.errors import RulesRefusedError
from repatria.exchange.core.own import Valuation
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.pool import Bools, Ints, Pool
from repatria.exchange.engine.reading.refusing import (
    NO_COUNT,
    NO_PARTY,
    counts_of,
    is_count,
    known_keys,
    refusing,
    table_of,
)
from repatria.shared.text import mark as _

MOST_BYTES = 10_000_000
_TABLES = ("case", "rank", "category", "consideration")

_NO_TOML = _("it is not TOML")
_ONE_PARTY = _("it is to hold the valuations of one party, and of no other")


def read_own(path: Path, rules: Rules) -> Valuation:
    """Read what one party of ``rules`` holds exchanges to be worth.

    The file is that party's own and holds one table, ``[valuations.PARTY]``.
    Raises ``RulesRefusedError`` at the key that is wrong.
    """
    with path.open("rb") as file:
        written = file.read(MOST_BYTES)
    try:
        text = written.decode("utf-8-sig")
        told = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise RulesRefusedError(file=path.name, fault=_NO_TOML) from fault
    refuse = refusing(path.name, text)
    known_keys(told, {"valuations"}, refuse)
    parties = table_of(told, "valuations", refuse)
    if len(parties) != 1:
        refuse(_ONE_PARTY, "valuations")
    (party,) = parties
    if party not in rules.parties:
        refuse(NO_PARTY, f"valuations.{party}")
    within = f"valuations.{party}."
    own = table_of(parties, party, refuse, within="valuations.")
    known_keys(own, {*_TABLES, "other"}, refuse, within=within)
    other = own.get("other", 1)
    if not is_count(other):
        refuse(NO_COUNT, f"{within}other")
    tables = {name: counts_of(own, name, refuse, within=within) for name in _TABLES}
    return Valuation(party=party, other=other, **tables)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What an exchange is worth to the party: got and given."""

    party: str
    got: int
    given: int


def ledger_of(pool: Pool, on: Bools) -> Ledger | None:
    """Return what these people and what goes with them are worth, None if not told."""
    own = pool.rules.own
    if own is None:
        return None
    balance = beyond(pool)[on]
    got, given = _besides(own, pool.rules)
    return Ledger(
        own.party,
        got=got - int(balance[balance < 0].sum()),
        given=given + int(balance[balance > 0].sum()),
    )


def beyond(pool: Pool) -> Ints:
    """Return what giving each person costs the party; getting one counts below 0."""
    own = pool.rules.own
    if own is None:
        return np.zeros(len(pool), dtype=np.int64)
    place = pool.rules.parties.index(own.party)
    sign = (pool.holder == place).astype(np.int64) - (pool.home == place)
    exempt = np.array([one.exempt for one in pool.rules.steps])[pool.tier]
    return np.where(exempt, 0, sign * _worths(pool, own))


def most_beyond(rules: Rules) -> int:
    """Return the most that persons given may be worth beyond persons got."""
    if rules.own is None:
        return 0
    got, given = _besides(rules.own, rules)
    return got - given


def _worths(pool: Pool, own: Valuation) -> Ints:
    worth = pl.lit(own.other, dtype=pl.Int64)
    for name, table in (
        ("category", own.category), ("rank", own.rank), ("id", own.case),
    ):  # fmt: skip
        worth = pl.coalesce(_looked_up(name, table), worth)
    return pool.roster.people.select(worth=worth)["worth"].to_numpy().astype(np.int64)


def _looked_up(column: str, table: Mapping[str, int]) -> pl.Expr:
    return pl.col(column).replace_strict(
        list(table), list(table.values()), default=None, return_dtype=pl.Int64
    )


def _besides(own: Valuation, rules: Rules) -> tuple[int, int]:
    worths = [(one, own.consideration.get(one.what, 0)) for one in rules.considerations]
    got = sum(worth for one, worth in worths if one.to == own.party)
    given = sum(worth for one, worth in worths if one.giver == own.party)
    return got, given
