"""Every field that a form of this room may have, its words, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from repatria.custody.core.health import CATEGORY_WORDS, Category
from repatria.shared.text import mark as _


class Sort(StrEnum):
    """How a field is asked for."""

    TEXT = "text"
    WORDS = "words"
    DATE = "date"
    PARTY = "party"
    KNOWN = "known"  # yes, no, or not known
    HEALTH = "health"
    DETAIL = "detail"


class Reader(StrEnum):
    """Who reads a field, and whether it may leave with the statement.

    ``ALL``: whoever may read of the captivity.  ``HEALTH``: whoever may read its
    coarse word for health.  ``RECORDER``: those who record statements; free words and
    ways to reach relatives, which no transmission of this room carries.
    """

    ALL = "all"
    HEALTH = "health"
    RECORDER = "recorder"


@dataclass(frozen=True, slots=True)
class Field:
    """One field by name; ``label`` and ``help`` are marked for translation."""

    name: str
    label: str
    sort: Sort = Sort.TEXT
    reader: Reader = Reader.ALL
    help: str = ""


# What a prisoner owes (GC III 17), and all that is ever required of one.
OWED = ("family", "given", "rank", "birth", "service_number")
UNKNOWN_SIGN = "?"
KNOWN_WORDS = {"yes": _("Yes"), "no": _("No"), "": _("Not known")}
HEALTH_WORDS = {
    code.value: words
    for code, words in CATEGORY_WORDS.items()
    if code is not Category.NOT_STATED
}
_PARTIAL = _("As far as known: 9 May 2022, 05.2022, 2022, about 2022.")

_FIELDS = (
    Field("family", _("Surname")),
    Field("given", _("First names")),
    Field("patronymic", _("First name of the father")),
    Field("birth", _("Date of birth"), Sort.DATE, help=_PARTIAL),
    Field("birth_place", _("Place of birth")),
    Field("rank", _("Rank")),
    Field("service_number", _("Service number, or what stands for it")),
    Field("unit", _("Military unit")),
    Field("own_id", _("Prisoner's number")),
    Field("captured_on", _("Taken prisoner on"), Sort.DATE, help=_PARTIAL),
    Field("captured_at", _("Taken prisoner at")),
    Field("home", _("Power on which the person depends"), Sort.PARTY),
    Field("holder", _("Detaining power"), Sort.PARTY),
    Field("place", _("Camp or place")),
    Field("place_from", _("Coming from")),
    Field("happened_on", _("Day"), Sort.DATE, help=_PARTIAL),
    Field("detail", _("In particular"), Sort.DETAIL),
    Field("health", _("State of health"), Sort.HEALTH, Reader.HEALTH),
    Field("condition", _("Wound or sickness"), Sort.WORDS, Reader.RECORDER),
    Field("fit_to_travel", _("Fit to travel"), Sort.KNOWN, Reader.HEALTH),
    Field(
        "next_of_kin",
        _("Address of the next of kin"),
        Sort.WORDS,
        Reader.RECORDER,
        _("Sealed. It is in nothing that crosses to the detaining power."),
    ),
    Field("signed", _("Signed by the prisoner"), Sort.KNOWN),
    Field("told_in_time", _("Told the new address in time"), Sort.KNOWN),
    Field("listed_before", _("A complete list was made before"), Sort.KNOWN),
    Field("private_talk", _("Spoken with without witnesses"), Sort.KNOWN),
    Field("body", _("Which body visited")),
    Field("refused_by", _("Who refused")),
    Field("necessity_claimed", _("Military necessity was claimed"), Sort.KNOWN),
    Field("agreement", _("By which agreement")),
    Field("tribunal", _("Which tribunal")),
    Field("cause", _("Cause of death"), reader=Reader.HEALTH),
    Field("examined", _("Examined by a doctor before burial"), Sort.KNOWN),
    Field("buried_on", _("Buried on"), Sort.DATE, help=_PARTIAL),
    Field("buried_at", _("Buried at")),
    Field("grave", _("How the grave is found")),
    Field("cremation_reason", _("Cremated: for which reason")),
    Field("witnesses", _("Witnesses"), Sort.WORDS, Reader.RECORDER),
    Field("method", _("How it was established")),
    Field("remains_ref", _("Number of the remains")),
    Field("packet", _("Number of the sealed packet")),
    Field("sealed_packet", _("The packet is sealed"), Sort.KNOWN),
    Field("inventory", _("Inventory, one thing a line"), Sort.WORDS),
    Field("money", _("Money, and its currency")),
    Field("sent_to", _("Sent to")),
    Field("searched", _("Where it was looked")),
    Field("words", _("In the words of the source"), Sort.WORDS, Reader.RECORDER),
    Field("reason", _("Reason"), Sort.WORDS, Reader.RECORDER),
)
FIELDS = {field.name: field for field in _FIELDS}

# What a field is called on one form where its own words would not say it.
LABELS = {
    "left-on": _("Day of departure"),
    "to": _("To"),
    "admitted-on": _("Admitted on"),
    "hospital": _("Hospital or infirmary"),
    "visited-on": _("Visited on"),
    "visited-at": _("Place visited"),
    "refused-on": _("Refused on"),
    "refused-at": _("Place to which access was refused"),
    "seen-on": _("Seen or heard from on"),
    "seen-at": _("Seen at"),
    "seen-how": _("How"),
    "status": _("What is said of the status"),
    "decided-on": _("Decided on"),
    "since": _("Since"),
    "country": _("Country and place"),
    "released-on": _("Released on"),
    "released-at": _("Released at"),
    "escaped-on": _("Escaped on"),
    "returned-on": _("Returned on"),
    "crossed-at": _("Where the person crossed"),
    "died-on": _("Died on"),
    "died-at": _("Place of death"),
    "circumstances": _("Circumstances, last hours, who was there"),
    "identified-on": _("Identified on"),
    "handed-over-on": _("Handed over on"),
    "handed-over-at": _("Handed over at"),
    "effects": _("What is told of them"),
    "effects-on": _("Packed or sent on"),
    "not-held-on": _("As of"),
    "occasion": _("Why the card is written"),
    "power": _("Power on which the person depends"),
}
