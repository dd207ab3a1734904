"""The frame of every page, and the door before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_whoever_is_not_signed_in_is_asked_to_whatever_the_address(
    as_party: object, client: Client
) -> None:
    del as_party
    for address in ("/", "/persons/R-00000000/", "/no/such/page"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/login/")


def test_today_opens_for_a_registrar(
    as_party: object, signed_in: Callable[..., Any]
) -> None:
    del as_party
    answer = signed_in("registrar").get("/")
    assert answer.status_code == 200
    assert "Norland Coordination Bureau" in answer.content.decode()
    assert "Synthetic" in answer.content.decode()


def test_an_unknown_address_is_answered_in_our_words(
    as_party: object, signed_in: Callable[..., Any]
) -> None:
    del as_party
    answer = signed_in("registrar").get("/no/such/page")
    assert answer.status_code == 404
    assert "nothing here for you" in answer.content.decode()
