"""What contradicts that somebody goes, in words, each with who says so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from repatria.shared.text import mark as _


class Clash(StrEnum):
    """A kind of conflict: what is known that does not fit with going."""

    RETURNED = "returned"
    CROSSED = "crossed"
    DEAD = "dead"
    ELSEWHERE = "elsewhere"
    HELD_BACK = "held_back"
    TWICE = "twice"
    BOTH_SIDES = "both_sides"
    NOT_HELD = "not_held"
    REFUSED = "refused"
    DUPLICATE = "duplicate"
    NEEDS_DATA = "needs_data"


# ``{on}`` is a day as far as it is known, shown by the page in the reader's way.
WORDS = {
    Clash.RETURNED: (_("Already returned on {on}"), _("Already returned")),
    Clash.CROSSED: (
        _("Already crossed on {on}, in round {round} of {exchange}"),
        _("Already crossed, in round {round} of {exchange}"),
    ),
    Clash.DEAD: (_("Dead since {on}"), _("Dead")),
    Clash.ELSEWHERE: (
        _("Also on the list of round {round} of {exchange}, planned for {on}"),
        _("Also on the list of round {round} of {exchange}"),
    ),
    Clash.HELD_BACK: (
        _("Held back under {article} until {on}"),
        _("Held back under {article}"),
    ),
    Clash.TWICE: (_("The same person as {other}"), _("The same person as {other}")),
    Clash.BOTH_SIDES: (
        _("Said to be held by two parties"),
        _("Said to be held by two parties"),
    ),
    Clash.NOT_HELD: (_("Not held, says the holder"), _("Not held, says the holder")),
    Clash.REFUSED: (_("Refused by the holder"), _("Refused by the holder")),
    Clash.DUPLICATE: (_("The same person as {other}"), _("The same person as {other}")),
    Clash.NEEDS_DATA: (
        _("The holder needs more data"),
        _("The holder needs more data"),
    ),
}


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that contradicts that somebody goes.

    ``on`` is the day of what happened as far as it is known, ``source`` the code of
    who says so and ``said_on`` when, both "" where this installation itself has seen
    it.  ``facts`` fill the words.
    """

    clash: Clash
    on: str = ""
    source: str = ""
    said_on: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """The sentence, marked for translation: with the day where one is known."""
        with_day, without = WORDS[self.clash]
        return with_day if self.on else without
