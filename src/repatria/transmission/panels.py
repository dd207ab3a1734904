"""What waits for whoever sends and receives; shown on the page Today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.shared.actors import Actor
from repatria.shared.panels import Waiting, WaitingSource
from repatria.shared.text import mark_number
from repatria.transmission import queries

_UNSIGNED = mark_number(
    "{n} transmission waits for a signature", "{n} transmissions wait for a signature"
)
_UNREAD = mark_number(
    "{n} transmission came and could not be read",
    "{n} transmissions came and could not be read",
)


def _ask(actor: Actor, at: datetime) -> Sequence[Waiting]:
    del actor, at
    counted = (
        (_UNSIGNED, queries.waiting_for_signature().count()),
        (_UNREAD, queries.not_read().count()),
    )
    return [
        Waiting(words, count, "transmissions:all") for words, count in counted if count
    ]


PANELS = ()
WAITING = (WaitingSource("transmission.send", _ask),)
