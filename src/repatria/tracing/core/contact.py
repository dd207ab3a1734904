"""What the log of calls says of one person, and of many together.

"Some could talk to their relatives" is not "all could": a total always names how
many it is out of, and of how many nothing was written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.shared.text import mark as _
from repatria.shared.text import mark_number, say_number


class Contact(StrEnum):
    """What happened about a call home."""

    CALL_OFFERED = "call_offered"
    CALL_MADE = "call_made"
    CALL_NOT_REACHED = "call_not_reached"
    CALL_REFUSED = "call_refused"


class Standing(StrEnum):
    """Where one person stands, from everything in the log."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    OFFERED = "offered"
    NOT_RECORDED = "not_recorded"


CONTACT_WORDS = {
    Contact.CALL_OFFERED: _("A call was offered"),
    Contact.CALL_MADE: _("A call was made, and somebody was reached"),
    Contact.CALL_NOT_REACHED: _("A call was made, and nobody was reached"),
    Contact.CALL_REFUSED: _("A call was refused by the person"),
}
STANDING_WORDS = {
    Standing.REACHED: _("Reached somebody"),
    Standing.NOT_REACHED: _("Nobody reached yet"),
    Standing.REFUSED: _("Refused a call"),
    Standing.OFFERED: _("Offered, not made yet"),
    Standing.NOT_RECORDED: _("Not recorded"),
}
TONES = {
    Standing.REACHED: "good",
    Standing.NOT_REACHED: "waiting",
    Standing.REFUSED: "ended",
    Standing.OFFERED: "waiting",
    Standing.NOT_RECORDED: "open",
}
_OF_LAST = {
    Contact.CALL_OFFERED: Standing.OFFERED,
    Contact.CALL_NOT_REACHED: Standing.NOT_REACHED,
    Contact.CALL_REFUSED: Standing.REFUSED,
}
_REACHED = mark_number("{n} of {of} reached somebody", "{n} of {of} reached somebody")


def standing(log: Sequence[str]) -> Standing:
    """Return where a person stands, from the kinds of their log in order of time.

    Once somebody was reached, that stays so; otherwise the last word counts.

    >>> standing(["call_offered", "call_made", "call_not_reached"]).value
    'reached'
    >>> standing([]).value
    'not_recorded'
    """
    if Contact.CALL_MADE in log:
        return Standing.REACHED
    return _OF_LAST[Contact(log[-1])] if log else Standing.NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Tally:
    """How many persons stand where; the numbers add up to ``of``."""

    of: int
    reached: int
    not_reached: int
    refused: int
    offered: int
    not_recorded: int

    def sentence(self) -> str:
        """Return the total in words: never without how many it is out of."""
        return say_number(*_REACHED, self.reached, of=self.of)


def tally(people: Iterable[Sequence[str]]) -> Tally:
    """Count where people stand, from each one's log.

    >>> tally([["call_made"], ["call_offered"], []]).sentence()
    '1 of 3 reached somebody'
    """
    stands = Counter(standing(log) for log in people)
    return Tally(
        of=stands.total(),
        reached=stands[Standing.REACHED],
        not_reached=stands[Standing.NOT_REACHED],
        refused=stands[Standing.REFUSED],
        offered=stands[Standing.OFFERED],
        not_recorded=stands[Standing.NOT_RECORDED],
    )
