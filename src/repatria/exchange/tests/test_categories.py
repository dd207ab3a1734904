"""Categories that rules compute, and tables of values that RULES.toml names."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from repatria.exchange.core.candidate import Candidate
from repatria.exchange.core.errors import NoSuchRuleError, RulesRefusedError
from repatria.exchange.engine.propose import check, propose
from repatria.exchange.engine.reading.rules import rules_of
from repatria.exchange.engine.roster import roster_of
from repatria.exchange.tests.people import AS_OF, NORTH, SOUTH, person
from repatria.rulebook.tables import load_table

WOMEN, YOUNG, LONG = "categories.women", "categories.under25", "categories.long-held"


def told(**more: Any) -> dict[str, Any]:
    return {"parties": [NORTH, SOUTH], "as_of": AS_OF, **more}


def northern(case: str, **more: Any) -> Candidate:
    return person(case, holder=NORTH, home=SOUTH, **more)


def southern(case: str, **more: Any) -> Candidate:
    return person(case, holder=SOUTH, home=NORTH, **more)


def gone(people: list[Candidate], **more: Any) -> set[str]:
    proposal = propose(roster_of(people), rules_of(told(**more)))
    check(proposal)
    return set(proposal.go)


def test_women_stand_against_women_where_categories_are_computed() -> None:
    people = [
        northern("n-woman", facts={"woman": True}),
        northern("n-man", facts={"woman": False}),
        southern("s-woman", facts={"woman": True}),
        southern("s-woman-too", facts={"woman": True}),
    ]
    by_category = gone(people, parity={"kind": "category"}, categories=[WOMEN])
    assert len(by_category) == 2
    assert "n-woman" in by_category
    assert "n-man" not in by_category
    assert len(gone(people)) == 4


def test_the_first_category_that_holds_counts_and_one_that_is_written_stays() -> None:
    young_woman = {"woman": True, "age_years": 22}
    people = [
        northern("n", facts=young_woman),
        southern("s", facts={"woman": True, "age_years": 40}),
        southern("s-written", category="others", facts=young_woman),
    ]
    asked = {"parity": {"kind": "category"}}
    assert gone(people, categories=[WOMEN, YOUNG], **asked) == {"n", "s"}
    assert gone(people, categories=[YOUNG, WOMEN], **asked) == set()


def test_unknown_puts_nobody_into_a_category() -> None:
    people = [northern("n", facts={"woman": None}), southern("s")]
    asked = {"parity": {"kind": "category"}, "categories": [WOMEN]}
    assert gone(people, **asked) == {"n", "s"}


def test_days_held_follow_from_the_capture_and_the_day_of_the_list() -> None:
    long_ago, lately = AS_OF - timedelta(days=1095), AS_OF - timedelta(days=1094)
    people = [
        northern("n-long", captured_on=long_ago),
        northern("n-lately", captured_on=lately),
        southern("s", captured_on=None),
    ]
    assert gone(people, tiers=[LONG]) == {"n-long", "s"}
    pool = propose(roster_of(people), rules_of(told(tiers=[LONG]))).pool
    assert dict(zip(pool.ids, pool.tier.tolist(), strict=True)) == {
        "n-long": 0,
        "n-lately": 1,
        "s": 1,
    }


def test_a_category_may_be_a_tier() -> None:
    people = [
        northern("n-1", facts={"age_years": 24}),
        northern("n-2", facts={"age_years": 25}),
        southern("s"),
    ]
    assert gone(people, tiers=[YOUNG]) == {"n-1", "s"}


def test_swapping_the_parties_mirrors_categories() -> None:
    people = [northern("n", facts={"woman": True}), southern("s"), southern("s-2")]
    mirrored = [person(one.id, one.home, one.holder, facts=one.facts) for one in people]
    asked = {"parity": {"kind": "category"}, "categories": [WOMEN]}
    assert gone(people, **asked) == gone(mirrored, **asked)


def test_a_table_of_the_rulebook_stands_by_its_name() -> None:
    rules = rules_of(told(parity={"kind": "value", "table": "dix-hill-1862"}))
    assert rules.parity.named == "dix-hill-1862"
    assert rules.parity.table == load_table("dix-hill-1862").values
    people = [
        northern("n", rank="Captain"),
        *(southern(f"s{n}", rank="private") for n in range(7)),
    ]
    proposal = propose(roster_of(people), rules)
    check(proposal)
    assert len(proposal.go) == 7


def test_the_cartel_counts_every_grade_and_has_one_of_three() -> None:
    values = load_table("dix-hill-1862").values
    assert sorted(set(values.values())) == [1, 2, 3, 4, 6, 8, 10, 15, 20, 40, 60]
    assert values["captain"] == 6
    assert (values["navy captain"], values["navy commander"]) == (15, 10)
    assert {rank for rank, points in values.items() if points == 3} == {
        *("midshipman", "warrant officer", "navy warrant officer"),
        *("merchant master", "privateer commander"),
    }


@pytest.mark.parametrize(
    ("wrong", "refusal", "where"),
    [
        ({"categories": ["geneva3.art118"]}, RulesRefusedError, "categories"),
        ({"categories": [WOMEN, WOMEN]}, RulesRefusedError, "categories"),
        ({"categories": "women"}, RulesRefusedError, "categories"),
        ({"categories": ["categories.men"]}, NoSuchRuleError, "categories.men"),
        (
            {"parity": {"kind": "value", "table": "dix-hill"}},
            RulesRefusedError,
            "parity.table",
        ),
    ],
)
def test_what_is_no_category_or_table_is_refused(
    wrong: dict[str, Any], refusal: type[Exception], where: str
) -> None:
    with pytest.raises(refusal, match=where):
        rules_of(told(**wrong))
