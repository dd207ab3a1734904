"""The pure part of review: worth, urgency, two looks, bands."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.matching.core.bands import EDGES, ENOUGH, bands
from repatria.matching.core.looks import after_two_looks
from repatria.matching.core.threshold import document_of
from repatria.matching.core.urgent import is_held_long, is_woman, is_young
from repatria.matching.core.worth import (
    REASONS,
    PairFacts,
    after_waiting,
    worth,
)
from repatria.shared.text import say

facts = st.builds(
    PairFacts,
    probability=st.floats(0, 1),
    differs=st.lists(st.sampled_from(["custody", "family", "birth_date"]), unique=True),
    fates=st.frozensets(st.sampled_from(["dead", "returned"])),
    rivals=st.integers(0, 9),
    urgent=st.frozensets(st.sampled_from(["woman", "young", "long"])),
)


@given(facts)
def test_every_worth_has_reasons_that_can_be_said(pair: PairFacts) -> None:
    told = worth(pair)
    assert told.value >= 0
    assert told.because
    for code in told.because:
        assert say(REASONS[code], share="50%", fields="rank")


@given(facts, st.sampled_from(["woman", "young", "long"]))
def test_who_is_urgent_never_comes_later_for_it(pair: PairFacts, code: str) -> None:
    from dataclasses import replace

    urgent = replace(pair, urgent=pair.urgent | {code})
    assert worth(urgent).value >= worth(pair).value


@given(st.floats(0, 0.5), st.floats(0, 0.5))
def test_the_nearer_to_one_half_the_more_an_answer_is_worth(
    one: float, other: float
) -> None:
    near, far = sorted((one, other), reverse=True)
    assert worth(PairFacts(near)).value >= worth(PairFacts(far)).value
    assert worth(PairFacts(1 - far)).value == pytest.approx(worth(PairFacts(far)).value)


@given(st.floats(0, 3), st.integers(-5, 400), st.integers(0, 400))
def test_waiting_makes_an_answer_worth_no_less(
    value: float, days: int, more: int
) -> None:
    assert after_waiting(value, days + more) >= after_waiting(value, days)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("жін.", True), ("Ж", True), ("female", True), ("w", True), ("чол", False),
     ("m", False), ("", False), ("woman", True), ("міс", False)],
)  # fmt: skip
def test_who_is_said_to_be_a_woman(said: str, meant: bool) -> None:  # noqa: FBT001
    assert is_woman(said) is meant


@pytest.mark.parametrize(
    ("birth", "young"),
    [
        pytest.param("1997-11-20", False, id="25 today"),
        pytest.param("1997-11-21", True, id="25 tomorrow"),
        pytest.param("1997", False, id="perhaps 25"),
        pytest.param("~1998", True, id="24 at most"),
        pytest.param("????-05-09", False, id="year unknown"),
        pytest.param("1998-??-09", True, id="month unknown"),
        pytest.param("2030-01-01", False, id="not born"),
        pytest.param("2001-02-31", False, id="no such day"),
        pytest.param("", False, id="nothing said"),
    ],
)
def test_who_is_surely_under_25(birth: str, young: bool) -> None:  # noqa: FBT001
    assert is_young(birth, on=date(2022, 11, 20)) is young


@pytest.mark.parametrize(
    ("captured_on", "long"),
    [("2021-11-20", True), ("2021-11-21", False), ("2021-11", False), ("2021-10", True),
     ("2020", True), ("2021", False), ("", False), ("????-03", False)],
)  # fmt: skip
def test_who_has_surely_been_held_a_year(captured_on: str, long: bool) -> None:  # noqa: FBT001
    assert is_held_long(captured_on, on=date(2022, 11, 20)) is long


ANSWERS = st.sampled_from(["same", "different", "unsure", "needs_data"])


@given(ANSWERS, ANSWERS)
def test_two_looks_come_to_the_same_in_either_order(first: str, second: str) -> None:
    come_to = after_two_looks(first, second)
    assert come_to == after_two_looks(second, first)
    assert (come_to == "unsure") is not (
        first == second and first in ("same", "different")
    )


@given(
    st.dictionaries(
        st.integers(0, len(EDGES) - 2),
        st.tuples(st.integers(0, 99), st.integers(0, 99)),
    )
)
def test_too_few_decisions_give_no_rate(counts: dict[int, tuple[int, int]]) -> None:
    for band in bands((number, *both) for number, both in counts.items()):
        assert (band.rate is None) is (band.decided < ENOUGH)
        assert 0 <= band.overruled <= band.decided


@given(st.floats(0.51, 0.9999))
def test_a_signed_text_states_the_value_that_stands_beside_it(value: float) -> None:
    from repatria.matching.models import Threshold
    from repatria.matching.queries.rules import says_what_it_is

    text = document_of(
        ref="T-00000000", value=value, reason='a "reason"', organisation="agency",
        set_by="user:1", set_at="2022-11-20T08:00:00+00:00",
    )  # fmt: skip
    assert says_what_it_is(Threshold(value=value, document=text))
    assert not says_what_it_is(Threshold(value=1 - value, document=text))
