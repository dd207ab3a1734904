"""Refusing what RULES.toml says, at the key where it says it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn

from repatria.exchange.core.errors import (
    NoSuchRuleError,
    NoSuchRuleOnLineError,
    RuleLineRefusedError,
    RuleRefusedError,
)
from repatria.exchange.engine.reading.lines import line_of
from repatria.rulebook.load import all_rules
from repatria.shared.text import mark as _

Refuse = Callable[[str, str], NoReturn]
"""Refuse for a fault (a marked sentence) at a key, such as ``seats.A>B``."""

MOST = 1_000_000

A_WAY_HOME = frozenset(
    {
        *("repatriate-directly", "release-without-delay", "by-agreement"),
        "retained-not-prisoner-of-war",
    }
)
"""Outcomes that make somebody a member of a rule's tier."""

NOT_KNOWN = _("a key in it is not known: see which keys there are")
WRONG_KIND = _("a value has the wrong kind")
NO_COUNT = _("a number in it is not a whole number from 0 to 1,000,000")
NO_RULE = _("no rule of this name is in the rulebook")
NO_PARTY = _("it names a party or bloc that is none of the parties")


EXAMPLES = {
    "parties": 'parties = ["North", "South"]',
    "as_of": "as_of = 2022-11-24",
    "tiers": 'tiers = ["geneva3.art109.1", 1, 2]',
    "exempt": 'exempt = ["geneva3.art109.1"]',
    "require_consent": 'require_consent = ["geneva3.art109.1"]',
    "categories": 'categories = ["categories.women"]',
    "parity": '[parity] kind = "count"',
    "parity.kind": 'kind = "count", "category", "value", "ratio", "none"',
    "parity.per": 'per = "party", "bloc", "category"',
    "parity.table": 'table = { private = 1, captain = 6 }, "dix-hill-1862"',
    "parity.blocs": 'blocs = { east = ["A", "B"], west = ["C"] }',
    "parity.ratio": "ratio = { North = 1, South = 30 }",
    "parity.ratios": '[[parity.ratios]] category = "medic", held_by = "North", '
    "against = { South = 50 }",
    "seats": '[seats] "North>South" = 60',
    "extra": "[extra] North = 2",
    "floors": "[floors] coast = 5",
    "consideration": '[[consideration]] from = "South", to = "North", what = "maps", '
    "quantity = 1",
    "valuations": "[valuations.North] rank = { captain = 6 }, other = 1",
    "lot": '[lot] seed = "made by both sides"',
    "rounds": "[[rounds]] on = 2022-12-01, seats = 60",
    "series": "[series] first = 2022-12-01, every = 14, seats = 60, rounds = 40",
    "credit": "[credit] South = 5",
    "lot.commitments": 'commitments = { North = "…", South = "…" }',
}
"""How each key is written, as the documentation tells it too."""


def refusing(file: str, text: str = "") -> Refuse:
    """Return what refuses for this file, with the line where its text is known."""

    def refuse(fault: str, rule: str) -> NoReturn:
        facts = {"file": file, "fault": fault, "rule": rule}
        line = str(line_of(text, rule) or "")
        if fault is NO_RULE:
            raise _no_such_rule(facts, line)
        if line:
            raise RuleLineRefusedError(**facts, example=example_of(rule), line=line)
        raise RuleRefusedError(**facts, example=example_of(rule))

    return refuse


def _no_such_rule(facts: Mapping[str, str], line: str) -> NoSuchRuleError:
    """Refuse a rule that is none, and name those that could be meant."""
    of_categories = facts["rule"].startswith("categories.")
    known = ", ".join(categories() if of_categories else ways_home())
    if line:
        return NoSuchRuleOnLineError(**facts, known=known, line=line)
    return NoSuchRuleError(**facts, known=known)


def ways_home() -> tuple[str, ...]:
    """Return the ids of the rules that may stand among the tiers."""
    return tuple(one.id for one in all_rules().values() if one.outcome in A_WAY_HOME)


def categories() -> tuple[str, ...]:
    """Return the ids of the rules that may stand among the categories."""
    return tuple(one.id for one in all_rules().values() if one.category)


def example_of(rule: str) -> str:
    """Return how a key is written, or the keys there are where it is none.

    >>> example_of("parity.table.captain")
    'table = { private = 1, captain = 6 }, "dix-hill-1862"'
    """
    parts = rule.split(".")
    names = (".".join(parts[:count]) for count in range(len(parts), 0, -1))
    every = ", ".join(key for key in EXAMPLES if "." not in key)
    return next((EXAMPLES[name] for name in names if name in EXAMPLES), every)


def table_of(
    told: Mapping[str, Any], name: str, refuse: Refuse, *, within: str = ""
) -> Mapping[str, Any]:
    """Return the table of this name, empty where there is none."""
    found = told.get(name, {})
    if not isinstance(found, Mapping):
        refuse(WRONG_KIND, f"{within}{name}")
    return found


def known_keys(
    told: Mapping[str, Any], keys: Collection[str], refuse: Refuse, *, within: str = ""
) -> None:
    """Refuse a key that is not one of ``keys``: a slip of the pen."""
    for strange in sorted(told.keys() - set(keys)):
        refuse(NOT_KNOWN, f"{within}{strange}")


def counts_of(
    told: Mapping[str, Any],
    name: str,
    refuse: Refuse,
    *,
    within: str = "",
    least: int = 0,
) -> dict[str, int]:
    """Return a table of whole numbers."""
    table = table_of(told, name, refuse, within=within)
    for key, value in table.items():
        if not is_count(value, least=least):
            refuse(NO_COUNT, f"{within}{name}.{key}")
    return dict(table)


def texts_of(
    told: Mapping[str, Any], name: str, refuse: Refuse, *, within: str = ""
) -> tuple[str, ...]:
    """Return a list of texts, none of them empty."""
    found = told.get(name, ())
    if not isinstance(found, list | tuple):
        refuse(WRONG_KIND, f"{within}{name}")
    if not all(isinstance(one, str) and one.strip() for one in found):
        refuse(WRONG_KIND, f"{within}{name}")
    return tuple(found)


def is_count(value: object, *, least: int = 0) -> bool:
    """Whether a value is a whole number that can be counted with.

    >>> [is_count(one) for one in (0, 7, -1, True, 1.0, float("nan"), 10**9)]
    [True, True, False, False, False, False, False]
    """
    plain = isinstance(value, int) and not isinstance(value, bool)
    return plain and least <= value <= MOST  # type: ignore[operator]
