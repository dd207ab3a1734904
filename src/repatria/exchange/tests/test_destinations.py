"""Somebody goes to a third country because powers agreed so: page to signed list."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from django.db import IntegrityError, transaction

from repatria.access.models import DataKey
from repatria.exchange import queries
from repatria.exchange.core.document import fault_in
from repatria.exchange.models import Destination, Exchange, ListVersion
from repatria.exchange.services import (
    destinations,
    exchanges,
    lists,
    proposals,
    signatures,
    wishes,
)
from repatria.exchange.tests import papers, world
from repatria.exchange.tests.world import AT, NORTH, SOUTH, words
from repatria.ledger.models import Entry
from repatria.register import services as register
from repatria.shared.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
DELEGATE = world.command("agency-delegate", "neutral-interviewer")
BOTH = [NORTH, SOUTH]


def proposed(exchange: Exchange | None = None) -> ListVersion:
    held = queries.round_of(exchange or world.opened(DELEGATE, sizes=(3,)), 1)
    return proposals.make_proposal(actor=DELEGATE, held=held, at=AT)


def send(case_ref: str, country: str = "Haven", words_of: Any = BOTH) -> Destination:
    return destinations.record_destination(
        actor=DELEGATE, case_ref=case_ref, country=country, words_of=words_of, at=AT
    )


def sign_by_both(version: ListVersion) -> None:
    for party in BOTH:
        told = papers.signature_over(version, party)
        signatures.receive_signature(actor=DELEGATE, told=told, at=AT)


def to(version: ListVersion, number: str) -> str:
    entry = version.entries.get(holder_id=number)
    return entry.direction.partition(">")[2]


def test_from_the_page_of_a_person_to_the_list_that_both_sign(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    client, case_ref = signed_in("agency-delegate"), agency["N-1"]
    person = client.get(f"/persons/{case_ref}/").content.decode()
    address = f"/exchanges/destinations/persons/{case_ref}/"
    assert address in person
    answer = client.post(address, {"country": " Haven  Isles ", "words_of": BOTH})
    assert answer.status_code == 302
    listed = client.get("/exchanges/destinations/")
    assert listed["Cache-Control"] == "no-store"
    page = words(listed.content.decode())
    assert "Goes to Haven Isles on the word of Norland, Sudmark" in page
    assert "Goes to Haven Isles" in words(
        client.get(f"/persons/{case_ref}/").content.decode()
    )

    version = proposed()
    told = json.loads(version.document)
    assert fault_in(told) == ""
    (row,) = told["legs"][f"{NORTH}>Haven Isles"]
    assert (row["case"], row["home"]) == (case_ref, SOUTH)
    assert told["parity"][SOUTH]["gets"] == told["parity"][NORTH]["gives"]
    assert told["parity"][NORTH]["gets"] == told["parity"][SOUTH]["gives"]
    entry = version.entries.get(case_ref=case_ref)
    assert (entry.holder, entry.home) == (NORTH, SOUTH)

    sign_by_both(version)
    assert queries.is_agreed(version)
    ref = version.round.exchange.ref
    shown = words(client.get(f"/exchanges/{ref}/").content.decode())
    assert "Haven Isles" in shown
    assert "In parity: 3 against 3" in shown, "it counts for the power of origin"
    rows = words(client.get(f"/exchanges/{ref}/rounds/1/").content.decode())
    assert "Haven Isles" in rows
    assert client.get(f"/exchanges/{ref}/rounds/").status_code == 200


def test_whoever_crosses_to_a_third_country_counts_for_the_power_of_origin(
    agency: dict[str, str],
) -> None:
    send(agency["N-1"])
    version = proposed()
    sign_by_both(version)
    for entry in queries.entries_of(version):
        exchanges.record_outcome(
            actor=DELEGATE, held=version.round, case_ref=entry.case_ref,
            crossed=True, at=AT,
        )  # fmt: skip
    parity = json.loads(version.document)["parity"]
    came = {party: parity[party]["gets"] for party in BOTH}
    assert to(version, "N-1") == "Haven"
    assert queries.crossed_counts(version.round) == came


def test_one_power_alone_diverts_nobody_and_it_is_the_same_for_either(
    agency: dict[str, str],
) -> None:
    for number in ("N-1", "S-1"):
        for party in BOTH:
            send(agency[number], words_of=[party])
    version = proposed()
    assert (to(version, "N-1"), to(version, "S-1")) == (SOUTH, NORTH)
    for number in ("N-1", "S-1"):
        send(agency[number])
    after = proposed(version.round.exchange)
    assert (to(after, "N-1"), to(after, "S-1")) == ("Haven", "Haven")


def test_the_newest_counts_and_taken_back_the_one_before_stands_again(
    agency: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    first, second = send(agency["N-1"]), send(agency["N-1"], "Lake")
    exchange = world.opened(DELEGATE, sizes=(3,))
    assert to(proposed(exchange), "N-1") == "Lake"
    client = signed_in("agency-delegate")
    for _twice in range(2):
        client.post(f"/exchanges/destinations/{second.ref}/back/")
    assert to(proposed(exchange), "N-1") == "Haven"
    client.post(f"/exchanges/destinations/{first.ref}/back/")
    assert to(proposed(exchange), "N-1") == SOUTH
    acts = Entry.objects.filter(act__startswith="exchange.destination")
    assert [one.act.rpartition("-")[2] for one in acts.order_by("pk")] == [
        "recorded", "recorded", "back", "back",
    ]  # fmt: skip
    assert "Lake" not in str(list(acts.values_list("body", flat=True)))
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
        Destination.objects.update(holder=SOUTH)


@pytest.mark.parametrize(
    ("country", "words_of", "says"),
    [
        pytest.param("Sudmark", BOTH, "is held or at home", id="home"),
        pytest.param("norland", BOTH, "is held or at home", id="the holder"),
        pytest.param("A>B", BOTH, "without &gt; and line breaks", id="a direction"),
        pytest.param("x\u202ey", BOTH, "without &gt;", id="what cannot be seen"),
        pytest.param("", BOTH, "required", id="nothing"),
        pytest.param("Haven", [], "required", id="nobody's word"),
        pytest.param("Haven", ["LAKE"], "valid choice", id="a stranger's word"),
    ],
)
def test_what_is_no_destination_is_refused_and_nothing_is_kept(
    country: str,
    words_of: list[str],
    says: str,
    agency: dict[str, str],
    signed_in: Callable[..., Any],
) -> None:
    address = f"/exchanges/destinations/persons/{agency['N-1']}/"
    sent = {"country": country, "words_of": words_of}
    answer = signed_in("agency-delegate").post(address, sent)
    assert says in answer.content.decode()
    assert not Destination.objects.exists()


def test_a_party_says_it_for_itself_and_its_own_draft_follows(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    client = signed_in("negotiator")
    address = f"/exchanges/destinations/persons/{north['N-2']}/"
    client.post(address, {"country": "Haven", "words_of": [SOUTH]})
    assert Destination.objects.get().words_of == [NORTH], "it speaks for no other"
    actor = world.command("negotiator", organisation="north")
    held = queries.round_of(world.opened(actor, sizes=(3,)), 1)
    draft = proposals.make_draft(actor=actor, held=held, at=AT)
    assert to(draft, "N-2") == "Haven"


def test_a_party_knows_its_own_people_on_a_list_that_sends_them_elsewhere(
    north: dict[str, str],
) -> None:
    told = json.loads(papers.document())
    row = told["legs"][f"{SOUTH}>{NORTH}"].pop()
    elsewhere = f"{SOUTH}>Haven"
    told["legs"][elsewhere] = [row | {"leg": elsewhere, "home": NORTH}]
    told["version"] = 2
    version = lists.receive_proposal(
        actor=papers.NEGOTIATOR, sender="agency", payload=rfc8785.dumps(told),
        at=AT,
    )  # fmt: skip
    entry = version.entries.get(direction=elsewhere)
    assert (entry.case_ref, entry.home) == (north["S-1"], NORTH)


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_destination_follows_from_no_wish(
    answer: str, agency: dict[str, str]
) -> None:
    wishes.record_wish(actor=DELEGATE, case_ref=agency["N-1"], answer=answer, at=AT)
    send(agency["N-2"])
    version = proposed()
    assert to(version, "N-1") == SOUTH, "whatever somebody answered"
    assert to(version, "N-2") == "Haven"
    (kept,) = Destination.objects.all()
    shorter = send(agency["N-3"], "X")
    assert len(bytes(kept.sealed_country)) == len(bytes(shorter.sealed_country))


def test_a_destination_is_erased_with_the_person(agency: dict[str, str]) -> None:
    gone, kept = send(agency["N-1"]), send(agency["N-2"])
    asked = register.ask_for_erasure(
        actor=DELEGATE, case_ref=agency["N-1"], reason="asked", at=AT
    )
    second = Actor("user:8", frozenset({"auditor"}), "agency")
    register.confirm_erasure(actor=second, erasure=asked, at=AT)
    shown = destinations.shown(Destination.objects.all())
    assert [one.ref for one in shown] == [kept.ref]
    key = DataKey.objects.get(owner=destinations.owner_of(gone.ref))
    assert bytes(key.wrapped) == b""
