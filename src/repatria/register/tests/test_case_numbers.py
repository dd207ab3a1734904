"""Case numbers: opaque, checked, forgiving to read."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.access.core.refs import ALPHABET
from repatria.register.core.case_numbers import (
    is_case_ref,
    is_ref,
    new_case_ref,
    new_ref,
    read_ref,
)

seeds = st.integers(0, 10**9)


@given(seeds)
def test_a_new_number_is_a_number(seed: int) -> None:
    assert is_case_ref(new_case_ref(Random(seed)))
    assert is_ref(new_ref("X", Random(seed)), "X")


@given(seeds, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(seed: int, at: int, other: str) -> None:
    digits = list(new_case_ref(Random(seed))[2:])
    changed = other != digits[at]
    digits[at] = other
    assert is_case_ref(f"R-{''.join(digits)}") is not changed


@given(seeds, st.integers(0, 7), st.integers(0, 7))
def test_two_characters_exchanged_are_noticed(seed: int, one: int, other: int) -> None:
    digits = list(new_case_ref(Random(seed))[2:])
    changed = digits[one] != digits[other]
    digits[one], digits[other] = digits[other], digits[one]
    assert is_case_ref(f"R-{''.join(digits)}") is not changed


@given(seeds)
def test_a_number_is_read_in_small_letters_with_blanks(seed: int) -> None:
    ref = new_case_ref(Random(seed))
    assert read_ref(f" {ref[:5].lower()} {ref[5:]} ") == ref


@pytest.mark.parametrize("text", ["", "R-", "R-1", "Шевченко", "R-00000001", "1984"])
def test_what_is_no_number_is_read_as_none(text: str) -> None:
    assert read_ref(text) == ""
