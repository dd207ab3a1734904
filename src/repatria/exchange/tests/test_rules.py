"""Rules as they are written down: what is understood, and what is refused."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from repatria.exchange.core.candidate import Candidate, Direction
from repatria.exchange.core.check import verify
from repatria.exchange.core.errors import (
    CaseOnBothSidesError,
    HomeAlreadyError,
    LotBrokenError,
    NoSuchRuleError,
    PartyUnknownError,
    RulesRefusedError,
    ValueUnknownError,
)
from repatria.exchange.core.lot import Lot, Witness, commitment, seed_of
from repatria.exchange.core.reasons import Code
from repatria.exchange.engine.own import read_own
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.propose import propose, propose_series
from repatria.exchange.engine.reading.refusing import ways_home
from repatria.exchange.engine.reading.rules import read_rules, rules_of
from repatria.exchange.tests.people import NORTH, PLAIN, SOUTH, person

EVERYTHING = """
parties = ["North", "South"]
as_of = 2022-11-20
tiers = ["geneva3.art110.1.2", 1, "2"]
exempt = ["geneva3.art110.1.2"]
require_consent = ["geneva3.art110.1.2", 2]

[parity]
kind = "value"
table = { private = 1, captain = 6 }

[seats]
"North>South" = 60

[extra]
North = 2

[floors]
coast = 3

