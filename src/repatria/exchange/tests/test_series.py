"""A series of rounds: what holds in every one, and that nothing waits less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate, Direction
from repatria.exchange.core.check import verify
from repatria.exchange.core.check_series import given_beyond, seats_in, verify_series
from repatria.exchange.core.errors import RulesRefusedError
from repatria.exchange.core.rounds import (
    Account,
    FirstRoundCannotBeError,
    NoRoundsError,
    Planned,
    RoundsOutOfOrderError,
    Settled,
    repeated,
    saved,
)
from repatria.exchange.core.rules import Kind, Parity, Rules, tier_of
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.engine.roster import roster_of
from repatria.exchange.engine.rounds import schedule as engine
from repatria.exchange.engine.rounds.schedule import Schedule, check, schedule
from repatria.exchange.engine.solving import network
from repatria.exchange.tests.people import (
    AS_OF,
    NORTH,
    PLAIN,
    SOUTH,
    THIRD,
    any_rules,
    lists,
    person,
    plain_rules,
)

FIRST = AS_OF + timedelta(days=1)
List = list[Candidate]


def plans_of(*, most: int = 3) -> st.SearchStrategy[tuple[Planned, ...]]:
    """A few rounds, on rising days, with seats for some directions or for all."""
    ways = st.sampled_from([Direction(NORTH, SOUTH), Direction(SOUTH, NORTH)])
    one = st.tuples(
        st.integers(1, 20), st.dictionaries(ways, st.integers(0, 3), max_size=2),
        st.sampled_from([None, 1, 2]),
    )  # fmt: skip
    return st.lists(one, min_size=1, max_size=most).map(_dated)


def _dated(
    told: list[tuple[int, dict[Direction, int], int | None]],
) -> tuple[Planned, ...]:
    day, plans = AS_OF, []
    for number, (later, seats, each) in enumerate(told, 1):
        day += timedelta(days=later)
        plans.append(Planned(number=number, on=day, seats=seats, each=each))
    return tuple(plans)


credits = st.dictionaries(st.sampled_from([NORTH, SOUTH]), st.integers(0, 3))


def lending(rules: st.SearchStrategy[Rules]) -> st.SearchStrategy[Rules]:
    return st.builds(
        lambda one, credit: replace(one, credit=credit, floors={}, considerations=()),
        rules,
        credits,
    )


def merit(
    at: Sequence[int], people: List, rules: Rules, plans: Sequence[Planned]
) -> Any:
    """The days saved: of each tier, then weighted with the days in captivity."""
    worth = [*saved(plans), 0]
    tiers = [0] * len(rules.steps)
    weighted = 0
    for one, place in zip(people, at, strict=True):
        tiers[tier_of(one, rules)] += worth[place]
        if one.captured_on and rules.as_of:
            weighted += max(0, (rules.as_of - one.captured_on).days) * worth[place]
    return (*tiers, weighted)


def could_be(
    at: Sequence[int], people: List, rules: Rules, plans: Sequence[Planned]
) -> bool:
    """Whether every round holds and, of two parties, what is owed can be settled.

    What a party has given beyond what it got lies between two bounds, since of what is
    given within ``extra`` any part may be a gift.
    """
    low = high = 0
    units = rules.units()
    one_unit, other_unit = (
        next((unit for unit, members in units.items() if party in members), party)
        for party in (NORTH, SOUTH)
    )
    north, south = rules.points_beyond(one_unit), rules.points_beyond(other_unit)
    for place, plan in enumerate(plans):
        going = [one for one, mine in zip(people, at, strict=True) if mine == place]
        alone = replace(
            rules, parity=Parity(Kind.NONE), as_of=plan.on,
            seats=seats_in(rules, Settled(plan, ()), {one.direction for one in people}),
        )  # fmt: skip
        if verify(people, alone, [one.id for one in going]):
            return False
        beyond = given_beyond(going, rules).get(Account(one_unit), 0)
        last = place == len(plans) - 1
        owed, lent = (
            rules.credit_of(one) * (not last) for one in (one_unit, other_unit)
        )
        low = max(low + beyond - north, -owed)
        high = min(high + beyond + south, lent)
        if low > high:
            return False
    return True


def best(people: List, rules: Rules, plans: Sequence[Planned]) -> Any:
    """The most that any of all assignments saves, looked at one by one."""
    every = product(range(-1, len(plans)), repeat=len(people))
    return max(
        merit(at, people, rules, plans)
        for at in every
        if could_be(at, people, rules, plans)
    )


def reached(found: Schedule, people: List, rules: Rules) -> Any:
    places = {case: place for place, one in enumerate(found.rounds) for case in one.go}
    at = [places.get(one.id, -1) for one in people]
    return merit(at, people, rules, found.plans)


@given(lists(most=5), lending(plain_rules()), plans_of())
def test_nobody_waits_less_in_any_other_series(
    people: List, rules: Rules, plans: tuple[Planned, ...]
) -> None:
    found = schedule(people, rules, plans)
    check(found)
    assert found.status is Status.OPTIMAL
    assert reached(found, people, rules) == best(people, rules, plans)


@given(
    lists(grouped=True, most=5),
    lending(any_rules((NORTH, SOUTH))),
    plans_of(most=2),
)
def test_groups_points_and_stretchers_wait_least_too(
    people: List, rules: Rules, plans: tuple[Planned, ...]
) -> None:
    if rules.parity.kind is Kind.CATEGORY or rules.parity.per == "category":
        rules = replace(rules, parity=Parity(Kind.COUNT))
    found = schedule(people, rules, plans)
    check(found)
    assert reached(found, people, rules) == best(people, rules, plans)


anything = (
    lists((NORTH, SOUTH, THIRD), grouped=True, most=10),
    lending(any_rules()),
    plans_of(most=4),
)


@given(*anything)
def test_the_check_without_a_solver_finds_nothing_to_say(
    people: List, rules: Rules, plans: tuple[Planned, ...]
) -> None:
    found = schedule(people, rules, plans)
    check(found)
    gone = [case for one in found.rounds for case in one.go]
    assert sorted([*gone, *found.never]) == sorted(one.id for one in people)
    left = [place for place, mine in enumerate(found.at) if mine < 0]
    assert all(found.why(place).code for place in left)


@given(*anything, st.randoms(use_true_random=False))
def test_the_order_of_the_list_decides_nothing(
    people: List, rules: Rules, plans: tuple[Planned, ...], random: Any
) -> None:
    shuffled = random.sample(people, k=len(people))
    assert (
        schedule(shuffled, rules, plans).rounds == schedule(people, rules, plans).rounds
    )


@given(
    lists(grouped=True, most=10), lending(any_rules((NORTH, SOUTH))), plans_of(most=4)
)
def test_swapping_the_parties_sends_the_same_people(
    people: List, rules: Rules, plans: tuple[Planned, ...]
) -> None:
    if rules.parity.kind is Kind.RATIO:
        rules = replace(rules, parity=Parity(Kind.COUNT))
    other = {NORTH: SOUTH, SOUTH: NORTH}
    swapped = [
        replace(one, holder=other[one.holder], home=other[one.home]) for one in people
    ]
    found = schedule(people, rules, plans)
    mirrored = schedule(
        swapped, _swapped(rules, other), [_swapped_plan(one, other) for one in plans]
    )
    assert [one.go for one in mirrored.rounds] == [one.go for one in found.rounds]


def _swapped(rules: Rules, other: dict[str, str]) -> Rules:
    blocs = {
        name: tuple(other[one] for one in members)
        for name, members in rules.parity.blocs.items()
    }
    return replace(
        rules,
        parity=replace(rules.parity, blocs=blocs),
        seats={Direction(other[a], other[b]): n for (a, b), n in rules.seats.items()},
        extra={other.get(one, one): n for one, n in rules.extra.items()},
        credit={other.get(one, one): n for one, n in rules.credit.items()},
        own=rules.own and replace(rules.own, party=other[rules.own.party]),
    )


def _swapped_plan(plan: Planned, other: dict[str, str]) -> Planned:
    seats = {Direction(other[a], other[b]): n for (a, b), n in plan.seats.items()}
    return replace(plan, seats=seats)


@given(lists(most=8), plain_rules(), plans_of())
def test_more_seats_in_a_round_never_let_anybody_of_the_first_tier_wait_longer(
    people: List, rules: Rules, plans: tuple[Planned, ...]
) -> None:
    roomier = tuple(
        replace(one, seats={way: n + 1 for way, n in one.seats.items()})
        for one in plans
    )
    before, after = (schedule(people, rules, each) for each in (plans, roomier))
    assert reached(after, people, rules) >= reached(before, people, rules)


@given(lists(most=8), plain_rules(), plans_of(most=4))
def test_both_ways_to_a_series_agree(
    people: List, rules: Rules, plans: tuple[Planned, ...]
) -> None:
    pool, opens = engine._pool(roster_of(people), rules, plans)
    plain = engine._round_by_round(pool, plans, opens)
    at, proven = network.least_waiting(pool, plans, opens, {})
    assert proven
    if plain is not None:
        assert plain.tolist() == at.tolist()


def numbered(holder: str, home: str, n: int, **more: Any) -> List:
    return [person(f"{holder[0]}{at}", holder, home, **more) for at in range(n)]


def test_a_party_that_owes_pays_back_in_a_later_round() -> None:
    """Whoever the south gives is there only in the second round."""
    people = [
        *numbered(NORTH, SOUTH, 4),
        *numbered(SOUTH, NORTH, 4, available_from=FIRST + timedelta(days=10)),
    ]
    rules = rules_of({**PLAIN, "credit": {SOUTH: 2}})
    plans = repeated(first=FIRST, every=10, each=4, rounds=2)
    found = schedule(people, rules, plans)
    check(found)
    assert [len(one.go) for one in found.rounds] == [2, 6]
    north, south = Account(NORTH), Account(SOUTH)
    assert found.balances[0] == {north: 2, south: -2}
    assert found.balances[1] == {north: 0, south: 0}
    without = schedule(people, rules_of(PLAIN), plans)
    assert [len(one.go) for one in without.rounds] == [0, 8]


def test_what_was_owed_before_may_be_paid_back_and_never_grows() -> None:
    people = [*numbered(NORTH, SOUTH, 2), *numbered(SOUTH, NORTH, 5)]
    opening = {Account(NORTH): 3, Account(SOUTH): -3}
    plans = repeated(first=FIRST, every=10, each=4, rounds=2)
    found = schedule(people, rules_of(PLAIN), plans, opening=opening)
    check(found)
    assert found.persons == 7
    assert found.balances[-1] == {Account(NORTH): 0, Account(SOUTH): 0}


def test_a_gift_is_not_owed() -> None:
    people = [*numbered(NORTH, SOUTH, 3), *numbered(SOUTH, NORTH, 1)]
    rules = rules_of({**PLAIN, "extra": {NORTH: 1}, "credit": {SOUTH: 1}})
    found = schedule(people, rules, repeated(first=FIRST, every=7, each=9, rounds=2))
    check(found)
    assert found.persons == 4
    assert set(found.balances[-1].values()) == {0}


def test_what_is_given_beside_persons_goes_with_the_first_round() -> None:
    people = [*numbered(NORTH, SOUTH, 1), *numbered(SOUTH, NORTH, 3)]
    maps = {"from": NORTH, "to": SOUTH, "what": "maps", "quantity": 9, "points": 2}
    rules = rules_of({**PLAIN, "consideration": [maps]})
    plans = repeated(first=FIRST, every=7, each=9, rounds=2)
    found = schedule(people, rules, plans)
    check(found)
    assert [len(one.go) for one in found.rounds] == [4, 0]
    with pytest.raises(FirstRoundCannotBeError):
        schedule(people[:1], rules, plans)


def test_who_never_comes_up_has_a_reason_and_the_last_day_is_told() -> None:
    people = [
        *numbered(NORTH, SOUTH, 3),
        *numbered(SOUTH, NORTH, 2),
        person("late", SOUTH, NORTH, available_from=date(2030, 1, 1)),
        person("held", SOUTH, NORTH, held_back="geneva3.art115"),
    ]
    found = schedule(
        people, rules_of(PLAIN), repeated(first=FIRST, every=7, each=1, rounds=3)
    )
    assert found.last_day == FIRST + timedelta(days=7)
    whys = {case: found.why(found.pool.ids.index(case)) for case in found.never}
    (unlucky,) = set(whys) - {"late", "held"}
    assert unlucky.startswith("N")
    assert [whys[one].code.value for one in ("late", "held", unlucky)] == [
        "RULES", "HELD", "RULES",
    ]  # fmt: skip
    assert whys["late"].sentence == engine.TOO_LATE


def test_the_check_names_what_a_series_breaks() -> None:
    people = [*numbered(NORTH, SOUTH, 2), *numbered(SOUTH, NORTH, 1)]
    rules = rules_of({**PLAIN, "credit": {SOUTH: 1}})
    one, two = repeated(first=FIRST, every=7, each=2, rounds=2)
    north, south = Account(NORTH), Account(SOUTH)
    owed = [Settled(one, ("N0",)), Settled(two, ("N1", "S0"))]
    twice = [Settled(one, ("N0", "S0")), Settled(two, ("S0", "N0"))]
    gift = [Settled(one, ("N0",), {north: 1, south: -1}), Settled(two, ())]
    alone = [Settled(one, (), {north: 1}), Settled(two, ())]
    told = [
        [breach.rule for breach in verify_series(people, rules, each)]
        for each in (owed, twice, gift, alone)
    ]
    assert told[0] == ["credit"]
    assert "list" in told[1]
    assert told[2] == ["extra"]
    assert "extra" in told[3]


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"rounds": [{"on": FIRST}, {"on": FIRST}]}, "later day"),
        ({"rounds": [{"at": FIRST}]}, "a round is not"),
        ({"rounds": [{"seats": -1}]}, "a round is not"),
        ({"rounds": [{"seats": True}]}, "a round is not"),
        ({"rounds": {"on": FIRST}}, "a round is not"),
        ({"rounds": [{"seats": {"x": 1}}]}, "a round is not"),
        ({"series": {"first": FIRST}}, "[series]"),
        ({"series": {"first": FIRST, "every": 0, "seats": 1}}, "[series]"),
        ({"series": {"first": FIRST, "every": 7, "seats": 9, "rounds": 999}}, "first"),
        ({"series": {}, "rounds": []}, "both"),
        ({"credit": {"Elsewhere": 1}}, "none of the parties"),
        ({"credit": {NORTH: -1}}, "not a whole number"),
    ],
    ids=[
        "one day", "unknown key", "negative seats", "not a number", "one table",
        "no direction", "half a series", "no interval", "999 rounds", "both",
        "a stranger owes", "negative credit",
    ],
)  # fmt: skip
def test_a_series_that_is_not_one_is_refused(told: dict[str, Any], fault: str) -> None:
    with pytest.raises(RulesRefusedError) as refused:
        rules_of({**PLAIN, **told})
    assert fault in str(refused.value)


def test_rounds_are_read_in_both_ways() -> None:
    each = rules_of({**PLAIN, "rounds": [{"on": FIRST, "seats": {"North>South": 3}}, {
        "on": FIRST + timedelta(days=7), "seats": 5}]}).rounds  # fmt: skip
    assert each[0].most(Direction(NORTH, SOUTH)) == 3
    assert each[0].most(Direction(SOUTH, NORTH)) is None
    assert each[1].most(Direction(SOUTH, NORTH)) == 5
    series = rules_of({**PLAIN, "series": {"first": FIRST, "every": 7, "seats": 5}})
    assert len(series.rounds) == 50


def test_days_must_rise_and_there_must_be_a_round() -> None:
    one = Planned(number=1, on=FIRST)
    with pytest.raises(RoundsOutOfOrderError):
        schedule([], rules_of(PLAIN), [one, Planned(number=2)])
    with pytest.raises(NoRoundsError):
        schedule([], rules_of(PLAIN))
