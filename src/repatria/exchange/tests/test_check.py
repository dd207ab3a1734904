"""The check that uses no solver finds each broken rule by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from repatria.exchange.core.candidate import Candidate, Consent
from repatria.exchange.core.check import verify
from repatria.exchange.core.errors import ValueUnknownError
from repatria.exchange.core.rules import weight_of
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.propose import (
    ProposalUnsoundError,
    check,
    propose,
)
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.engine.reserves import substitutes
from repatria.exchange.tests.people import AS_OF, NORTH, PLAIN, SOUTH, person

FREE: dict[str, Any] = {**PLAIN, "parity": {"kind": "none"}}


@pytest.mark.parametrize(
    ("people", "agreed", "go", "broken"),
    [
        pytest.param([], FREE, ["x"], ["list"], id="a stranger"),
        pytest.param([person("a")], FREE, ["a", "a"], ["list"], id="named twice"),
        pytest.param(
            [person("a", held_back="x")], FREE, ["a"], ["held_back"], id="held"
        ),
        pytest.param(
            [person("a", consent=Consent.NO)], FREE, ["a"], ["consent"], id="refused"
        ),
        pytest.param(
            [person("a", tier="1", consent=Consent.NOT_NEEDED)],
            {**FREE, "require_consent": [1]},
            ["a"],
            ["require_consent"],
            id="nobody asked",
        ),
        pytest.param(
            [person("a", tier="1", consent=Consent.YES)],
            {**FREE, "require_consent": [1]},
            ["a"],
            [],
            id="asked and willing",
        ),
        pytest.param(
            [person("a", available_from=AS_OF + timedelta(days=1))],
            FREE,
            ["a"],
            ["available_from"],
            id="too early",
        ),
        pytest.param(
            [person("a", available_from=AS_OF)], FREE, ["a"], [], id="just in time"
        ),
        pytest.param(
            [person("a", group="g"), person("b", group="g")],
            FREE,
            ["a"],
            ["group"],
            id="a group torn apart",
        ),
        pytest.param(
            [person("a", seats=4)],
            {**FREE, "seats": {"North>South": 3}},
            ["a"],
            ["seats.North>South"],
            id="a stretcher too many",
        ),
        pytest.param([person("a")], PLAIN, ["a"], ["parity"], id="nothing in return"),
        pytest.param(
            [person("a")], {**PLAIN, "extra": {NORTH: 1}}, ["a"], [], id="a gift"
        ),
        pytest.param(
            [person("a", tier="1")], {**PLAIN, "exempt": [1]}, ["a"], [], id="exempt"
        ),
        pytest.param(
            [person("a", category="x"), person("b", SOUTH, NORTH, category="y")],
            {**PLAIN, "parity": {"kind": "category"}},
            ["a", "b"],
            ["parity", "parity"],
            id="another category",
        ),
        pytest.param(
            [], {**FREE, "floors": {"coast": 1}}, [], ["floors.coast"], id="a floor"
        ),
    ],
)
def test_each_broken_rule_is_named(
    people: list[Candidate], agreed: dict[str, Any], go: list[str], broken: list[str]
) -> None:
    found = verify(people, rules_of(agreed), go)
    assert [breach.rule for breach in found] == broken
    assert all(breach.sentence.format(**breach.facts) for breach in found)


def test_a_value_may_stand_beside_the_person_or_beside_the_rank() -> None:
    agreed = rules_of({**PLAIN, "parity": {"kind": "value", "table": {"captain": 6}}})
    assert weight_of(person("a", value=9, rank="captain"), agreed) == 9
    assert weight_of(person("a", rank="captain"), agreed) == 6
    with pytest.raises(ValueUnknownError):
        weight_of(person("a", rank="cook"), agreed)


def test_an_unsound_answer_never_gets_out() -> None:
    found = propose([person("a")], rules_of(PLAIN))
    assert found.go == ()
    wrong = Proposal(pool=found.pool, status=Status.OPTIMAL, on=np.array([True]))
    with pytest.raises(ProposalUnsoundError, match="parity"):
        check(wrong)


def test_a_substitute_is_the_next_who_fits() -> None:
    people = [
        person("gone", tier="1"),
        person("other", SOUTH, NORTH, tier="1"),
        person("next", tier="1"),
        person("later", tier="2"),
        person("held", tier="1", held_back="geneva3.art115"),
    ]
    agreed = rules_of({**PLAIN, "seats": {"North>South": 1}})
    found = propose(people, agreed)
    absent = next(iter({"gone", "next"} & set(found.go)))
    present = ({"gone", "next"} - {absent}).pop()
    assert substitutes(found, absent=absent) == (present, "later")
    assert substitutes(found, absent=absent, cannot=[present]) == ("later",)
    assert substitutes(found, absent=absent, most=1) == (present,)
