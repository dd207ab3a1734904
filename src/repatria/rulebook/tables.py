"""Tables of what a person counts, and examples of ratios: figures with their source.

``load_table("dix-hill-1862")`` gives what RULES.toml names so under ``[parity] table``.
Ratios are examples of what parties have agreed on before; nothing computes with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from repatria.rulebook.files import (
    RuleUnreadableError,
    found,
    stems,
    stray_keys,
    text_of,
    told_in,
)

TABLES, RATIOS = "tables", "ratios"


@dataclass(frozen=True, slots=True)
class ValueTable:
    """What one person counts by rank, as parties once agreed.

    ``values``: rank in lower case -> points, whole numbers from 1.  ``reviewed_by``
    is empty until somebody who can judge the source has read it.
    """

    id: str
    version: int
    source: str
    says: str
    values: Mapping[str, int]
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class RatioExample:
    """How many persons stood against how many, as somebody counted."""

    id: str
    version: int
    source: str
    says: str
    persons: int
    against: int
    reviewed_by: str = ""


def load_table(table: str) -> ValueTable:
    """Return the table of this name; raise ``RuleUnknownError``."""
    return found(all_tables(), table)


@cache
def all_tables() -> Mapping[str, ValueTable]:
    """Return every table by its name."""
    names = sorted(stems(TABLES))
    return {one: read_table(one, text_of(TABLES, one)) for one in names}


@cache
def all_ratios() -> Mapping[str, RatioExample]:
    """Return every example of a ratio by its name."""
    names = sorted(stems(RATIOS))
    return {one: read_ratio(one, text_of(RATIOS, one)) for one in names}


def read_table(table: str, text: str) -> ValueTable:
    """Read the text of one table, whose name says that it is ``table``."""
    told = told_in(table, text)
    wrong = stray_keys(told, needed=(one.name for one in fields(ValueTable)))
    if wrong := wrong or _wrong_in(table, told, told.get("values", {}).values()):
        raise RuleUnreadableError(rule=table, fault=wrong)
    return ValueTable(**told)


def read_ratio(ratio: str, text: str) -> RatioExample:
    """Read the text of one example, whose name says that it is ``ratio``."""
    told = told_in(ratio, text)
    wrong = stray_keys(told, needed=(one.name for one in fields(RatioExample)))
    numbers = (told.get("persons"), told.get("against"))
    if wrong := wrong or _wrong_in(ratio, told, numbers):
        raise RuleUnreadableError(rule=ratio, fault=wrong)
    return RatioExample(**told)


def _wrong_in(name: str, told: Mapping[str, Any], numbers: Any) -> str:
    """Return what is wrong with a file whose keys are all there, empty if nothing."""
    figures = list(numbers)
    checks = {
        "id": told["id"] == name,
        "numbers": bool(figures)
        and all(type(one) is int and one > 0 for one in figures),
    }
    return ", ".join(key for key, sound in checks.items() if not sound)
