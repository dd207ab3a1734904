"""A piece of correspondence: its serial, what it is, whether and how long it waits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from repatria.shared.text import mark as _


class Direction(StrEnum):
    """Whether a piece came or went; each has a running number of its own."""

    IN = "in"
    OUT = "out"


class Kind(StrEnum):
    """What a piece is."""

    NOTIFICATION = "notification"
    ENQUIRY = "enquiry"
    REPLY = "reply"
    OTHER = "other"


class Channel(StrEnum):
    """How a piece came or went."""

    TRANSMISSION = "transmission"
    PAPER = "paper"
    PHONE = "phone"
    PAGE = "page"


class Whom(StrEnum):
    """With whom a piece was exchanged."""

    ORGANISATION = "organisation"
    PARTY = "party"
    FAMILY = "family"


class State(StrEnum):
    """Where a piece stands: what its events say of it."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class What(StrEnum):
    """What happened about a piece after it was entered."""

    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


class Outcome(StrEnum):
    """With what a piece was closed."""

    TAKEN_IN = "taken_in"
    PASSED_ON = "passed_on"
    ANSWERED = "answered"
    REFUSED = "refused"
    NOTHING_DUE = "nothing_due"
    ENTERED_TWICE = "entered_twice"


DIRECTION_WORDS = {Direction.IN: _("Came in"), Direction.OUT: _("Went out")}
KIND_WORDS = {
    Kind.NOTIFICATION: _("Notification"),
    Kind.ENQUIRY: _("Enquiry"),
    Kind.REPLY: _("Reply"),
    Kind.OTHER: _("Other letter"),
}
CHANNEL_WORDS = {
    Channel.TRANSMISSION: _("Transmission"),
    Channel.PAPER: _("On paper"),
    Channel.PHONE: _("By telephone"),
    Channel.PAGE: _("On a page of this installation"),
}
WHOM_WORDS = {
    Whom.ORGANISATION: _("Organisation"),
    Whom.PARTY: _("Party to the conflict"),
    Whom.FAMILY: _("Family"),
}
STATE_WORDS = {
    State.OPEN: _("Waits"),
    State.ANSWERED: _("Answered"),
    State.CLOSED: _("Closed"),
}
TONES = {State.OPEN: "waiting", State.ANSWERED: "good", State.CLOSED: "ended"}
WHAT_WORDS = {
    What.ANSWERED: _("Answered"),
    What.CLOSED: _("Closed"),
    What.REOPENED: _("Opened again"),
}
OUTCOME_WORDS = {
    Outcome.TAKEN_IN: _("Taken into the register"),
    Outcome.PASSED_ON: _("Passed on to whom it concerns"),
    Outcome.ANSWERED: _("Answered"),
    Outcome.REFUSED: _("An answer was refused"),
    Outcome.NOTHING_DUE: _("Nothing is due"),
    Outcome.ENTERED_TWICE: _("Stands in the register already"),
}


class Serial(NamedTuple):
    """Our own number of a piece: gapless within a direction and a year."""

    direction: Direction
    year: int
    number: int

    def __str__(self) -> str:
        """Return it as people write it.

        >>> str(Serial(Direction.IN, 2022, 17))
        'IN-2022-000017'
        """
        return f"{self.direction.upper()}-{self.year}-{self.number:06}"


_SERIAL = re.compile(r"(IN|OUT)-(\d{4})-0{0,5}([1-9]\d{0,8})", re.A)


def read_serial(text: str) -> Serial | None:
    """Return the serial somebody typed, None where it is none.

    >>> read_serial(" in-2022-17 ")
    Serial(direction=<Direction.IN: 'in'>, year=2022, number=17)
    """
    found = _SERIAL.fullmatch(text.strip().upper())
    if found is None:
        return None
    return Serial(Direction(found[1].lower()), int(found[2]), int(found[3]))


def waits_at_first(direction: Direction, kind: Kind) -> bool:
    """Tell whether somebody has to do something about a piece once it is entered.

    Whatever came waits until a person has said what became of it; of what went out
    only an enquiry waits, for its reply.
    """
    return direction is Direction.IN or kind is Kind.ENQUIRY


def state_of(direction: Direction, kind: Kind, events: Iterable[What]) -> State:
    """Return where a piece stands: its last event counts."""
    state = State.OPEN if waits_at_first(direction, kind) else State.CLOSED
    after = {
        What.ANSWERED: State.ANSWERED,
        What.CLOSED: State.CLOSED,
        What.REOPENED: State.OPEN,
    }
    for event in events:
        state = after[event]
    return state


class Band(NamedTuple):
    """How many days pieces have been open, both ends counted; ``most`` 0: no end."""

    code: str
    least: int
    most: int


# How the page groups ages; no rule of law, and nothing is late because of a band.
BANDS = (
    Band("week", 0, 7),
    Band("month", 8, 30),
    Band("quarter", 31, 90),
    Band("longer", 91, 0),
)
BAND_WORDS = {
    "week": _("up to 7 days"),
    "month": _("8 to 30 days"),
    "quarter": _("31 to 90 days"),
    "longer": _("more than 90 days"),
}


def days_open(since: date, today: date) -> int:
    """Return how many days a piece has been open; one dated ahead counts 0."""
    return max(0, (today - since).days)


def band_of(days: int) -> Band:
    """Return the band in which so many days fall.

    >>> band_of(8).code, band_of(5_000).code
    ('month', 'longer')
    """
    return next(band for band in BANDS if not band.most or days <= band.most)
