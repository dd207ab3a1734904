"""What an exchange promises, whatever the list and the rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import chain, combinations
from typing import Any
from unittest.mock import patch

import highspy
from hypothesis import given
from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate, Consent, Direction
from repatria.exchange.core.check import verify
from repatria.exchange.core.lot import number_drawn
from repatria.exchange.core.ratio import Ratio
from repatria.exchange.core.reasons import Code
from repatria.exchange.core.rules import Rules, tier_of
from repatria.exchange.engine.pool import pool_of
from repatria.exchange.engine.proposal import Proposal, Status
from repatria.exchange.engine.propose import check, propose
from repatria.exchange.engine.reserves import substitutes
from repatria.exchange.engine.roster import roster_of
from repatria.exchange.engine.solving import draw, face, general, greedy, solver
from repatria.exchange.engine.solving.face import Face, NotWholeError
from repatria.exchange.report.render import delegation_html
from repatria.exchange.tests.people import (
    AS_OF,
    NORTH,
    SOUTH,
    THIRD,
    any_rules,
    lists,
    plain_rules,
)

List = list[Candidate]
two_parties = lists(most=12), plain_rules()
anything = lists((NORTH, SOUTH, THIRD), grouped=True, most=10), any_rules()


def days(one: Candidate, rules: Rules) -> int:
    if one.captured_on is None or rules.as_of is None:
        return 0
    return max(0, (rules.as_of - one.captured_on).days)


def merit(going: tuple[Candidate, ...], rules: Rules) -> tuple[Any, ...]:
    """How good a choice is: tiers, then days, then who drew the lowest numbers.

    Of two lists that are equal so far, the better one has the lowest number of all
    that are not on both.
    """
    tiers = Counter(tier_of(one, rules) for one in going)
    return (
        *(tiers[place] for place in range(len(rules.steps))),
        sum(days(one, rules) for one in going),
        [-number for number in sorted(drawn(one, rules) for one in going)],
    )


def drawn(one: Candidate, rules: Rules) -> int:
    return number_drawn(rules.lot.seed, one.id)


def choices(people: List) -> Iterator[tuple[Candidate, ...]]:
    sizes = range(len(people) + 1)
    return chain.from_iterable(combinations(people, size) for size in sizes)


def best(people: List, rules: Rules) -> set[str] | None:
    """The best choice among all there are, looked at one by one."""
    able = [one for one in people if not set(person_rules(one, rules))]
    sound = [
        choice
        for choice in choices(able)
        if not verify(people, rules, [one.id for one in choice])
    ]
    if not sound:
        return None
    return {one.id for one in max(sound, key=lambda choice: merit(choice, rules))}


def person_rules(one: Candidate, rules: Rules) -> Iterator[str]:
    """The rules that keep somebody off whoever else goes."""
    alone = replace(one, group="")
    own = {"held_back", "consent", "require_consent", "available_from"}
    return (
        breach.rule for breach in verify([alone], rules, [one.id]) if breach.rule in own
    )


@given(lists(), plain_rules())
def test_the_way_without_a_solver_finds_the_best_of_all(
    people: List, rules: Rules
) -> None:
    assert greedy.is_simple(pool_of(roster_of(people), rules))
    assert set(propose(people, rules).go) == best(people, rules)


@given(lists((NORTH, SOUTH, THIRD), grouped=True, most=8), any_rules())
def test_any_rules_get_the_best_of_all(people: List, rules: Rules) -> None:
    found = propose(people, rules)
    wanted = best(people, rules)
    assert (found.status is Status.INFEASIBLE) == (wanted is None)
    assert set(found.go) == (wanted or set())


@given(lists(most=20), plain_rules())
def test_both_ways_agree(people: List, rules: Rules) -> None:
    pool = pool_of(roster_of(people), rules)
    answer = general.who_goes(pool)
    assert answer is not None
    assert answer.on.tolist() == greedy.who_goes(pool).tolist()


@given(*anything, st.sampled_from([1, 2]))
def test_how_widely_is_looked_at_once_decides_nothing(
    people: List, rules: Rules, few: int
) -> None:
    found = told(propose(people, rules))
    narrow = patch.object(face, "WINDOW", few)
    with narrow, patch.object(draw, "AT_ONCE", few), patch.object(draw, "MANY", few):
        assert told(propose(people, rules)) == found


@given(*anything)
def test_each_step_by_itself_gives_what_hoping_for_all_gives(
    people: List, rules: Rules
) -> None:
    found = propose(people, rules)
    with patch.object(Face, "hope", side_effect=NotWholeError):
        assert told(propose(people, rules)) == told(found)


def tiers_of(proposal: Proposal) -> list[int]:
    steps = proposal.pool.rules.steps
    return [proposal.counts_by_tier.get(step.name, 0) for step in steps]


@given(*anything)
def test_no_rule_is_ever_broken(people: List, rules: Rules) -> None:
    proposal = propose(people, rules)
    check(proposal)
    if proposal.status is Status.OPTIMAL:
        assert verify(people, rules, proposal.go) == ()


@given(*anything, st.randoms(use_true_random=False))
def test_place_on_the_list_decides_nothing(
    people: List, rules: Rules, chance: Any
) -> None:
    shuffled = chance.sample(people, k=len(people))
    assert told(propose(shuffled, rules)) == told(propose(people, rules))


@given(*two_parties)
def test_swapping_the_parties_sends_the_same_people(people: List, rules: Rules) -> None:
    swapped = [
        replace(one, holder=MIRROR[one.holder], home=MIRROR[one.home]) for one in people
    ]
    assert propose(swapped, mirrored(rules)).go == propose(people, rules).go


@given(*anything)
def test_swapping_the_parties_under_any_rules(people: List, rules: Rules) -> None:
    swapped = [
        replace(one, holder=MIRROR[one.holder], home=MIRROR[one.home]) for one in people
    ]
    found, mirror = propose(people, rules), propose(swapped, mirrored(rules))
    assert mirror.go == found.go
    assert mirror.received == {
        MIRROR.get(place, place): n for place, n in found.received.items()
    }


MIRROR = {NORTH: SOUTH, SOUTH: NORTH, THIRD: THIRD}


def mirrored(rules: Rules) -> Rules:
    blocs = {
        name: tuple(MIRROR[one] for one in members)
        for name, members in rules.parity.blocs.items()
    }
    ratio = rules.parity.ratio
    turned = Ratio(
        {MIRROR.get(unit, unit): n for unit, n in ratio.persons.items()},
        [
            replace(one, held_by=MIRROR[one.held_by], other=MIRROR[one.other])
            for one in ratio.kindred
        ],
    )
    return replace(
        rules,
        parity=replace(rules.parity, blocs=blocs, ratio=turned),
        own=rules.own and replace(rules.own, party=MIRROR[rules.own.party]),
        seats={Direction(MIRROR[a], MIRROR[b]): n for (a, b), n in rules.seats.items()},
        extra={MIRROR[party]: n for party, n in rules.extra.items()},
        considerations=tuple(
            replace(one, giver=MIRROR[one.giver], to=MIRROR[one.to])
            for one in rules.considerations
        ),
    )


@given(*anything, st.data())
def test_more_consent_never_makes_it_worse(
    people: List, rules: Rules, data: st.DataObject
) -> None:
    willing = [
        replace(one, consent=Consent.YES) if data.draw(st.booleans()) else one
        for one in people
    ]
    assert tiers_of(propose(willing, rules)) >= tiers_of(propose(people, rules))


@given(*anything, st.integers(1, 4))
def test_more_seats_never_make_it_worse(people: List, rules: Rules, more: int) -> None:
    wider = replace(rules, seats={way: n + more for way, n in rules.seats.items()})
    assert tiers_of(propose(people, wider)) >= tiers_of(propose(people, rules))


@given(*anything)
def test_who_cannot_go_alone_changes_nothing_for_others(
    people: List, rules: Rules
) -> None:
    proposal = propose(people, rules)
    barred = {
        one.id for one in people if not one.group and set(person_rules(one, rules))
    }
    others = [one for one in people if one.id not in barred]
    assert propose(others, rules).go == proposal.go


@given(*anything)
def test_every_absence_has_a_reason_and_nobody_else_has(
    people: List, rules: Rules
) -> None:
    proposal = propose(people, rules)
    codes = {case: proposal.why(at).code for at, case in enumerate(proposal.pool.ids)}
    assert {case for case, code in codes.items() if code is Code.GOES} == {*proposal.go}
    for one in people:
        own = set(person_rules(one, rules))
        named = {
            Code.HELD: "held_back" in own,
            Code.CONSENT: bool(own & {"consent", "require_consent"}),
            Code.GROUP: bool(one.group),
        }
        assert named.get(codes[one.id], True)


@given(*two_parties, st.data())
def test_a_substitute_keeps_every_rule(
    people: List, rules: Rules, data: st.DataObject
) -> None:
    proposal = propose(people, rules)
    if proposal.go:
        absent = data.draw(st.sampled_from(proposal.go))
        for case in substitutes(proposal, absent=absent):
            go = {*proposal.go, case} - {absent}
            assert verify(people, rules, go) == ()


@given(lists(most=12), plain_rules())
def test_nobody_exempt_uses_parity(people: List, rules: Rules) -> None:
    roomy = replace(rules, seats={})
    counted = [one for one in people if not roomy.steps[tier_of(one, roomy)].exempt]
    everybody = set(propose(people, roomy).go)
    assert everybody & {one.id for one in counted} == set(propose(counted, roomy).go)


def told(proposal: Proposal) -> dict[str, Any]:
    return {k: v for k, v in proposal.as_json().items() if k != "seconds"}


WHY_NOT: list[dict[str, Any]] = [
    {"consent": Consent.NO},
    {"consent": Consent.UNKNOWN},
    {"consent": Consent.YES},
    {"consent": Consent.NOT_NEEDED},
    {"held_back": "geneva3.art119, until the sentence is served"},
    {"held_back": ""},
    {"available_from": AS_OF + timedelta(days=30)},
    {"available_from": None},
    {"captured_on": AS_OF},
    {"tier": ""},
    {"tier": "1"},
    {"facts": {"seriously_wounded_or_sick": True, "fit_to_travel": True}},
]


@given(*anything, st.data())
def test_what_leaves_does_not_tell_why_somebody_is_left_out(
    people: List, rules: Rules, data: st.DataObject
) -> None:
    proposal = propose(people, rules)
    if proposal.status is not Status.OPTIMAL or not proposal.not_proposed:
        return
    left_out = data.draw(st.sampled_from(proposal.not_proposed))
    change = data.draw(st.sampled_from(WHY_NOT))
    changed = [replace(one, **change) if one.id == left_out else one for one in people]
    other = propose(changed, rules)
    if other.go == proposal.go and other.status is proposal.status:
        assert other.shared_bytes() == proposal.shared_bytes()
        assert delegation_html(other) == delegation_html(proposal)
        assert told(other) == told(proposal)


@given(*anything)
def test_without_time_a_list_that_keeps_the_rules_is_not_called_the_best(
    people: List, rules: Rules
) -> None:
    hurried, best_one = propose(people, rules, seconds=0), propose(people, rules)
    pool = best_one.pool
    at_once = greedy.is_simple(pool) or not pool.eligible.any()
    if at_once or best_one.status is Status.INFEASIBLE:
        assert told(hurried) == told(best_one)
        return
    assert hurried.status is Status.FEASIBLE
    assert verify(people, rules, hurried.go) == ()
    most = [hurried.bound.get(step.name, 0) for step in best_one.pool.rules.steps]
    assert tiers_of(hurried) <= tiers_of(best_one) <= most


@given(*anything)
def test_the_same_input_gives_the_same_bytes_with_any_threads(
    people: List, rules: Rules
) -> None:
    once = propose(people, rules)
    try:
        with patch.dict(solver.OPTIONS, threads=2):
            highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003
            again = propose(people, rules)
    finally:
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003
    assert told(again) == told(once)
    if once.status is Status.OPTIMAL:
        assert again.shared_bytes() == once.shared_bytes()
