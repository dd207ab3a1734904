"""What programs write of a round: answers, counter-proposals, and its course."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from repatria.exchange import queries
from repatria.exchange.core.states import State
from repatria.exchange.models import Counter, EntryAnswer, Exchange, ExchangeEvent
from repatria.exchange.services import exchanges, lists, signatures
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, document, signature_over
from repatria.exchange.tests.test_api import Asking
from repatria.exchange.tests.world import AT, NORTH, SOUTH

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
OURS, THEIRS, OTHER = "R-AGENCY00", "R-AGENCY01", "R-AGENCY02"


@pytest.fixture
def ours(north: dict[str, str]) -> str:
    """The address of the round that came with the agency's proposal."""
    del north
    return f"/exchanges/{Exchange.objects.get().ref}/rounds/1"


def agreed() -> None:
    """Let both sign the list that is here."""
    held = Exchange.objects.get().rounds.get()
    version = queries.newest_version(held)
    assert version is not None
    for party in (NORTH, SOUTH):
        told = signature_over(version, party)
        signatures.receive_signature(actor=NEGOTIATOR, told=told, at=AT)


def test_people_are_answered_in_one_act_that_counts_once_and_is_taken_back(
    ours: str,
) -> None:
    asking, address = Asking("negotiator"), f"{ours}/versions/1/answers"
    body = {"entries": [OURS, OTHER], "state": "held"}
    made = asking.post(address, body)
    assert asking.post(address, body) == made
    assert EntryAnswer.objects.count() == 2
    told = {one["case"]: one for one in asking.get(f"{ours}/positions")["positions"]}
    assert [one["state"] for one in told[OURS]["answers"]] == ["held"]
    assert told[THEIRS]["answers"] == []
    back = asking.post(f"{address}/{made['act']}/back", key="once-0002")
    assert back["act"] != made["act"]
    told = {one["case"]: one for one in asking.get(f"{ours}/positions")["positions"]}
    assert told[OURS]["answers"] == []
    again = asking.post(f"{address}/{made['act']}/back", None, "once-0003", 409)
    assert again["code"] == "exchange.nothing-to-take-back"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        pytest.param(
            {"entries": [OURS, THEIRS], "state": "held"},
            409, "exchange.answer-not-theirs", id="one of them is for others to say",
        ),
        pytest.param(
            {"entries": [OURS, "R-NOBODY"], "state": "held"},
            404, "access.nothing-here", id="one of them is not on the list",
        ),
        pytest.param(
            {"entries": [OURS], "state": "agreed"},
            422, "api.not-understood", id="no answer of a party's",
        ),
        pytest.param(
            {"entries": [], "state": "held"}, 422, "api.not-understood", id="nobody"
        ),
        pytest.param(
            {"entries": [OURS], "state": "refused"},
            409, "exchange.answer-unfit", id="a refusal without its ground",
        ),
    ],
)  # fmt: skip
def test_an_answer_that_does_not_fit_leaves_nothing(
    body: dict[str, Any], status: int, code: str, ours: str
) -> None:
    asking = Asking("negotiator")
    refused = asking.post(f"{ours}/versions/1/answers", body, "once-0001", status)
    assert refused["code"] == code
    assert not EntryAnswer.objects.exists()


def test_the_ground_of_a_refusal_is_in_no_answer(ours: str) -> None:
    asking = Asking("negotiator")
    body = {"entries": [OURS], "state": "refused", "ground": "policy"}
    asking.post(f"{ours}/versions/1/answers", body)
    assert "policy" not in str(asking.get(f"{ours}/positions"))
    assert EntryAnswer.objects.get().sealed_ground


def test_a_counter_proposal_is_kept_once_and_over_the_newest_list_alone(
    ours: str,
) -> None:
    asking = Asking("negotiator")
    body = {"wanted": [OTHER], "unwanted": [OURS]}
    told = asking.post(f"{ours}/versions/1/counter", body)
    assert told == {"party": NORTH, "wanted": [OTHER], "unwanted": [OURS]}
    assert asking.post(f"{ours}/versions/1/counter", body) == told
    assert asking.get(f"{ours}/positions")["counters"] == [told]
    assert Counter.objects.count() == 1
    empty = asking.post(f"{ours}/versions/1/counter", {}, "once-0002", 409)
    assert empty["code"] == "exchange.nothing-asked"
    lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", payload=document(version=2), at=AT
    )
    for what, said in (
        ("counter", body),
        ("answers", {"entries": [OURS], "state": "held"}),
    ):
        older = asking.post(f"{ours}/versions/1/{what}", said, f"once-{what}", 409)
        assert older["code"] == "exchange.older-list"


def test_a_round_is_suspended_resumed_and_cancelled(ours: str) -> None:
    asking = Asking("negotiator")
    told = asking.post(f"{ours}/suspend", {"reason": "weather"})
    assert (told["state"], told["reason"]) == ("suspended", "weather")
    assert asking.post(f"{ours}/suspend", {"reason": "weather"}) == told
    back = asking.post(f"{ours}/resume", key="once-0002")
    assert back["state"] == "lists_exchanged"
    refused = asking.post(f"{ours}/resume", None, "once-0003", 409)
    assert refused["code"] == "exchange.state-stands"
    asking.post(f"{ours}/cancel", {"reason": "he is ill"}, "once-0004", 422)
    over = asking.post(f"{ours}/cancel", {"reason": "agreed"}, "once-0005")
    assert over["state"] == "cancelled"
    late = asking.post(f"{ours}/suspend", {"reason": "place"}, "once-0006", 409)
    assert late["code"] == "exchange.state-out-of-order"


def test_heads_are_counted_of_every_leg_and_the_auditor_reconciles(ours: str) -> None:
    agreed()
    held = Exchange.objects.get().rounds.get()
    scheduler = world.command("agency-delegate")
    exchanges.record_state(actor=scheduler, held=held, state=State.SCHEDULED, at=AT)
    officer, auditor = Asking("handover-officer"), Asking("auditor")
    one = {f"{NORTH}>{SOUTH}": 1}
    refused = officer.post(f"{ours}/assembled", {"heads": one}, "once-0001", 409)
    assert refused["code"] == "exchange.heads-missing"
    both = one | {f"{SOUTH}>{NORTH}": 0}
    told = officer.post(f"{ours}/assembled", {"heads": both}, "once-0002")
    assert told["state"] == "assembled"
    assert ExchangeEvent.objects.get(state="assembled").facts == both
    early = auditor.post(f"{ours}/reconcile", None, "once-0001", 409)
    assert early["code"] == "exchange.state-out-of-order"
    for state in (State.IN_HANDOVER, State.COMPLETED):
        now = datetime.now(UTC)  # noqa: TID251  (the heads have the clock's time)
        exchanges.record_state(actor=scheduler, held=held, state=state, at=now)
    told = auditor.post(f"{ours}/reconcile", key="once-0002")
    assert told["state"] == "reconciled"


@pytest.mark.parametrize(
    ("role", "what"),
    [
        ("auditor", "versions/1/answers"),
        ("handover-officer", "versions/1/counter"),
        ("auditor", "suspend"),
        ("handover-officer", "cancel"),
        ("negotiator", "assembled"),
        ("negotiator", "reconcile"),
    ],
)
def test_what_others_do_is_not_there(role: str, what: str, ours: str) -> None:
    refused = Asking(role).post(f"{ours}/{what}", {}, status=404)
    assert refused["code"] == "access.nothing-here"
