"""What waits for a publication officer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.publication import queries
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark_number

TO_LOOK_AT = mark_number(
    "{n} publication to look at as the second person",
    "{n} publications to look at as the second person",
)
TO_PROPOSE = mark_number(
    "{n} exchange over whose totals nobody has proposed",
    "{n} exchanges over whose totals nobody has proposed",
)
NO_LONGER_SO = mark_number(
    "{n} publication whose counts have changed",
    "{n} publications whose counts have changed",
)


def _waiting(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del at
    others = [one for one in queries.waiting() if one.proposed_by != actor.ref]
    counts = (
        (NO_LONGER_SO, len(queries.no_longer_so())),
        (TO_LOOK_AT, len(others)),
        (TO_PROPOSE, len(queries.to_propose())),
    )
    return [
        Waiting(words, count, "publication:publications")
        for words, count in counts
        if count
    ]


PANELS: tuple[Panel, ...] = ()
WAITING = (WaitingSource("publication.decide", _waiting),)
