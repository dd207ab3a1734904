"""What the register offers to the pages that gather many rooms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from repatria.access import doors
from repatria.names.compare import compare
from repatria.register import queries
from repatria.register.core.words import FIELDS
from repatria.register.models import Record
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number, say

# Column of a record -> the word for it; the names of a person stand together.
_TITLES = {
    "name": "name",
    "birth": "birth_date",
    "birth_place": "birth_place",
    "rank": "rank",
    "unit": "unit",
    "service_number": "service_number",
    "captured_on": "captured_on",
    "captured_at": "captured_at",
    "place": "held_at",
    "sex": "sex",
    "call_sign": "call_sign",
    "said_fate": "status",
}
_DATES = frozenset({"birth", "captured_on"})
_NAMES = frozenset({"name", "birth_place", "captured_at", "place", "call_sign"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value that is stated, and the statements that say so.

    It is not ``current`` where earlier versions of lists alone say so.
    """

    text: str
    said_by: list[Record]
    current: bool


@dataclass(frozen=True, slots=True)
class Stated:
    """A field with every value that is stated; two current ones are a disagreement."""

    title: str
    values: list[Value]
    is_date: bool
    is_name: bool
    spelling: bool  # the values may be one name in several spellings

    @property
    def disagreement(self) -> bool:
        """Whether statements say different things."""
        return sum(value.current for value in self.values) > 1


def _records(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    del at
    records = queries.records_of(case_ref)
    if not records:
        return None
    return {
        "case_ref": case_ref,
        "may_take_out": doors.may(actor, "access.exports"),
        "records": records,
        "stated": [_stated(column, records) for column in _TITLES],
        "names": queries.sender_names(one.source.sender for one in records)
        | queries.party_names(),
        "both": queries.said_to_be_held_by_both(case_ref),
    }


def _stated(column: str, records: list[Record]) -> Stated:
    """Gather what all say in one column; equal values stand once, newest first."""
    said: dict[str, list[Record]] = {}
    for record in records:
        if text := _text(record, column):
            said.setdefault(text, []).append(record)
    newest = _newest_versions(records)
    values = [
        Value(text, by, current=any(_version(one) in newest for one in by))
        for text, by in said.items()
    ]
    return Stated(
        title=say(FIELDS[_TITLES[column]]),
        values=values,
        is_date=column in _DATES,
        is_name=column in _NAMES,
        spelling=column == "name"
        and _one_name([value.text for value in values if value.current]),
    )


def _newest_versions(records: list[Record]) -> set[tuple[int, int]]:
    """Return which version of each list, or other source, speaks last."""
    newest: dict[int, int] = {}
    for source, version in map(_version, records):
        newest[source] = max(version, newest.get(source, 0))
    return set(newest.items())


def _version(record: Record) -> tuple[int, int]:
    return record.source_id, record.source_file.version if record.source_file else 0


def _one_name(spellings: list[str]) -> bool:
    """Tell whether all may be the same name, however spelt."""
    first, *others = spellings or [""]
    return all(compare(first, other).same for other in others)


def _text(record: Record, column: str) -> str:
    if column == "said_fate":
        return record.get_said_fate_display() if record.said_fate else ""
    return str(getattr(record, column))


def _decisions(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    del at
    decisions = list(queries.decisions_about(case_ref))
    if not decisions:
        return None
    return {
        "decisions": decisions,
        "may_decide": doors.may(actor, "register.decide"),
    }


def _erased(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    del at
    records = [record.pk for record in queries.records_of(case_ref)]
    held = list(queries.erasures_of(records))
    if not held:
        return None
    gone = [one for one in held if one.is_done]
    return {
        "erasures": held,
        "any_erased": bool(gone),
        "left": queries.statements_left(records),
        "may_open": doors.may(actor, "register.erase"),
    }


_TO_CONFIRM = mark_number(
    "{n} erasure waits for a second person", "{n} erasures wait for a second person"
)


def _waiting(actor: Actor, at: datetime) -> list[Waiting]:
    del at
    count = queries.erasures_waiting().exclude(asked_by=actor.ref).count()
    return [Waiting(what=_TO_CONFIRM, count=count, address="register:erasures")]


PANELS: tuple[Panel, ...] = (
    Panel(
        key="erased",
        right="register.person",
        title=_("Erased"),
        template="register/_erased.html",
        fill=_erased,
        order=5,
    ),
    Panel(
        key="records",
        right="register.person",
        title=_("Records: who says what"),
        template="register/_records.html",
        fill=_records,
        order=10,
    ),
    Panel(
        key="decisions",
        right="register.person",
        title=_("One person? What was decided"),
        template="register/_decisions.html",
        fill=_decisions,
        order=90,
    ),
)
WAITING: tuple[WaitingSource, ...] = (
    WaitingSource(right="register.erase-confirm", ask=_waiting),
)
