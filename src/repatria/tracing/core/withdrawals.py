"""A request taken back, and how it is known again without keeping what it said.

What is kept of a withdrawn request are keyed fingerprints (HMAC-SHA-256 under a key
that lies outside the database) of the texts made here.  Without the key nobody can try
names against them, and they stay when everything else of the request is erased.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from repatria.names.fold import fold, skeleton
from repatria.register.core.statements import written
from repatria.shared.dates import read_date
from repatria.shared.text import mark as _
from repatria.tracing.core.sought import Sought


class SaidBy(StrEnum):
    """Who asked that a request ends."""

    REQUESTER = "requester"
    SOUGHT = "sought"
    SOURCE = "source"


class Cause(StrEnum):
    """Why a request ends."""

    NO_LONGER_ASKS = "no_longer_asks"
    FOUND = "found"
    NOT_MISSING = "not_missing"
    REMOVAL = "removal"
    EXPIRED = "expired"


class Turn(StrEnum):
    """A request was withdrawn, opened again, or another took its place."""

    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    SUCCEEDED = "succeeded"


class Stands(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    LINKED = "linked"
    WITHDRAWN = "withdrawn"


SAID_BY_WORDS = {
    SaidBy.REQUESTER: _("whoever asked"),
    SaidBy.SOUGHT: _("the person sought"),
    SaidBy.SOURCE: _("the register that sent it"),
}
CAUSE_WORDS = {
    Cause.NO_LONGER_ASKS: _("Does not ask any more"),
    Cause.FOUND: _("Found each other in another way"),
    Cause.NOT_MISSING: _('"I am not missing"'),
    Cause.REMOVAL: _("Asks that it is removed"),
    Cause.EXPIRED: _("Its time was over"),
}
TURN_WORDS = {
    Turn.WITHDRAWN: _("Withdrawn"),
    Turn.REOPENED: _("Opened again"),
    Turn.SUCCEEDED: _("Taken down anew under another number"),
}
STANDS_WORDS = {
    Stands.WAITING: _("Linked to nobody yet"),
    Stands.LINKED: _("Linked to a case"),
    Stands.WITHDRAWN: _("Withdrawn"),
}
STANDS_TONES = {
    Stands.WAITING: "waiting",
    Stands.LINKED: "good",
    Stands.WITHDRAWN: "ended",
}
_ENOUGH_DIGITS = 6  # a telephone number, and not a house number
_UNKNOWN, _ANY = "unknown", "any"  # in the place of a year of birth
_WHOLE_DATE = len("1984-05-09")


class About(StrEnum):
    """What a fingerprint is of."""

    SOURCE = "source"
    ASKED_BY = "asked_by"
    REACHED_AT = "reached_at"
    SOUGHT = "sought"


@dataclass(frozen=True, slots=True)
class Known:
    """A text by which a request is known again; it is never kept, only its print."""

    about: About
    text: str


def known_by(name: str, contact: str, sought: Sought) -> list[Known]:
    """Return by what a request that arrives may be one that was withdrawn.

    Always by two together: who asks and whom they seek.  Another relative who asks
    after the same person is known by neither.
    """
    year = year_of(sought.birth)
    return _pairs(name, contact, sought, [year, _UNKNOWN] if year else [_ANY])


def kept_of(name: str, contact: str, sought: Sought) -> list[Known]:
    """Return by what a request is known when it comes again.

    Also where the one or the other lacks the year of birth; a namesake of another
    year is not taken for the same person.
    """
    return _pairs(name, contact, sought, [year_of(sought.birth) or _UNKNOWN, _ANY])


def _pairs(name: str, contact: str, sought: Sought, years: list[str]) -> list[Known]:
    whom, who, way = _whom(sought), words_of(name), way_of(contact)
    if not whom:
        return []
    sides = [(About.ASKED_BY, who), (About.REACHED_AT, way)]
    return [
        Known(about, f"{side}|{whom}|{year}")
        for about, side in sides
        if side
        for year in years
    ]


def known_as(sought: Sought) -> list[Known]:
    """Return by what the person sought is known again, whoever asks.

    Only where namesakes are unlikely: with a whole date of birth.
    """
    birth = written(read_date(sought.birth))
    whole = len(birth) == _WHOLE_DATE and "?" not in birth
    whom = _whom(sought)
    return [Known(About.SOUGHT, f"{whom}|{birth}")] if whole and whom else []


def known_from(repository: str, own_id: str) -> list[Known]:
    """Return by what a record of another register is known again: its number there."""
    if not own_id:
        return []
    return [Known(About.SOURCE, f"{repository.casefold()}|{own_id}")]


def year_of(birth: str) -> str:
    """Return the year of birth that a family tells, "" where it does not.

    >>> year_of("09.05.1984"), year_of("in spring")
    ('1984', '')
    """
    year = written(read_date(birth)).removeprefix("~")[:4]
    return year if year.isdigit() else ""


def words_of(name: str) -> str:
    """Return a name as sounds in a fixed order, however it is spelt and arranged.

    >>> words_of("Olha Kovalenko") == words_of("Коваленко Ольга")
    True
    """
    return " ".join(sorted(filter(None, map(skeleton, fold(name).split()))))


def _whom(sought: Sought) -> str:
    return words_of(f"{sought.family} {sought.given}")


def way_of(contact: str) -> str:
    """Return a way to reach somebody without how it is written.

    >>> way_of("+000 555-01-01"), way_of(" A@Example.ORG ")
    ('0005550101', 'a@example.org')
    """
    digits = re.sub(r"\D+", "", contact)
    if len(digits) >= _ENOUGH_DIGITS and "@" not in contact:
        return digits
    return " ".join(contact.casefold().split())


def stands(turns: list[str], *, linked: bool) -> Stands:
    """Return where a request stands, from its turns in order of time.

    >>> stands(["withdrawn", "reopened"], linked=False).value
    'waiting'
    """
    if turns and turns[-1] != Turn.REOPENED:
        return Stands.WITHDRAWN
    return Stands.LINKED if linked else Stands.WAITING
