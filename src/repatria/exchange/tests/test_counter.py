"""A counter-proposal: what was asked is met, and as little as possible changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.check import verify
from repatria.exchange.core.errors import AskedBothWaysError, CaseNotListedError
from repatria.exchange.core.reasons import Code
from repatria.exchange.core.rules import Rules, tier_of
from repatria.exchange.engine.counter import counter
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.propose import check, propose
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.tests.people import (
    NORTH,
    PLAIN,
    SOUTH,
    THIRD,
    any_rules,
    lists,
    person,
)
from repatria.exchange.tests.test_properties import (
    MIRROR,
    choices,
    merit,
    mirrored,
    person_rules,
)

List = list[Candidate]
anything = lists((NORTH, SOUTH, THIRD), grouped=True, most=8), any_rules()


def smallest_change(
    people: List, rules: Rules, before: Collection[str], on: set[str], off: set[str]
) -> set[str] | None:
    """The answer among all lists that there are, looked at one by one."""
    able = [one for one in people if not set(person_rules(one, rules))]
    sound = [
        choice
        for choice in choices(able)
        if on <= {one.id for one in choice}
        and not off & {one.id for one in choice}
        and not verify(people, rules, [one.id for one in choice])
    ]

    def worth(choice: tuple[Candidate, ...]) -> tuple[Any, ...]:
        first = sum(tier_of(one, rules) == 0 for one in choice)
        changed = {one.id for one in choice} ^ {*before}
        return first, -len(changed), merit(choice, rules)

    return {one.id for one in max(sound, key=worth)} if sound else None


@st.composite
def asked(draw: st.DrawFn, people: List) -> tuple[set[str], set[str]]:
    ids = sorted(one.id for one in people)
    if not ids:
        return set(), set()
    on = draw(st.sets(st.sampled_from(ids), max_size=2))
    off = draw(st.sets(st.sampled_from(ids), max_size=2))
    return on, off - on


@given(*anything, st.data())
def test_the_answer_is_the_best_of_all_that_change_least(
    people: List, rules: Rules, data: st.DataObject
) -> None:
    on, off = data.draw(asked(people))
    agreed = propose(people, rules)
    found = counter(agreed, wanted=on, unwanted=off)
    able = {case for case in on if agreed.pool.eligible[agreed.pool.ids.index(case)]}
    assert set(found.unmet) == on - able
    wanted = smallest_change(people, rules, agreed.go, able, off)
    assert (found.proposal.status is Status.INFEASIBLE) == (wanted is None)
    assert set(found.proposal.go) == (wanted or set())
    check(found.proposal)


@given(*anything, st.data())
def test_swapping_the_parties_changes_the_same_people(
    people: List, rules: Rules, data: st.DataObject
) -> None:
    on, off = data.draw(asked(people))
    swapped = [
        replace(one, holder=MIRROR[one.holder], home=MIRROR[one.home]) for one in people
    ]
    one = counter(propose(people, rules), wanted=on, unwanted=off)
    other = counter(propose(swapped, mirrored(rules)), wanted=on, unwanted=off)
    assert (one.joins, one.leaves) == (other.joins, other.leaves)


@given(*anything, st.data())
def test_everybody_who_is_left_out_has_a_reason(
    people: List, rules: Rules, data: st.DataObject
) -> None:
    on, off = data.draw(asked(people))
    found = counter(propose(people, rules), wanted=on, unwanted=off).proposal
    codes = {case: found.why(at).code for at, case in enumerate(found.pool.ids)}
    assert {case for case, code in codes.items() if code is Code.GOES} == {*found.go}


# --- By hand --------------------------------------------------------------------------

RULES = rules_of(PLAIN)
FOUR = [
    person("a1", tier="1"),
    person("a2", tier="2"),
    person("a3", tier="2"),
    person("b1", SOUTH, NORTH, tier="2"),
    person("b2", SOUTH, NORTH, tier="2"),
    person("b3", SOUTH, NORTH, tier="2", held_back="geneva3.art119"),
]


def test_nothing_asked_changes_nothing() -> None:
    agreed = propose(FOUR, RULES)
    found = counter(agreed, wanted=(), unwanted=())
    assert found.proposal.go == agreed.go
    assert (found.joins, found.leaves, found.unmet) == ((), (), {})


def test_one_for_another_is_one_change_on_each_side_of_the_list() -> None:
    agreed = propose(FOUR, RULES)
    (out,) = {"a2", "a3"} - {*agreed.go}
    (there,) = {"a2", "a3"} & {*agreed.go}
    found = counter(agreed, wanted=[out], unwanted=())
    assert (found.joins, found.leaves) == ((out,), (there,))
    assert "a1" in found.proposal.go


def test_who_cannot_go_is_told_apart_with_the_reason() -> None:
    found = counter(propose(FOUR, RULES), wanted=["b3"], unwanted=())
    assert found.unmet["b3"].code is Code.HELD
    assert found.joins == ()


def test_what_cannot_hold_together_is_named() -> None:
    rules = rules_of({**PLAIN, "seats": {f"{NORTH}>{SOUTH}": 1}})
    found = counter(propose(FOUR, rules), wanted=["a1", "a2"], unwanted=())
    assert found.proposal.status is Status.INFEASIBLE
    assert found.proposal.blocked_by == (
        f"seats.{NORTH}>{SOUTH}",
        "wanted.a1",
        "wanted.a2",
    )


def test_strangers_and_contradictions_are_refused() -> None:
    agreed = propose(FOUR, RULES)
    with pytest.raises(CaseNotListedError):
        counter(agreed, wanted=["z9"], unwanted=())
    with pytest.raises(AskedBothWaysError):
        counter(agreed, wanted=["a1"], unwanted=["a1"])
