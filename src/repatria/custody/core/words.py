"""The words of what is said of a captivity: kinds, voices, rungs, states."""

from __future__ import annotations

from enum import StrEnum

from repatria.shared.text import mark as _


class Kind(StrEnum):
    """What a statement is about; lists and requests say ``HELD`` and ``CLAIM``."""

    CAPTURE = "capture"
    TRANSFER = "transfer"
    HOSPITAL = "hospital"
    VISIT = "visit"
    REFUSAL = "visit-refused"
    SEEN = "seen"
    STATUS = "status"
    ACCOMMODATION = "accommodation"
    RELEASE = "release"
    ESCAPE = "escape"
    REPATRIATION = "repatriation"
    DEATH = "death"
    IDENTIFIED = "identified"
    REMAINS = "remains-returned"
    EFFECTS = "effects"
    NOT_HELD = "not-held"
    RETRACTION = "retraction"
    HELD = "held"
    CLAIM = "claim"


# What lists and requests say is not recorded in this room: it is read from them.
FROM_LISTS = frozenset({Kind.HELD, Kind.CLAIM})

# These put somebody in captivity on the day they speak of.
AT_A_PLACE = frozenset(
    {Kind.CAPTURE, Kind.TRANSFER, Kind.HOSPITAL, Kind.VISIT, Kind.SEEN, Kind.HELD}
)
KIND_WORDS = {
    Kind.CAPTURE: _("Capture card"),
    Kind.TRANSFER: _("Transfer"),
    Kind.HOSPITAL: _("Admission to hospital"),
    Kind.VISIT: _("Visit by a neutral body"),
    Kind.REFUSAL: _("Visit refused"),
    Kind.SEEN: _("Seen or heard from"),
    Kind.STATUS: _("Legal status"),
    Kind.ACCOMMODATION: _("Accommodation in a neutral country"),
    Kind.RELEASE: _("Release"),
    Kind.ESCAPE: _("Escape"),
    Kind.REPATRIATION: _("Return home"),
    Kind.DEATH: _("Death"),
    Kind.IDENTIFIED: _("Identification of the dead"),
    Kind.REMAINS: _("Return of remains"),
    Kind.EFFECTS: _("Personal effects"),
    Kind.NOT_HELD: _("Said not to be held"),
    Kind.RETRACTION: _("Statement taken back"),
    Kind.HELD: _("Named on a list of people held"),
    Kind.CLAIM: _("Claimed by a list or a request"),
}


class Voice(StrEnum):
    """In which position somebody speaks of this captivity."""

    HOLDER = "holder"
    HOME = "home"
    NEUTRAL = "neutral"
    PRISONER = "prisoner"
    FAMILY = "family"
    WITNESS = "witness"
    PUBLISHED = "published"


VOICE_WORDS = {
    Voice.HOLDER: _("the detaining power"),
    Voice.HOME: _("the power of origin"),
    Voice.NEUTRAL: _("a neutral body or protecting power"),
    Voice.PRISONER: _("the prisoner"),
    Voice.FAMILY: _("the family"),
    Voice.WITNESS: _("a witness"),
    Voice.PUBLISHED: _("a published report or recording"),
}


class Rung(StrEnum):
    """How well a captivity is evidenced, from nothing upwards."""

    UNACCOUNTED = "unaccounted"
    CLAIMED = "claimed"
    SEEN = "seen"
    CONFIRMED = "holder-confirmed"
    VISITED = "visited"


RUNGS = tuple(Rung)
RUNG_WORDS = {
    Rung.UNACCOUNTED: _("Unaccounted for"),
    Rung.CLAIMED: _("Claimed"),
    Rung.SEEN: _("Seen"),
    Rung.CONFIRMED: _("Confirmed by the detaining power"),
    Rung.VISITED: _("Visited by a neutral body"),
}
# What would lift somebody onto a rung, for those who stand below it.
RAISED_BY = {
    Rung.CLAIMED: _("a list or request that names the person as held"),
    Rung.SEEN: _("a witness, a recording, or a letter of the prisoner"),
    Rung.CONFIRMED: _("a list, card or notification of the detaining power"),
    Rung.VISITED: _("a visit by a neutral body that says so itself"),
}


