"""Who may open what: every address, every role, both kinds of installation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.http import HttpResponse
from django.test import Client

from repatria.access import openings, restricted, services, tokens
from repatria.access.api.frame import ANY_TOKEN, OPERATIONS
from repatria.access.core.rights import opens, right_called, rights
from repatria.access.core.roles import OF_THE_AGENCY, Role, roles_in
from repatria.access.models import User
from repatria.access.queries import actor_for
from repatria.register.services.statements import record_statement
from repatria.shared.actors import Actor
from repatria.site import errors
from tools import access_matrix

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
KINDS = ("party", "agency")
METHODS = ("get", "post")
AT = datetime(2022, 11, 2, 9, tzinfo=UTC)
# What an administrator may open holds no case.
WITHOUT_CASES = {
    "site.today",
    "access.people",
    "access.assign",
    "access.openings",
    "access.tokens",
    "transmission.correspondents",
    "exchange.rules",
}


PAGES = access_matrix.pages()
RIGHTS = [page for page in PAGES if page.right]
# Who can be whom: a role that an installation does not know holds nothing there.
HELD = [(kind, role) for kind in KINDS for role in roles_in(kind)]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is not there be answered without drawing its page each time.

    What the page looks like is compared for somebody without a role, and does not
    depend on who reads it but in the rooms it leads to.
    """

    def answer(_request: object, name: str, _told: object, *, status: int) -> Any:
        return HttpResponse(name, status=status)

    monkeypatch.setattr(errors, "render", answer)


@pytest.fixture
def installation(request: pytest.FixtureRequest) -> str:
    """Both kinds, one after the other."""
    kind: str = request.param
    request.getfixturevalue(f"as_{kind}")
    return kind


def bare(answer: Any) -> tuple[int, str]:
    """An answer without what differs from one time to the next."""
    body = answer.content.decode()
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)
    return answer.status_code, re.sub(r'name="next" value="[^"]*"', "", body)


def test_every_page_says_whose_it_is() -> None:
    assert [page.pattern for page in PAGES if page.right is None] == []


def test_every_right_of_a_page_stands_in_the_table() -> None:
    assert {page.right for page in RIGHTS} <= set(rights())


def test_roles_of_the_agency_hold_nothing_that_a_party_has_alone() -> None:
    mixed = [
        name
        for name, right in rights().items()
        if right.installations == {"party"}
        and right.roles & {role.value for role in OF_THE_AGENCY}
    ]
    assert mixed == []


def test_the_administrator_holds_no_right_to_a_case() -> None:
    held = {name for name, right in rights().items() if "administrator" in right.roles}
    assert held <= WITHOUT_CASES


@pytest.mark.parametrize("installation", KINDS, indirect=True)
@pytest.mark.parametrize("role", [*Role, None], ids=lambda role: role or "no role")
def test_a_page_opens_to_its_roles_and_is_not_there_for_others(
    installation: str,
    role: Role | None,
    signed_in: Callable[..., Client],
    request: pytest.FixtureRequest,
) -> None:
    if role:
        request.getfixturevalue("plain")
    roles = [role.value] if role else []
    client, actor = signed_in(*roles), Actor("user:0", frozenset(roles))
    nothing = {
        method: bare(getattr(client, method)("/no/such/address/")) for method in METHODS
    }
    wrong = []
    for page in RIGHTS:
        allowed = right_called(page.right or "").reaches(actor, kind=installation)
        for method in METHODS:
            answer = getattr(client, method)(page.address)
            absent = bare(answer) == nothing[method]
            # An empty form may well name nothing that is there.
            empty = allowed and method == "post"
            if absent is allowed and not (page.has_parameters or empty):
                wrong.append(f"{method} {page.pattern}: {answer.status_code}")
            if page.has_parameters and not (absent or answer.status_code == 405):
                wrong.append(f"{method} {page.pattern}: {answer.status_code}, unknown")
    assert wrong == []


class Case(NamedTuple):
    """A case, and how it stands to somebody."""

    case_ref: str
    entrusted: bool
    broken: bool
    restricted: bool

    def opens(self, name: str, actor: Actor, *, kind: str) -> bool:
        """Tell what the file of rights says."""
        right = right_called(name)
        broken = self.broken and right_called("access.break-glass").reaches(
            actor, kind=kind
        )
        return right.reaches(actor, kind=kind) and opens(
            right,
            actor,
            entrusted=self.entrusted,
            broken=broken,
            restricted=self.restricted,
        )


