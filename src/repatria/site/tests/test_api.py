"""The interface for programs: tokens, rights, refusals, writes that count once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from repatria.access import restricted, tokens
from repatria.access.api.frame import OPERATIONS
from repatria.access.core.errors import ScopeTooWideError
from repatria.access.models import ApiToken, Restriction
from repatria.ledger.models import Entry
from repatria.register import doors
from repatria.register.models import Person, SourceFile
from repatria.register.tests.conftest import HEADER, PEOPLE, Desk

# The desk of the register: a bureau with two parties, where lists are taken in.
from repatria.register.tests.conftest import desk as desk
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
AT = datetime(2022, 11, 21, 9, tzinfo=UTC)
ADMINISTRATOR = Actor("command:test", frozenset({"administrator"}), "north")
FOREVER = timedelta(days=36_500)
REASON = {"ground": "at-risk", "reason": "The family asked, in person."}


@dataclass
class Program:
    """A program with a token."""

    secret: str
    token: ApiToken

    def get(self, path: str, **headers: str) -> Any:
        return Client().get(f"/api/v1{path}", headers=self._told(headers))

    def post(self, path: str, body: object, **headers: str) -> Any:
        return Client().post(
            f"/api/v1{path}",
            json.dumps(body),
            content_type="application/json",
            headers=self._told(headers),
        )

    def _told(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"authorization": f"Bearer {self.secret}", **named}


@pytest.fixture
def program(signed_in: Callable[..., Any], desk: Desk) -> Callable[..., Program]:
    """Return what makes a program: a role, and which of its rights."""
    del desk
    cache.clear()

    def made(role: str, *scopes: str) -> Program:
        user = signed_in(role).user
        wanted = scopes or tokens.scopes_of(user)
        token, secret = tokens.make_token(
            actor=ADMINISTRATOR, user=user, name="counts", scopes=wanted,
            good_for=FOREVER, at=AT,
        )  # fmt: skip
        return Program(secret, token)

    return made


@pytest.fixture
def listed(desk: Desk) -> SourceFile:
    return desk.take_in(HEADER + PEOPLE)


def first_case() -> str:
    ref: str = Person.objects.order_by("pk").values_list("case_ref", flat=True)[0]
    return ref


def code(answer: Any) -> str:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert set(told) == {"status", "code", "what", "remedy"}
    assert told["status"] == answer.status_code
    return str(told["code"])


# --- Tokens ----------------------------------------------------------------------


def test_a_token_tells_what_it_may(program: Callable[..., Program]) -> None:
    one = program("registrar", "register.lists", "register.search")
    told = one.get("/me").json()
    assert told["actor"] == f"token:{one.token.pk}"
    assert told["rights"] == ["register.lists", "register.search"]
    assert told["installation"] == "party"
    assert ApiToken.objects.get().last_used_at is not None
    assert one.secret not in str(ApiToken.objects.values_list().get())


def test_no_token_opens_no_address_whether_it_is_there_or_not(
    program: Callable[..., Program], signed_in: Callable[..., Client]
) -> None:
    one = program("registrar")
    ended, closed, late = program("auditor"), program("clinician"), program("registrar")
    tokens.end_token(actor=ADMINISTRATOR, token=ended.token, at=AT)
    tokens.end_token(actor=ADMINISTRATOR, token=ended.token, at=AT)
    closed.token.user.is_active = False
    closed.token.user.save()
    ApiToken.objects.filter(pk=late.token.pk).update(expires_at=AT)
    wrong = Program("repatria_nothing", one.token)
    answers = [
        who.get(path)
        for who in (wrong, ended, closed, late)
        for path in ("/me", "/no/such/address")
    ]
    answers += [signed_in("registrar").get("/api/v1/me"), Client().get("/api/v1/me")]
    assert {code(answer) for answer in answers} == {"access.token-needed"}
    assert len({answer.content for answer in answers}) == 1
    assert answers[0]["WWW-Authenticate"] == "Bearer"


def test_a_token_never_does_more_than_its_person(
    program: Callable[..., Program], signed_in: Callable[..., Any]
) -> None:
    user = signed_in("family-liaison").user
    with pytest.raises(ScopeTooWideError):
        tokens.make_token(
            actor=ADMINISTRATOR, user=user, name="x", scopes=["register.import"],
            good_for=FOREVER, at=AT,
        )  # fmt: skip
    one = program("registrar", "register.lists")
    assert one.get("/lists").status_code == 200
    one.token.user.grants.update(ended_at=AT)
    assert code(one.get("/lists")) == "access.nothing-here"


def test_an_administrator_makes_a_token_and_sees_it_once(
    as_party: object, signed_in: Callable[..., Any]
) -> None:
    del as_party
    chief, user = signed_in("administrator"), signed_in("registrar").user
    address = f"/tokens/{user.pk}/make/"
    assert "register.import" in chief.get(address).content.decode()
    told = {"name": "nightly", "scopes": ["register.lists"], "days": "30"}
    shown = chief.post(address, told)
    secret = shown.content.decode().partition("repatria_")[2].partition("<")[0]
    assert shown["Cache-Control"] == "no-store"
    assert Program(f"repatria_{secret}", ApiToken.objects.get()).get("/me").json()
    overview = chief.get("/tokens/").content.decode()
    assert secret not in overview
    assert "nightly" in overview
    assert chief.post(address, {"name": "x", "days": "30"}).status_code == 200
    chief.post(f"/tokens/{ApiToken.objects.get().pk}/end/")
    assert "Ended" in chief.get("/tokens/").content.decode()


def test_a_program_goes_no_faster_than_it_may(
    program: Callable[..., Program], settings: Any
) -> None:
    settings.REPATRIA_API_A_MINUTE = 2
    one, other = program("registrar"), program("auditor")
    codes = [one.get("/me").status_code for _time in range(4)]
    # A minute may begin between two requests.
    assert codes.count(429) in (0, 1, 2)
    assert other.get("/me").status_code == 200
    slow = next(each for each in many(one) if each.status_code == 429)
    assert code(slow) == "access.too-many-requests"
    assert slow["Retry-After"] == "60"


def many(one: Program) -> Iterator[Any]:
    return (one.get("/me") for _time in range(6))


# --- What it answers -----------------------------------------------------------------


def test_lists_and_rows_come_page_by_page_and_everybody_in_them_is_noted(
    program: Callable[..., Program], listed: SourceFile
) -> None:
    one = program("registrar")
    told = one.get("/lists").json()
    assert (told["lists"][0]["number"], told["next"]) == (listed.pk, None)
    assert one.get(f"/lists/{listed.pk}").json() == told["lists"][0]
    first = one.get(f"/lists/{listed.pk}/rows?limit=2").json()
    rest = one.get(f"/lists/{listed.pk}/rows?after={first['next']}").json()
    assert [row["row"] for row in first["rows"] + rest["rows"]] == [1, 2, 3]
    assert first["rows"][0]["says"]["family"] == "Коваль"
    assert rest["next"] is None
    entry = Entry.objects.filter(act="read").last()
    assert entry is not None
    assert rest["rows"][0]["case"] in entry.body
    assert entry.actor == f"token:{one.token.pk}"


def test_a_person_is_found_and_read(
    program: Callable[..., Program], listed: SourceFile
) -> None:
    del listed
    one = program("registrar")
    (found,) = one.post("/search", {"asked": "Koval Ivan"}).json()["found"]
    told = one.get(f"/persons/{found['case']}").json()
    assert told["statements"][0]["says"]["family"] == "Коваль"
    assert one.post("/search", {"asked": "?"}).json() == {"found": []}


def test_what_one_may_not_see_is_answered_like_what_is_not_there(
    desk: Desk, program: Callable[..., Program], listed: SourceFile
) -> None:
    ref = first_case()
    restricted.restrict(
        actor=desk.actor, case_ref=ref, ground="other", reason="told", at=AT
    )
    officer, liaison = program("matching-officer"), program("family-liaison")
    answers = [
        officer.get(f"/persons/{ref}"),
        officer.get("/persons/R-00000000"),
        officer.get("/no/such/address"),
        liaison.get(f"/persons/{ref}"),
        liaison.get(f"/lists/{listed.pk}"),
        program("registrar").get("/lists/987654"),
    ]
    assert {code(one) for one in answers} == {"access.nothing-here"}
    assert len({one.content for one in answers}) == 1
    rows = officer.get(f"/lists/{listed.pk}/rows").json()["rows"]
    assert [row["row"] for row in rows] == [2, 3]
    assert officer.post("/search", {"asked": ref}).json() == {"found": []}


def test_a_write_sent_twice_counts_once(
    program: Callable[..., Program], listed: SourceFile
) -> None:
    del listed
    one, address = program("registrar"), f"/persons/{first_case()}/restriction"
    key = {"idempotency_key": "night-0001"}
    assert code(one.post(address, REASON)) == "access.idempotency-key-needed"
    first, second = one.post(address, REASON, **key), one.post(address, REASON, **key)
    assert first.status_code == 200
    assert first.content == second.content
    assert Restriction.objects.count() == 1
    assert Entry.objects.filter(act="access.case-restricted").count() == 1
    other = {**REASON, "ground": "other"}
    assert code(one.post(address, other, **key)) == "access.idempotency-key-used"
    refused = one.post(address, REASON, idempotency_key="night-0002")
    assert code(refused) == "access.restriction-stands-otherwise"
    again = one.post(address, REASON, idempotency_key="night-0002")
    assert code(again) == "access.restriction-stands-otherwise"


def test_whoever_lacks_the_right_learns_nothing_of_what_it_takes(
    program: Callable[..., Program],
) -> None:
    assert code(program("negotiator").post("/search", {})) == "access.nothing-here"


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        pytest.param("post", "/search", "{", "api.not-understood", id="no JSON"),
        pytest.param("post", "/search", "{}", "api.not-understood", id="lacks a part"),
        pytest.param("get", "/lists?limit=x", "", "api.not-understood", id="no number"),
        pytest.param("put", "/search", "{}", "api.wrong-method", id="wrong method"),
        pytest.param("get", "/lists/x", "", "api.not-understood", id="no such number"),
    ],
)
def test_every_refusal_has_one_shape(
    program: Callable[..., Program], method: str, path: str, body: str, expected: str
) -> None:
    headers = {"authorization": f"Bearer {program('registrar').secret}"}
    sent = getattr(Client(), method)(
        f"/api/v1{path}", *([body] if body else []), headers=headers,
        **({"content_type": "application/json"} if body else {}),
    )  # fmt: skip
    assert code(sent) == expected


def test_a_refusal_speaks_the_language_asked_for(
    program: Callable[..., Program],
) -> None:
    one = program("registrar")
    told = one.get("/persons/R-00000000", accept_language="uk").json()
    assert told["what"] != one.get("/persons/R-00000000").json()["what"]


def test_what_breaks_is_told_without_a_name(
    program: Callable[..., Program],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_asked: object, **_only: object) -> object:
        raise ValueError("Petrenko")

    monkeypatch.setattr(doors, "found", broken)
    answer = program("registrar").post("/search", {"asked": "Petrenko"})
    assert code(answer) == "api.broken"
    assert "Petrenko" not in answer.content.decode()
    assert "Petrenko" not in " ".join(one.getMessage() for one in caplog.records)


# --- The description ----------------------------------------------------------------


def test_the_description_is_open_to_everybody_and_tells_every_operation(
    as_party: object,
) -> None:
    del as_party
    told = Client().get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert told["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    offered = {
        (method.upper(), path.removeprefix("/api/v1"), one["x-right"])
        for path, methods in told["paths"].items()
        for method, one in methods.items()
    }
    assert offered == {(one.method, one.path, one.right) for one in OPERATIONS}
    page = Client().get("/api/v1/docs/").content.decode()
    assert "POST /api/v1/search" in page
    assert "<script" not in page
