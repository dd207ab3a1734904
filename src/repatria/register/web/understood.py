"""How a file was understood, in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from repatria.register.core.remarks import FAULTS
from repatria.register.core.words import FIELDS, HOW
from repatria.shared.dates import FAULTS as DATE_FAULTS
from repatria.shared.text import mark as _
from repatria.shared.text import say

_NOT_USED = _("not understood; kept as it stands")
_OF_BIRTHS = {
    "future": _("The date lies after the day of the list."),
    "too-young": _("The person would have been a child when captured."),
    "too-old": _("The person would have been over a hundred."),
    "too-early": _("The date lies too far back."),
}


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column of the file and what it was taken for."""

    column: str
    field: str
    how: str
    used: bool


@dataclass(frozen=True, slots=True)
class FaultRead:
    """Something that could not be read as it should: where, and what is wrong."""

    line: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class FieldRead:
    """How well one field is filled, and what is odd about its values."""

    title: str
    filled: int
    missing: int
    odd: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of a file, and what was not."""

    columns: list[ColumnRead]
    faults: list[FaultRead]
    fields: list[FieldRead]
    notes: list[str]
    layout: list[str]
    unreadable: int
    identical: int
    repeated_ids: int
    more_faults: int = 0

    @property
    def all_faults(self) -> int:
        """How many places something is wrong in, with those that are not shown."""
        return len(self.faults) + max(self.more_faults, 0)


def understood(summary: Mapping[str, Any]) -> Understood | None:
    """Return what ``services.lists.summary_of`` tells, in words; None for no file."""
    if "columns" not in summary:
        return None
    found = summary["quality"]
    return Understood(
        columns=[_column(one) for one in summary["columns"]],
        faults=[
            FaultRead(one["line"], one["column"], fault_words(one["code"]))
            for one in summary["faults"]
        ],
        fields=[_field(one) for one in found["fields"]],
        notes=list(summary["notes"]),
        layout=[
            part
            for part in (
                summary["format"].upper(),
                summary["encoding"],
                summary["sheet"],
            )
            if part
        ],
        unreadable=found["unreadable"],
        identical=found["identical"],
        repeated_ids=found["repeated_ids"],
        more_faults=summary.get("faults_in_all", 0) - len(summary["faults"]),
    )


def _column(told: Mapping[str, Any]) -> ColumnRead:
    used = bool(told["field"])
    words = FIELDS.get(told["field"], told["field"]) if used else _NOT_USED
    how = say(HOW[told["how"]]) if told["how"] else ""
    return ColumnRead(told["column"], say(words), how, used)


def _field(told: Mapping[str, Any]) -> FieldRead:
    return FieldRead(
        title=say(FIELDS.get(told["field"], told["field"])),
        filled=told["filled"],
        missing=told["missing"],
        odd=[(fault_words(code), count) for code, count in told["faults"].items()],
    )


def fault_words(code: str) -> str:
    """Return what a fault's code says."""
    known = FAULTS | DATE_FAULTS | _OF_BIRTHS
    return say(known[code]) if code in known else code
