"""One person who could go home, as far as an exchange needs to know."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from repatria.rulebook.core.rule import Fact
from repatria.shared.dates import PartialDate


class Consent(StrEnum):
    """What a neutral interviewer recorded.  What a party reports is none of these."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NOT_NEEDED = "not_needed"


class Direction(NamedTuple):
    """Held by ``holder`` and going to ``to``, a party or a third country."""

    holder: str
    to: str

    def __str__(self) -> str:
        return f"{self.holder}>{self.to}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One person on the list.  Only ``id``, ``holder`` and ``home`` must be known.

    ``destination`` is empty where it is home.  ``tier`` is a number, or a rule's
    id where somebody has decided it already; otherwise the rules compute it
    from ``facts``.  ``captured_on`` is the last day that is certain
    (``certain_day``).  ``held_back`` is the reason, empty if there is none
    (articles 115 and 119).
    """

    id: str
    holder: str
    home: str
    destination: str = ""
    category: str = ""
    rank: str = ""
    value: int | None = None
    tier: str = ""
    captured_on: date | None = None
    available_from: date | None = None
    group: str = ""
    seats: int = 1
    consent: Consent = Consent.UNKNOWN
    held_back: str = ""
    region: str = ""
    facts: Mapping[str, Fact | None] = field(default_factory=dict)

    @property
    def direction(self) -> Direction:
        """From where to where."""
        return Direction(self.holder, self.destination or self.home)


def certain_day(when: PartialDate) -> date | None:
    """Return the last day that a date in parts can mean, None without a year.

    Days in captivity are counted from what is certain.

    >>> certain_day(PartialDate(2022, 2))
    datetime.date(2022, 2, 28)
    """
    if not when.year:
        return None
    month = when.month or 12
    day = when.day if when.month and when.day else monthrange(when.year, month)[1]
    return date(when.year, month, day)


def age_on(born: PartialDate, on: date) -> int | None:
    """Return how many years old somebody is on a day; None unless it is certain.

    >>> age_on(PartialDate(1998, 5, 9), date(2022, 5, 8))
    23
    >>> age_on(PartialDate(1998), date(2022, 5, 8)) is None
    True
    """
    if not (born.year and born.month and born.day) or born.approximate:
        return None
    to_come = (on.month, on.day) < (born.month, born.day)
    return max(0, on.year - born.year - to_come)
