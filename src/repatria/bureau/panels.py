"""What waits at the bureau's desk, and what a person's page shows of certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Min

from repatria.access.restricted import hidden_cases
from repatria.bureau import doors, queries
from repatria.bureau.core.pieces import Direction, Kind
from repatria.bureau.queries import certified
from repatria.bureau.queries.running import columns_now
from repatria.rulebook.clocks import load_clock
from repatria.shared.actors import Actor
from repatria.shared.panels import Panel, Waiting, WaitingSource
from repatria.shared.text import mark as _
from repatria.shared.text import mark_number

_TO_ANSWER = mark_number(
    "{n} enquiry waits for our answer", "{n} enquiries wait for our answer"
)
_TO_BE_ANSWERED = mark_number(
    "{n} enquiry of this bureau has not been answered",
    "{n} enquiries of this bureau have not been answered",
)
_NOTIFIED = mark_number(
    "{n} notification came, and nobody said what became of it",
    "{n} notifications came, and nobody said what became of them",
)
_REPLIED = mark_number(
    "{n} reply came, and nobody said what became of it",
    "{n} replies came, and nobody said what became of them",
)
_LETTERS = mark_number(
    "{n} other letter came, and nobody said what became of it",
    "{n} other letters came, and nobody said what became of them",
)
_OWED = mark_number("{n} deadline runs against us", "{n} deadlines run against us")

_PIECES = (
    (_TO_ANSWER, Direction.IN, Kind.ENQUIRY),
    (_NOTIFIED, Direction.IN, Kind.NOTIFICATION),
    (_REPLIED, Direction.IN, Kind.REPLY),
    (_LETTERS, Direction.IN, Kind.OTHER),
    (_TO_BE_ANSWERED, Direction.OUT, Kind.ENQUIRY),
)
REGISTER, CLOCKS = "bureau:register", "bureau:clocks"


def _wait(actor: Actor, at: datetime) -> Sequence[Waiting]:
    lines = [_pieces(*one) for one in _PIECES]
    owed = columns_now(today=at.date(), hidden=hidden_cases(actor)).we_owe
    lines += [
        Waiting(_OWED, one.count, CLOCKS, due=one.due, article=one.clock.article)
        for one in owed
        if one.clock.id != queries.ENQUIRY_CLOCK
    ]
    return lines


def _pieces(words: tuple[str, str], direction: Direction, kind: Kind) -> Waiting:
    held = queries.open_pieces(direction, kind)
    due = held.aggregate(due=Min("due_on"))["due"]
    rule = load_clock(queries.ENQUIRY_CLOCK) if kind is Kind.ENQUIRY else None
    article = rule.article if rule else ""
    return Waiting(words, held.count(), REGISTER, due=due, article=article)


def _certificates(actor: Actor, case_ref: str, at: datetime) -> Mapping[str, Any]:
    del actor, at
    current = certified.current_of(case_ref)
    return {
        "current": current,
        "issued": current.events.filter(what="issued").count() if current else 0,
    }


PANELS = (
    Panel(
        key="certificates",
        right=doors.CERTIFICATE,
        title=_("Certificate of captivity"),
        template="bureau/panel.html",
        fill=_certificates,
        order=70,
    ),
)
WAITING = (WaitingSource(doors.WRITE, _wait),)
