"""What belongs to each kind of statement: its record in the register, its codes."""

from __future__ import annotations

from collections.abc import Mapping

from repatria.custody.core.words import (
    EFFECTS_WORDS,
    FROM_LISTS,
    OCCASION_WORDS,
    STATUS_SAID_WORDS,
    WAY_WORDS,
    Kind,
    Way,
)

# What is recorded in this room, in the order of a captivity.
RECORDED = tuple(kind for kind in Kind if kind not in FROM_LISTS)
_FATES = {
    Kind.DEATH: "dead",
    Kind.IDENTIFIED: "dead",
    Kind.REMAINS: "dead",
    Kind.REPATRIATION: "returned",
}
_DETAILS: Mapping[Kind, Mapping[str, str]] = {
    Kind.CAPTURE: {code.value: words for code, words in OCCASION_WORDS.items()},
    Kind.SEEN: {code.value: words for code, words in WAY_WORDS.items()},
    Kind.EFFECTS: {code.value: words for code, words in EFFECTS_WORDS.items()},
    Kind.STATUS: {code.value: words for code, words in STATUS_SAID_WORDS.items()},
}


def details_of(kind: Kind) -> Mapping[str, str]:
    """Return the codes that a statement of this kind may have, with their words."""
    return _DETAILS.get(kind, {})


def record_kind(kind: Kind, detail: str = "") -> str:
    """Return the kind of record by which the register knows such a statement.

    >>> record_kind(Kind.SEEN, "letter"), record_kind(Kind.SEEN, "video")
    ('letter', 'sighting')
    """
    if kind is Kind.CAPTURE:
        return "card"
    if kind in {Kind.VISIT, Kind.REFUSAL}:
        return "visit"
    if kind is Kind.SEEN:
        return "letter" if detail in {Way.LETTER, Way.CALL} else "sighting"
    return "notification"


def said_fate(kind: Kind) -> str:
    """Return what the statement says became of the person, as the register words it."""
    return _FATES.get(kind, "")