[lot]
seed = "agreed"
"""


def test_every_key_of_the_contract_is_read(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(EVERYTHING, encoding="utf-8-sig")
    rules = read_rules(file)
    assert [tier.name for tier in rules.tiers] == ["geneva3.art110.1.2", "1", "2"]
    assert [tier.exempt for tier in rules.tiers] == [True, False, False]
    assert [tier.needs_consent for tier in rules.tiers] == [True, False, True]
    assert rules.seats == {Direction(NORTH, SOUTH): 60}
    assert (rules.extra, rules.floors) == ({NORTH: 2}, {"coast": 3})
    assert (rules.as_of, rules.lot.seed) == (date(2022, 11, 20), "agreed")


def test_the_rules_in_the_documentation_are_read(tmp_path: Path) -> None:
    page = Path(__file__).parents[4] / "docs" / "exchange.md"
    told = re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    asked, own, shown, ratio, rounds, repeated = map(tomllib.loads, told)
    assert asked.keys() == {"wanted", "unwanted"}
    rules = rules_of(shown)
    assert rules.needs_consent
    assert [one.what for one in rules.considerations] == ["map of minefields"]
    by_ratio = rules_of({**PLAIN, **ratio}).parity.ratio
    assert by_ratio.points(NORTH, "medic") == 50
    assert len(rules_of({**PLAIN, **rounds}).rounds) == 2
    assert rules_of({**PLAIN, **rounds}).credit == {SOUTH: 5}
    assert len(rules_of({**PLAIN, **repeated}).rounds) == 40
    file = tmp_path / "own.toml"
    file.write_text(told[1], encoding="utf-8")
    assert (
        read_own(file, rules).consideration == own["valuations"][NORTH]["consideration"]
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({"parties": ["North"]}, "fewer than two", id="one party"),
        pytest.param({"parties": ["North", "North"]}, "twice", id="a party twice"),
        pytest.param({"parites": []}, "not known", id="a slip of the pen"),
        pytest.param({"lot": {"sed": "x"}}, "not known", id="a slip inside a table"),
        pytest.param({"tiers": "1"}, "wrong kind", id="one tier, not a list"),
        pytest.param({"seats": 3}, "wrong kind", id="seats without a direction"),
        pytest.param({"seats": {"North-South": 3}}, "A>B", id="no direction"),
        pytest.param({"seats": {"East>South": 3}}, "A>B", id="a strange holder"),
        pytest.param({"seats": {"North>South": -1}}, "whole number", id="below 0"),
        pytest.param({"extra": {"North": 1.5}}, "whole number", id="half a person"),
        pytest.param({"extra": {"East": 1}}, "none of the parties", id="strange extra"),
        pytest.param({"tiers": [1, "1"]}, "twice", id="a tier twice"),
        pytest.param({"exempt": [7]}, "does not", id="exempt, but no tier"),
        pytest.param({"parity": {"kind": "fair"}}, "wrong kind", id="unknown parity"),
        pytest.param({"parity": {"kind": "value"}}, "no table", id="value, no table"),
        pytest.param({"parity": {"per": "bloc"}}, "names none", id="blocs of nobody"),
        pytest.param({"parity": {"blocs": {"a": ["E"]}}}, "none of", id="strange bloc"),
        pytest.param(
            {"parity": {"blocs": {"a": ["North"], "b": ["North"]}}},
            "two blocs",
            id="both",
        ),
        pytest.param({"as_of": "November"}, "wrong kind", id="no day"),
        pytest.param({"as_of": 2022}, "wrong kind", id="a year alone"),
        pytest.param({"tiers": ["geneva3.art115"]}, "nothing about who", id="a hold"),
        pytest.param(
            {"tiers": ["geneva3.art118"], "as_of": "1949-01-01"}, "in force", id="early"
        ),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(
    change: dict[str, Any], fault: str
) -> None:
    written = {key: value for key, value in PLAIN.items() if key != "tiers"}
    with pytest.raises(RulesRefusedError, match=fault):
        rules_of({**written, **change})


def test_a_tier_that_is_no_rule_is_refused_with_those_that_are() -> None:
    with pytest.raises(NoSuchRuleError, match=r"geneva3\.art110\.1\.2"):
        rules_of({**PLAIN, "tiers": ["geneva3.art110.9"]})
    assert "geneva3.art109.1" in ways_home()
    assert "geneva3.art119" not in ways_home()


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text("parties = [", encoding="utf-8")
    with pytest.raises(RulesRefusedError, match=r"rules\.toml.*not TOML"):
        read_rules(file)


def test_a_day_may_be_written_in_any_way_that_toml_knows() -> None:
    meant = {
        rules_of({**PLAIN, "as_of": written}).as_of
        for written in ("2022-11-20", date(2022, 11, 20), datetime(2022, 11, 20, 9, 30))  # noqa: DTZ001
    }
    assert meant == {date(2022, 11, 20)}


SECRETS = {NORTH: "granite", SOUTH: "willow"}


@pytest.mark.parametrize(
    ("lot", "witness"),
    [
        pytest.param(Lot(), Witness.NOT_WITNESSED, id="no seed"),
        pytest.param(Lot("x"), Witness.NOT_WITNESSED, id="a seed of nobody"),
        pytest.param(Lot("x", {NORTH: "a"}), Witness.COMMITTED, id="not yet shown"),
        pytest.param(
            Lot(
                seed_of(SECRETS),
                {who: commitment(one) for who, one in SECRETS.items()},
                SECRETS,
            ),
            Witness.WITNESSED,
            id="shown and fitting",
        ),
        pytest.param(
            Lot(
                "chosen",
                {who: commitment(one) for who, one in SECRETS.items()},
                SECRETS,
            ),
            Witness.BROKEN,
            id="another seed",
        ),
        pytest.param(
            Lot(seed_of(SECRETS), {NORTH: commitment("granite")}, SECRETS),
            Witness.BROKEN,
            id="a party that did not commit",
        ),
    ],
)
def test_the_lot_says_whether_it_was_witnessed(lot: Lot, witness: Witness) -> None:
    assert lot.witness is witness


def test_a_seed_other_than_committed_to_is_refused() -> None:
    told = {
        "seed": "chosen late",
        "commitments": {who: commitment(one) for who, one in SECRETS.items()},
        "secrets": SECRETS,
    }
    with pytest.raises(LotBrokenError):
        rules_of({**PLAIN, "lot": told})
    assert rules_of({**PLAIN, "lot": {"seed": "x", "commitments": ["a"]}}).lot.seed


def legs() -> list[Candidate]:
    """The exchange of 1 August 2024: how many went from where to where."""
    counts = {
        ("United States", "Russia"): 3,
        ("Germany", "Russia"): 1,
        ("Slovenia", "Russia"): 2,
        ("Norway", "Russia"): 1,
        ("Poland", "Russia"): 1,
        ("Russia", "United States"): 3,
        ("Russia", "Germany"): 12,
        ("Belarus", "Germany"): 1,
    }
    return [
        person(f"{holder}-{home}-{n}", holder, home)
        for (holder, home), many in counts.items()
        for n in range(many)
    ]


BLOCS = {
    "east": ["Russia", "Belarus"],
    "west": ["United States", "Germany", "Slovenia", "Norway", "Poland"],
}


@pytest.mark.parametrize(
    ("agreed", "free"),
    [
        pytest.param({}, 8, id="each country even"),
        pytest.param({"parity": {"blocs": BLOCS}}, 16, id="blocs even"),
        pytest.param(
            {"parity": {"blocs": BLOCS}, "extra": {"east": 8}}, 24, id="eight more"
        ),
        pytest.param(
            {"parity": {"blocs": BLOCS}, "extra": {"Russia": 7, "Belarus": 1}},
            24,
            id="eight more, by party",
        ),
        pytest.param(
            {"parity": {"blocs": BLOCS, "per": "party"}}, 8, id="blocs named, not used"
        ),
    ],
)
def test_seven_countries_free_as_many_as_history_says(
    agreed: dict[str, Any], free: int
) -> None:
    parties = [party for members in BLOCS.values() for party in members]
    rules = rules_of({"parties": parties, **agreed})
    found = propose(legs(), rules)
    assert (found.status, len(found.go)) == (Status.OPTIMAL, free)
    assert verify(legs(), rules, found.go) == ()
    balances = found.parity.values()
    assert sum(one.given for one in balances) == free


def test_rules_that_cannot_hold_together_are_named_and_no_others() -> None:
    people = [person("n1", region="coast"), person("n2", region="coast")]
    agreed = {
        **PLAIN,
        "floors": {"coast": 2, "": 0},
        "seats": {"North>South": 9},
        "extra": {SOUTH: 4},
    }
    found = propose(people, rules_of(agreed))
    assert found.status is Status.INFEASIBLE
    assert found.blocked_by == ("floors.coast", "parity")
    assert {found.why(at).code for at in range(2)} == {Code.RULES}
    with pytest.raises(ValueError, match="infeasible"):
        found.shared_bytes()


def test_a_floor_for_an_empty_list_names_itself() -> None:
    found = propose([], rules_of({**PLAIN, "floors": {"coast": 1}}))
    assert found.blocked_by == ("floors.coast",)


def test_parity_by_value_weighs_ranks() -> None:
    table = {"private": 1, "captain": 6}
    people = [
        person("captain", rank="captain"),
        *(person(f"p{n}", SOUTH, NORTH, rank="private") for n in range(8)),
    ]
    agreed = {**PLAIN, "parity": {"kind": "value", "table": table}}
    found = propose(people, rules_of(agreed))
    assert len(found.go) == 7
    assert {one.given for one in found.parity.values()} == {6}


def test_a_rank_without_a_value_is_asked_for() -> None:
    agreed = {**PLAIN, "parity": {"kind": "value", "table": {"private": 1}}}
    with pytest.raises(ValueUnknownError, match="case n1"):
        propose([person("n1", rank="cook")], rules_of(agreed))


def test_stretchers_take_the_seats_they_need() -> None:
    people = [
        person("lying", seats=4, tier="1"),
        *(person(f"sits{n}", tier="2") for n in range(4)),
    ]
    agreed = {**PLAIN, "parity": {"kind": "none"}, "seats": {"North>South": 5}}
    found = propose(people, rules_of(agreed))
    assert len(found.go) == 2
    assert found.seats == {"North>South": 5}


def test_categories_balance_by_themselves() -> None:
    people = [
        person("n1", category="soldier"),
        person("n2", category="civilian"),
        person("s1", SOUTH, NORTH, category="soldier"),
        person("s2", SOUTH, NORTH, category="soldier"),
    ]
    for parity in ({"kind": "category"}, {"kind": "count", "per": "category"}):
        found = propose(people, rules_of({**PLAIN, "parity": parity}))
        assert len(found.go) == 2
    agreed = {**PLAIN, "parity": parity, "extra": {NORTH: 1, SOUTH: 1}}
    assert len(propose(people, rules_of(agreed)).go) == 4


@pytest.mark.parametrize(
    ("people", "refusal"),
    [
        ([person("x", "East", SOUTH)], PartyUnknownError),
        ([person("x", NORTH, "East")], PartyUnknownError),
        ([person("x", NORTH, NORTH)], HomeAlreadyError),
        ([person("x"), person("x", SOUTH, NORTH)], CaseOnBothSidesError),
    ],
)
def test_people_whom_the_rules_cannot_place_are_refused(
    people: list[Candidate], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        propose(people, rules_of(PLAIN))


def pairs(n: int) -> list[Candidate]:
    return [
        person(
            f"{home[0]}{at:03d}", holder, home, captured_on=date(2022, 3, 1 + at % 28)
        )
        for holder, home in ((NORTH, SOUTH), (SOUTH, NORTH))
        for at in range(n)
    ]


def test_two_rounds_send_nobody_twice() -> None:
    first, second = propose_series(pairs(60), rules_of(PLAIN), sizes=[36, 50])
    assert first.received == {NORTH: 36, SOUTH: 36}
    assert second.received == {NORTH: 24, SOUTH: 24}
    assert not set(first.go) & set(second.go)
    longest = min(day for day in second.pool.days[second.on])
    assert min(first.pool.days[first.on]) >= longest


def test_a_round_may_have_its_own_size_each_way() -> None:
    agreed = rules_of({**PLAIN, "extra": {NORTH: 9}, "seats": {"South>North": 4}})
    sizes = [{Direction(NORTH, SOUTH): 6}]
    (only,) = propose_series(pairs(9), agreed, sizes=sizes)
    assert only.received == {NORTH: 4, SOUTH: 6}


def test_without_tiers_the_numbers_on_the_list_are_the_order() -> None:
    people = [person("a", tier="10"), person("b", tier="2"), person("s", SOUTH, NORTH)]
    found = propose(people, rules_of({"parties": [NORTH, SOUTH]}))
    assert found.go == ("b", "s")
    assert found.counts_by_tier == {"2": 1, "10": 0, "other": 1}


def test_a_missing_fact_leads_to_the_doctors_and_not_to_a_refusal() -> None:
    sick = {"seriously_wounded_or_sick": True, "fit_to_travel": None}
    found = propose(
        [person("n1", facts=sick), person("s", SOUTH, NORTH)], rules_of(PLAIN)
    )
    assert found.go == ("n1", "s")
    (doubt,) = found.pool.doubts
    assert (doubt.if_unknown, doubt.missing) == ("ask-the-doctors", ("fit_to_travel",))


def test_a_list_that_cannot_hold_consents_leaves_them_to_the_agency() -> None:
    sick = {"seriously_wounded_or_sick": True, "fit_to_travel": True}
    people = [person("n1", facts=sick), person("n2", held_back="art. 115", facts=sick)]
    agreed = rules_of({**PLAIN, "require_consent": ["geneva3.art109.1"]})
    own = propose(people, agreed, asked=False)
    assert (own.go, own.for_the_agency) == ((), ("n1", "n2"))
    assert propose(people, agreed).for_the_agency == ()
