"""What else could be agreed: nothing is shown that a cheaper change matches."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.check import verify
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine import frontier as frontiers
from repatria.exchange.engine.frontier import SHOWN, frontier
from repatria.exchange.engine.options import Option
from repatria.exchange.engine.proposal import Proposal
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.report.chart import chart_of, shape_of
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
simple = lists(most=12), plain_rules()
anything = lists((NORTH, SOUTH, THIRD), grouped=True, most=6), any_rules()


def tiers(proposal: Proposal) -> tuple[int, ...]:
    steps = proposal.pool.rules.steps
    return tuple(proposal.counts_by_tier.get(step.name, 0) for step in steps)


def concedes_no_more(one: Option, other: Option) -> bool:
    mine, theirs = one.change.concedes, other.change.concedes
    return all(mine[key] <= theirs.get(key, 0) for key in mine)


def check_options(people: List, rules: Rules) -> None:
    agreed = propose(people, rules)
    found = frontier(agreed)
    assert found[0].proposal is agreed
    assert len(found) <= 1 + SHOWN
    for option in found[1:]:
        changed = option.proposal.pool.rules
        assert option.proposal.go == propose(people, changed).go
        assert verify(people, changed, option.proposal.go) == ()
    for one, other in permutations(found, 2):
        if concedes_no_more(one, other):
            assert tiers(one.proposal) < tiers(other.proposal) or one.proposal is agreed


@given(*simple)
def test_counts_alone_judge_as_well_as_people(people: List, rules: Rules) -> None:
    check_options(people, rules)


@given(*anything)
def test_no_option_is_matched_by_a_cheaper_one(people: List, rules: Rules) -> None:
    check_options(people, rules)


def test_both_judges_show_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    people = [person(f"n{at}", tier=str(1 + at % 2)) for at in range(40)]
    people += [person(f"s{at}", SOUTH, NORTH, tier="1") for at in range(9)]
    agreed = propose(people, rules_of({**PLAIN, "seats": {f"{NORTH}>{SOUTH}": 9}}))
    by_counts = {one.change.name: one.proposal.go for one in frontier(agreed)}
    monkeypatch.setattr(
        frontiers, "_by_counts", lambda pool: frontiers._by_person(pool, None)
    )
    assert {one.change.name: one.proposal.go for one in frontier(agreed)} == by_counts
    assert len(by_counts["extra.North=1, seats.North>South=19"]) == 19
    assert len(by_counts["extra.North=50, seats.North>South=59"]) == 49
    assert not any(name.startswith("extra.South") for name in by_counts)


def test_what_an_option_costs_is_said_for_each_party() -> None:
    people = [person(f"n{at}") for at in range(4)] + [person("s", SOUTH, NORTH)]
    agreed = propose(people, rules_of({**PLAIN, "tiers": []}))
    by_name = {one.change.name: one for one in frontier(agreed)}
    told = by_name["extra.North=2"].as_json(agreed)
    assert told["costs"] == {
        NORTH: {"gives": 2, "gets": 0, "beyond": 2},
        SOUTH: {"gives": 0, "gets": 2, "beyond": 0},
    }
    assert (told["more"], len(told["joins"])) == (2, 2)
    assert [shape_of(one) for one in by_name.values()][:2] == ["agreed", "lifted"]


def test_the_drawing_shows_every_option_once() -> None:
    people = [person(f"n{at}") for at in range(30)] + [person("s", SOUTH, NORTH)]
    found = frontier(propose(people, rules_of({**PLAIN, "tiers": []})))
    chart = chart_of(found)
    assert chart is not None
    numbers = ", ".join(mark.numbers for mark in chart.marks).split(", ")
    assert sorted(map(int, numbers)) == list(range(1, len(found) + 1))
    assert all(chart.left <= mark.x <= chart.right for mark in chart.marks)
    assert all(chart.top <= mark.y <= chart.bottom for mark in chart.marks)
    assert chart_of(found[:1]) is None


@pytest.mark.parametrize(
    ("agreed", "people", "option"),
    [
        pytest.param(
            {"parity": {"kind": "ratio", "ratio": {NORTH: 1, SOUTH: 9}}},
            [person("n"), person("s", SOUTH, NORTH)],
            "parity.kind=count",
            id="person for person instead",
        ),
        pytest.param(
            {
                "consideration": [
                    {"from": NORTH, "to": SOUTH, "what": "maps", "points": 2}
                ]
            },
            [person("n"), person("s", SOUTH, NORTH)],
            "consideration.points=none",
            id="what is given beside is not counted",
        ),
        pytest.param(
            {"floors": {"coast": 2}},
            [person("n", region="coast"), person("s", SOUTH, NORTH)],
            "without.floors.coast",
            id="a floor that cannot be reached",
        ),
    ],
)
def test_what_stands_in_the_way_is_among_the_options(
    agreed: dict[str, Any], people: List, option: str
) -> None:
    found = frontier(propose(people, rules_of({**PLAIN, **agreed})))
    gives = {one.change.name: len(one.proposal.go) for one in found}
    assert gives["as-agreed"] == 0
    assert gives[option] == 2


def test_the_drawing_stays_inside(tmp_path: Path) -> None:
    people = ["id,holder,home", "s,South,North", *(f"n{n},North,South" for n in "abc")]
    (tmp_path / "people.csv").write_text("\n".join(people), encoding="utf-8")
    (tmp_path / "rules.toml").write_text('parties = ["North", "South"]', "utf-8")
    line = [str(tmp_path / "people.csv"), "--rules", str(tmp_path / "rules.toml")]
    assert run(["propose", *line, "--out", str(tmp_path)]) == 0
    assert "<svg" in (tmp_path / "internal.html").read_text("utf-8")
    assert "<svg" not in (tmp_path / "delegation.html").read_text("utf-8")
    told = json.loads((tmp_path / "options.json").read_bytes())
    assert told["internal"]
