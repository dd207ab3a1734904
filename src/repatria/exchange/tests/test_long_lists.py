"""However long a list of the room grows, its page asks the database no more often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from repatria.exchange.services import counts, holds, proposals
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR
from repatria.exchange.tests.world import AT, NORTH
from repatria.medical.services import state_health

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")


def test_holds(
    north: dict[str, str],
    signed_in: Callable[..., Any],
    queries_for: Callable[[Any, str], int],
) -> None:
    def hold(*numbers: str) -> None:
        for number in numbers:
            holds.record_hold(
                actor=NEGOTIATOR, case_ref=north[number], article="GC III 119",
                ground="judicial prosecution", at=AT,
            )  # fmt: skip

    reader = signed_in("negotiator")
    hold("N-1", "N-2")
    few = (
        queries_for(reader, "/exchanges/holds/"),
        queries_for(reader, "/exchanges/holds/names/SUDMARK/"),
    )
    hold(*(f"N-{n}" for n in range(3, 11)))
    many = (
        queries_for(reader, "/exchanges/holds/"),
        queries_for(reader, "/exchanges/holds/names/SUDMARK/"),
    )
    assert many == few


def test_counts_without_a_round(
    north: dict[str, str],
    signed_in: Callable[..., Any],
    queries_for: Callable[[Any, str], int],
) -> None:
    del north

    def claim(times: int) -> None:
        for n in range(times):
            counts.record_count_claim(
                actor=NEGOTIATOR, claimant="narrator", n=n, to=NORTH, at=AT
            )

    reader = signed_in("negotiator")
    claim(3)
    few = queries_for(reader, "/exchanges/counts/")
    claim(27)
    assert queries_for(reader, "/exchanges/counts/") == few


@pytest.mark.parametrize("address", ["/exchanges/", "/"])
def test_exchanges(
    agency: dict[str, str],
    signed_in: Callable[..., Any],
    queries_for: Callable[[Any, str], int],
    address: str,
) -> None:
    del agency

    def open_series(times: int) -> None:
        for _n in range(times):
            exchange = world.opened(DELEGATE)
            proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)

    reader = signed_in("agency-delegate")
    open_series(1)
    few = queries_for(reader, address)
    open_series(3)
    assert queries_for(reader, address) == few


def test_rounds_of_an_exchange(
    agency: dict[str, str],
    signed_in: Callable[..., Any],
    queries_for: Callable[[Any, str], int],
) -> None:
    del agency
    reader = signed_in("agency-delegate")
    few, many = (
        queries_for(reader, f"/exchanges/{world.opened(DELEGATE, sizes=sizes).ref}/")
        for sizes in ((1, 1), (1, 1, 1, 1, 1))
    )
    assert many == few


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("agency-delegate", ""),
        ("agency-delegate", "delegation/"),
        ("agency-delegate", "send/"),
        ("agency-delegate", "positions/"),
        ("agency-delegate", "history/"),
        ("neutral-interviewer", "reasons/"),
    ],
)
def test_people_on_a_list(
    agency: dict[str, str],
    signed_in: Callable[..., Any],
    queries_for: Callable[[Any, str], int],
    role: str,
    page: str,
) -> None:
    del agency
    reader = signed_in(role)
    asked = []
    for size in (1, 9):
        exchange = world.opened(DELEGATE, sizes=(size,))
        proposals.make_proposal(actor=DELEGATE, held=exchange.rounds.get(), at=AT)
        asked.append(queries_for(reader, f"/exchanges/{exchange.ref}/rounds/1/{page}"))
    assert asked[0] == asked[1]


def test_interviews(
    agency: dict[str, str],
    signed_in: Callable[..., Any],
    queries_for: Callable[[Any, str], int],
) -> None:
    def wounded(*numbers: str) -> None:
        for number in numbers:
            state_health(
                actor=DELEGATE, case_ref=agency[number], said_by="a doctor",
                seriously=True, fit_to_travel=True, at=AT,
            )  # fmt: skip

    world.opened(DELEGATE)
    reader = signed_in("neutral-interviewer")
    wounded("N-1")
    few = queries_for(reader, "/exchanges/interviews/")
    wounded(*(f"N-{n}" for n in range(2, 11)))
    assert queries_for(reader, "/exchanges/interviews/") == few
