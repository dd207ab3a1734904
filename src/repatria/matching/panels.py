"""What matching offers to the pages that gather many rooms."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.matching import queries
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark_number

PAIRS = mark_number(
    "{n} pair of records waits to be looked at",
    "{n} pairs of records wait to be looked at",
)
PROPOSALS = mark_number(
    "{n} proposal of a comparison waits for a decision",
    "{n} proposals of a comparison wait for a decision",
)
SECOND_LOOKS = mark_number(
    "{n} pair of records waits for a second look",
    "{n} pairs of records wait for a second look",
)


def _pairs(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del at
    proposals = queries.waiting_proposals()
    return [
        Waiting(PAIRS, queries.waiting_pairs(), "matching:queues"),
        Waiting(SECOND_LOOKS, queries.second_looks(actor.ref), "matching:queues"),
        *(
            Waiting(PROPOSALS, count, "matching:run", arguments=(str(run),))
            for run, count in proposals.items()
        ),
    ]


PANELS: tuple[Panel, ...] = ()
WAITING: tuple[WaitingSource, ...] = (WaitingSource("matching.decide", _pairs),)