def a_case_of_each_kind(user: User) -> list[Case]:
    """Entrusted or not, opened by break-glass or not, restricted or not."""
    actor = Actor("command:test", frozenset({"registrar"}), "north")
    may_break = right_called("access.break-glass").roles & actor_for(user).roles
    cases = []
    for entrusted, broken, secret in access_matrix.STANDS.values():
        record = record_statement(
            actor=actor, kind="card", sender="north", said_on=AT.date(), at=AT,
            told={"family": "Adler"}, verbatim="Adler",
        )  # fmt: skip
        case = Case(record.first_person.case_ref, entrusted, broken, secret)
        cases.append(case)
        told = {"case_ref": case.case_ref, "ground": "other", "reason": "a test"}
        if entrusted:
            services.assign_case(actor=actor, user=user, case_ref=case.case_ref, at=AT)
        if broken and may_break:
            openings.break_glass(actor=actor_for(user), user=user, at=now(), **told)
        if secret:
            restricted.restrict(actor=actor, at=AT, **told)
    return cases


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  (the doors ask the database's clock)


@pytest.mark.parametrize(("installation", "role"), HELD, indirect=["installation"])
@pytest.mark.usefixtures("plain")
def test_a_case_opens_as_the_file_of_rights_says_and_else_is_not_there(
    installation: str, role: Role, signed_in: Callable[..., Client]
) -> None:
    client = signed_in(role.value)
    user, actor = client.user, Actor("user:0", frozenset({role.value}))  # type: ignore[attr-defined]
    cases = a_case_of_each_kind(user)
    nothing = bare(client.get("/no/such/address/"))
    wrong = []
    for page, case in product(RIGHTS, cases):
        address = page.address_of(case.case_ref)
        allowed = case.opens(page.right or "", actor, kind=installation)
        # A room may have nothing to say about somebody; a person's page always has.
        if not address or (allowed and page.pattern != "persons/<str:case_ref>/"):
            continue
        answer = client.get(address)
        if allowed is not (answer.status_code == 200) or not (
            allowed or bare(answer) in (nothing, (405, ""))
        ):
            wrong.append((page.pattern, case, answer.status_code))
    assert wrong == []


@pytest.mark.parametrize(("installation", "role"), HELD, indirect=["installation"])
@pytest.mark.usefixtures("plain")
def test_an_operation_opens_to_its_roles_and_is_not_there_for_others(
    installation: str, role: Role, signed_in: Callable[..., Client], settings: Any
) -> None:
    settings.REPATRIA_API_A_MINUTE = 100_000
    user = signed_in(role.value).user  # type: ignore[attr-defined]
    headers = {"authorization": f"Bearer {a_token(user)}", "idempotency-key": "k" * 20}
    actor = Actor("user:0", frozenset({role.value}))
    nothing = bare(Client().get("/api/v1/no/such/address", headers=headers))
    wrong: list[tuple[object, int]] = []
    for one in OPERATIONS:
        right = right_called(one.right) if one.right else None
        allowed = right is None or right.reaches(actor, kind=installation)
        path = "/api/v1" + re.sub(r"{\w+}", "987654", one.path)
        answer = Client().generic(one.method, path, b"{}", headers=headers)
        absent, of_one = bare(answer) == nothing, "{" in one.path
        if (absent is allowed and not of_one) or (of_one and answer.status_code == 200):
            wrong.append((one, answer.status_code))
    for case in a_case_of_each_kind(user):
        answer = Client().get(f"/api/v1/persons/{case.case_ref}", headers=headers)
        # A program breaks no glass, whatever its person has open.
        allowed = case._replace(broken=False).opens(
            "register.person", actor, kind=installation
        )
        if allowed is not (answer.status_code == 200) or not (
            allowed or bare(answer) == nothing
        ):
            wrong.append((case, answer.status_code))
    assert wrong == []


def a_token(user: User) -> str:
    """A token for everything that this person may."""
    _token, secret = tokens.make_token(
        actor=Actor("command:test"), user=user, name="all",
        scopes=tokens.scopes_of(user), good_for=timedelta(days=36_500), at=AT,
    )  # fmt: skip
    return secret


def test_every_operation_needs_a_right_or_says_that_any_token_will_do() -> None:
    assert {one.right for one in OPERATIONS} <= {*rights(), ANY_TOKEN}
    assert [one.path for one in OPERATIONS if one.right == ANY_TOKEN] == ["/me"]


def test_the_matrix_in_the_documentation_is_what_the_file_of_rights_says() -> None:
    told = access_matrix.FILE.read_text(encoding="utf-8")
    assert told == access_matrix.written(), "run: python -m tools.access_matrix"


@pytest.mark.parametrize("installation", KINDS, indirect=True)
def test_whoever_is_not_signed_in_learns_of_no_address(
    installation: str, client: Client
) -> None:
    del installation
    for page in RIGHTS:
        answer = client.get(page.address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")


def test_every_address_is_looked_at() -> None:
    assert len(RIGHTS) > 10
    assert {"", "people/", "people/<int:number>/"} <= {one.pattern for one in RIGHTS}
