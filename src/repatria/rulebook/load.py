"""Loading the rule files that come with the package."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from repatria.rulebook.core.rule import (
    Answer,
    Condition,
    Fact,
    Facts,
    Rule,
    Test,
)
from repatria.shared.errors import RepatriaError
from repatria.shared.text import mark as _

TREATIES = ("geneva3", "protocol1")
"""Folders of rule files, one a treaty."""

_RULE, _CASES = ".toml", ".cases.toml"
_KEYS = {
    *("id", "version", "source", "valid_from", "says", "needs", "when"),
    *("outcome", "if_unknown", "reviewed_by"),
}


class RuleUnknownError(RepatriaError):
    """No rule file has this id."""

    code = "rulebook.no-such-rule"
    what = _("There is no rule called {rule}.")
    remedy = _("Use one of: {known}.")


class RuleUnreadableError(RepatriaError):
    """A rule file does not say what a rule must say."""

    code = "rulebook.rule-unreadable"
    what = _("The rule file {rule} cannot be used: {fault}.")
    remedy = _("Compare it with the other files of the rulebook, and correct it.")


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case: facts, and what the rule must answer."""

    says: str
    facts: Facts
    answer: Answer


def load_rule(rule: str) -> Rule:
    """Return the rule with this id, such as ``geneva3.art110.1.2``."""
    known = all_rules()
    if rule not in known:
        raise RuleUnknownError(rule=rule, known=", ".join(known))
    return known[rule]


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the articles."""
    found = [read_rule(f"{treaty}.{stem}", text) for treaty, stem, text in _texts()]
    return {one.id: one for one in sorted(found, key=lambda one: _in_order(one.id))}


@cache
def load_cases(rule: str) -> tuple[Case, ...]:
    """Return the worked cases of a rule."""
    treaty, _dot, stem = load_rule(rule).id.partition(".")
    text = (_folder(treaty) / f"{stem}{_CASES}").read_text(encoding="utf-8")
    return tuple(
        Case(one["says"], one["facts"], Answer(one["answer"]))
        for one in tomllib.loads(text)["case"]
    )


def read_rule(rule: str, text: str) -> Rule:
    """Read the text of one rule file, whose name says that it is ``rule``."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise RuleUnreadableError(rule=rule, fault=str(fault)) from fault
    if wrong := _wrong_in(rule, told):
        raise RuleUnreadableError(rule=rule, fault=wrong)
    when = tuple(_condition(fact, said) for fact, said in told["when"].items())
    return Rule(**{**told, "needs": tuple(told["needs"]), "when": when})


def _wrong_in(rule: str, told: dict[str, Any]) -> str:
    """Return what is wrong with a rule file, empty if nothing is."""
    if told.keys() != _KEYS:
        wrong = sorted(told.keys() ^ _KEYS)
        return f"missing or not known: {', '.join(wrong)}"
    checks = {
        "id": told["id"] == rule,
        "needs": set(told["needs"]) == set(told["when"]) and bool(told["needs"]),
        "if_unknown": told["if_unknown"] not in {"", "no", "refuse"},
        "valid_from": isinstance(told["valid_from"], date),
        "when": all(_is_condition(said) for said in told["when"].values()),
    }
    return ", ".join(name for name, sound in checks.items() if not sound)


def _is_condition(said: Fact | dict[str, Any]) -> bool:
    return not isinstance(said, dict) or (len(said) == 1 and set(said) <= set(Test))


def _condition(fact: str, said: Fact | dict[str, Any]) -> Condition:
    if not isinstance(said, dict):
        return Condition(fact, Test.IS, said)
    ((test, value),) = said.items()
    return Condition(
        fact, Test(test), tuple(value) if isinstance(value, list) else value
    )


def _texts() -> Iterator[tuple[str, str, str]]:
    for treaty in TREATIES:
        for file in _folder(treaty).iterdir():
            if file.name.endswith(_RULE) and not file.name.endswith(_CASES):
                stem = file.name.removesuffix(_RULE)
                yield treaty, stem, file.read_text(encoding="utf-8")


def _folder(treaty: str) -> Traversable:
    return files("repatria.rulebook") / treaty


def _in_order(rule: str) -> tuple[str, list[int]]:
    treaty, _dot, article = rule.partition(".")
    return treaty, [int(part) for part in article.removeprefix("art").split(".")]
