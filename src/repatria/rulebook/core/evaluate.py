"""Three-valued evaluation: yes, no, or nobody knows yet."""

from __future__ import annotations

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
)


def evaluate(rule: Rule, facts: Facts) -> Finding:
    """Ask ``rule`` about ``facts``.

    One condition that fails settles it: no.  Otherwise one unknown leaves it
    open.  Only where every condition is known to hold the answer is yes.
    """
    answers = {one.fact: holds(one, facts.get(one.fact)) for one in rule.when}
    answer = _together(list(answers.values()))
    outcomes = {Answer.YES: rule.outcome, Answer.UNKNOWN: rule.if_unknown}
    missing = tuple(fact for fact in rule.needs if answers.get(fact) is Answer.UNKNOWN)
    return Finding(
        rule=rule.id,
        version=rule.version,
        answer=answer,
        outcome=outcomes.get(answer, ""),
        missing=missing if answer is Answer.UNKNOWN else (),
    )


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


def _together(answers: list[Answer]) -> Answer:
    for weakest in (Answer.NO, Answer.UNKNOWN):
        if weakest in answers:
            return weakest
    return Answer.YES


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

    Raises ValueError where the words cannot be such a fact.

    >>> read_fact(Condition("willing", Test.IS, True), "Yes")
    True
    >>> read_fact(Condition("months", Test.MORE_THAN, 12), "?") is None
    True
    """
    word = written.strip()
    if word.lower() in MEANS_UNKNOWN:
        return None
    if condition.is_claim:
        return _claim(word.lower())
    return float(word) if condition.is_number else word


def _claim(word: str) -> bool:
    if word not in MEANS_YES | MEANS_NO:
        raise ValueError
    return word in MEANS_YES
