"""Opening a case that is not entrusted to one: on which ground, for how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from repatria.shared.text import mark as _

GROUNDS = {
    "danger": _("Danger to life or health"),
    "colleague-away": _("The colleague entrusted with the case cannot be reached"),
    "handover-now": _("A handover is under way"),
    "family-asks": _("A family is here or on the telephone"),
    "other": _("Another ground, told in the reason"),
}
TALK = "needs-talk"
VERDICTS = {
    "justified": _("Justified"),
    "not-justified": _("Not justified"),
    TALK: _("Needs a talk"),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How often somebody broke the glass, and what became of it."""

    who: str
    opened: int
    justified: int
    not_justified: int
    waiting: int


def minutes_left(until: datetime, *, now: datetime) -> int:
    """Return the minutes until ``until``, begun ones counted whole; never below 0.

    >>> from datetime import UTC
    >>> noon = datetime(2022, 11, 2, 12, tzinfo=UTC)
    >>> minutes_left(noon + timedelta(seconds=61), now=noon)
    2
    """
    left = until - now
    return max(0, -(-left // timedelta(minutes=1)))


def rates(verdicts: list[tuple[str, str]]) -> list[Rate]:
    """Count openings for each person, the most frequent first.

    ``verdicts`` holds for each opening who opened and the newest verdict, "" where
    nobody has looked at it yet.

    >>> rates([("user:1", "justified"), ("user:1", "")])[0].waiting
    1
    """
    by: dict[str, list[str]] = {}
    for who, verdict in verdicts:
        by.setdefault(who, []).append(verdict)
    counted = [
        Rate(
            who,
            len(each),
            each.count("justified"),
            each.count("not-justified"),
            each.count("") + each.count(TALK),
        )
        for who, each in by.items()
    ]
    return sorted(counted, key=lambda rate: (-rate.opened, rate.who))
