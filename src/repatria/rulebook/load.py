"""Loading the rule files that come with the package.

``load_rule`` gives one rule by its id, ``all_rules`` every one; ids name the treaty
(``geneva3``, ``geneva4``, ``protocol1``), then the article or the line of an annex:
``geneva3.art110.1.2``, ``protocol1.art45.1``, ``geneva3.annex1.IA3l``.  The lines
of an annex, and what they say together: ``repatria.rulebook.annex``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from repatria.rulebook.core.rule import (
    Answer,
    Condition,
    Fact,
    Facts,
    Rule,
    Test,
    Time,
    Unit,
)
from repatria.rulebook.files import (
    RuleUnknownError as RuleUnknownError,
)
from repatria.rulebook.files import (
    RuleUnreadableError as RuleUnreadableError,
)
from repatria.rulebook.files import (
    cases_in,
    found,
    in_order,
    stems,
    stray_keys,
    text_of,
    told_in,
)

TREATIES = ("geneva3", "geneva4", "protocol1")
"""Folders of rule files, one a treaty."""

CATEGORIES = "categories"
"""The folder of categories that parties may agree on; no treaty names them."""

_NEEDED = {
    *("id", "version", "source", "valid_from", "says", "needs"),
    *("outcome", "if_unknown", "reviewed_by"),
}
_ALSO = {"when", "any", "otherwise", "part", "on_records", "ambiguous", "category"}
_NEVER = frozenset({"", "no", "refuse", "refused"})
"""What no rule says where something is unknown: unknown is never no."""
_BESIDE = {"unit", "time"}


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: facts, and what the rule must answer."""

    says: str
    facts: Facts
    answer: Answer


@cache
def load_rule(rule: str) -> Rule:
    """Return the rule with this id, such as ``geneva3.art110.1.2``."""
    treaty, stem = found(_known(), rule)
    return read_rule(rule, text_of(treaty, stem))


def is_rule(rule: str) -> bool:
    """Tell whether there is a rule with this id, without reading any."""
    return rule in _known()


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the articles, annexes last."""
    return {rule: load_rule(rule) for rule in _known()}


@cache
def load_cases(rule: str) -> tuple[Case, ...]:
    """Return the worked cases of a rule."""
    return tuple(
        Case(one["says"], one["facts"], Answer(one["answer"]))
        for one in cases_in(*found(_known(), rule))
    )


def read_rule(rule: str, text: str) -> Rule:
    """Read the text of one rule file, whose name says that it is ``rule``."""
    told = told_in(rule, text)
    if wrong := _wrong_in(rule, told):
        raise RuleUnreadableError(rule=rule, fault=wrong)
    options = tuple(_conditions(one) for one in told.pop("any", ()))
    when = _conditions(told.pop("when", {}))
    return Rule(**{**told, "needs": tuple(told["needs"])}, when=when, any_of=options)


@cache
def _known() -> dict[str, tuple[str, str]]:
    """Return where each rule is, in order, without reading any."""
    ids = {
        f"{treaty}.{one}": (treaty, one)
        for treaty in (*TREATIES, CATEGORIES)
        for one in stems(treaty)
    }
    return {rule: ids[rule] for rule in sorted(ids, key=in_order)}


def _wrong_in(rule: str, told: dict[str, Any]) -> str:
    """Return what is wrong with a rule file, empty if nothing is."""
    if wrong := stray_keys(told, needed=_NEEDED, also=_ALSO):
        return wrong
    when, options = told.get("when", {}), told.get("any", [])
    if not _are_conditions(when, options):
        return "when, any"
    named = {fact for one in (when, *options) for fact in one}
    needs = told["needs"]
    checks = {
        "id": told["id"] == rule,
        "needs": set(needs) == named and len(set(needs)) == len(needs) > 0,
        "if_unknown": told["if_unknown"] not in _NEVER,
        "otherwise": told.get("otherwise", "-") not in _NEVER,
        "valid_from": isinstance(told["valid_from"], date),
    }
    return ", ".join(name for name, sound in checks.items() if not sound)


def _are_conditions(when: Any, options: Any) -> bool:
    tables = [when, *options] if isinstance(options, list) else [None]
    return all(
        isinstance(one, dict) and all(_is_condition(said) for said in one.values())
        for one in tables
    ) and all(options)


def _is_condition(said: Fact | dict[str, Any]) -> bool:
    if not isinstance(said, dict):
        return True
    tests = said.keys() - _BESIDE
    units, times = set(Unit), set(Time)
    sound = len(tests) == 1 and tests <= set(Test)
    return sound and said.get("unit", "") in units and said.get("time", "") in times


def _conditions(told: Mapping[str, Any]) -> tuple[Condition, ...]:
    return tuple(_condition(fact, said) for fact, said in told.items())


def _condition(fact: str, said: Fact | dict[str, Any]) -> Condition:
    if not isinstance(said, dict):
        return Condition(fact, Test.IS, said)
    ((test, value),) = ((key, said[key]) for key in said.keys() - _BESIDE)
    return Condition(
        fact,
        Test(test),
        tuple(value) if isinstance(value, list) else value,
        unit=Unit(said.get("unit", "")),
        time=Time(said.get("time", "")),
    )
