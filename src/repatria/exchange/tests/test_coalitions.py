"""Whether some parties would do better by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.check import verify
from repatria.exchange.core.errors import RuleNotSupportedError
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.coalitions import blocking_coalitions
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.propose import propose
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
from repatria.exchange.tests.test_properties import choices, person_rules

List = list[Candidate]
FOURTH = "Fourth"
FOUR = (NORTH, SOUTH, THIRD, FOURTH)


def by_themselves(rules: Rules, units: tuple[str, ...]) -> Rules:
    """What is left of the rules for a few: no floors, and gifts among them alone."""
    members = {unit: tuple(sorted(rules.units()[unit])) for unit in units}
    blocs = {unit: those for unit, those in members.items() if unit not in those}
    return replace(
        rules,
        parties=tuple(party for those in members.values() for party in those),
        parity=replace(rules.parity, blocs=blocs),
        floors={},
        considerations=tuple(
            one
            for one in rules.considerations
            if {rules.unit_of(one.giver), rules.unit_of(one.to)} <= {*units}
        ),
    )


def home(choice: tuple[Candidate, ...], rules: Rules, unit: str) -> int:
    return sum(one.home in rules.units()[unit] for one in choice)


def blocking(people: List, rules: Rules, go: set[str]) -> Iterator[tuple[str, ...]]:
    """Every coalition that blocks, all its exchanges looked at one by one."""
    able = [one for one in people if not set(person_rules(one, rules))]
    going = tuple(one for one in people if one.id in go)
    names = sorted(rules.units())
    for size in range(2, len(names)):
        for units in combinations(names, size):
            own = by_themselves(rules, units)
            theirs = [one for one in able if {one.holder, one.home} <= {*own.parties}]
            now = [home(going, rules, unit) for unit in units]
            for choice in choices(theirs):
                then = [home(choice, rules, unit) for unit in units]
                better = sum(then) > sum(now)
                pairs = zip(then, now, strict=True)
                blocks = better and all(new >= old for new, old in pairs)
                if blocks and not verify(people, own, [one.id for one in choice]):
                    yield units
                    break


@given(lists(FOUR, grouped=True, most=8), any_rules(FOUR))
def test_the_coalitions_that_block_are_those_of_all_there_are(
    people: List, rules: Rules
) -> None:
    proposal = propose(people, rules)
    found = blocking_coalitions(proposal)
    assert {one.units for one in found} == {*blocking(people, rules, {*proposal.go})}
    for one in found:
        now = [home_of(people, rules, proposal.go, unit) for unit in one.units]
        assert sum(one.home.values()) - sum(now) == one.more > 0
        assert all(one.home[unit] >= n for unit, n in zip(one.units, now, strict=True))


def home_of(people: List, rules: Rules, go: tuple[str, ...], unit: str) -> int:
    return home(tuple(one for one in people if one.id in go), rules, unit)


def test_two_who_have_more_for_each_other_block() -> None:
    people = [
        person("n1", NORTH, THIRD, tier="1"),
        person("t1", THIRD, SOUTH, tier="1"),
        person("s1", SOUTH, NORTH, tier="1"),
        person("n2", NORTH, SOUTH, tier="2"),
        person("n3", NORTH, SOUTH, tier="2"),
        person("s2", SOUTH, NORTH, tier="2"),
    ]
    seats = {f"{SOUTH}>{NORTH}": 2, f"{NORTH}>{SOUTH}": 2}
    told = {**PLAIN, "parties": [NORTH, SOUTH, THIRD], "seats": seats}
    proposal = propose(people, rules_of(told))
    assert proposal.received == {NORTH: 2, SOUTH: 2, THIRD: 1}
    assert blocking_coalitions(proposal) == []
    alone = replace_on(proposal, {"n1", "t1", "s1"})
    (found,) = blocking_coalitions(alone)
    assert (found.units, found.more) == ((NORTH, SOUTH), 2)
    assert found.home == {NORTH: 2, SOUTH: 2}


def replace_on(proposal: Proposal, go: set[str]) -> Proposal:
    on = np.array([case in go for case in proposal.pool.ids])
    return replace(proposal, on=on)


def test_more_parties_than_can_be_looked_at_are_refused() -> None:
    parties = [f"P{n}" for n in range(13)]
    proposal = propose([person("a", "P0", "P1")], rules_of({"parties": parties}))
    with pytest.raises(RuleNotSupportedError, match="12 parties"):
        blocking_coalitions(proposal)
