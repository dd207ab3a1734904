"""What the room shows on a person's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.access.doors import may_open
from repatria.access.restricted import hidden_cases
from repatria.medical import doors
from repatria.medical.queries import commission_clocks
from repatria.medical.queries.inspections import MONTHLY
from repatria.medical.web.shown import month_of
from repatria.rulebook.clocks import load_clock
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number


def _fill(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any]:
    file = doors.open_health(actor, case_ref)
    return {
        "file": file,
        "month": month_of(file, at.date()),
        "may_state": may_open(actor, doors.STATE, case_ref),
    }


_OVERDUE = mark_number(
    "{n} monthly inspection is overdue", "{n} monthly inspections are overdue"
)


def _wait(actor: Actor, at: datetime) -> Sequence[Waiting]:
    """Return how many of the reader's own cases were not inspected in time."""
    clock = load_clock(MONTHLY)
    months = [month_of(one, at.date()) for one in doors.open_own_cases(actor)]
    late = [month["due"] for month in months if month["late"]]
    if not late:
        return []
    return [
        Waiting(
            _OVERDUE, len(late), "medical:inspections", due=min(late),
            article=clock.article,
        )
    ]  # fmt: skip


_RUNS = mark_number(
    "{n} deadline of a commission runs", "{n} deadlines of a commission run"
)


def _commissions(actor: Actor, at: datetime) -> Sequence[Waiting]:
    """Return what commissions owe, and what is owed on their decisions."""
    return [
        Waiting(
            _RUNS, one.count, "medical:commissions", due=one.due,
            article=one.clock.article,
        )
        for one in commission_clocks.clocks(at.date(), hidden_cases(actor))
    ]  # fmt: skip


PANELS = (
    Panel(
        key="health",
        right=doors.READ,
        title=_("Health"),
        template="medical/panel.html",
        fill=_fill,
        order=35,
    ),
)
WAITING = (
    WaitingSource(doors.STATE, _wait),
    WaitingSource(doors.EXAMINE, _commissions),
)
