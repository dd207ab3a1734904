"""Annex I answers *listed*, or that the commission decides; it refuses nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.rulebook.annex import annex_lines
from repatria.rulebook.core.annex import COMMISSION_DECIDES, Part, Reading, read_annex
from repatria.rulebook.core.rule import Answer, Fact, Facts, Kind, Question, Time
from repatria.rulebook.core.words import FOLLOWS, NEEDS, PARTS, TIMES, UNITS

LINES = annex_lines()
QUESTIONS = {one.fact: one for line in LINES for one in line.questions}
YES, NO, OPEN = Answer.YES, Answer.NO, Answer.UNKNOWN
NO_BAR: Facts = {
    "condition_from_before_the_war": False,
    "served_after_the_injury": False,
    "chronic_psychosis_verified": False,
    "incurable_nervous_disease": False,
    "contagious_and_transmissible_now": False,
}


def answers(question: Question) -> st.SearchStrategy[Fact]:
    if question.kind is Kind.CLAIM:
        return st.booleans()
    return st.sampled_from([0, 0.4, 0.5, 0.9, 1, 2, 3, 11, 12, 13, 24])


some_facts = st.fixed_dictionaries(
    {}, optional={fact: answers(one) for fact, one in QUESTIONS.items()}
)


def listed(reading: Reading) -> set[str]:
    return {one.rule.removeprefix("geneva3.annex1.") for one in reading.listed()}


def test_the_lines_stand_in_the_order_of_the_annex() -> None:
    letters = [f"IA3{letter}" for letter in "abcdefghiklmnopqrst"]  # there is no j
    assert [line.article for line in LINES] == [
        *("IA1", "IA1a", "IA1b", "IA1c", "IA1d"),
        *("IA2", *(f"IA2{letter}" for letter in "abcdefghi")),
        *("IA3", *letters),
        *("IB1", "IB2", "IB3", "IB4", "IB5", "IB5.return", "IB6", "IB7"),
        *("IBx1", "IBx2", "IBx3"),
        *("II1", "II2", "II3", "II4", "II5"),
    ]


def test_each_line_belongs_to_a_list_and_can_be_asked_in_words() -> None:
    assert {line.part for line in LINES} == set(Part) == PARTS.keys()
    for line in LINES:
        assert {question.fact for question in line.questions} <= NEEDS.keys()
        assert set(line.answers) <= FOLLOWS.keys()
        assert all(one.unit in UNITS and one.time in TIMES for one in line.questions)


def test_no_line_of_the_lists_answers_anything_but_listed_or_the_commission() -> None:
    for line in LINES:
        if line.part in {Part.A1, Part.A2, Part.A3, Part.B}:
            assert line.otherwise == line.if_unknown == COMMISSION_DECIDES
    assert not [code for code in FOLLOWS if "refus" in code]


def test_the_star_and_time_that_has_passed_stand_where_the_annex_has_them() -> None:
    starred = {line.article for line in LINES if line.on_records}
    assert starred == {"IA3c", "IA3d", "IA3e", "IA3g", "IA3i", "IA3k"}
    passed = {
        line.article
        for line in LINES
        for one in line.questions
        if one.time is Time.ELAPSED
    }
    assert passed == {"IA3c", "IA3e", "IA3g", "IA3s", "IB5.return"}
    assert [line.article for line in LINES if line.ambiguous] == ["IA3i"]


@pytest.mark.parametrize(
    ("facts", "home", "accommodation", "lines"),
    [
        pytest.param(
            {"diabetes": True, "insulin_needed": True},
            YES,
            OPEN,
            {"IA3l"},
            id="diabetes with insulin",
        ),
        pytest.param(
            {"diabetes": True, "insulin_needed": False},
            OPEN,
            YES,
            {"IB4"},
            id="diabetes without insulin",
        ),
        pytest.param(
            {
                "kidney_removed": True,
                "kidney_removed_in_captivity": True,
                "removed_kidney_was_tubercular": True,
            },
            YES,
            OPEN,
            {"IA3f"},
            id="a kidney removed for tuberculosis",
        ),
        pytest.param(
            {
                "kidney_removed": True,
                "kidney_removed_in_captivity": True,
                "removed_kidney_was_tubercular": False,
            },
            OPEN,
            YES,
            {"IB4"},
            id="a kidney removed for another reason",
        ),
        pytest.param(
            {
                "chronic_osteomyelitis": True,
                "recovery_after_injury_months": 20,
                "joint_likely_to_stiffen": True,
                "osteomyelitis_healing_or_latent": False,
            },
            YES,
            OPEN,
            {"IA2c"},
            id="osteomyelitis that stiffens a joint",
        ),
        pytest.param(
            {"chronic_osteomyelitis": True, "osteomyelitis_healing_or_latent": True},
            OPEN,
            YES,
            {"IB4"},
            id="osteomyelitis that lies latent",
        ),
        pytest.param(
            {"epilepsy_verified_by_camp_doctor": True},
            YES,
            OPEN,
            {"IA3g"},
            id="epilepsy",
        ),
    ],
)
def test_pairs_of_cases_fall_on_either_side(
    facts: dict[str, Fact], home: Answer, accommodation: Answer, lines: set[str]
) -> None:
    reading = read_annex(LINES, {**NO_BAR, **facts})
    assert (reading.home, reading.accommodation) == (home, accommodation)
    assert listed(reading) == lines


@pytest.mark.parametrize(
    ("worse", "home", "bars"), [(True, YES, 0), (False, NO, 1), (None, OPEN, 0)]
)
def test_what_stood_before_the_war_and_is_no_worse_leaves_it_to_the_commission(
    *, worse: bool | None, home: Answer, bars: int
) -> None:
    facts = {
        **NO_BAR,
        "epilepsy_verified_by_camp_doctor": True,
        "condition_from_before_the_war": True,
        "condition_became_worse": worse,
    }
    reading = read_annex(LINES, facts)
    assert reading.home is home
    assert len(reading.bars()) == bars
    assert listed(reading) == {"IA3g"}
    missing = () if worse is not None else ("condition_became_worse",)
    assert reading.missing == missing


@given(some_facts, some_facts)
def test_learning_more_never_turns_what_the_lists_say(
    known: dict[str, Fact], learned: dict[str, Fact]
) -> None:
    before = read_annex(LINES, known)
    after = read_annex(LINES, {**learned, **known})
    for earlier, later in (
        (before.home, after.home),
        (before.accommodation, after.accommodation),
    ):
        assert earlier in {OPEN, later}


@given(some_facts)
def test_a_bar_keeps_from_the_list_and_never_from_the_commission(
    facts: dict[str, Fact],
) -> None:
    reading = read_annex(LINES, facts)
    assert reading.home is not YES or not any(
        one.outcome == "bars-direct-return" for one in reading.bars()
    )
    assert all(
        one.answer is not NO or one.outcome != "listed" for one in reading.findings
    )


def test_nothing_known_is_open_and_asks_nothing_of_the_bars_yet() -> None:
    reading = read_annex(LINES, {})
    assert (reading.home, reading.accommodation, reading.missing) == (OPEN, OPEN, ())
