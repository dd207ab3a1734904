"""Why somebody is on a proposal, or is not.  Stays with whoever ran it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from repatria.shared.text import mark as _


class Code(StrEnum):
    """Why somebody is absent; empty for whoever goes."""

    GOES = ""
    HELD = "HELD"
    CONSENT = "CONSENT"
    GROUP = "GROUP"
    RULES = "RULES"
    OUTRANKED = "OUTRANKED"
    TIE = "TIE"


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: its code, and a marked sentence with the facts that fill it."""

    code: Code
    sentence: str
    facts: tuple[tuple[str, str], ...] = ()


GOES = _("Goes home in tier {tier}.")
GOES_AFTER = _("Goes home, after those whom the rules name first.")
HELD = _("Held back: {reason}.")
REFUSED = _("Refused, as the neutral interviewer recorded.")
NOT_ASKED = _("Tier {tier} requires a recorded consent, and there is none.")
FOR_THE_AGENCY = _(
    "Tier {tier} requires a recorded consent: for the agency, whose interviewer asks."
)
NOT_YET = _("Not available before {day}.")
GROUP_BLOCKED = _("Belongs to group {group}, of which somebody cannot go.")
GROUP_WITHOUT_PLACE = _("Group {group} finds no place as a whole.")
NO_PLACE = _("Parity, seats and floors leave no place, though nobody came before.")
NOT_PROVEN = _(
    "Not on the best list that was found in the time given; a better one may exist."
)
CANNOT_HOLD = _("Nobody goes: these rules cannot hold together: {rules}.")
OUTRANKED = _("Others on this side come first: a higher tier, or longer in captivity.")
TIE = _("Equal in tier and days in captivity with some who go; the lot decided.")
ASKED_OFF = _("The other side asked that this person does not go.")
GAVE_WAY = _("Went before, and gives way to what was asked, so that the rules hold.")
NOT_BEFORE = _("Was not on the list before; as little as possible was changed.")
