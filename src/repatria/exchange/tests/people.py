"""Invented lists and rules for the tests of exchanges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from repatria.exchange.core.candidate import Candidate, Consent
from repatria.exchange.core.own import Valuation
from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.reading.rules import rules_of

NORTH, SOUTH, THIRD = "North", "South", "Third"
AS_OF = date(2022, 11, 20)
TIERS = ["geneva3.art109.1", "1", "2"]

PLAIN: dict[str, Any] = {"parties": [NORTH, SOUTH], "as_of": AS_OF, "tiers": TIERS}


def person(case: str, holder: str = NORTH, home: str = SOUTH, **more: Any) -> Candidate:
    return Candidate(id=case, holder=holder, home=home, **more)


def people_of(parties: Sequence[str], *, grouped: bool) -> st.SearchStrategy[Any]:
    """One person, nearly like others: ties are what goes wrong."""
    pairs = [(one, other) for one in parties for other in parties if one != other]
    return st.builds(
        lambda pair, **more: Candidate(id="", holder=pair[0], home=pair[1], **more),
        pair=st.sampled_from(pairs),
        tier=st.sampled_from(["", "1", "2"]),
        captured_on=st.sampled_from(
            [None, *(AS_OF - timedelta(days=n) for n in (-3, 5, 5, 90))]
        ),
        available_from=st.sampled_from([None, None, None, AS_OF + timedelta(days=1)]),
        group=st.sampled_from(["", "", "a", "b"]) if grouped else st.just(""),
        destination=st.sampled_from(["", "", "", "Lake"]) if grouped else st.just(""),
        seats=st.sampled_from([1, 1, 4]) if grouped else st.just(1),
        consent=st.sampled_from([*Consent, Consent.YES, Consent.UNKNOWN]),
        held_back=st.sampled_from(["", "", "", "", "geneva3.art115"]),
        region=st.sampled_from(["", "coast"]),
        category=st.sampled_from(["", "soldier", "civilian"]),
        value=st.sampled_from([None, 3]),
        rank=st.sampled_from(["private", "captain"]),
        facts=st.fixed_dictionaries(
            {
                "seriously_wounded_or_sick": st.sampled_from([True, False, None]),
                "fit_to_travel": st.sampled_from([True, True, False, None]),
            }
        ),
    )


def lists(
    parties: Sequence[str] = (NORTH, SOUTH), *, grouped: bool = False, most: int = 9
) -> st.SearchStrategy[list[Candidate]]:
    """Lists of a few people; their ids do not follow their order."""
    everybody = st.lists(people_of(parties, grouped=grouped), max_size=most)
    ids = st.permutations([f"c{n}" for n in range(most)])
    return st.builds(
        lambda people, cases: [
            replace(one, id=case) for one, case in zip(people, cases, strict=False)
        ],
        everybody,
        ids,
    )


def _rules(
    parties: Sequence[str], *, consideration: int | None = None, **told: Any
) -> Rules:
    if consideration is not None:
        told["consideration"] = [_maps(told["parity"], consideration)]
    said = {name: value for name, value in told.items() if value not in (None, {}, [])}
    return rules_of({"parties": list(parties), "as_of": AS_OF, "tiers": TIERS, **said})


def plain_rules(parties: Sequence[str] = (NORTH, SOUTH)) -> st.SearchStrategy[Rules]:
    """Rules that the way without a solver keeps."""
    return st.builds(
        _rules,
        st.just(parties),
        exempt=st.sampled_from([[], TIERS[:1], ["1"], ["2"]]),
        require_consent=st.sampled_from([[], TIERS[:1], ["1"]]),
        seats=seats_of(parties),
        extra=st.dictionaries(st.sampled_from(parties), st.integers(0, 3)),
        parity=st.sampled_from([{"kind": "count"}, {"kind": "none"}]),
        lot=st.builds(lambda seed: {"seed": seed}, st.sampled_from(["a", "b"])),
    )


def seats_of(parties: Sequence[str]) -> st.SearchStrategy[dict[str, int]]:
    ways = [f"{a}>{b}" for a in parties for b in parties if a != b]
    return st.dictionaries(st.sampled_from(ways), st.integers(0, 5))


def _maps(parity: dict[str, Any], points: int) -> dict[str, Any]:
    """Maps that North gives, counted where parity lets anything be counted."""
    uncounted = parity["kind"] in {"none", "category"} or "category" in parity.values()
    maps = {"from": NORTH, "to": SOUTH, "what": "maps", "quantity": 2}
    return {**maps, "points": 0 if uncounted else points}


def any_rules(
    parties: Sequence[str] = (NORTH, SOUTH, THIRD),
) -> st.SearchStrategy[Rules]:
    """Any rules that can be written down, and sometimes one party's own valuations."""
    own = st.none() | st.builds(
        Valuation,
        st.sampled_from(parties),
        case=st.just({"c1": 3}),
        rank=st.just({"captain": 2}),
        category=st.just({"soldier": 1}),
        other=st.integers(0, 2),
        consideration=st.just({"maps": 3}),
    )
    return st.builds(
        lambda rules, own: replace(rules, own=own), _agreed_rules(parties), own
    )


def _agreed_rules(parties: Sequence[str]) -> st.SearchStrategy[Rules]:
    blocs = {"east": [NORTH], "west": [one for one in parties if one != NORTH]}
    table = {"private": 1, "captain": 6}
    return st.builds(
        _rules,
        st.just(parties),
        exempt=st.sampled_from([[], TIERS[:1], ["1"]]),
        require_consent=st.sampled_from([[], TIERS[:1], ["1"]]),
        seats=seats_of(parties),
        extra=st.dictionaries(st.sampled_from(parties), st.integers(0, 3)),
        floors=st.sampled_from([{}, {}, {}, {"coast": 1}, {"coast": 2, "": 1}]),
        consideration=st.sampled_from([0, 0, 2]),
        parity=st.sampled_from(
            [
                {"kind": "count"},
                {"kind": "none"},
                {"kind": "category"},
                {"kind": "count", "blocs": blocs},
                {"kind": "value", "table": table},
                {"kind": "value", "table": table, "per": "category"},
                {"kind": "ratio", "ratio": {NORTH: 1, SOUTH: 3}},
                {"kind": "ratio", "ratio": {SOUTH: 2}, "per": "category"},
                {"kind": "ratio", "ratio": {"east": 2, "west": 3}, "blocs": blocs},
                {
                    "kind": "ratio",
                    "ratio": {NORTH: 1, SOUTH: 2},
                    "ratios": [
                        {
                            "category": "soldier",
                            "held_by": NORTH,
                            "persons": 2,
                            "against": {SOUTH: 5},
                        }
                    ],
                },
            ]
        ),
        lot=st.builds(lambda seed: {"seed": seed}, st.sampled_from(["a", "b"])),
    )
