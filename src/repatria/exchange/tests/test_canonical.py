"""The quick way to canonical JSON writes what the long way does."""

from __future__ import annotations

from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.engine.canonical import canonical

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.dictionaries(texts, inner, max_size=4) | st.lists(texts),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=5))
def test_both_ways_write_the_same_bytes(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_keys_are_sorted_as_utf16_sorts_them() -> None:
    value = {"\U0001f600": 1, "\ufb33": 2, "a": 3}
    assert canonical(value) == rfc8785.dumps(value)
