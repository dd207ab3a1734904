"""Loading the clocks that come with the package: one file a clock, with its cases."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from repatria.rulebook.core.clock import Clock, Number, Sense
from repatria.rulebook.load import RuleUnknownError, RuleUnreadableError

OWED_BY = frozenset({"holder", "asked", "agency", "commission"})
_CLOCK, _CASES = ".toml", ".cases.toml"
_KEYS = {field.name for field in fields(Clock)}


@dataclass(frozen=True, slots=True)
class ClockCase:
    """A worked case: when it began, what day it is, and what must come out.

    ``late`` is by how many days that day is on the wrong side of the due one.
    """

    says: str
    began: date
    today: date
    policy: int
    due: date | None
    late: int


def load_clock(clock: str) -> Clock:
    """Return the clock with this id, such as ``geneva3.art70.arrival``."""
    known = all_clocks()
    if clock not in known:
        raise RuleUnknownError(rule=clock, known=", ".join(known))
    return known[clock]


@cache
def all_clocks() -> Mapping[str, Clock]:
    """Return every clock by its id, in the order of the articles."""
    names = [file.name for file in _folder().iterdir()]
    ids = [
        name.removesuffix(_CLOCK)
        for name in names
        if name.endswith(_CLOCK) and not name.endswith(_CASES)
    ]
    return {one: read_clock(one, _text(f"{one}{_CLOCK}")) for one in sorted(ids)}


@cache
def clock_cases(clock: str) -> tuple[ClockCase, ...]:
    """Return the worked cases of a clock."""
    told = tomllib.loads(_text(f"{load_clock(clock).id}{_CASES}"))["case"]
    return tuple(
        ClockCase(
            says=one["says"], began=one["began"], today=one["today"],
            policy=one.get("policy", 0), due=one.get("due"), late=one["late"],
        )
        for one in told
    )  # fmt: skip


def read_clock(clock: str, text: str) -> Clock:
    """Read the text of one file, whose name says that it is ``clock``."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise RuleUnreadableError(rule=clock, fault=str(fault)) from fault
    if wrong := _wrong_in(clock, told):
        raise RuleUnreadableError(rule=clock, fault=wrong)
    codes = {"number": Number(told["number"]), "sense": Sense(told["sense"])}
    return Clock(**{**told, **codes})


def _wrong_in(clock: str, told: dict[str, Any]) -> str:
    """Return what is wrong with a file, empty if nothing is."""
    if told.keys() != _KEYS:
        wrong = sorted(told.keys() ^ _KEYS)
        return f"missing or not known: {', '.join(wrong)}"
    numbered = told["number"] != Number.NONE.value
    checks = {
        "id": told["id"] == clock,
        "owed_by": told["owed_by"] in OWED_BY,
        "valid_from": isinstance(told["valid_from"], date),
        "number": told["number"] in set(Number),
        "sense": told["sense"] in set(Sense),
        "days, months": (told["days"] > 0) != (told["months"] > 0)
        if numbered
        else told["days"] == told["months"] == 0,
    }
    return ", ".join(name for name, sound in checks.items() if not sound)


def _text(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8")


def _folder() -> Traversable:
    return files("repatria.rulebook") / "clocks"
