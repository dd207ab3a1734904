"""Every refusal of every room: a code, what is so, and what to do next."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections import Counter

import pytest

import repatria
from repatria.shared.errors import RepatriaError
from tools.translations import our_words


def all_refusals() -> list[type[RepatriaError]]:
    for module in pkgutil.walk_packages(repatria.__path__, "repatria."):
        if not module.name.endswith("__main__") and ".tests" not in module.name:
            importlib.import_module(module.name)
    found, waiting = [], [RepatriaError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting.extend(kind.__subclasses__())
    return [kind for kind in found if ".tests." not in kind.__module__]


@pytest.fixture(scope="module")
def refusals() -> list[type[RepatriaError]]:
    return all_refusals()


def test_each_says_what_is_so_and_what_to_do(
    refusals: list[type[RepatriaError]],
) -> None:
    spoken = {message.id for message in our_words().phrases}
    unmarked = [
        kind.__name__
        for kind in refusals
        if kind.what not in spoken or kind.remedy not in spoken
    ]
    assert unmarked == []


def test_codes_are_plain_and_belong_to_one_refusal(
    refusals: list[type[RepatriaError]],
) -> None:
    codes = Counter(kind.code for kind in refusals)
    plain = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*")
    assert [code for code in codes if not plain.fullmatch(code)] == []
    assert [code for code, times in codes.items() if times > 1] == []
