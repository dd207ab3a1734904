"""What the handover shows on a person's page, and what waits for an officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.access.doors import may
from repatria.handover import doors, queries
from repatria.handover.core.steps import STANDING_WORDS, TONES
from repatria.handover.models import Handover
from repatria.register.queries import numbers_of
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number

_TO_PLAN = mark_number(
    "{n} agreed leg has no handover", "{n} agreed legs have no handover"
)
_TO_LIST = mark_number("{n} handover has no manifest", "{n} handovers have no manifest")
_TO_RECEIVE = mark_number(
    "{n} crossing has no receipt signed by both",
    "{n} crossings have no receipt signed by both",
)


def _fill(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any] | None:
    del at
    numbers = numbers_of(case_ref) or [case_ref]
    rows = []
    for line in queries.handovers_of(numbers):
        [stand] = [
            each.standing
            for each in queries.stands(line.handover)
            if each.line.pk == line.pk
        ]
        rows.append(
            {
                "handover": line.handover,
                "may_open": may(actor, doors.VIEW),
                "words": STANDING_WORDS[stand],
                "tone": TONES[stand],
            }
        )
    return {"rows": rows} if rows else None


def _wait(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    held = list(Handover.objects.all())
    unlisted = [each for each in held if queries.current_manifest(each) is None]
    lines = (
        Waiting(
            _TO_LIST,
            len(unlisted),
            "handover:handovers",
            due=min((each.on for each in unlisted), default=None),
            article="GC III 46",
        ),
        Waiting(_TO_PLAN, len(queries.legs_to_plan()), "handover:handovers"),
        Waiting(_TO_RECEIVE, sum(map(_wants_receipt, held)), "handover:handovers"),
    )
    return [line for line in lines if line.count]


def _wants_receipt(handover: Handover) -> bool:
    counts = queries.counts_of(handover)
    receipt = queries.current_receipt(handover)
    mutual = receipt is not None and queries.is_mutual(receipt)
    return counts.crossed > 0 and counts.settled and not mutual


PANELS = (
    Panel(
        key="handover",
        right=doors.VIEW,
        title=_("Handover"),
        template="handover/panel.html",
        fill=_fill,
        order=60,
    ),
)
WAITING = (WaitingSource(doors.RUN, _wait),)
