"""What programs do in each room: the doors of its pages, and writes that count once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from repatria.access import restricted
from repatria.access.models import Assignment, User
from repatria.ledger.models import Entry
from repatria.matching.models import Answer
from repatria.register.models import Decision, Membership, SourceFile
from repatria.shared.actors import Actor
from repatria.tracing.models import TracingRequest
from tests import programs
from tests.programs import AT, HELD, World

pytestmark = pytest.mark.django_db
DESK = Actor("command:test", frozenset({"registrar"}), "north")


@pytest.fixture
def world(as_party: object) -> World:
    del as_party
    cache.clear()
    return programs.filled()


class Asking:
    """A program of one role."""

    def __init__(self, world: World, role: str) -> None:
        self.secret = world.secrets[role]

    def get(self, path: str) -> Any:
        return Client().get(f"/api/v1{path}", headers=self._headers())

    def post(self, path: str, body: object, key: str = "once-0001") -> Any:
        return Client().post(
            f"/api/v1{path}", json.dumps(body), content_type="application/json",
            headers=self._headers() | {"idempotency-key": key},
        )  # fmt: skip

    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.secret}"}


def case_of(record: int) -> str:
    return Membership.objects.get(record_id=record).person.case_ref


def hide(record: int) -> str:
    ref = case_of(record)
    told = {"ground": "other", "reason": "told"}
    restricted.restrict(actor=DESK, case_ref=ref, at=AT, **told)
    return ref


def last_read() -> str:
    entry = Entry.objects.filter(act="read").last()
    assert entry is not None
    return entry.body


def test_a_decision_sent_twice_is_one_and_can_be_undone(world: World) -> None:
    officer = Asking(world, "matching-officer")
    kovals = SourceFile.objects.get(pk=world.lists[1]).records.order_by("row")
    left, right = world.records[1], kovals[2].pk
    body = {"kind": "separate", "left": left, "right": right, "reasons": "two dates"}
    first, again = (officer.post("/decisions", body) for _time in range(2))
    assert first.status_code == 200
    assert first.content == again.content
    assert Decision.objects.filter(left=left, right=right).count() == 1
    number = first.json()["number"]
    undone = officer.post(f"/decisions/{number}/undo", {"reasons": "one"}, "once-0002")
    assert undone.json()["undoes"] == number
    told = officer.get(f"/persons/{case_of(left)}/decisions").json()["decisions"]
    assert [(one["kind"], one["undone_by"]) for one in told][:2] == [
        ("undo", None), ("separate", undone.json()["number"]),
    ]  # fmt: skip
    late = officer.post(f"/decisions/{number}/undo", {"reasons": "x"}, "once-0003")
    assert (late.status_code, late.json()["code"]) == (409, "register.already-undone")


def test_nobody_decides_about_a_case_that_is_hidden_from_them(world: World) -> None:
    officer = Asking(world, "matching-officer")
    hide(world.records[1])
    left, right = world.records
    body = {"kind": "link", "left": left, "right": right, "reasons": "x"}
    assert officer.post("/decisions", body).status_code == 404
    assert officer.get(f"/records/{right}").status_code == 404
    assert Asking(world, "registrar").get(f"/records/{right}").status_code == 200


def test_verdicts_leave_out_whom_one_may_not_see_and_note_the_others(
    world: World,
) -> None:
    ref = hide(world.records[1])
    address = f"/runs/{world.run}/verdicts?list={world.lists[0]}"
    seen = Asking(world, "matching-officer").get(address).json()["rows"]
    assert [one["row"] for one in seen] == [1, 2]
    assert ref not in last_read()
    assert len(Asking(world, "registrar").get(address).json()["rows"]) == 3
    assert ref in last_read()


def test_the_page_of_verdicts_leaves_them_out_too(
    world: World, signed_in: Callable[..., Client]
) -> None:
    hide(world.records[1])
    address = f"/runs/{world.run}/lists/{world.lists[0]}/"
    assert "Самотній" not in signed_in("matching-officer").get(address).content.decode()
    assert "Самотній" in signed_in("registrar").get(address).content.decode()


def test_pairs_wait_page_by_page_and_an_answer_counts_once(world: World) -> None:
    officer = Asking(world, "matching-officer")
    first = officer.get(f"/runs/{world.run}/pairs?limit=1").json()
    (pair,) = first["pairs"]
    if first["next"]:
        behind = officer.get(f"/runs/{world.run}/pairs?after={first['next']}").json()
        assert pair["number"] not in [one["number"] for one in behind["pairs"]]
    body = {"answer": "unsure", "seen": pair["seen"], "reasons": "wait"}
    address = f"/pairs/{pair['number']}/answer"
    assert officer.post(address, body).content == officer.post(address, body).content
    assert Answer.objects.filter(pair=pair["number"]).count() == 1
    late = officer.post(address, {"answer": "same", "seen": 0}, "once-0002")
    assert (late.status_code, late.json()["code"]) == (
        409,
        "matching.decided-meanwhile",
    )


def test_a_request_that_was_linked_is_there_for_those_entrusted_with_it(
    world: World,
) -> None:
    liaison = Asking(world, "family-liaison")
    assert [one["request"] for one in liaison.get("/requests").json()["requests"]] == [
        world.request
    ]
    case_ref = case_of(world.records[0])
    TracingRequest.objects.filter(ref=world.request).update(case_ref=case_ref)
    assert liaison.get("/requests").json()["requests"] == []
    assert liaison.get(f"/requests/{world.request}").status_code == 404
    Assignment.objects.create(
        user=User.objects.get(username="program-family-liaison"), case_ref=case_ref,
        assigned_by="t", assigned_at=AT,
    )  # fmt: skip
    (told,) = liaison.get("/requests").json()["requests"]
    assert told["case"] == case_ref
    hide(world.records[0])
    assert len(liaison.get("/requests").json()["requests"]) == 1, "entrusted"


def test_a_list_is_taken_in_once_and_what_was_not_read_is_told(world: World) -> None:
    registrar = Asking(world, "registrar")
    text = HELD + "S4;a;b;c;d;e;f;g;h\n"
    body = {
        "name": "held.csv", "content": base64.b64encode(text.encode()).decode(),
        "sender": "south", "subject": "held", "holder": "SUDMARK", "home": "NORLAND",
        "said_on": "2022-11-20",
    }  # fmt: skip
    told = registrar.post("/imports", body).json()
    assert (told["list"]["version"], told["unreadable"]) == (2, 1)
    assert told["faults"][0]["row"] == 4
    assert registrar.post("/imports", body).json() == told
    again = registrar.post("/imports", body, "once-0002")
    assert again.json()["code"] == "register.list-already-here"
    nobody = registrar.post("/imports", body | {"sender": "nobody"}, "once-0003")
    assert nobody.json()["code"] == "register.sender-unknown"
    ahead = registrar.post("/imports", body | {"said_on": "2999-01-01"}, "once-0004")
    assert ahead.json()["code"] == "api.not-understood"


def test_a_row_about_a_hidden_case_is_not_told_even_as_it_was_written(
    world: World,
) -> None:
    address = f"/pieces/{world.serial}/names"
    known = Asking(world, "registrar").get(address).json()["names"]
    assert known[0]["proposed"]
    from repatria.bureau.models import Subject

    Subject.objects.filter(row=1).update(proposed_case=case_of(world.records[0]))
    hide(world.records[0])
    told = Asking(world, "matching-officer").get(address).json()["names"]
    assert told == known[1:]
    assert len(Asking(world, "registrar").get(address).json()["names"]) == 2
