"""Who may open what: every address, every role, both kinds of installation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from repatria.access.core.rights import right_called, rights
from repatria.access.core.roles import OF_THE_AGENCY, Role
from repatria.register.core.case_numbers import new_case_ref
from repatria.register.models import Person
from repatria.shared.actors import Actor

pytestmark = pytest.mark.django_db
KINDS = ("party", "agency")
# What stands for a parameter: nothing that any installation holds.
UNKNOWN = {"int": "987654", "str": "R-00000000", "slug": "nothing", "path": "nothing"}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<\w+>[^)]*\)")
# One's own account and what a page is drawn with: open to everybody signed in.
NOT_OURS = ("account/", "language/")
METHODS = ("get", "post")
AT = datetime(2022, 11, 2, 9, tzinfo=UTC)
# What an administrator may open holds no case.
WITHOUT_CASES = {
    "site.today",
    "access.people",
    "access.assign",
    "transmission.correspondents",
    "exchange.rules",
}


class Page(NamedTuple):
    """An address as it is written in ``urls.py``, and what answers it."""

    pattern: str
    right: str | None

    @property
    def address(self) -> str:
        """An address that fits the pattern and belongs to nothing."""
        return "/" + PARAMETER.sub(
            lambda found: UNKNOWN.get(found.group(1) or "str", "nothing"), self.pattern
        )

    @property
    def has_parameters(self) -> bool:
        return bool(PARAMETER.search(self.pattern))

    def address_of(self, case_ref: str) -> str:
        """The address of this page for a case; empty where it takes anything else."""
        names = [found.group(2) for found in PARAMETER.finditer(self.pattern)]
        return (
            "/" + PARAMETER.sub(case_ref, self.pattern) if names == ["case_ref"] else ""
        )


def every_page(resolver: Any = None, start: str = "") -> Iterator[Page]:
    for one in (resolver or get_resolver()).url_patterns:
        here = start + str(one.pattern).replace("^", "").replace("$", "")
        if isinstance(one, URLResolver):
            yield from every_page(one, here)
        elif isinstance(one, URLPattern):
            yield Page(here, getattr(one.callback, "right", None))


PAGES = [page for page in every_page() if not page.pattern.startswith(NOT_OURS)]
RIGHTS = [page for page in PAGES if page.right]


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
    installation: str, role: Role | None, signed_in: Callable[..., Client]
) -> None:
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


@pytest.mark.parametrize("installation", KINDS, indirect=True)
@pytest.mark.parametrize("role", list(Role))
def test_a_case_that_is_not_assigned_is_answered_like_one_that_is_not_there(
    installation: str, role: Role, signed_in: Callable[..., Client]
) -> None:
    case_ref = new_case_ref(Random(3))
    Person.objects.create(case_ref=case_ref, opened_at=AT)
    client, actor = signed_in(role.value), Actor("user:0", frozenset({role.value}))
    nothing = bare(client.get("/no/such/address/"))
    shown = []
    for page in RIGHTS:
        right, address = right_called(page.right or ""), page.address_of(case_ref)
        opens = right.reaches(actor, kind=installation)
        if not address or (opens and not right.needs_assignment(actor)):
            continue
        if bare(client.get(address)) not in (nothing, (405, "")):
            shown.append(page.pattern)
    assert shown == []


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
