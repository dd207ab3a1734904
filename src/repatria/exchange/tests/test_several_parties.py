"""Exchanges of more than two parties, on the shape of 1 August 2024.

The codes are of states, the people are invented.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from repatria.access.models import Installation
from repatria.exchange import queries
from repatria.exchange.core.document import fault_in
from repatria.exchange.core.states import State
from repatria.exchange.models import Exchange, ListVersion, Round
from repatria.exchange.services import exchanges, lists, proposals, signatures
from repatria.exchange.tests import world
from repatria.exchange.tests.world import AT, words
from repatria.exchange.web import shown
from repatria.exchange.web.signing import parcels
from repatria.register.queries import case_refs_of
from repatria.register.services.decisions import link_all
from repatria.register.services.lists import import_list
from repatria.register.services.parties import register_party
from repatria.transmission import keyring
from repatria.transmission.core.signing import new_key, public_key_of, sign

pytestmark = pytest.mark.django_db

ON = date(2024, 8, 1)
LEGS = {
    "US>RU": 3, "DE>RU": 1, "SI>RU": 2, "NO>RU": 1, "PL>RU": 1,
    "RU>US": 3, "RU>DE": 12, "BY>DE": 1,
}  # fmt: skip
PARTIES = ["BY", "DE", "NO", "PL", "RU", "SI", "US"]
KEYS = {party: new_key() for party in PARTIES}
DELEGATE = world.command("agency-delegate")
BLOCS = """
parties = ["US", "DE", "SI", "NO", "PL", "RU", "BY"]

[parity]
kind = "count"
blocs = { east = ["RU", "BY"], west = ["US", "DE", "SI", "NO", "PL"] }
"""
EXTRAS = f"{BLOCS}\n[extra]\neast = 8\n"


@pytest.fixture
def seven(as_agency: object, tmp_path: Path) -> list[str]:
    """The agency's installation with the lists of seven powers, of invented people."""
    del as_agency
    for party in PARTIES:
        register_party(
            actor=DELEGATE, code=party, names={"en": f"State {party}"}, at=AT
        )
        code = party.lower()
        keyring.add_correspondent(
            actor=DELEGATE, code=code, name=f"Bureau {party}", party=party,
            public_key=public_key_of(code, KEYS[party]).key, at=AT,
        )  # fmt: skip
    return [case for leg, n in LEGS.items() for case in _listed(tmp_path, leg, n)]


def _listed(folder: Path, leg: str, n: int) -> list[str]:
    holder, home = leg.split(">")
    held = _imported(folder, "held", holder, home, n)
    missing = _imported(folder, "missing", holder, home, n)
    pairs = list(zip(held, missing, strict=True))
    link_all(actor=DELEGATE, pairs=pairs, reasons="same number", at=AT)
    return list(case_refs_of(held).values())


def _imported(folder: Path, subject: str, holder: str, home: str, n: int) -> list[int]:
    path = folder / f"{subject}-{holder}-{home}.csv"
    rows = [
        f"{subject[0]}-{holder}-{home}-{at},{world.FAMILIES[at]},{holder}{home}"
        for at in range(n)
    ]
    path.write_text("\n".join(["id,surname,given name", *rows, ""]), encoding="utf-8")
    sender = holder if subject == "held" else home
    version = import_list(
        actor=DELEGATE, path=path, name=path.name, sender=sender.lower(),
        subject=subject, holder=holder, home=home, said_on=ON, at=AT,
    )  # fmt: skip
    return [record.pk for record in version.records.order_by("row")]


def opened(rules: str) -> Round:
    exchange = exchanges.open_exchange(
        actor=DELEGATE, title="Seven countries (invented people)", parties=PARTIES,
        rules=rules, rounds=[exchanges.RoundPlan(1, ON)], at=AT,
    )  # fmt: skip
    return queries.round_of(exchange, 1)


