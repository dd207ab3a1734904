"""What a list says became of somebody, as far as a verdict turns on it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

DEAD, RETURNED = "dead", "returned"
_WORD = re.compile(r"\w+")


@cache
def _beginnings() -> dict[str, tuple[str, ...]]:
    source = files("repatria.register.core") / "data" / "fates.toml"
    told = tomllib.loads(source.read_text(encoding="utf-8"))
    return {kind: tuple(words) for kind, words in told.items()}


def read_fate(status: str) -> str:
    """Return ``"dead"``, ``"returned"``, or "" where the status says neither.

    A status that denies something, or awaits it, is left as unknown: a person reads it.

    >>> read_fate("загинув 12.03.2023"), read_fate("не підтверджено")
    ('dead', '')
    >>> read_fate("очікує на обмін"), read_fate("dead or returned")
    ('', '')
    """
    words = _WORD.findall(status.casefold())
    beginnings = _beginnings()
    if any(word in beginnings["not"] for word in words):
        return ""
    said = {
        fate
        for fate in (DEAD, RETURNED)
        if any(word.startswith(beginnings[fate]) for word in words)
    }
    return said.pop() if len(said) == 1 else ""
