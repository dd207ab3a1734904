"""Loading the clocks that come with the package: one file a clock, with its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from repatria.rulebook.core.clock import Clock, Number, Sense
from repatria.rulebook.files import (
    RuleUnreadableError,
    cases_in,
    found,
    in_order,
    stems,
    stray_keys,
    text_of,
    told_in,
)

OWED_BY = frozenset({"holder", "asked", "agency", "commission"})
FOLDER = "clocks"
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
    return found(all_clocks(), clock)


@cache
def all_clocks() -> Mapping[str, Clock]:
    """Return every clock by its id, in the order of the articles."""
    ids = sorted(stems(FOLDER), key=in_order)
    return {one: read_clock(one, text_of(FOLDER, one)) for one in ids}


@cache
def clock_cases(clock: str) -> tuple[ClockCase, ...]:
    """Return the worked cases of a clock."""
    return tuple(
        ClockCase(
            says=one["says"], began=one["began"], today=one["today"],
            policy=one.get("policy", 0), due=one.get("due"), late=one["late"],
        )
        for one in cases_in(FOLDER, load_clock(clock).id)
    )  # fmt: skip


def read_clock(clock: str, text: str) -> Clock:
    """Read the text of one file, whose name says that it is ``clock``."""
    told = told_in(clock, text)
    if wrong := _wrong_in(clock, told):
        raise RuleUnreadableError(rule=clock, fault=wrong)
    codes = {"number": Number(told["number"]), "sense": Sense(told["sense"])}
    return Clock(**{**told, **codes})


def _wrong_in(clock: str, told: dict[str, Any]) -> str:
    """Return what is wrong with a file, empty if nothing is."""
    if wrong := stray_keys(told, needed=_KEYS):
        return wrong
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
