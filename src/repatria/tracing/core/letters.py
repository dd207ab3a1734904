"""Letters and cards between prisoners and families (third Convention, articles 70-71).

How many came is a count of what this bureau relayed, never of what was written: what
did not come may have been written and held back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from repatria.shared.text import mark as _

MOST_WORDS_OF_FAMILY_NEWS = 25


class Way(StrEnum):
    """From whom to whom."""

    FROM_PRISONER = "from_prisoner"
    TO_PRISONER = "to_prisoner"


class Form(StrEnum):
    """What it is written on."""

    LETTER = "letter"
    CARD = "card"
    FAMILY_NEWS = "family_news"


class Step(StrEnum):
    """What happened to a letter."""

    RECEIVED = "received"
    READ_BY_HOLDER = "read_by_holder"
    READ_BY_HOME = "read_by_home"
    HELD_BACK = "held_back"
    FORWARDED = "forwarded"
    DELIVERED = "delivered"
    REFUSED = "refused"


WAY_WORDS = {
    Way.FROM_PRISONER: _("From the prisoner to the family"),
    Way.TO_PRISONER: _("From the family to the prisoner"),
}
FORM_WORDS = {
    Form.LETTER: _("Letter"),
    Form.CARD: _("Card"),
    Form.FAMILY_NEWS: _("Family news, at most 25 words"),
}
STEP_WORDS = {
    Step.RECEIVED: _("Received"),
    Step.READ_BY_HOLDER: _("Read and cleared by the detaining power"),
    Step.READ_BY_HOME: _("Read and cleared by the power of origin"),
    Step.HELD_BACK: _("Held back by a censor"),
    Step.FORWARDED: _("Forwarded"),
    Step.DELIVERED: _("Delivered"),
    Step.REFUSED: _("Refused by whoever it was for"),
}
STEP_TONES = {
    Step.RECEIVED: "waiting",
    Step.READ_BY_HOLDER: "waiting",
    Step.READ_BY_HOME: "waiting",
    Step.HELD_BACK: "bad",
    Step.FORWARDED: "waiting",
    Step.DELIVERED: "good",
    Step.REFUSED: "ended",
}
_LAST = frozenset({Step.DELIVERED, Step.REFUSED})
_ONCE = frozenset({Step.RECEIVED, Step.READ_BY_HOLDER, Step.READ_BY_HOME})


def words_in(text: str) -> int:
    """Count the words of a message.

    >>> words_in("All well. Write soon.")
    4
    """
    return len(text.split())


def may_follow(step: Step, before: Sequence[str]) -> bool:
    """Tell whether ``step`` can happen after those before.

    Each side reads a letter once (article 76); after it was delivered or refused
    nothing more happens to it.
    """
    if not before:
        return step is Step.RECEIVED
    if before[-1] in _LAST:
        return False
    return not (step in _ONCE and step in before)


@dataclass(frozen=True, slots=True)
class Mailed:
    """A letter as it is counted: from whom, on what, on which day."""

    way: str
    form: str
    on: date


@dataclass(frozen=True, slots=True)
class MonthOfMail:
    """What came from one prisoner in one month."""

    year: int
    month: int
    letters: int
    cards: int

    @property
    def facts(self) -> dict[str, int]:
        """Return the month as facts of the rule on article 71."""
        return {"letters_in_month": self.letters, "cards_in_month": self.cards}


def month_of_mail(mail: Iterable[Mailed], *, on: date) -> MonthOfMail:
    """Count what the prisoner wrote in the month of ``on`` and this bureau has seen.

    Family news counts as a card: both are short and open.
    """
    month = [
        one
        for one in mail
        if one.way == Way.FROM_PRISONER
        and (one.on.year, one.on.month) == (on.year, on.month)
    ]
    letters = sum(one.form == Form.LETTER for one in month)
    return MonthOfMail(on.year, on.month, letters, len(month) - letters)
