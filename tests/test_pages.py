"""Every page that needs nothing more than an address: in words that are translated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from repatria.access.core.roles import OF_THE_AGENCY, Role
from repatria.reports.web.forms import LANGUAGES
from tools.pseudo import outside_brackets, unmarked_in_html

pytestmark = pytest.mark.django_db
A_NAME_OF_OURS = "Repatria"
# Names are data, also where an element cannot say so: in a list to choose from,
# where a language is called by its own name.
NAMES = {A_NAME_OF_OURS, "Norland Coordination Bureau", "Lake Agency"}
NAMES |= {name for _code, name in LANGUAGES}


def addresses(resolver: Any = None, start: str = "/") -> Iterator[str]:
    """Every address without a parameter."""
    for one in (resolver or get_resolver()).url_patterns:
        here = start + str(one.pattern)
        if "<" in here or "(?P" in here:
            continue
        if isinstance(one, URLResolver):
            yield from addresses(one, here)
        elif isinstance(one, URLPattern):
            yield here


def unmarked(client: Client) -> dict[str, list[str]]:
    """For each page that opens, the pieces of it that nobody marked."""
    found = {}
    for address in addresses():
        answer = client.get(address)
        if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
            pieces = unmarked_in_html(answer.content.decode())
            said = [one for one in pieces if one.strip("· \n") not in NAMES]
            if said:
                found[address] = said
    return found


@pytest.mark.parametrize("role", list(Role))
def test_pages_are_wholly_translated(
    role: Role,
    request: pytest.FixtureRequest,
    signed_in: Callable[..., Client],
    pseudo_pages: Callable[[Client], Client],
) -> None:
    kind = "as_agency" if role in OF_THE_AGENCY else "as_party"
    request.getfixturevalue(kind)
    assert unmarked(pseudo_pages(signed_in(role.value))) == {}


def test_pages_before_signing_in_are_wholly_translated(
    as_party: object, client: Client, pseudo_pages: Callable[[Client], Client]
) -> None:
    del as_party
    assert unmarked(pseudo_pages(client)) == {}


def test_the_words_of_a_form_that_is_refused_are_translated(
    as_party: object,
    signed_in: Callable[..., Client],
    pseudo_pages: Callable[[Client], Client],
) -> None:
    del as_party
    page = pseudo_pages(signed_in("administrator")).post("/people/add/", {})
    said = page.content.decode()
    assert "[This field is required.]" in said
    assert outside_brackets("[Make an account]") == ""
    assert [one for one in unmarked_in_html(said) if A_NAME_OF_OURS not in one] == []


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_a_reader_chooses_a_language_and_keeps_it(
    language: str, as_party: object, signed_in: Callable[..., Client]
) -> None:
    del as_party
    client = signed_in("registrar")
    told = {"language": language, "next": "/account/2fa/"}
    assert client.post("/language/", told)["Location"] == "/account/2fa/"
    assert f'<html lang="{language}"' in client.get("/").content.decode()


def test_the_choice_of_a_language_leads_nowhere_else(client: Client) -> None:
    told = {"language": "uk", "next": "https://example.org/"}
    assert client.post("/language/", told)["Location"] == "/"
