"""What programs do with exchanges: doors as on pages, and writes that count once."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from repatria.access import tokens
from repatria.access.models import RoleGrant, User
from repatria.exchange import queries
from repatria.exchange.core.states import State
from repatria.exchange.models import Exchange, Hold, ListSignature
from repatria.exchange.services import lists, proposals, wishes
from repatria.exchange.tests import world
from repatria.exchange.tests.papers import NEGOTIATOR, OURS, document
from repatria.exchange.tests.world import AT, NORTH, SOUTH
from repatria.transmission.core.signing import sign
from tests import programs

pytestmark = pytest.mark.django_db
DELEGATE = world.command("agency-delegate")


class Asking:
    """A program of one role."""

    def __init__(self, role: str) -> None:
        cache.clear()
        user = User.objects.create(username=f"program-{role}")
        RoleGrant.objects.create(user=user, role=role, granted_by="t", granted_at=AT)
        _token, self.secret = tokens.make_token(
            actor=world.command("administrator"), user=user, name=role,
            scopes=tokens.scopes_of(user), good_for=programs.FOREVER, at=AT,
        )  # fmt: skip

    def get(self, path: str, status: int = 200) -> Any:
        answer = Client().get(f"/api/v1{path}", headers=self._headers())
        assert answer.status_code == status, answer.content
        return answer.json()

    def post(
        self, path: str, body: object = None, key: str = "once-0001", status: int = 200
    ) -> Any:
        answer = Client().post(
            f"/api/v1{path}", json.dumps(body or {}), content_type="application/json",
            headers=self._headers() | {"idempotency-key": key},
        )  # fmt: skip
        assert answer.status_code == status, answer.content
        return answer.json()

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}"}


@pytest.mark.usefixtures("agency")
def test_the_agency_works_out_a_round_and_reads_what_changed() -> None:
    exchange = world.opened(DELEGATE, sizes=(3, 4))
    asking = Asking("agency-delegate")
    ours = f"/exchanges/{exchange.ref}/rounds/1"
    made = asking.post(f"{ours}/propose")
    assert asking.post(f"{ours}/propose") == made  # the same key counts once
    again = asking.post(f"{ours}/propose", key="once-0002")
    assert again["version"] == 1  # the same people go
    told = asking.get(f"{ours}/versions/1")
    kept = queries.newest_version(exchange.rounds.get(number=1))
    assert kept is not None
    assert told["document"] == kept.document
    (first, second) = asking.get(f"/exchanges/{exchange.ref}/rounds")["rounds"]
    assert first["proposed"] == {NORTH: 3, SOUTH: 3}
    assert first["sha256"] == made["sha256"]
    assert (second["state"], second["version"]) == (None, None)
    events = asking.get(f"{ours}/events")["events"]
    assert [one["state"] for one in events] == ["proposed"]


def test_what_changed_between_two_versions_names_nobodys_reason(
    agency: dict[str, str],
) -> None:
    exchange = world.opened(DELEGATE, sizes=(3,))
    held = exchange.rounds.get()
    version = proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    gone = queries.entries_of(version)[0]
    wishes.record_wish(
        actor=world.command("neutral-interviewer"), case_ref=gone.case_ref,
        answer="no", at=AT,
    )  # fmt: skip
    proposals.make_proposal(actor=DELEGATE, held=held, at=AT)
    ours = f"/exchanges/{exchange.ref}/rounds/1/versions"
    told = Asking("agency-delegate").get(f"{ours}/2/changes")
    assert [one["case"] for one in told["leaves"]] == [gone.case_ref]
    assert [one["leg"] for one in told["joins"]] == [gone.direction]
    assert set(told["leaves"][0]) == {"case", "leg", "holder_id", "home_id"}
    assert agency[gone.holder_id] == gone.case_ref


@pytest.mark.usefixtures("agency")
def test_no_wish_changes_what_the_schedule_tells(agency: dict[str, str]) -> None:
    exchange = world.opened(DELEGATE, sizes=(3,))
    asking = Asking("agency-delegate")
    before = asking.get(f"/exchanges/{exchange.ref}/schedule")
    assert before["waiting"] == {NORTH: 10, SOUTH: 10}
    assert before["until_home"]["rounds"] == 4
    wishes.record_wish(
        actor=world.command("neutral-interviewer"), case_ref=agency["N-1"],
        answer="no", at=AT,
    )  # fmt: skip
    assert asking.get(f"/exchanges/{exchange.ref}/schedule") == before


@pytest.mark.usefixtures("north")
def test_a_partys_signature_is_taken_once_and_over_this_version_alone() -> None:
    exchange = Exchange.objects.get()
    asking = Asking("negotiator")
    ours = f"/exchanges/{exchange.ref}/rounds/1/versions/1/signature"
    other = _signed(document(version=2))
    refused = asking.post(ours, {"signature": other}, "once-0001", 409)
    assert refused["code"] == "exchange.signed-another-list"
    body = {"signature": _signed(document())}
    told = asking.post(ours, body, "once-0002")
    assert told["signed_by"] == [NORTH]
    assert asking.post(ours, body, "once-0003") == told
    assert ListSignature.objects.count() == 1
    assert queries.state_of(exchange.rounds.get()) is State.VERIFYING


def _signed(payload: bytes) -> str:
    return base64.b64encode(sign(OURS, payload).file()).decode()


def test_a_hold_is_told_by_name_and_ended(north: dict[str, str]) -> None:
    asking = Asking("negotiator")
    body = {
        "case": north["N-3"], "article": "GC III 115", "ground": "judicial prosecution",
    }  # fmt: skip
    told = asking.post("/holds", body)
    assert (told["party"], told["home"], told["ended_at"]) == (NORTH, SOUTH, None)
    (listed,) = asking.get("/holds")["holds"]
    assert listed | {"recorded_at": told["recorded_at"]} == told
    ended = asking.post(f"/holds/{told['hold']}/end", key="once-0002")
    assert ended["ended_at"]
    assert Hold.objects.count() == 1
    refused = asking.post("/holds", body | {"case": north["S-1"]}, "once-3456", 409)
    assert refused["code"] == "exchange.not-the-holder"


@pytest.mark.usefixtures("north")
def test_what_others_hold_apart_is_not_there_for_them() -> None:
    ref = Exchange.objects.get().ref
    lists.receive_proposal(
        actor=NEGOTIATOR, sender="agency", payload=document(version=2), at=AT
    )
    registrar, negotiator, auditor = map(Asking, ("registrar", "negotiator", "auditor"))
    registrar.get(f"/exchanges/{ref}/rounds", 404)
    negotiator.get("/exchanges/X-NOTHERE/rounds", 404)
    auditor.get(f"/exchanges/{ref}/rounds/1/versions/2/changes")
    auditor.get(f"/exchanges/{ref}/rounds/1/versions/9", 404)
    refused = Asking("clinician").post(f"/exchanges/{ref}/rounds/1/propose", status=404)
    assert refused["code"] == "access.nothing-here"


@pytest.mark.usefixtures("north")
def test_numbers_stand_beside_each_other() -> None:
    ours = f"/exchanges/{Exchange.objects.get().ref}/rounds/1/counts"
    asking = Asking("negotiator")
    asking.post(ours, {"claimant": "Ministry", "to": NORTH, "n": 35})
    asking.post(ours, {"claimant": "Others", "to": SOUTH}, "once-0002")
    told = asking.get(ours)["counts"]
    assert [(one["claimant"], one["n"]) for one in told] == [
        ("Ministry", 35), ("Others", None),
    ]  # fmt: skip


@pytest.mark.usefixtures("north")
def test_an_exchange_is_set_up_once_and_bad_places_are_refused() -> None:
    asking = Asking("negotiator")
    body = {
        "title": "Lake", "parties": [SOUTH, NORTH], "rules": world.RULES,
        "rounds": [{"on": "2022-11-23", "places": {f"{NORTH}>{SOUTH}": 3}}],
    }  # fmt: skip
    told = asking.post("/exchanges", body)
    assert asking.post("/exchanges", body) == told
    assert asking.get(f"/exchanges/{told['exchange']}") == told
    assert told["parties"] == [NORTH, SOUTH]
    for way in ("nowhere", f"Elsewhere>{NORTH}", f"{NORTH}>{NORTH}"):
        wrong = body | {"rounds": [{"places": {way: 1}}]}
        refused = asking.post("/exchanges", wrong, f"once-{way}", 422)
        assert refused["code"] == "api.not-understood"
