"""What the room offers to a person's page and to Today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.accountability import doors, queries
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number

UNASSESSED = mark_number(
    "{n} incident nobody has assessed", "{n} incidents nobody has assessed"
)
ANNOUNCED = mark_number(
    "{n} item of evidence announced, not held",
    "{n} items of evidence announced, not held",
)
DAMAGED = mark_number(
    "{n} item of evidence missing or altered",
    "{n} items of evidence missing or altered",
)


def _statements(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    """Return what this person agreed to have kept here, None where there is nothing."""
    del at
    claims = doors.statements_of(actor, case_ref)
    return {"claims": claims} if claims else None


def _to_assess(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    return _line(UNASSESSED, queries.unassessed_incidents().count())


def _to_obtain(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    return _line(ANNOUNCED, queries.announced_not_held().count())


def _to_restore(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    return _line(DAMAGED, len(queries.damaged()))


def _line(what: tuple[str, str], count: int) -> Sequence[Waiting]:
    return (Waiting(what, count, "accountability:incidents"),) if count else ()


PANELS = (
    Panel(
        key="statements",
        right="accountability.person",
        title=_("Statements kept by this person's consent"),
        template="accountability/_panel.html",
        fill=_statements,
        order=80,
    ),
)
WAITING = (
    WaitingSource("accountability.assess", _to_assess),
    WaitingSource("accountability.record", _to_obtain),
    WaitingSource("accountability.original", _to_restore),
)
