"""Persons as other tools read them: every spelling, nothing invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.register.core.ftm import entities

words = st.text("абвгabcd -", max_size=8).map(str.strip)
statements = st.lists(
    st.fixed_dictionaries(
        {
            "family": words,
            "given": words,
            "unit": words,
            "sender": st.sampled_from(["north", "south"]),
            "birth": st.sampled_from(["", "1984", "1984-05-09", "????-05-09"]),
            "sex": st.sampled_from(["", "m", "F", "?"]),
        }
    ),
    max_size=4,
)


@given(statements)
def test_every_property_is_said_by_some_statement(told: list[dict[str, str]]) -> None:
    said = {value for one in told for value in one.values()}
    for entity in entities("R-1", told, organisation="n"):
        if entity["schema"] == "Person":
            for family in entity["properties"].get("lastName", []):
                assert family in said
            assert all(
                "?" not in day for day in entity["properties"].get("birthDate", [])
            )


@given(statements)
def test_ties_lead_to_entities_that_are_there(told: list[dict[str, str]]) -> None:
    found = entities("R-1", told, organisation="n")
    keys = [entity["id"] for entity in found]
    assert len(set(keys)) == len(keys)
    ties = [one["properties"] for one in found if one["schema"] == "Membership"]
    assert all({*one["member"], *one["organization"]} <= set(keys) for one in ties)


@given(statements)
def test_the_order_of_statements_changes_no_entity(told: list[dict[str, str]]) -> None:
    def as_sets(said: list[dict[str, str]]) -> dict[str, dict[str, set[str]]]:
        return {
            one["id"]: {name: set(each) for name, each in one["properties"].items()}
            for one in entities("R-1", said, organisation="n")
        }

    there, back = as_sets(told), as_sets(told[::-1])
    assert there == back


def test_every_spelling_stands_beside_the_others() -> None:
    told = [
        {"family": "Коваль", "given": "Іван", "birth": "1984-05", "sender": "north"},
        {"family": "Koval", "given": "Ivan", "birth": "~1984", "sender": "south"},
    ]
    [person] = entities("R-1", told, organisation="north")
    said = person["properties"]
    assert said["name"] == ["Коваль Іван", "Koval Ivan"]
    assert said["birthDate"] == ["1984-05", "1984"]
    assert said["publisher"] == ["north", "south"]


@pytest.mark.parametrize(
    ("sex", "gender"),
    [
        pytest.param("M", ["male"], id="a man"),
        pytest.param("female", ["female"], id="a woman"),
        pytest.param("?", None, id="unknown is not said"),
    ],
)
def test_gender(sex: str, gender: list[str] | None) -> None:
    [person] = entities("R-1", [{"family": "A", "sex": sex}], organisation="n")
    assert person["properties"].get("gender") == gender


def test_two_organisations_never_share_a_key() -> None:
    told = [{"family": "Koval", "sender": "x"}]
    [north] = entities("R-1", told, organisation="north")
    [south] = entities("R-1", told, organisation="south")
    assert north["id"] != south["id"]


def test_nobody_without_a_name() -> None:
    assert entities("R-1", [{"birth": "1984", "sender": "x"}], organisation="n") == []
