"""What stands against what: two numbers of two parties, else each party and bloc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from repatria.exchange.core.rules import Kind, Per, Rules
from repatria.exchange.models import Exchange
from repatria.exchange.services.rules import read_rules_text


def balance(
    exchange: Exchange, sides: Sequence[Mapping[str, str]], told: Mapping[str, Any]
) -> dict[str, Any]:
    """Return how many stand against how many in parity, in the order of ``sides``.

    Of two parties ``one`` and ``other``; of more ``units``: each bloc of the rules
    with its members and each party in none, where the rules are known here.
    """
    sums = {party: _in_parity(found) for party, found in told["parity"].items()}
    if len(sides) == 2:
        gets, gives = (sums[side["code"]]["gets"] for side in sides)
        return {"one": gets, "other": gives, "even": gets == gives}
    rules = read_rules_text(exchange.rules) if exchange.rules else None
    return {"units": _units(sides, sums, rules), "counted": _is_counted(rules)}


def _in_parity(sums: Mapping[str, int]) -> dict[str, int]:
    return {
        "gives": sums["gives"] - sums["gives_outside"],
        "gets": sums["gets"] - sums["gets_outside"],
        "outside": sums["gives_outside"],
    }


def _is_counted(rules: Rules | None) -> bool:
    """Tell whether numbers of persons are what the rules weigh against each other."""
    if rules is None:
        return False
    return rules.parity.kind is Kind.COUNT and rules.parity.per is not Per.CATEGORY


def _units(
    sides: Sequence[Mapping[str, str]],
    sums: Mapping[str, Mapping[str, int]],
    rules: Rules | None,
) -> list[dict[str, Any]]:
    alone = {side["code"]: frozenset({side["code"]}) for side in sides}
    units = (rules.units() if rules else {}) or alone
    names = {side["code"]: side["name"] for side in sides}
    first = list(names)
    ordered = sorted(units.items(), key=lambda unit: min(map(first.index, unit[1])))
    return [
        {
            "name": names.get(unit, unit),
            "members": [
                {"name": names[code], **sums[code]}
                for code in sorted(members, key=first.index)
            ],
            **_weighed(
                _added(sums[code] for code in members),
                rules.extra_of(unit) if rules else 0,
            ),
        }
        for unit, members in ordered
    ]


def _weighed(sums: Mapping[str, int], extra: int) -> dict[str, int]:
    """Return sums, what is given beyond what is got, and if that was agreed."""
    beyond = sums["gives"] - sums["gets"]
    return {**sums, "extra": extra, "beyond": beyond, "holds": beyond <= extra}


def _added(sums: Iterable[Mapping[str, int]]) -> dict[str, int]:
    held = list(sums)
    return {key: sum(one[key] for one in held) for key in ("gives", "gets", "outside")}
