"""A mixed medical commission: who sits on it, how it votes, whom it examines first.

GC III 112-113 and annex II.  What a text leaves open is said as a doubt, and never
settled here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.rulebook.core.evaluate import evaluate, holds
from repatria.rulebook.core.rule import Answer, Facts, Rule
from repatria.shared.text import mark as _


class Seat(StrEnum):
    """A member's place (annex II, article 1)."""

    CHAIR = "chair"
    NEUTRAL = "neutral"
    HOLDER = "holder"


class Field(StrEnum):
    """What a member is by training (annex II, article 6)."""

    NOT_STATED = ""
    SURGEON = "surgeon"
    PHYSICIAN = "physician"
    OTHER = "other"


class Proposer(StrEnum):
    """Who puts somebody before a commission, in the order of article 113."""

    HOLDERS_DOCTORS = "holders-doctors"
    CAMP_DOCTOR = "camp-doctor"
    REPRESENTATIVE = "representative"
    HOME = "home"
    OWN = "own"


class Vote(StrEnum):
    """What a member, and by majority the commission, decides (annex II, article 10)."""

    REPATRIATE = "repatriate"
    REFUSE = "refuse"
    LATER = "later"


class Whom(StrEnum):
    """Who approves a commission, or is told its decisions (annex II, 3 and 11)."""

    HOLDER = "holder"
    HOME = "home"
    PROTECTING = "protecting"
    AGENCY = "agency"
    PERSON = "person"


class What(StrEnum):
    """An act of a commission, or about it; which step of an examination, is sealed."""

    APPROVED = "approved"
    TOLD = "told"
    EXAMINED = "examined"


class Step(StrEnum):
    """A step of one examination."""

    VOTED = "voted"
    DECIDED = "decided"
    TOLD = "told"
    DONE = "done"


SEAT_WORDS = {
    Seat.CHAIR: _("Neutral, in the chair"),
    Seat.NEUTRAL: _("Neutral"),
    Seat.HOLDER: _("Of the detaining power"),
}
FIELD_WORDS = {
    Field.NOT_STATED: _("Not stated"),
    Field.SURGEON: _("Surgeon"),
    Field.PHYSICIAN: _("Physician"),
    Field.OTHER: _("Other"),
}
PROPOSER_WORDS = {
    Proposer.HOLDERS_DOCTORS: _("Doctors of the detaining power"),
    Proposer.CAMP_DOCTOR: _("Camp doctor of the same or an allied nationality"),
    Proposer.REPRESENTATIVE: _("Prisoners' representative"),
    Proposer.HOME: _("Power of origin, or a body that it recognises"),
    Proposer.OWN: _("The person; examined after the others"),
}
VOTE_WORDS = {
    Vote.REPATRIATE: _("Repatriation"),
    Vote.REFUSE: _("No repatriation"),
    Vote.LATER: _("A later examination"),
}
WHOM_WORDS = {
    Whom.HOLDER: _("Detaining power"),
    Whom.HOME: _("Power of origin"),
    Whom.PROTECTING: _("Protecting power"),
    Whom.AGENCY: _("International Committee"),
    Whom.PERSON: _("The person examined"),
}
GROUND_WORDS = {
    "geneva3.art110.1.1": _("It cannot be cured, and fitness is gravely diminished"),
    "geneva3.art110.1.2": _(
        "No recovery is expected within a year, treatment is needed, and fitness is "
        "gravely diminished"
    ),
    "geneva3.art110.1.3": _("Recovered, and fitness is gravely diminished for good"),
}
"""The grounds of direct repatriation, any of which a commission may name."""
NO_GROUND = _("None named")
TOLD = (Whom.HOLDER, Whom.PROTECTING, Whom.AGENCY)
"""To whom a visit's decisions go, besides each person examined."""


@dataclass(frozen=True, slots=True)
class Sits:
    """A member as far as the annex asks; ``power`` is a party's code, or words."""

    seat: Seat
    deputy: bool = False
    field: Field = Field.NOT_STATED
    power: str = ""


class Fault(StrEnum):
    """What a commission lacks of what the annex asks."""

    THREE = "three"
    NEUTRAL = "neutral"
    CHAIR = "chair"
    OF_A_PARTY = "of-a-party"
    NOT_APPROVED = "not-approved"


class Doubt(StrEnum):
    """What the annex wishes, or leaves open."""

    ALTERNATIVE = "alternative"
    DEPUTIES = "deputies"
    FIELDS = "fields"


FAULT_WORDS = {
    Fault.THREE: _("There are three members (annex II 1)."),
    Fault.NEUTRAL: _("Two members are neutral (annex II 1)."),
    Fault.CHAIR: _("One of the neutral members is in the chair (annex II 1)."),
    Fault.OF_A_PARTY: _("A neutral member is of neither party (annex II 1)."),
    Fault.NOT_APPROVED: _("Both parties approve the neutral members (annex II 3)."),
}
DOUBT_WORDS = {
    Doubt.ALTERNATIVE: _(
        "Set up without neutral doctors (annex II 13). Which of articles 1 to 5 and 8 "
        "then hold can be read in two ways; a lawyer has to say."
    ),
    Doubt.DEPUTIES: _("The neutral members have deputies (annex II 4)."),
    Doubt.FIELDS: _(
        "Of the neutral members one is a surgeon and the other a physician, "
        "if possible (annex II 6)."
    ),
}


_ASKED = {
    "members": Fault.THREE,
    "neutral_members": Fault.NEUTRAL,
    "neutral_chair": Fault.CHAIR,
}


def faults(
    sitting: Iterable[Sits],
    rule: Rule,
    *,
    parties: Collection[str],
    approved: Collection[Whom],
    alternative: bool,
) -> list[Fault]:
    """Return what those who sit lack; nothing is demanded of the alternative.

    ``rule`` is annex II 1; ``parties`` are the codes of both sides: the same is asked
    whichever of them holds.
    """
    if alternative:
        return []
    members = list(sitting)
    neutral = [one for one in members if one.seat is not Seat.HOLDER]
    chairs = sum(one.seat is Seat.CHAIR for one in members)
    facts: Facts = {
        "members": len(members),
        "neutral_members": len(neutral),
        "neutral_chair": chairs == 1,
    }
    sound = {
        _ASKED[one.fact]: holds(one, facts[one.fact]) is Answer.YES
        for one in rule.conditions
    }
    sound |= {
        Fault.OF_A_PARTY: not any(one.power in parties for one in neutral),
        Fault.NOT_APPROVED: {Whom.HOLDER, Whom.HOME} <= set(approved),
    }
    return [fault for fault, is_so in sound.items() if not is_so]


def doubts(members: Sequence[Sits], *, alternative: bool) -> list[Doubt]:
    """Return what the annex wishes and is not known to be so."""
    if alternative:
        return [Doubt.ALTERNATIVE]
    neutral = [one for one in members if one.seat is not Seat.HOLDER]
    fields = {one.field for one in neutral if not one.deputy}
    found = {
        Doubt.DEPUTIES: any(one.deputy for one in neutral),
        Doubt.FIELDS: {Field.SURGEON, Field.PHYSICIAN} <= fields,
    }
    return [doubt for doubt, sound in found.items() if not sound]


def majority(votes: Sequence[Vote], rule: Rule) -> Vote | None:
    """Return what so many agree on as ``rule`` (annex II 10) asks; None where not.

    Where no two of three agree there is no decision, and none is made up.
    """
    for vote in Vote:
        alike: Facts = {"members_voting_alike": votes.count(vote)}
        if evaluate(rule, alike).answer is Answer.YES:
            return vote
    return None
