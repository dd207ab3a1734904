"""What access offers to the pages that gather many rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.access import exports, openings
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark_number

OPENED = mark_number(
    "Case {case} was opened by break-glass and waits for a review",
    "Case {case} was opened by break-glass {n} times and waits for a review",
)
EXPORTS = mark_number(
    "{n} file with persons waits for a second person",
    "{n} files with persons wait for a second person",
)
_SHOWN = 20


def _opened(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    times: dict[str, int] = {}
    for one in openings.to_review()[:_SHOWN]:
        times[one.case_ref] = times.get(one.case_ref, 0) + 1
    return [
        Waiting(OPENED, count, "access:openings", facts={"case": case_ref})
        for case_ref, count in times.items()
    ]


def _exports(actor: Actor, at: datetime) -> Sequence[Waiting]:
    waiting = exports.waiting(at=at).exclude(by=actor.ref)
    return [Waiting(EXPORTS, waiting.count(), "access:exports")]


PANELS: tuple[Panel, ...] = ()
WAITING: tuple[WaitingSource, ...] = (
    WaitingSource("access.openings", _opened),
    WaitingSource("access.exports-approve", _exports),
)
