"""Pages that show something: every word of ours is translated, every name is data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from repatria.access.models import Assignment
from repatria.exchange import queries
from repatria.exchange.core.counters import Change
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.models import Exchange
from repatria.exchange.services import (
    answers,
    counters,
    counts,
    holds,
    proposals,
    wishes,
)
from repatria.exchange.services.answers import Said
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR
from repatria.exchange.tests.test_counters import came
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.medical.services import state_denied_care, state_health
from tools.pseudo import unmarked_in_html

pytestmark = pytest.mark.django_db

DELEGATE = world.command("agency-delegate")
INTERVIEWER = world.command("neutral-interviewer")
FRAME = {"Repatria", "Norland Coordination Bureau", "Lake Agency"}


def is_data(piece: str) -> bool:
    """Tell whether a piece is a name, also where it stands in the page's title."""
    return piece.strip("· \n") in FRAME or piece.endswith("· Repatria")


def left_in_english(client: Any, *addresses: str) -> dict[str, list[str]]:
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        pieces = unmarked_in_html(answer.content.decode())
        said = [one for one in pieces if not is_data(one)]
        if said:
            found[address] = said
    return found


def test_the_agencys_pages_are_wholly_translated(
    agency: dict[str, str],
    signed_in: Callable[..., Any],
    pseudo_pages: Callable[[Any], Any],
) -> None:
    case = agency["N-10"]
    state_health(
        actor=DELEGATE, case_ref=case, said_by="a doctor",
        seriously=True, fit_to_travel=True, at=AT,
    )  # fmt: skip
    exchange = world.opened(DELEGATE)
    for answer in ("yes", "no"):
        wishes.record_wish(
            actor=INTERVIEWER, case_ref=agency["N-1"], answer=answer, at=AT
        )
    proposals.make_series(actor=DELEGATE, exchange=exchange, at=AT)
    held = queries.round_of(exchange, 1)
    came(held, NORTH, wanted=[agency["S-9"]])
    came(held, SOUTH, unwanted=[agency["N-2"]])
    reader = pseudo_pages(signed_in("agency-delegate", "neutral-interviewer"))
    start = f"/exchanges/{exchange.ref}/"
    assert (
        left_in_english(
            reader,
            "/exchanges/",
            start,
            f"{start}rounds/1/",
            f"{start}rounds/1/delegation/",
            f"{start}rounds/1/reasons/",
            f"{start}rounds/1/send/",
            f"{start}rounds/1/positions/",
            f"{start}rounds/1/positions/reply/",
            f"{start}rounds/1/positions/send/",
            f"{start}rounds/1/history/",
            f"/exchanges/interviews/{agency['N-1']}/",
            "/exchanges/interviews/",
            "/exchanges/rules/",
        )
        == {}
    )


def test_a_partys_pages_are_wholly_translated(
    north: dict[str, str],
    signed_in: Callable[..., Any],
    pseudo_pages: Callable[[Any], Any],
) -> None:
    case = north["N-2"]
    held = queries.round_of(Exchange.objects.get(), 1)
    for n, to in ((50, NORTH), (None, SOUTH), (36, "")):
        counts.record_count_claim(
            actor=NEGOTIATOR, claimant="narrator", n=n, to=to, held=held,
            approximate=True, ordinal="another", said_on="2022-11-24",
            parts=[{"n": 35, "what": "soldiers"}], quotation="some 50", at=AT,
        )  # fmt: skip
    counts.record_count_claim(actor=NEGOTIATOR, claimant="narrator", n=None, at=AT)
    holds.record_hold(
        actor=NEGOTIATOR, case_ref=case, article="GC III 119",
        ground="judicial sentence", until="2063", at=AT,
    )  # fmt: skip
    own = world.opened(NEGOTIATOR)
    proposals.make_draft(actor=NEGOTIATOR, held=queries.round_of(own, 1), at=AT)
    _say_what_can_be_said()
    state_health(actor=NEGOTIATOR, case_ref=case, said_by="a doctor", text="x", at=AT)
    state_denied_care(
        actor=NEGOTIATOR, case_ref=case, said_by="the person", condition="heart",
        duration_said="four months", at=AT,
    )  # fmt: skip
    client = signed_in("negotiator", "clinician")
    Assignment.objects.create(
        user=client.user, case_ref=case, assigned_by="command:test", assigned_at=AT
    )
    assert (
        left_in_english(
            pseudo_pages(client),
            "/exchanges/",
            "/exchanges/X-00000000/",
            "/exchanges/X-00000000/rounds/1/",
            "/exchanges/X-00000000/rounds/1/positions/",
            "/exchanges/X-00000000/rounds/1/positions/answer/?leg=",
            "/exchanges/X-00000000/rounds/1/positions/counter/",
            "/exchanges/X-00000000/rounds/1/positions/send/",
            "/exchanges/X-00000000/rounds/1/history/",
            f"/exchanges/{own.ref}/rounds/1/draft/",
            f"/exchanges/{own.ref}/rounds/2/draft/",
            "/exchanges/counts/",
            "/exchanges/holds/",
            f"/exchanges/holds/persons/{case}/",
            f"/exchanges/holds/names/{SOUTH}/",
            "/health/",
            f"/health/{case}/",
            f"/health/{case}/state/",
            f"/health/{case}/denied-care/",
        )
        == {}
    )


def _say_what_can_be_said() -> None:
    """Answer everybody on the list in another way, ask for changes, and get a next."""
    version = queries.newest_version(
        Exchange.objects.get(ref="X-00000000").rounds.get()
    )
    assert version is not None
    for shared, said in (
        ("R-AGENCY00", Said(EntryState.REFUSED, ground="GC III 119")),
        ("R-AGENCY01", Said(EntryState.ALREADY_RETURNED, on="2022-11")),
        ("R-AGENCY02", Said(EntryState.NEEDS_DATA, missing=("birth", "photograph"))),
    ):
        answers.answer_entries(
            actor=NEGOTIATOR, version=version, said=said, at=AT,
            entries=[version.entries.get(shared_ref=shared)],
        )  # fmt: skip
    change = Change(frozenset({"R-AGENCY02"}), frozenset({"R-AGENCY00"}))
    counters.keep_counter(actor=NEGOTIATOR, version=version, change=change, at=AT)
