"""Somebody is absent on the day: who stands in, with every rule kept."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from hypothesis import given

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.check import verify
from repatria.exchange.core.rules import Rules, tier_of, weight_of
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.engine.reserves import Ready, Reserve, reserves
from repatria.exchange.tests.people import (
    NORTH,
    PLAIN,
    SOUTH,
    THIRD,
    any_rules,
    lists,
    person,
    plain_rules,
)
from repatria.site.cli import run

List = list[Candidate]


def keeps(people: List, rules: Rules, go: set[str]) -> bool:
    return verify(people, rules, go) == ()


def check_answers(people: List, rules: Rules) -> None:
    proposal = propose(people, rules)
    by_id = {one.id: one for one in people}
    answers = dict(reserves(proposal).answers())
    assert answers.keys() == {*proposal.go}
    for case, answer in answers.items():
        check_answer(by_id[case], answer, by_id, rules, {*proposal.go})


def check_answer(
    absent: Candidate,
    answer: Reserve,
    people: dict[str, Candidate],
    rules: Rules,
    go: set[str],
) -> None:
    everybody = list(people.values())
    gone = {absent.id}
    if absent.group:
        gone = {one.id for one in everybody if one.group == absent.group}
    left = go - gone
    if answer.ready in {Ready.LIKE, Ready.INSTEAD}:
        assert answer.stands_in not in go
        assert keeps(everybody, rules, left | {answer.stands_in})
        told = people[answer.stands_in]
        assert (told.holder, told.home) == (absent.holder, absent.home)
        if answer.ready is Ready.LIKE:
            assert alike(told, absent, rules)
        return
    if len(gone) == 1:
        same = (absent.holder, absent.home)
        for one in everybody:
            if one.id not in go and (one.holder, one.home) == same and not one.group:
                assert not keeps(everybody, rules, left | {one.id})
    assert keeps(everybody, rules, left) == (answer.ready is Ready.ALONE)
    if answer.ready is Ready.PAIR:
        assert people[answer.stays_too].holder == absent.home
        assert keeps(everybody, rules, left - {answer.stays_too})


def alike(one: Candidate, other: Candidate, rules: Rules) -> bool:
    same = ("destination", "category", "seats")
    return all(getattr(one, name) == getattr(other, name) for name in same) and (
        tier_of(one, rules) == tier_of(other, rules)
        and weight_of(one, rules) == weight_of(other, rules)
    )


@given(lists(most=12), plain_rules())
def test_a_stand_in_keeps_every_rule(people: List, rules: Rules) -> None:
    check_answers(people, rules)


@given(lists((NORTH, SOUTH, THIRD), grouped=True, most=9), any_rules())
def test_a_stand_in_keeps_every_rule_there_is(people: List, rules: Rules) -> None:
    check_answers(people, rules)


LIST = [
    person("n1", tier="1"),
    person("n2", tier="1"),
    person("n3", tier="2"),
    person("s1", SOUTH, NORTH, tier="1"),
    person("s2", SOUTH, NORTH, tier="2"),
    person("s3", SOUTH, NORTH, tier="2", held_back="geneva3.art115"),
]
ONE_SEAT = rules_of({**PLAIN, "seats": {f"{NORTH}>{SOUTH}": 2}})


def test_like_stands_in_for_like_and_then_the_next_tier() -> None:
    found = propose(LIST, rules_of({**PLAIN, "seats": {f"{NORTH}>{SOUTH}": 1}}))
    answers = dict(reserves(found).answers())
    absent = next(case for case in found.go if case.startswith("n"))
    present = ({"n1", "n2"} - {absent}).pop()
    assert answers[absent] == Reserve(Ready.LIKE, present)
    assert answers["s1"] == Reserve(Ready.INSTEAD, "s2")
    again = dict(reserves(found, cannot=[present]).answers())
    assert again[absent] == Reserve(Ready.INSTEAD, "n3")
    assert reserves(found).share_like == 0.5


def test_a_pair_stays_behind_where_nobody_stands_in() -> None:
    found = propose(LIST, ONE_SEAT)
    answers = dict(reserves(found).answers())
    assert answers["s1"].ready is Ready.PAIR
    assert answers["s1"].stays_too in {"n1", "n2"}
    generous = propose(LIST, replace(ONE_SEAT, extra={NORTH: 1}))
    assert dict(reserves(generous).answers())["s1"] == Reserve(Ready.ALONE)


def test_a_group_stays_behind_as_a_whole() -> None:
    people = [person(case, group="g") for case in ("a", "b")]
    people += [person(case, SOUTH, NORTH) for case in ("c", "d")]
    answers = dict(reserves(propose(people, rules_of(PLAIN))).answers())
    assert answers["a"].ready is Ready.NONE
    free = rules_of({**PLAIN, "parity": {"kind": "none"}})
    assert dict(reserves(propose(people, free)).answers())["a"].ready is Ready.ALONE


def test_nobody_goes_and_nobody_stands_ready() -> None:
    assert reserves(propose([], rules_of(PLAIN))).share_like == 0.0


def test_the_command_writes_who_stands_ready(tmp_path: Path) -> None:
    people = [
        "id,holder,home,tier",
        "s,South,North,1",
        *(f"n{n},North,South,1" for n in "ab"),
    ]
    (tmp_path / "people.csv").write_text("\n".join(people), encoding="utf-8")
    (tmp_path / "rules.toml").write_text('parties = ["North", "South"]', "utf-8")
    line = [str(tmp_path / "people.csv"), "--rules", str(tmp_path / "rules.toml")]
    assert run(["propose", *line, "--out", str(tmp_path)]) == 0
    text = (tmp_path / "reserves.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [tuple(row.values())[1] for row in rows] == ["like", "pair"]
    page = (tmp_path / "internal.html").read_text("utf-8")
    assert "for 50% of those who go there is one" in page
    assert "one of the other direction stays too" in page
    assert "stands ready" not in (tmp_path / "delegation.html").read_text("utf-8")
