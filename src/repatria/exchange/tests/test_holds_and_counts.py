"""Pages of those held back, and of what others counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from repatria.exchange import queries
from repatria.exchange.models import Exchange, Hold
from repatria.exchange.services import counts
from repatria.exchange.tests.papers import NEGOTIATOR
from repatria.exchange.tests.world import AT, NORTH, SOUTH, words
from repatria.transmission.models import Outgoing
from repatria.transmission.queries import payload_sent

pytestmark = pytest.mark.django_db


def test_a_hold_is_recorded_by_name_and_communicated_from_the_holds_alone(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    negotiator = signed_in("negotiator")
    address = f"/exchanges/holds/persons/{north['N-2']}/"
    refused = negotiator.post(
        address, {"article": "GC III 115", "ground": "disciplinary penalty"}
    )
    assert "disciplinary penalty holds nobody back" in words(refused.content.decode())
    theirs = negotiator.post(
        f"/exchanges/holds/persons/{north['S-2']}/",
        {"article": "GC III 115", "ground": "judicial prosecution"},
    )
    assert "not on a list of people held by NORLAND" in words(theirs.content.decode())
    assert not Hold.objects.exists()

    negotiator.post(
        address,
        {"article": "GC III 119", "ground": "judicial sentence", "until": "May 2063"},
    )
    page = words(negotiator.get("/exchanges/holds/").content.decode())
    assert "2063-05" in page
    check = words(negotiator.get(f"/exchanges/holds/names/{SOUTH}/").content.decode())
    assert "Bresk Norland N-2 , GC III 119" in check
    negotiator.post(f"/exchanges/holds/names/{SOUTH}/")
    sent = [json.loads(payload_sent(one)) for one in Outgoing.objects.all()]
    assert [one["held"][0]["holder_id"] for one in sent] == ["N-2", "N-2"]
    assert {key for one in sent for key in one} == {
        "about", "by", "held", "home", "kind", "on",
    }  # fmt: skip

    hold = Hold.objects.get()
    negotiator.post(f"/exchanges/holds/{hold.ref}/end/")
    assert not queries.holds_now(AT.date())


def test_counts_stand_beside_each_other_and_what_nobody_states_is_not_stated(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    held = queries.round_of(Exchange.objects.get(), 1)
    claimed = partial(
        counts.record_count_claim,
        actor=NEGOTIATOR,
        event_on="2022-11-23",
        held=held,
        at=AT,
    )
    claimed(claimant="the ministry", n=36, to=NORTH)
    claimed(
        claimant="a coordination staff", n=36, to=NORTH, said_on="2022-11-23",
        parts=[{"n": 35, "what": "soldiers"}, {"n": 1, "what": "civilian"}],
    )  # fmt: skip
    claimed(
        claimant="narrator", n=50, to=NORTH, approximate=True, ordinal="another",
        report_ref="P-00000000", quotation="some 50",
    )  # fmt: skip
    claimed(claimant="narrator", n=None, to=SOUTH)
    page = words(signed_in("negotiator").get("/exchanges/X-00000000/").content.decode())
    ours = page[page.index("People of Norland") : page.index("People of Sudmark")]
    theirs = page[page.index("People of Sudmark") : page.index("Steps")]
    assert "36" in ours
    assert "35 + 1" in ours
    assert "35 soldiers, 1 civilian" in ours
    assert "1 civilians" not in ours
    assert "a coordination staff (said)" in ours
    assert "some 50" in ours
    assert "another" in ours
    assert "Not stated" in theirs
    assert "36" not in theirs
    assert "50" not in theirs


def test_a_count_is_put_with_its_round_afterwards(
    north: dict[str, str], signed_in: Callable[..., Any]
) -> None:
    del north
    claim = counts.record_count_claim(
        actor=NEGOTIATOR, claimant="narrator", n=36, to="*", event_on="2022", at=AT
    )
    negotiator = signed_in("negotiator")
    assert "of which side: not stated" in words(
        negotiator.get("/exchanges/counts/").content.decode()
    )
    held = queries.round_of(Exchange.objects.get(), 1)
    negotiator.post(
        f"/exchanges/counts/{claim.pk}/", {f"{claim.pk}-held": str(held.pk)}
    )
    page = words(negotiator.get("/exchanges/X-00000000/").content.decode())
    assert "not stated which" in page
    assert "36" in page
