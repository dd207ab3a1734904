"""What a family is told after a crossing, and where a notice stands.

The words hold what the family asked, that the person has crossed, on which day,
and who says so.  Nothing about wishes, about others, or about a place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.shared.text import mark as _
from repatria.shared.text import say


class NoticeState(StrEnum):
    """Proposed by the machine, then sent or withdrawn by a person."""

    PROPOSED = "proposed"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    NoticeState.PROPOSED: _("Proposed: waits for somebody to send it"),
    NoticeState.SENT: _("Sent"),
    NoticeState.WITHDRAWN: _("Withdrawn"),
}
TONES = {
    NoticeState.PROPOSED: "waiting",
    NoticeState.SENT: "good",
    NoticeState.WITHDRAWN: "ended",
}


def state_of(kinds: Sequence[str]) -> NoticeState:
    """Return where a notice stands, from the kinds of its events in order of time.

    >>> state_of(["proposed", "sent"]).value
    'sent'
    """
    return NoticeState(kinds[-1])


@dataclass(frozen=True, slots=True)
class Told:
    """What goes into a notice; days are already written in the family's language."""

    notice: str
    request: str
    reader: str
    sought: str
    asked_on: str
    crossed_on: str
    organisation: str


_GREETING = _("To {reader},")
_ASKED = _("you asked us about {sought} on {asked_on} (your request {request}).")
_CROSSED = _(
    "We can tell you that this person crossed on {crossed_on} and is being received."
)
_NEXT = _(
    "There is nothing you have to do now. We will tell you what comes next under the "
    "same number."
)
_GENUINE = _(
    "This notice has the number {notice}. To be sure that it comes from us, call us on "
    "the number that you already have and say it. Nobody is ever asked for money for "
    "news or for a place on a list: whoever asks for money does not act for us."
)


def words_of(told: Told) -> str:
    """Return the notice in the language now spoken: paragraphs, an empty line between.

    The family's own spelling of the name is used: it is their request.
    """
    paragraphs = (
        say(_GREETING, reader=told.reader),
        say(_ASKED, sought=told.sought, asked_on=told.asked_on, request=told.request),
        say(_CROSSED, crossed_on=told.crossed_on),
        say(_NEXT),
        say(_GENUINE, notice=told.notice),
        told.organisation,
    )
    return "\n\n".join(paragraphs)
