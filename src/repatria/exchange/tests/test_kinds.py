"""What is counted of a list in kinds and tiers is what is counted by person."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import assume, given
from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.pool import Pool, pool_of
from repatria.exchange.engine.roster import roster_of
from repatria.exchange.engine.solving import kinds
from repatria.exchange.engine.solving.general import tiers_of, tiers_reached, who_goes
from repatria.exchange.engine.solving.programme import bounds, programme_of
from repatria.exchange.engine.solving.units import Whole, units_of
from repatria.exchange.tests.people import NORTH, SOUTH, THIRD, any_rules, lists


def _aims(pool: Pool) -> list[Whole]:
    return [step.people for step in tiers_of(pool)]


@given(
    people=lists((NORTH, SOUTH, THIRD), grouped=True, most=12),
    rules=any_rules(),
    dense=st.sampled_from([0, kinds.DENSE]),
)
def test_the_programme_is_that_of_everybody(
    people: list[Candidate], rules: Rules, dense: int
) -> None:
    pool = pool_of(roster_of(people), rules)
    units = units_of(pool)
    with patch.object(kinds, "DENSE", dense):
        told, column, gains = kinds.programme_by_kind(pool, units, _aims)
    by_all = programme_of(units, bounds(pool), _aims(pool))
    assert (column == by_all[1]).all()
    assert [each.tolist() for each in gains] == [each.tolist() for each in by_all[2]]
    for part in ("matrix", "upper", "least", "most"):
        assert getattr(told, part).tolist() == getattr(by_all[0], part).tolist()


@given(people=lists((NORTH, SOUTH, THIRD), grouped=True, most=12), rules=any_rules())
def test_tiers_reached_are_those_of_who_goes(
    people: list[Candidate], rules: Rules
) -> None:
    pool = pool_of(roster_of(people), rules)
    answer = who_goes(pool)
    assume(answer is not None)
    assert answer is not None
    counts = [int(step.people[answer.on].sum()) for step in tiers_of(pool)]
    assert tiers_reached(pool) == counts
