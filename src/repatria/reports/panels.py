"""What the room offers to a person's page and to Today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.access.doors import may
from repatria.reports import doors, queries
from repatria.reports.models import Testimony
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number

_TO_DECIDE = mark_number(
    "{n} draft from a report waits for a decision",
    "{n} drafts from reports wait for a decision",
)


def _testimonies(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    """Return what this person agreed to have kept, None where there is nothing."""
    del at
    kept = [_told(one) for one in doors.testimonies_of(actor, case_ref)]
    return {"testimonies": kept} if kept else None


def _told(testimony: Testimony) -> dict[str, object]:
    return {"testimony": testimony, "words": queries.words_of(testimony)}


def _to_decide(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del at
    if not may(actor, doors.READ):
        return ()
    return (Waiting(_TO_DECIDE, queries.number_open(), "reports:reports"),)


PANELS = (
    Panel(
        key="testimonies",
        right=doors.TIE,
        title=_("Testimonies kept by this person's consent"),
        template="reports/_panel.html",
        fill=_testimonies,
        order=85,
    ),
)
WAITING = (WaitingSource(doors.DECIDE, _to_decide),)
