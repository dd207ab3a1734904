"""Three-valued evaluation: yes, no, or nobody knows yet."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from repatria.rulebook.core.rule import (
    MEANS_NO,
    MEANS_UNKNOWN,
    MEANS_YES,
    Answer,
    Condition,
    Fact,
    Facts,
    Finding,
    Rule,
    Test,
    Unit,
)

_EXACTLY = {
    ("day", Unit.DAYS): 1.0,
    ("week", Unit.DAYS): 7.0,
    ("month", Unit.MONTHS): 1.0,
    ("year", Unit.MONTHS): 12.0,
    ("year", Unit.YEARS): 1.0,
}


def evaluate(rule: Rule, facts: Facts) -> Finding:
    """Ask ``rule`` about ``facts``.

    One condition that fails settles it: no.  So does it where every alternative
    fails.  Otherwise what is unknown leaves it open, unless the rest holds without.
    More facts never turn a yes or a no around.
    """
    named = [holds(one, facts.get(one.fact)) for one in rule.when]
    options = [_all(option, facts) for option in rule.any_of]
    answer = together(named + ([either(options)] if options else []))
    outcomes = {
        Answer.YES: rule.outcome,
        Answer.UNKNOWN: rule.if_unknown,
        Answer.NO: rule.otherwise,
    }
    return Finding(
        rule=rule.id,
        version=rule.version,
        answer=answer,
        outcome=outcomes[answer],
        missing=_missing(rule, facts, options) if answer is Answer.UNKNOWN else (),
    )


def _missing(rule: Rule, facts: Facts, options: list[Answer]) -> tuple[str, ...]:
    """Return the unknown facts that can still decide, in the order of ``needs``."""
    open_to = list(rule.when)
    if either(options) is Answer.UNKNOWN:
        for option, answer in zip(rule.any_of, options, strict=True):
            open_to += option if answer is Answer.UNKNOWN else ()
    named = {one.fact for one in open_to if facts.get(one.fact) is None}
    return tuple(fact for fact in rule.needs if fact in named)


def _all(conditions: Iterable[Condition], facts: Facts) -> Answer:
    return together(holds(one, facts.get(one.fact)) for one in conditions)


def together(answers: Iterable[Answer]) -> Answer:
    """Say whether all of these hold; one that does not settles it.

    >>> together([Answer.UNKNOWN, Answer.NO])
    <Answer.NO: 'no'>
    """
    return _first_of((Answer.NO, Answer.UNKNOWN), answers, otherwise=Answer.YES)


def either(answers: Iterable[Answer]) -> Answer:
    """Say whether at least one of these holds; one that does settles it.

    >>> either([Answer.UNKNOWN, Answer.NO]), either([])
    (<Answer.UNKNOWN: 'unknown'>, <Answer.NO: 'no'>)
    """
    return _first_of((Answer.YES, Answer.UNKNOWN), answers, otherwise=Answer.NO)


def opposite(answer: Answer) -> Answer:
    """Say that something does not hold; unknown stays unknown.

    >>> opposite(Answer.UNKNOWN)
    <Answer.UNKNOWN: 'unknown'>
    """
    turned = {Answer.YES: Answer.NO, Answer.NO: Answer.YES}
    return turned.get(answer, Answer.UNKNOWN)


def _first_of(
    order: Iterable[Answer], answers: Iterable[Answer], *, otherwise: Answer
) -> Answer:
    found = set(answers)
    return next((one for one in order if one in found), otherwise)


def holds(condition: Condition, fact: Fact | None) -> Answer:
    """Say whether one condition holds of one fact; None is unknown.

    >>> holds(Condition("months", Test.MORE_THAN, 12), 12)
    <Answer.NO: 'no'>
    >>> holds(Condition("months", Test.MORE_THAN, 12), None)
    <Answer.UNKNOWN: 'unknown'>
    """
    if fact is None:
        return Answer.UNKNOWN
    return Answer.YES if _meets(condition, fact) else Answer.NO


def _meets(condition: Condition, fact: Fact) -> bool:
    value = condition.value
    if isinstance(value, tuple):
        return fact in value
    if condition.test is Test.IS:
        return fact == value
    return _compares(condition.test, float(fact), float(value))


def _compares(test: Test, fact: float, value: float) -> bool:
    return {
        Test.MORE_THAN: fact > value,
        Test.AT_LEAST: fact >= value,
        Test.LESS_THAN: fact < value,
        Test.AT_MOST: fact <= value,
    }[test]


def read_fact(condition: Condition, written: str) -> Fact | None:
    """Read a fact as a list writes it; blank, ``unknown`` and ``?`` are unknown.

    A number may name its unit, and is converted where that is exact: a year is
    twelve months; months are not turned into days.  Raises ValueError where the words
    cannot be such a fact.

    >>> read_fact(Condition("willing", Test.IS, True), "Yes")
    True
    >>> read_fact(Condition("months", Test.MORE_THAN, 12), "?") is None
    True
    >>> read_fact(Condition("cure", Test.MORE_THAN, 12, Unit.MONTHS), "1.5 years")
    18.0
    """
    word = written.strip()
    if word.lower() in MEANS_UNKNOWN:
        return None
    if condition.is_claim:
        return _claim(word.lower())
    return _number(word.lower(), condition.unit) if condition.is_number else word


def _claim(word: str) -> bool:
    if word not in MEANS_YES | MEANS_NO:
        raise ValueError
    return word in MEANS_YES


def _number(written: str, unit: Unit) -> float:
    number, _space, named = written.partition(" ")
    told = named.strip()
    factor = 1.0 if told in {"", unit} else _EXACTLY.get((told.rstrip("s"), unit))
    value = float(number)
    if factor is None or not isfinite(value):
        raise ValueError
    return value * factor
