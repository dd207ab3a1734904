"""The examples on the page about the interface for programs are what is answered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.cache import cache
from django.test import Client

from repatria.matching.models import Run
from repatria.matching.services import perform_run
from tests import programs

pytestmark = pytest.mark.django_db
DONE = 200
PAGE = Path(__file__).parent.parent / "docs" / "api.md"
# Of a list, a record, a case ...: here it is another than on the page.
A_NUMBER = re.compile(r"\b(?:[4-9][1-6]0\d|[A-Z]{1,3}-[0-9A-Z]{4,}(?:-\d{6})?)\b")
A_FENCE = re.compile(r"^```http\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """One request as the page tells it, and its answer."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    status: int
    answer: Any


def examples() -> Iterator[Example]:
    blocks = A_FENCE.findall(PAGE.read_text(encoding="utf-8"))
    for asked, answered in zip(blocks[::2], blocks[1::2], strict=True):
        head, _blank, body = asked.partition("\n\n")
        first, *lines = head.strip().splitlines()
        method, path, _version = first.split()
        headers = dict(line.split(": ", 1) for line in lines)
        said, _blank, answer = answered.partition("\n\n")
        status = int(said.split()[1])
        yield Example(method, path, headers, body, status, json.loads(answer))


def shape(told: Any) -> Any:
    """Return the keys of an answer, of lists those of the first."""
    if isinstance(told, dict):
        return {key: shape(value) for key, value in told.items()}
    if isinstance(told, list):
        return [shape(one) for one in told[:1]]
    return None


def leaves(told: Any, real: Any) -> Iterator[tuple[str, str]]:
    """Pair what the page tells with what there is, wherever the two differ."""
    if isinstance(told, dict):
        for key, value in told.items():
            yield from leaves(value, real.get(key))
    elif isinstance(told, list) and isinstance(real, list):
        for one, other in zip(told, real, strict=False):
            yield from leaves(one, other)
    elif told not in (None, 0, 1, "") and real not in (None, told):
        yield str(told), str(real)


def test_the_page_tells_what_is_answered(as_party: object) -> None:
    del as_party
    cache.clear()
    secrets = programs.prepared()
    known: dict[str, str] = {}
    wrong = []

    def as_here(text: str) -> str:
        return A_NUMBER.sub(lambda found: known.get(found[0], found[0]), text)

    for one in examples():
        role = one.headers["Authorization"].partition("$")[2]
        secret = secrets[role.lower().replace("_", "-")]
        headers = one.headers | {"Authorization": f"Bearer {secret}"}
        answer = Client().generic(
            one.method, as_here(one.path), as_here(one.body), "application/json",
            headers={name: as_here(value) for name, value in headers.items()},
        )  # fmt: skip
        real = answer.json()
        if one.status != DONE and real != one.answer:  # refusals word for word
            wrong.append((one.method, one.path, answer.status_code, real))
        if (answer.status_code, shape(real)) != (one.status, shape(one.answer)):
            wrong.append((one.method, one.path, answer.status_code, real))
        known |= {
            told: there
            for told, there in leaves(one.answer, real)
            if A_NUMBER.fullmatch(told) and told not in known
        }
        for run in Run.objects.filter(state=Run.State.WAITING):
            perform_run(run.pk, at=programs.AT)  # as the worker would
    assert wrong == []
