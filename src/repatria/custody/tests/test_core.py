"""What a list, a reply or a transmission says, as statements of this room."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from repatria.custody.core.errors import PayloadError
from repatria.custody.core.listed import Listed, said_by_record, said_in_reply
from repatria.custody.core.payloads import LONGEST, from_payload

DAY = date(2022, 7, 1)
SIDES = {"south": "SUDMARK", "north": "NORLAND", "agency": ""}


def listed(**more: str) -> Listed:
    told: dict[str, Any] = {"kind": "row", "subject": "held", "holder": "SUDMARK"}
    return Listed(record=7, by="south", said_on=DAY, received=DAY, **{**told, **more})


@pytest.mark.parametrize(
    ("told", "says"),
    [
        pytest.param({}, [("held", "holder")], id="held"),
        pytest.param({"subject": "missing"}, [("claim", "home")], id="missing"),
        pytest.param({"fate": "dead"}, [("death", "holder")], id="dead"),
        pytest.param(
            {"fate": "returned", "place": "Camp 3"},
            [("repatriation", "holder")],
            id="returned",
        ),
        pytest.param(
            {"captured_on": "2022-05"},
            [("held", "holder"), ("capture", "holder")],
            id="with the day of capture",
        ),
        pytest.param(
            {"kind": "letter", "subject": ""}, [("seen", "prisoner")], id="a letter"
        ),
        pytest.param(
            {"kind": "request", "subject": ""}, [("claim", "family")], id="a request"
        ),
        pytest.param(
            {"kind": "notification", "subject": ""}, [], id="a notification of old"
        ),
    ],
)
def test_what_a_record_says(told: dict[str, str], says: list[tuple[str, str]]) -> None:
    found = list(said_by_record(listed(**told)))
    assert [(one.kind.value, one.voice.value) for one in found] == says
    assert not any(one.place for one in found if one.kind == "repatriation")


@pytest.mark.parametrize(
    ("verdict", "by", "says"),
    [
        pytest.param("same_on_both", "south", ("held", "holder"), id="the holder has"),
        pytest.param("same_on_both", "agency", ("held", "neutral"), id="the agency"),
        pytest.param("only_here", "south", ("not-held", "holder"), id="denied"),
        pytest.param("only_here", "agency", None, id="the agency denies nothing"),
        pytest.param("dead", "north", ("death", "home"), id="the home party"),
        pytest.param("needs_data", "south", None, id="nothing about the person"),
    ],
)
def test_what_a_reply_says(verdict: str, by: str, says: tuple[str, str] | None) -> None:
    found = said_in_reply(
        listed(subject="missing"), verdict, number=3, by=by, said_on=DAY, sides=SIDES
    )
    assert (found and (found.kind.value, found.voice.value)) == says


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param([], id="no object"),
        pytest.param({"kind": "held"}, id="a kind that lists say"),
        pytest.param({"kind": "death", "wish": "stay"}, id="a wish"),
        pytest.param({"kind": "death", "private": {"next_of_kin": "x"}}, id="contact"),
        pytest.param({"kind": "death", "person": {"contact": "x"}}, id="no column"),
        pytest.param({"kind": "death", "person": []}, id="a person that is a list"),
        pytest.param({"kind": "death", "voice": 3}, id="no text"),
        pytest.param({"kind": "death", "sender": "x" * (LONGEST + 1)}, id="too long"),
        pytest.param({"kind": "death", "sender": "a\0b"}, id="a zero byte"),
    ],
)
def test_what_no_statement_may_carry_is_refused(payload: object) -> None:
    with pytest.raises(PayloadError):
        from_payload(payload)
