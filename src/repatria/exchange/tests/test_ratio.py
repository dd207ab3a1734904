"""Parity by a ratio: how many stand against how many, in whole numbers."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.check import verify
from repatria.exchange.core.errors import RulesRefusedError
from repatria.exchange.core.ratio import Kindred, Ratio
from repatria.exchange.core.rules import weight_of
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.tests.people import NORTH, PLAIN, SOUTH, THIRD, person

ONE_FOR_THIRTY = {"kind": "ratio", "ratio": {NORTH: 1, SOUTH: 30}}


def crowd(north: int, south: int, **more: Any) -> list[Candidate]:
    given_by_north = [person(f"n{at}", **more) for at in range(north)]
    return given_by_north + [person(f"s{at}", SOUTH, NORTH) for at in range(south)]


@pytest.mark.parametrize(
    ("agreed", "north", "south"),
    [
        pytest.param({}, 2, 60, id="one for thirty, and five of 65 stay"),
        pytest.param({"extra": {NORTH: 1}}, 3, 65, id="one more, and all may go"),
        pytest.param({"extra": {SOUTH: 4}}, 2, 64, id="four thirtieths more"),
    ],
)
def test_one_goes_for_thirty(agreed: dict[str, Any], north: int, south: int) -> None:
    people = crowd(3, 65)
    rules = rules_of({**PLAIN, "parity": ONE_FOR_THIRTY, **agreed})
    found = propose(people, rules)
    assert found.received == {SOUTH: north, NORTH: south}
    assert verify(people, rules, found.go) == ()
    assert verify(people, rules, [*found.go, "n2", "s64"]) != ()


def test_a_category_has_a_ratio_of_its_own() -> None:
    apart = {"category": "medic", "held_by": NORTH, "against": {SOUTH: 50}}
    parity = {**ONE_FOR_THIRTY, "ratios": [apart]}
    rules = rules_of({**PLAIN, "parity": parity})
    found = propose([*crowd(1, 90), person("m", category="medic")], rules)
    assert (len(found.go), found.parity[NORTH].given) == (82, 80)
    mine = person("m", SOUTH, NORTH, category="medic")
    assert weight_of(mine, rules) == 1  # named for the other side alone


@given(
    st.dictionaries(st.sampled_from([NORTH, SOUTH, THIRD]), st.integers(1, 60)),
    st.lists(
        st.builds(
            Kindred,
            st.sampled_from(["x", "y"]),
            st.just(NORTH),
            st.integers(1, 9),
            st.sampled_from([SOUTH, THIRD]),
            st.integers(1, 60),
        ),
        max_size=2,
        unique_by=lambda one: one.category,
    ),
)
def test_points_hold_every_ratio_exactly(
    persons: dict[str, int], kindred: list[Kindred]
) -> None:
    ratio = Ratio(persons, kindred)
    shares = {ratio.points(one) * persons.get(one, 1) for one in (NORTH, SOUTH, THIRD)}
    assert len(shares) == 1
    for one in kindred:
        mine = one.persons * ratio.points(one.held_by, one.category)
        assert mine == one.against * ratio.points(one.other)


RATIO = {NORTH: 1, SOUTH: 3}
APART: dict[str, Any] = {"category": "x", "held_by": NORTH, "against": {SOUTH: 2}}


@pytest.mark.parametrize(
    ("parity", "rule"),
    [
        pytest.param({"kind": "ratio"}, "parity.ratio", id="no ratio"),
        pytest.param({"ratio": RATIO}, "parity.kind", id="a ratio not used"),
        pytest.param(
            {"kind": "ratio", "ratio": {NORTH: 0}}, "parity.ratio.North", id="none"
        ),
        pytest.param(
            {"kind": "ratio", "ratio": {NORTH: 1.5}}, "parity.ratio.North", id="half"
        ),
        pytest.param(
            {"kind": "ratio", "ratio": {"East": 1}}, "parity.ratio.East", id="stranger"
        ),
        pytest.param(
            {
                "kind": "ratio",
                "ratio": {NORTH: 999_983, SOUTH: 999_979},
                "ratios": [{**APART, "persons": 7}],
            },
            "parity.ratio",
            id="no common number",
        ),
        pytest.param(
            {"kind": "ratio", "ratio": RATIO, "ratios": [APART, APART]},
            "parity.ratios",
            id="a category twice",
        ),
        pytest.param(
            {"kind": "ratio", "ratio": RATIO, "ratios": [APART], "per": "category"},
            "parity.ratios",
            id="against others, who balance apart",
        ),
        pytest.param(
            {
                "kind": "ratio",
                "ratio": RATIO,
                "ratios": [{**APART, "against": {NORTH: 2}}],
            },
            "parity.ratios.against",
            id="against oneself",
        ),
        pytest.param(
            {"kind": "ratio", "ratio": RATIO, "ratios": [{**APART, "category": ""}]},
            "parity.ratios.category",
            id="no category",
        ),
        pytest.param(
            {"kind": "ratio", "ratio": RATIO, "ratios": [{**APART, "held_by": "E"}]},
            "parity.ratios.held_by",
            id="held by a stranger",
        ),
        pytest.param(
            {"kind": "ratio", "ratio": RATIO, "ratios": [{**APART, "persons": 0}]},
            "parity.ratios.persons",
            id="nobody",
        ),
        pytest.param(
            {"kind": "ratio", "ratio": RATIO, "ratios": ["x"]},
            "parity.ratios",
            id="no table",
        ),
        pytest.param(
            {"kind": "ratio", "ratio": RATIO, "ratios": 3}, "parity.ratios", id="3"
        ),
    ],
)
def test_a_ratio_that_cannot_be_meant_is_refused_by_name(
    parity: dict[str, Any], rule: str
) -> None:
    with pytest.raises(RulesRefusedError) as refusal:
        rules_of({**PLAIN, "parity": parity})
    assert refusal.value.facts["rule"] == rule
