"""The interface for programs is what its description and its page say it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from ninja import Schema
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from repatria.access.api.frame import KEY
from repatria.site.api import schema
from tests import programs
from tests.fuzz_api import fuzz

pytestmark = pytest.mark.django_db


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, one)
        for path, methods in schema()["paths"].items()
        for method, one in methods.items()
    ]


def conforms(example: object, wanted: dict[str, Any]) -> list[str]:
    whole = {**wanted, "components": schema()["components"]}
    found = jsonschema_rs.Draft202012Validator(whole).iter_errors(example)
    return [one.message for one in found]


def test_the_description_is_valid_openapi() -> None:
    told = schema()
    assert told["openapi"].startswith("3.1")
    assert [one.message for one in OPENAPI_31_VALIDATOR.iter_errors(told)] == []


def test_every_operation_names_its_right_its_refusals_and_examples() -> None:
    wrong = []
    for method, path, one in operations():
        answers = one["responses"]
        refusals = [answers[each]["content"] for each in answers if each != "200"]
        told = [answers["200"], *([one["requestBody"]] if "requestBody" in one else [])]
        bodies = [each["content"]["application/json"] for each in told]
        said = [
            "x-right" in one,
            {"401", "404", "409", "422", "429"} <= set(answers),
            all([*each] == ["application/problem+json"] for each in refusals),
            all("example" in each for each in bodies),
            not any(conforms(each["example"], each["schema"]) for each in bodies),
        ]
        wrong += [(method, path, said)] * (not all(said))
    assert wrong == []


def test_no_two_shapes_share_a_name() -> None:
    waiting, names = [Schema], []
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        names += [kind.__name__] * kind.__module__.startswith("repatria.")
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_every_write_takes_a_key_and_no_address_takes_a_name() -> None:
    asking = {"/api/v1/search"}
    for method, path, one in operations():
        named = {each["name"] for each in one.get("parameters", ())}
        assert (KEY in named) is (method != "get" and path not in asking), path
        assert not named & {"name", "family", "given", "asked", "q", "birth"}, path


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let a server inside a test keep its connection, as the client of Django does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.any_database
def test_whatever_is_asked_is_answered_as_described(
    as_party: object, one_connection: None, settings: Any
) -> None:
    del as_party, one_connection
    cache.clear()
    settings.REPATRIA_API_A_MINUTE = 1_000_000
    told = fuzz(programs.filled(), examples=2)
    assert len({label for label, _status in told}) == len(operations())
    assert {status for _label, status in told} >= {200, 404, 422}
