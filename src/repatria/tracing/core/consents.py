"""What somebody who asks agreed to: dated answers, of which the newest counts.

Nothing is shared because nobody objected: without an answer it is not shared, and
an answer that was given for a time ends by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from repatria.shared.text import mark as _


class Share(StrEnum):
    """With whom, or what, is shared."""

    AGENCY = "agency"
    OTHER_BUREAU = "other_bureau"
    REGISTERS = "registers"
    CONTACT = "contact"


class Channel(StrEnum):
    """By which way this family may be reached."""

    TELEPHONE = "telephone"
    LETTER = "letter"
    MESSAGE = "message"
    AGENCY = "agency"


SHARE_WORDS = {
    Share.AGENCY: _("That they ask, with the neutral agency"),
    Share.OTHER_BUREAU: _("That they ask, with the other party's bureau"),
    Share.REGISTERS: _("That they ask, with other registers of missing people (PFIF)"),
    Share.CONTACT: _("Their name and contact, with other registers (PFIF)"),
}
CHANNEL_WORDS = {
    Channel.TELEPHONE: _("By telephone"),
    Channel.LETTER: _("By letter"),
    Channel.MESSAGE: _("By written message"),
    Channel.AGENCY: _("Through the neutral agency"),
}


class Holds(StrEnum):
    """Whether a consent holds on a day.  Never asked is not the same as no."""

    GIVEN = "given"
    REFUSED = "refused"
    RUN_OUT = "run_out"
    NOT_ASKED = "not_asked"


HOLDS_WORDS = {
    Holds.GIVEN: _("Agreed"),
    Holds.REFUSED: _("Refused"),
    Holds.RUN_OUT: _("Agreed for a time that is over"),
    Holds.NOT_ASKED: _("Not asked"),
}
TONES = {
    Holds.GIVEN: "good",
    Holds.REFUSED: "ended",
    Holds.RUN_OUT: "waiting",
    Holds.NOT_ASKED: "open",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a requester: agreed or not, until when (None: no end told)."""

    share: str
    given: bool
    until: date | None = None


def holds(answers: Iterable[Answer], share: Share, *, on: date) -> Holds:
    """Return whether ``share`` is agreed to on the day ``on``; the last answer counts.

    >>> holds([Answer("agency", True, date(2022, 12, 1))], Share.AGENCY,
    ...       on=date(2022, 12, 2)).value
    'run_out'
    """
    last = None
    for answer in answers:
        if answer.share == share:
            last = answer
    if last is None:
        return Holds.NOT_ASKED
    if not last.given:
        return Holds.REFUSED
    over = last.until is not None and last.until < on
    return Holds.RUN_OUT if over else Holds.GIVEN
