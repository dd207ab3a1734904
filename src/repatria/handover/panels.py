"""What the handover shows on a person's page, and what waits for an officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from repatria.access.doors import may
from repatria.access.numbers import all_numbers
from repatria.handover import doors, queries
from repatria.handover.core.steps import STANDING_WORDS, TONES
from repatria.handover.models import Handover
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
    rows = []
    for line in queries.handovers_of(all_numbers(case_ref)):
        stand = queries.standing_of(line)
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
    unlisted = Handover.objects.filter(manifests=None)
    return (
        Waiting(
            _TO_LIST,
            unlisted.count(),
            "handover:handovers",
            due=min(unlisted.values_list("on", flat=True), default=None),
            article="GC III 46",
        ),
        Waiting(_TO_PLAN, len(queries.legs_to_plan()), "handover:handovers"),
        Waiting(_TO_RECEIVE, _without_receipt(), "handover:handovers"),
    )


def _without_receipt() -> int:
    """Count the crossings that are over and have no receipt signed by both."""
    held = list(Handover.objects.all())
    counts = queries.counts_of_many(held)
    over = [
        each for each in held if counts[each.pk].crossed > 0 and counts[each.pk].settled
    ]
    return sum(not queries.has_mutual_receipt(each) for each in over)


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
