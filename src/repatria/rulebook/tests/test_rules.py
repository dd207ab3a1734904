"""Every rule answers its worked cases, and unknown never turns into no."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.rulebook.core.evaluate import evaluate, holds, read_fact
from repatria.rulebook.core.rule import (
    Answer,
    Condition,
    Fact,
    Kind,
    Rule,
    Test,
    Time,
    Unit,
)
from repatria.rulebook.core.words import FOLLOWS, NEEDS
from repatria.rulebook.load import (
    CATEGORIES,
    TREATIES,
    Case,
    RuleUnknownError,
    RuleUnreadableError,
    all_rules,
    load_cases,
    load_rule,
    read_rule,
)

RULES = list(all_rules().values())
MONTHS = Unit.MONTHS
CASES = [
    pytest.param(rule, case, id=f"{rule.id}: {case.says}")
    for rule in RULES
    for case in load_cases(rule.id)
]


def values_of(condition: Condition) -> list[Fact]:
    if condition.is_claim:
        return [True, False]
    if condition.is_number:
        return [0, 11, 12, 13, 40]
    words = condition.value if isinstance(condition.value, tuple) else ()
    return [*words, "something else"]


@st.composite
def asked(draw: st.DrawFn) -> tuple[Rule, dict[str, Fact]]:
    """A rule, and some of the facts it needs."""
    rule = draw(st.sampled_from(RULES))
    known = [one for one in rule.conditions if draw(st.booleans())]
    return rule, {one.fact: draw(st.sampled_from(values_of(one))) for one in known}


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_the_rule_answers_its_worked_case(rule: Rule, case: Case) -> None:
    assert evaluate(rule, case.facts).answer is case.answer


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_its_cases_show_all_three_answers_and_name_only_facts_it_needs(
    rule: Rule,
) -> None:
    cases = load_cases(rule.id)
    assert {one.answer for one in cases} == set(Answer)
    assert all(set(one.facts) <= set(rule.needs) for one in cases)


def test_the_articles_of_going_home_are_there() -> None:
    home = [
        f"geneva3.art{article}"
        for article in "109.1 109.3 110.1.1 110.1.2 110.1.3 115 118 119".split()
    ]
    assert [rule for rule in all_rules() if rule in home] == home


def test_the_articles_of_legal_status_are_there() -> None:
    known = all_rules()
    assert {"geneva3.art5", "geneva3.art33", "protocol1.art45.1"} <= known.keys()


def test_the_article_on_mail_is_there() -> None:
    assert "geneva3.art71" in all_rules()


def test_a_rule_that_no_lawyer_has_read_says_so() -> None:
    assert [rule.id for rule in RULES if rule.is_reviewed] == []


@pytest.mark.parametrize(
    "file",
    sorted(
        f"{treaty}/{file.name}"
        for treaty in (*TREATIES, CATEGORIES)
        for file in (files("repatria.rulebook") / treaty).iterdir()
    ),
)
def test_every_rule_file_states_source_and_licence(file: str) -> None:
    text = (files("repatria.rulebook") / file).read_text(encoding="utf-8")
    assert text.startswith("# Source: own ")
    assert "# Licence: EUPL-1.2" in text


@given(asked())
def test_the_answer_depends_on_nothing_but_the_facts_it_needs(
    question: tuple[Rule, dict[str, Fact]],
) -> None:
    """Whoever holds whom: the party is no fact, so mirrored parties are alike."""
    rule, facts = question
    aside: dict[str, Fact] = {"holder": "North", "home": "South", "rank": "general"}
    mirrored: dict[str, Fact] = {"holder": "South", "home": "North", "rank": "private"}
    answers = {
        evaluate(rule, {**facts, **more}).answer for more in ({}, aside, mirrored)
    }
    assert len(answers) == 1


@given(asked(), st.data())
def test_learning_more_never_turns_a_settled_answer(
    question: tuple[Rule, dict[str, Fact]], data: st.DataObject
) -> None:
    rule, facts = question
    before = evaluate(rule, facts)
    unknown = [one for one in rule.conditions if one.fact not in facts]
    learned = {one.fact: data.draw(st.sampled_from(values_of(one))) for one in unknown}
    after = evaluate(rule, {**facts, **learned})
    assert after.answer is not Answer.UNKNOWN
    if before.answer is Answer.UNKNOWN:
        assert before.outcome == rule.if_unknown
        assert set(before.missing) <= set(learned)
    else:
        assert before.missing == ()
        assert after.answer is before.answer


@given(asked(), st.data())
def test_what_is_missing_settles_an_open_answer(
    question: tuple[Rule, dict[str, Fact]], data: st.DataObject
) -> None:
    rule, facts = question
    for _step in rule.needs:
        finding = evaluate(rule, facts)
        if finding.answer is not Answer.UNKNOWN:
            return
        assert finding.missing
        asked_next = [one for one in rule.conditions if one.fact in finding.missing]
        facts = dict(facts)
        facts[asked_next[0].fact] = data.draw(st.sampled_from(values_of(asked_next[0])))
    assert evaluate(rule, facts).answer is not Answer.UNKNOWN


@pytest.mark.parametrize(
    ("test", "value", "fact", "meant"),
    [
        pytest.param(Test.AT_LEAST, 12, 12, Answer.YES, id="at least, equal"),
        pytest.param(Test.MORE_THAN, 12, 12, Answer.NO, id="more than, equal"),
        pytest.param(Test.AT_MOST, 12, 12, Answer.YES, id="at most, equal"),
        pytest.param(Test.LESS_THAN, 12, 12, Answer.NO, id="less than, equal"),
        pytest.param(Test.ONE_OF, ("a", "b"), "b", Answer.YES, id="one of"),
        pytest.param(Test.IS, "a", "b", Answer.NO, id="another word"),
    ],
)
def test_conditions(
    test: Test, value: Fact | tuple[Fact, ...], fact: Fact, meant: Answer
) -> None:
    assert holds(Condition("fact", test, value), fact) is meant


@pytest.mark.parametrize(
    ("condition", "written", "meant"),
    [
        (Condition("willing", Test.IS, value=True), " No ", False),
        (Condition("willing", Test.IS, value=True), "1", True),
        (Condition("months", Test.MORE_THAN, 12), "12.5", 12.5),
        (Condition("months", Test.MORE_THAN, 12, MONTHS), "13 months", 13.0),
        (Condition("months", Test.MORE_THAN, 12, MONTHS), "2 years", 24.0),
        (Condition("days", Test.AT_LEAST, 14, Unit.DAYS), "2 weeks", 14.0),
        (Condition("months", Test.IS, 3), "3", 3.0),
        (Condition("offence", Test.ONE_OF, ("a",)), "a", "a"),
        (Condition("offence", Test.ONE_OF, ("a",)), "unknown", None),
        (Condition("willing", Test.IS, value=True), "", None),
    ],
)
def test_facts_are_read_as_lists_write_them(
    condition: Condition, written: str, meant: Fact | None
) -> None:
    assert read_fact(condition, written) == meant


@pytest.mark.parametrize(
    ("condition", "written"),
    [
        (Condition("willing", Test.IS, value=True), "perhaps"),
        (Condition("months", Test.MORE_THAN, 12), "a year"),
        (Condition("months", Test.MORE_THAN, 12, MONTHS), "400 days"),
        (Condition("months", Test.MORE_THAN, 12, MONTHS), "nan"),
        (Condition("months", Test.MORE_THAN, 12), "13 months"),
    ],
)
def test_what_cannot_be_the_fact_is_not_guessed(
    condition: Condition, written: str
) -> None:
    with pytest.raises(ValueError, match=r"^$|could not convert"):
        read_fact(condition, written)


GOOD = """
id = "geneva3.art1"
version = 1
source = "somewhere"
valid_from = 1950-10-21
says = "something"
needs = ["a"]
outcome = "yes"
if_unknown = "ask"
reviewed_by = ""
[when]
a = true
"""


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("version = 1\n", "", "version"),
        ('id = "geneva3.art1"', 'id = "geneva3.art2"', "id"),
        ('needs = ["a"]', 'needs = ["b"]', "needs"),
        ('if_unknown = "ask"', 'if_unknown = "no"', "if_unknown"),
        ("a = true", "a = { roughly = 3 }", "when"),
        ("a = true", "a = { at_least = 3, unit = 'moons' }", "when"),
        ("a = true", "a = { at_least = 3, time = 'soon' }", "when"),
        ("a = true", "a = { at_least = 3, at_most = 4 }", "when"),
        ("a = true", "a = true\n[[any]]\n", "any"),
        ("a = true", "a = true\n[[any]]\nb = true", "needs"),
        ('needs = ["a"]', 'needs = ["a", "a"]', "needs"),
        ('if_unknown = "ask"', 'if_unknown = "refused"', "if_unknown"),
        ('if_unknown = "ask"', 'if_unknown = "ask"\notherwise = "refuse"', "otherwise"),
        ("1950-10-21", '"long ago"', "valid_from"),
        ("[when]", "[when", "line"),
    ],
)
def test_a_rule_file_that_says_too_little_is_refused(
    written: str, instead: str, fault: str
) -> None:
    assert read_rule("geneva3.art1", GOOD).is_in_force(date(1950, 10, 21))
    with pytest.raises(RuleUnreadableError, match=fault):
        read_rule("geneva3.art1", GOOD.replace(written, instead))


def test_an_unknown_rule_is_refused_with_those_that_exist() -> None:
    with pytest.raises(RuleUnknownError, match=r"art110\.1\.2"):
        load_rule("geneva3.art999")


def test_every_short_name_of_a_rule_has_words() -> None:
    rules = all_rules().values()
    assert {need for rule in rules for need in rule.needs} == NEEDS.keys()
    assert {code for rule in rules for code in rule.answers} == FOLLOWS.keys()


def test_a_fact_is_asked_in_the_same_way_by_every_rule() -> None:
    asked_as: dict[str, set[tuple[Kind, Unit, Time]]] = {}
    for rule in RULES:
        for one in rule.questions:
            asked_as.setdefault(one.fact, set()).add((one.kind, one.unit, one.time))
    assert {fact: how for fact, how in asked_as.items() if len(how) > 1} == {}


def test_a_number_of_months_tells_whether_they_passed_or_are_expected() -> None:
    untold = {
        one.fact
        for rule in RULES
        for one in rule.questions
        if one.unit in {Unit.DAYS, Unit.MONTHS, Unit.YEARS} and one.time is Time.NONE
    }
    named = {
        one.fact
        for rule in RULES
        for one in rule.questions
        if "months" in one.fact.split("_") and one.unit is not Unit.MONTHS
    }
    assert untold | named == set()


def test_the_documentation_tells_every_rule_as_its_file_does() -> None:
    rows = [
        f"| `{rule.id}`{_marks(rule)} | {rule.says} |" for rule in all_rules().values()
    ]
    told = (Path(__file__).parents[4] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert [row for row in rows if row not in told] == []


def _marks(rule: Rule) -> str:
    passed = any(one.time is Time.ELAPSED for one in rule.questions)
    return f"{' ★' if rule.on_records else ''}{' ⏱' if passed else ''}"
