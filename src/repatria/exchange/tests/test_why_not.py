"""What it would cost that somebody goes, or stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.check import verify
from repatria.exchange.core.errors import CaseNotListedError, TimeTooShortError
from repatria.exchange.core.reasons import Code
from repatria.exchange.core.rules import Rules, tier_of
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.engine.why_not import why_not
from repatria.exchange.tests.people import (
    NORTH,
    PLAIN,
    SOUTH,
    THIRD,
    any_rules,
    lists,
    person,
)
from repatria.exchange.tests.test_properties import choices, days, merit, person_rules

List = list[Candidate]
anything = lists((NORTH, SOUTH, THIRD), grouped=True, most=8), any_rules()


def nearest(people: List, rules: Rules, before: set[str], case: str) -> set[str] | None:
    """The best list that differs in ``case``, of all looked at one by one."""
    able = [one for one in people if not set(person_rules(one, rules))]
    sound = [
        choice
        for choice in choices(able)
        if (case in {one.id for one in choice}) != (case in before)
        and not verify(people, rules, [one.id for one in choice])
    ]

    def worth(choice: tuple[Candidate, ...]) -> tuple[Any, ...]:
        tiers = Counter(tier_of(one, rules) for one in choice)
        changed = {one.id for one in choice} ^ before
        return (
            [tiers[place] for place in range(len(rules.steps))],
            -len(changed),
            merit(choice, rules),
        )

    return {one.id for one in max(sound, key=worth)} if sound else None


@given(*anything, st.data())
def test_who_would_give_way_is_the_smallest_change_of_the_best(
    people: List, rules: Rules, data: st.DataObject
) -> None:
    proposal = propose(people, rules)
    if proposal.status is Status.INFEASIBLE or not people:
        return
    case = data.draw(st.sampled_from(proposal.pool.ids))
    found = why_not(proposal, case)
    wanted = nearest(people, rules, {*proposal.go}, case)
    assert found.goes == (case not in proposal.go)
    assert found.possible == (wanted is not None)
    if wanted is None:
        return
    changed = {*found.joins, *found.leaves, case}
    assert {*proposal.go} ^ changed == wanted
    names = [step.name for step in rules.steps]
    lost = [
        names[place]
        for place in range(len(names))
        if count(people, rules, wanted, place)
        < count(people, rules, {*proposal.go}, place)
    ]
    if lost:
        assert found.loses == lost[0]
    else:
        fewer = held(people, rules, {*proposal.go}) - held(people, rules, wanted)
        assert (found.loses, found.by) == (("days", fewer) if fewer else ("lot", 0))


def count(people: List, rules: Rules, go: set[str], place: int) -> int:
    return sum(tier_of(one, rules) == place for one in people if one.id in go)


def held(people: List, rules: Rules, go: set[str]) -> int:
    return sum(days(one, rules) for one in people if one.id in go)


FOUR = [
    person("a1", tier="1"),
    person("a2", tier="2"),
    person("b1", SOUTH, NORTH, tier="2"),
    person("b3", SOUTH, NORTH, tier="2", held_back="geneva3.art119"),
]


def test_whoever_goes_instead_costs_the_first_tier_that_loses() -> None:
    found = why_not(propose(FOUR, rules_of(PLAIN)), "a2")
    assert (found.loses, found.by) == ("1", 1)
    assert (found.joins, found.leaves) == ((), ("a1",))


def test_whoever_stays_takes_an_answer_along() -> None:
    found = why_not(propose(FOUR, rules_of(PLAIN)), "b1")
    assert (found.goes, found.loses, found.leaves) == (False, "1", ("a1",))


def test_whoever_cannot_go_has_a_reason_and_no_price() -> None:
    found = why_not(propose(FOUR, rules_of(PLAIN)), "b3")
    assert found.reason is not None
    assert (found.reason.code, found.possible) == (Code.HELD, False)


def test_rules_that_leave_no_way_are_named() -> None:
    rules = rules_of({**PLAIN, "seats": {f"{NORTH}>{SOUTH}": 0}})
    found = why_not(propose(FOUR, rules), "a1")
    assert found.blocked_by == (f"seats.{NORTH}>{SOUTH}",)


def test_strangers_are_refused() -> None:
    with pytest.raises(CaseNotListedError):
        why_not(propose(FOUR, rules_of(PLAIN)), "z9")


def test_without_time_no_price_is_named() -> None:
    grouped = [replace(one, group="g") for one in FOUR[:2]]
    proposal = propose([*grouped, *FOUR[2:]], rules_of({**PLAIN, "extra": {NORTH: 1}}))
    with pytest.raises(TimeTooShortError):
        why_not(proposal, "b1", seconds=0)