@pytest.mark.parametrize(
    ("rules", "free"),
    [
        pytest.param(BLOCS.partition("blocs")[0], 8, id="each country even"),
        pytest.param(BLOCS, 16, id="blocs even"),
        pytest.param(EXTRAS, 24, id="eight more, from one bloc"),
    ],
)
def test_seven_parties_get_one_list_with_every_leg(
    seven: list[str], rules: str, free: int
) -> None:
    version = proposals.make_proposal(actor=DELEGATE, held=opened(rules), at=AT)
    told = queries.document_of(version)
    assert fault_in(told) == ""
    assert told["parties"] == PARTIES
    assert told["legs"].keys() == LEGS.keys()
    assert sum(map(len, told["legs"].values())) == free
    assert {row["case"] for row in _rows(told)} == set(seven)
    if free == len(seven):
        assert {leg: len(rows) for leg, rows in told["legs"].items()} == LEGS
        assert told["parity"]["RU"] == {
            "gives": 15, "gets": 8, "gives_outside": 0, "gets_outside": 0
        }  # fmt: skip


def _rows(told: dict[str, Any]) -> list[dict[str, str]]:
    going = (row for rows in told["legs"].values() for row in rows)
    return [*going, *told["not_proposed"]]


def test_it_is_agreed_once_the_last_of_seven_has_signed(seven: list[str]) -> None:
    del seven
    version = proposals.make_proposal(actor=DELEGATE, held=opened(EXTRAS), at=AT)
    for place, party in enumerate(PARTIES, 1):
        assert not queries.is_agreed(version)
        signatures.receive_signature(
            actor=DELEGATE, told=_signed(version, party), at=AT
        )
        agreed = queries.agreed_version(version.round)
        assert (agreed == version) is (place == len(PARTIES))
    assert queries.state_of(version.round) is State.AGREED
    passed_on = Counter(one.to.party for one in parcels(version) if one.party)
    assert passed_on == dict.fromkeys(PARTIES, len(PARTIES) - 1)
    assert sum(not one.party for one in parcels(version)) == len(PARTIES)


def _signed(version: ListVersion, party: str) -> dict[str, object]:
    made = sign(KEYS[party], version.document.encode()).signature
    return {
        "kind": "signature", "about": "list", "exchange": version.round.exchange.ref,
        "round": 1, "version": version.version, "sha256": version.sha256,
        "party": party, "signature": b64encode(made).decode(),
    }  # fmt: skip


def test_pages_show_blocs_and_what_was_agreed_beyond_parity(
    seven: list[str], signed_in: Callable[..., Any]
) -> None:
    del seven
    held = opened(EXTRAS)
    proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    delegate = signed_in("agency-delegate")
    ref = held.exchange.ref
    for address in (f"/exchanges/{ref}/", f"/exchanges/{ref}/rounds/1/"):
        page = words(delegate.get(address).content.decode())
        assert "Held by State RU, going to State DE 12 proposed" in page
        assert "east together 16 8 0 ● As agreed 8 more are let go" in page
        assert "agreed: up to 8" in page
        assert "west together 8 16 0 ● As agreed" in page
        assert "State BY 1 0 0" in page
    assert "BY · State DE · State NO" in words(
        delegate.get("/exchanges/").content.decode()
    )


def test_a_new_exchange_of_seven_is_set_up_on_the_page(
    seven: list[str], signed_in: Callable[..., Any]
) -> None:
    del seven
    delegate = signed_in("agency-delegate")
    told = {"title": "Seven", "rules": EXTRAS, "on_1": "2024-08-01"}
    alone = delegate.post("/exchanges/new/", {**told, "parties": ["RU"]})
    assert "Choose two or more parties." in alone.content.decode()
    delegate.post("/exchanges/new/", {**told, "parties": PARTIES[::-1]})
    exchange = Exchange.objects.get()
    assert queries.parties_of(exchange) == tuple(PARTIES)
    assert [one.sizes for one in exchange.rounds.all()] == [{}]


@pytest.mark.parametrize("ours", ["US", "RU", "BY"])
def test_legs_begin_with_the_readers_own_people(as_party: object, ours: str) -> None:
    _belongs_to(as_party, ours)
    exchange = Exchange(parties=PARTIES)
    found = shown.legs(exchange, LEGS)
    assert {leg["leg"] for leg in found} == LEGS.keys()
    own = [leg["home"]["code"] == ours for leg in found]
    assert own == sorted(own, reverse=True)
    assert shown.sides(exchange)[0]["code"] == ours


def _belongs_to(as_party: object, ours: str) -> None:
    del as_party
    Installation.objects.update(party=ours)


