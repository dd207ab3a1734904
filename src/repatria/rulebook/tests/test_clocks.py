"""Every clock answers its worked cases; no number given is never a number."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.rulebook.clocks import (
    ClockCase,
    all_clocks,
    clock_cases,
    load_clock,
    read_clock,
)
from repatria.rulebook.core.clock import (
    Clock,
    Number,
    Sense,
    days_late,
    months_later,
)
from repatria.rulebook.load import RuleUnknownError, RuleUnreadableError

CLOCKS = list(all_clocks().values())
CASES = [
    pytest.param(clock, case, id=f"{clock.id}: {case.says}")
    for clock in CLOCKS
    for case in clock_cases(clock.id)
]
FOLDER = files("repatria.rulebook") / "clocks"
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(("clock", "case"), CASES)
def test_the_clock_answers_its_worked_case(clock: Clock, case: ClockCase) -> None:
    due = clock.due(case.began, policy=case.policy)
    assert due == case.due
    assert clock.off(due, on=case.today) == case.late


def test_no_clock_was_read_by_a_lawyer_and_each_has_cases_on_both_sides() -> None:
    assert [clock.id for clock in CLOCKS if clock.is_reviewed] == []
    for clock in CLOCKS:
        assert {case.late > 0 for case in clock_cases(clock.id)} == {True, False}


@given(st.sampled_from(CLOCKS), DAYS, st.integers(0, 400))
def test_where_no_number_is_given_only_a_policy_makes_a_date(
    clock: Clock, began: date, policy: int
) -> None:
    due = clock.due(began, policy=policy)
    if clock.number is Number.NONE:
        assert due == (began + timedelta(policy) if policy else None)
    else:
        assert due == clock.due(began)
        assert due is not None
        assert due > began


@given(st.sampled_from(CLOCKS), DAYS, st.integers(0, 60), st.integers(-3, 3))
def test_the_first_day_in_time_divides_late_from_in_time(
    clock: Clock, on: date, policy: int, apart: int
) -> None:
    first = clock.first_in_time(on, policy=policy)
    if first is None:
        assert clock.due(on, policy=policy) is None
        return
    began = first + timedelta(apart)
    late = days_late(clock.due(began, policy=policy), on=on) > 0
    assert late is (began < first)


@given(st.sampled_from(CLOCKS), DAYS, DAYS)
def test_only_what_is_due_at_the_latest_can_be_late(
    clock: Clock, began: date, on: date
) -> None:
    due = clock.due(began)
    late, off = clock.late(due, on=on), clock.off(due, on=on)
    assert late in {0, off}
    assert late == 0 or clock.sense is Sense.AT_LATEST
    if clock.sense is Sense.NOT_BEFORE:
        assert (off > 0) is (on < (due or on))


@given(DAYS, st.integers(0, 30))
def test_months_later_stays_within_the_month(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


@pytest.mark.parametrize("file", sorted(file.name for file in FOLDER.iterdir()))
def test_every_file_states_source_and_licence(file: str) -> None:
    text = (FOLDER / file).read_text(encoding="utf-8")
    assert text.startswith("# Source: own ")
    assert "# Licence: EUPL-1.2" in text


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("version = 1\n", "", "version"),
        ('id = "geneva3.art31"', 'id = "other"', "id"),
        ('owed_by = "holder"', 'owed_by = "north"', "owed_by"),
        ("valid_from = 1950-10-21", 'valid_from = "long ago"', "valid_from"),
        ('number = "law"', 'number = "perhaps"', "number"),
        ('sense = "at-latest"', 'sense = "soon"', "sense"),
        ("months = 1", "months = 0", "days, months"),
        ('number = "law"', 'number = "none"', "days, months"),
        ("days = 0", "days = ", "line"),
    ],
)
def test_a_file_that_says_too_little_is_refused(
    written: str, instead: str, fault: str
) -> None:
    text = (FOLDER / "geneva3.art31.toml").read_text(encoding="utf-8")
    with pytest.raises(RuleUnreadableError, match=fault):
        read_clock("geneva3.art31", text.replace(written, instead))


def test_an_unknown_clock_is_refused_with_those_that_exist() -> None:
    with pytest.raises(RuleUnknownError, match=r"art122\.7"):
        load_clock("geneva3.art999")