class Fate(StrEnum):
    """Fate and whereabouts: one of the three axes."""

    UNACCOUNTED = "unaccounted"
    PRESUMED_CAPTIVE = "presumed_captive"
    CONFIRMED_CAPTIVE = "confirmed_captive"
    NEUTRAL_ACCOMMODATION = "neutral_accommodation"
    RETURNED = "returned"
    RELEASED_IN_PLACE = "released_in_place"
    ESCAPED = "escaped"
    REPORTED_DEAD = "reported_dead"
    IDENTIFIED_DEAD = "identified_dead"
    REMAINS_RETURNED = "remains_returned"


FATE_WORDS = {
    Fate.UNACCOUNTED: _("Unaccounted for"),
    Fate.PRESUMED_CAPTIVE: _("Presumed captive"),
    Fate.CONFIRMED_CAPTIVE: _("Captive, confirmed"),
    Fate.NEUTRAL_ACCOMMODATION: _("Accommodated in a neutral country"),
    Fate.RETURNED: _("Returned home"),
    Fate.RELEASED_IN_PLACE: _("Released in place"),
    Fate.ESCAPED: _("Escaped"),
    Fate.REPORTED_DEAD: _("Reported dead"),
    Fate.IDENTIFIED_DEAD: _("Dead, identified"),
    Fate.REMAINS_RETURNED: _("Dead, remains returned"),
}


class LegalStatus(StrEnum):
    """Legal status: another axis, a prisoner of war where nobody has decided."""

    PRESUMED_POW = "presumed_pow"
    DOUBTED = "doubted"
    POW = "pow"
    RETAINED = "retained"
    CIVILIAN = "civilian"
    EQUIVALENT = "equivalent_protection"
    NOT_POW = "not_pow"


STATUS_WORDS = {
    LegalStatus.PRESUMED_POW: _("Presumed prisoner of war"),
    LegalStatus.DOUBTED: _("In doubt: a prisoner of war until a tribunal decides"),
    LegalStatus.POW: _("Prisoner of war by a tribunal's record"),
    LegalStatus.RETAINED: _("Retained medical or religious personnel"),
    LegalStatus.CIVILIAN: _("Civilian internee"),
    LegalStatus.EQUIVALENT: _("Equivalent protection, without the status"),
    LegalStatus.NOT_POW: _("Not a prisoner of war, by a tribunal's record"),
}


class StatusSaid(StrEnum):
    """What a statement says of the legal status."""

    POW = "prisoner-of-war"
    RETAINED = "retained"
    CIVILIAN = "civilian"
    NOT_POW = "not-a-prisoner-of-war"
    EQUIVALENT = "equivalent-protection"
    TRIBUNAL_POW = "tribunal-prisoner-of-war"
    TRIBUNAL_NOT_POW = "tribunal-not-a-prisoner-of-war"


STATUS_SAID_WORDS = {
    StatusSaid.POW: _("A prisoner of war"),
    StatusSaid.RETAINED: _("Retained medical or religious personnel"),
    StatusSaid.CIVILIAN: _("A civilian internee"),
    StatusSaid.NOT_POW: _("Not a prisoner of war; no tribunal has decided"),
    StatusSaid.EQUIVALENT: _("Without the status, with equivalent protection"),
    StatusSaid.TRIBUNAL_POW: _("A tribunal decided: a prisoner of war"),
    StatusSaid.TRIBUNAL_NOT_POW: _("A tribunal decided: not a prisoner of war"),
}


class Occasion(StrEnum):
    """Why a card was written (GC III 70)."""

    CAPTURE = "capture"
    ARRIVAL = "arrival"
    SICKNESS = "sickness"
    HOSPITAL = "hospital"
    NEW_CAMP = "new-camp"


OCCASION_WORDS = {
    Occasion.CAPTURE: _("Capture"),
    Occasion.ARRIVAL: _("Arrival at a camp"),
    Occasion.SICKNESS: _("Sickness"),
    Occasion.HOSPITAL: _("Admission to hospital"),
    Occasion.NEW_CAMP: _("A new camp"),
}


class Way(StrEnum):
    """How somebody was seen or heard from."""

    WITNESS = "witness"
    VIDEO = "video"
    LETTER = "letter"
    CALL = "call"


WAY_WORDS = {
    Way.WITNESS: _("Seen by a witness"),
    Way.VIDEO: _("Seen in a picture or recording"),
    Way.LETTER: _("A letter or message came"),
    Way.CALL: _("Heard by telephone"),
}


class EffectsSaid(StrEnum):
    """What a statement says became of what somebody left behind."""

    PACKED = "packed"
    SENT_ON = "sent-on"


EFFECTS_WORDS = {
    EffectsSaid.PACKED: _("Gathered and packed"),
    EffectsSaid.SENT_ON: _("Sent on"),
}