def _document(rows: dict[str, list[dict[str, str]]], **more: Any) -> dict[str, Any]:
    sums = {"gives": 0, "gets": 0, "gives_outside": 0, "gets_outside": 0}
    return {
        "kind": "proposal", "exchange": "X-00000000", "title": "Three", "round": 1,
        "version": 1, "rules_sha256": "0" * 64, "synthetic": True, "on": "",
        "parties": ["A", "B", "C"], "seats": {}, "legs": rows, "not_proposed": [],
        "parity": dict.fromkeys("ABC", sums), **more,
    }  # fmt: skip


def _row(leg: str, **more: str) -> dict[str, str]:
    return {
        "case": "R-1", "holder_id": "1", "home_id": "2", "leg": leg, "name": "", **more
    }  # fmt: skip


@pytest.mark.parametrize(
    ("legs", "fault"),
    [
        pytest.param({"A>B": [_row("A>B")]}, "", id="one leg of six"),
        pytest.param({"A>D": [_row("A>D", home="B")]}, "", id="to a third country"),
        pytest.param({"A>D": [_row("A>D")]}, "home", id="home in no party"),
        pytest.param({"A>B": [_row("A>B", home="B")]}, "home", id="home told twice"),
        pytest.param({"A>D": [_row("A>D", home="A")]}, "home", id="held at home"),
        pytest.param({"A>B": [_row("A>B", home="")]}, "legs", id="an empty home"),
        pytest.param({"D>A": [_row("D>A")]}, "legs", id="held by nobody of them"),
        pytest.param({"A>A": []}, "legs", id="from and to one"),
        pytest.param({"A>": []}, "legs", id="nowhere"),
    ],
)
def test_legs_of_many_are_checked(
    legs: dict[str, list[dict[str, str]]], fault: str
) -> None:
    assert fault_in(_document(legs)) == fault


def test_sums_of_strangers_are_refused() -> None:
    assert fault_in(_document({}, parity={})) == "parity"


def test_a_party_keeps_the_list_of_seven(as_party: object) -> None:
    _belongs_to(as_party, "A")
    payload = rfc8785.dumps(_document({"A>D": [_row("A>D", home="B")]}))
    party = world.command("negotiator", organisation="north")
    version = lists.receive_proposal(
        actor=party, sender="agency", payload=payload, at=AT
    )
    assert json.loads(version.document)["parties"] == ["A", "B", "C"]
    assert [entry.direction for entry in queries.entries_of(version)] == ["A>D"]


BESIDE = """
[[consideration]]
from = "DE"
to = "RU"
what = "maps of minefields"
quantity = 2
"""


def test_what_goes_beside_persons_stands_in_the_list_of_the_first_round(
    seven: list[str], signed_in: Callable[..., Any]
) -> None:
    del seven
    plans = [exchanges.RoundPlan(number, ON, {"RU>DE": 6}) for number in (1, 2)]
    exchange = exchanges.open_exchange(
        actor=DELEGATE, title="Maps", parties=PARTIES, rules=EXTRAS + BESIDE,
        rounds=plans, at=AT,
    )  # fmt: skip
    first, second = proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    told = queries.document_of(first)
    assert fault_in(told) == ""
    assert told["considerations"] == [
        {"leg": "DE>RU", "what": "maps of minefields", "quantity": 2}
    ]
    assert "considerations" not in queries.document_of(second)
    page = words(
        signed_in("agency-delegate")
        .get(f"/exchanges/{exchange.ref}/rounds/1/")
        .content.decode()
    )
    assert "2 maps of minefields : from State DE to State RU" in page


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"leg": "A>D", "what": "x", "quantity": 1}, id="to a stranger"),
        pytest.param({"leg": "A>B", "what": "x", "quantity": 0}, id="nothing"),
        pytest.param({"leg": "A>B", "what": 3, "quantity": 1}, id="no words"),
        pytest.param({"leg": "A", "what": "x", "quantity": 1}, id="from nobody"),
        pytest.param({"leg": "A>A", "what": "x", "quantity": 1}, id="to itself"),
        pytest.param({"leg": "A>B", "quantity": 1}, id="without what"),
    ],
)
def test_what_is_given_is_checked(given: dict[str, Any]) -> None:
    sound = {"leg": "A>B", "what": "remains", "quantity": 3}
    assert fault_in(_document({}, considerations=[sound])) == ""
    told = _document({}, considerations=[sound, given])
    assert fault_in(told) == "considerations"
