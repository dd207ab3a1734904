"""Invented candidates and rules for the benchmark of the exchange.

Two parties or many, ten tiers of which the first is exempt and waits for consent, days
of capture over two years, some held back.  ``general`` adds what only a solver can
keep: values by rank, stretchers, groups.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl

from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.reading.rules import rules_of

AS_OF = date(2022, 11, 24)
TIERS, REGIONS = 10, 40
STRETCHERS, IN_GROUPS = 0.03, 0.02
TABLE = {"private": 1, "captain": 6, "major": 8}
TWO = ("North", "South")


def parties(number: int) -> tuple[str, ...]:
    """Return the names of so many parties."""
    return TWO if number == len(TWO) else tuple(f"P{n}" for n in range(number))


def candidates(persons: int, number: int = 2, *, general: bool = False) -> pl.DataFrame:
    """Return a list of so many people in all."""
    chance, names = Random(1), parties(number)
    rows = []
    for n in range(persons):
        holder, home = chance.sample(names, 2) if number > len(TWO) else _turn(n)
        in_group = general and chance.random() < IN_GROUPS
        rows.append(
            {
                "id": f"{holder}-{n:07d}",
                "holder": holder,
                "home": home,
                "tier": str(chance.randint(1, TIERS)),
                "captured_on": str(AS_OF - timedelta(days=chance.randint(1, 730))),
                "consent": chance.choice(["yes", "unknown", "unknown", "no"]),
                "held_back": "geneva3.art115" if chance.random() < 0.02 else "",
                "rank": chance.choice(["private", "private", "captain", "major"]),
                "region": f"r{chance.randrange(REGIONS)}",
                "group": _group(chance, holder, persons) if in_group else "",
                "seats": "4" if general and chance.random() < STRETCHERS else "1",
            }
        )
    return pl.DataFrame(rows)


def _turn(n: int) -> tuple[str, str]:
    return TWO if n % 2 else (TWO[1], TWO[0])


def _group(chance: Random, holder: str, persons: int) -> str:
    return f"{holder}-g{chance.randrange(persons // 200 + 1)}"


def _agreed(number: int, **told: Any) -> Rules:
    return rules_of(
        {
            "parties": list(parties(number)),
            "as_of": AS_OF,
            "tiers": list(range(1, TIERS + 1)),
            "exempt": [1],
            "require_consent": [1],
            "lot": {"seed": "bench"},
            **told,
        }
    )


def simple_rules(persons: int, number: int = 2) -> Rules:
    """Count parity; seats between two parties for a third of each side."""
    seats = {"North>South": persons // 6, "South>North": persons // 6}
    return _agreed(number, **({"seats": seats} if number == len(TWO) else {}))


def general_rules(persons: int) -> Rules:
    """Values, seats for a third of each side, and a least number from each region."""
    seats = {"North>South": persons // 6, "South>North": persons // 6}
    floors = {f"r{n}": max(1, persons // 800) for n in range(REGIONS)}
    parity = {"kind": "value", "table": TABLE}
    return _agreed(2, parity=parity, seats=seats, floors=floors)


def many_rules(persons: int, number: int) -> Rules:
    """Values, five points beyond parity, and seats for a third in each direction."""
    names = parties(number)
    ways = [f"{one}>{other}" for one in names for other in names if one != other]
    return _agreed(
        number,
        parity={"kind": "value", "table": TABLE},
        seats=dict.fromkeys(ways, persons // len(ways) // 3),
        extra=dict.fromkeys(names, 5),
    )
