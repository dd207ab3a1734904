"""Saying what a rule asks, condition by condition, in the language now spoken."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.rulebook.core.rule import Condition, Rule, Test, Time, Unit
from repatria.rulebook.core.words import NEEDS, TIMES, UNITS
from repatria.shared.text import mark as _
from repatria.shared.text import say

_TESTS = {
    Test.MORE_THAN: _("{fact}: more than {n}"),
    Test.AT_LEAST: _("{fact}: at least {n}"),
    Test.LESS_THAN: _("{fact}: less than {n}"),
    Test.AT_MOST: _("{fact}: at most {n}"),
    Test.IS: _("{fact}: {n}"),
    Test.ONE_OF: _("{fact}: {n}"),
}
_NOT_SO = _("not so: {fact}")


def condition_said(condition: Condition) -> str:
    """Return one condition in words, its unit and kind of time with it.

    >>> condition_said(Condition("diabetes", Test.IS, False))
    'not so: there is diabetes'
    """
    fact = say(NEEDS[condition.fact])
    if condition.is_claim:
        return fact if condition.value else say(_NOT_SO, fact=fact)
    value = condition.value
    values: Iterable[object] = value if isinstance(value, tuple) else (value,)
    said = say(_TESTS[condition.test], fact=fact, n=", ".join(map(str, values)))
    beside = [
        *([say(UNITS[condition.unit])] if condition.unit is not Unit.NONE else []),
        *([say(TIMES[condition.time])] if condition.time is not Time.NONE else []),
    ]
    return f"{said} ({'; '.join(beside)})" if beside else said


def rule_said(rule: Rule) -> tuple[list[str], list[list[str]]]:
    """Return what must all hold, and the alternatives of which one must, in words."""
    together = [condition_said(one) for one in rule.when]
    options = [[condition_said(one) for one in option] for option in rule.any_of]
    return together, options
