"""Writing RULES.toml: the same rules, in the same order, as one text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_FIRST = ("parties", "as_of", "tiers", "exempt", "require_consent", "categories")
_THEN = ("parity", "seats", "extra", "floors", "consideration", "lot")


def toml_of(told: Mapping[str, Any]) -> str:
    """Return a mapping of the keys of RULES.toml as text; empty ones are left out.

    >>> told = {"parties": ["A", "B"], "seats": {"A>B": 3}, "extra": {}}
    >>> print(toml_of(told), end="")
    parties = ["A", "B"]
    <BLANKLINE>
    [seats]
    "A>B" = 3
    """
    known = {*_FIRST, *_THEN}
    order = (*_FIRST, *(key for key in sorted(told) if key not in known), *_THEN)
    full = {key: told[key] for key in order if not _is_empty(told.get(key))}
    lines = [f"{_key(key)} = {_value(one)}" for key, one in _plain_ones(full)]
    for key, one in full.items():
        for header, table in _tables(key, one):
            lines += ["", header, *_entries(table)]
    return "\n".join(lines) + "\n"


def _plain_ones(full: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, one) for key, one in full.items() if not list(_tables(key, one))]


def _tables(key: str, told: Any) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the tables with headers of their own that a value is written as."""
    if isinstance(told, Mapping):
        nested = {name: one for name, one in told.items() if not _is_listed(one)}
        found: list[tuple[str, Mapping[str, Any]]] = [(f"[{_key(key)}]", nested)]
        for name, one in told.items():
            if _is_listed(one):
                found += [(f"[[{_key(key)}.{_key(name)}]]", row) for row in one]
        return found
    if _is_listed(told):
        return [(f"[[{_key(key)}]]", row) for row in told]
    return []


def _is_listed(told: Any) -> bool:
    return (
        isinstance(told, Sequence)
        and not isinstance(told, str)
        and bool(told)
        and all(isinstance(one, Mapping) for one in told)
    )


def _entries(table: Mapping[str, Any]) -> list[str]:
    return [
        f"{_key(name)} = {_value(one)}"
        for name, one in table.items()
        if not _is_empty(one)
    ]


def _is_empty(told: Any) -> bool:
    """Whether nothing is said; a number of 0 is something, and so are its tables."""
    if isinstance(told, Mapping):
        return all(_is_empty(one) for one in told.values())
    return told is None or (isinstance(told, Sequence) and not told)


def _key(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else _text(name)


def _value(told: Any) -> str:
    if isinstance(told, bool):
        return "true" if told else "false"
    if isinstance(told, Mapping):
        pairs = (f"{_key(name)} = {_value(one)}" for name, one in told.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(told, str):
        return _text(told)
    if isinstance(told, Sequence):
        return f"[{', '.join(_value(one) for one in told)}]"
    return told.isoformat() if isinstance(told, date) else str(told)


def _text(told: str) -> str:
    """Return a text as TOML quotes it: as JSON does, and one sign more."""
    return json.dumps(told, ensure_ascii=False).replace("\x7f", "\\u007f")
