"""What lists, requests and replies say of a captivity, as statements of this room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from repatria.custody.core.said import Said
from repatria.custody.core.spans import read_kept
from repatria.custody.core.words import Kind, Occasion, Voice, Way
from repatria.shared.dates import PartialDate

_FATES = {"dead": Kind.DEATH, "returned": Kind.REPATRIATION}
# Kinds of record that stand alone -> what they say, in whose voice, how.
_ALONE = {
    "card": (Kind.CAPTURE, Voice.HOLDER, Occasion.CAPTURE.value),
    "letter": (Kind.SEEN, Voice.PRISONER, Way.LETTER.value),
    "sighting": (Kind.SEEN, Voice.WITNESS, Way.WITNESS.value),
    "request": (Kind.CLAIM, Voice.FAMILY, ""),
    "report": (Kind.CLAIM, Voice.PUBLISHED, ""),
}
_REPLIES = {
    "same_on_both": Kind.HELD,
    "differs": Kind.HELD,
    "only_here": Kind.NOT_HELD,
    "dead": Kind.DEATH,
    "already_returned": Kind.REPATRIATION,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A record of the register, as far as it speaks of a captivity.

    ``subject`` ("held", "missing"), ``holder`` and ``home`` are those of its list,
    "" where it stands on none.
    """

    record: int
    kind: str
    by: str
    said_on: date
    received: date
    fate: str = ""
    captured_on: str = ""
    captured_at: str = ""
    place: str = ""
    subject: str = ""
    holder: str = ""
    home: str = ""


def as_day(when: date) -> PartialDate:
    """Return a whole day as a date of which nothing is unknown."""
    return PartialDate(when.year, when.month, when.day)


def said_by_record(listed: Listed) -> Iterator[Said]:
    """Yield what one record says: that somebody is held or sought, dead, or back.

    A list speaks of the day it was made.  A day of capture that it tells is a
    statement of its own.
    """
    if listed.subject:
        held = listed.subject == "held"
        kind = _FATES.get(listed.fate, Kind.HELD if held else Kind.CLAIM)
        voice, detail = Voice.HOLDER if held else Voice.HOME, ""
    elif listed.kind in _ALONE:
        kind, voice, detail = _ALONE[listed.kind]
        kind = _FATES.get(listed.fate, kind)
    else:
        return
    of_its_day = kind in {Kind.HELD, Kind.CLAIM}
    yield _said(
        listed,
        f"record:{listed.record}",
        kind,
        voice,
        detail=detail,
        happened=as_day(listed.said_on) if of_its_day else PartialDate(),
        place=listed.place if kind is not Kind.REPATRIATION else "",
    )
    if listed.captured_on or listed.captured_at:
        yield _said(
            listed,
            f"record:{listed.record}:capture",
            Kind.CAPTURE,
            voice,
            detail=Occasion.CAPTURE.value,
            happened=read_kept(listed.captured_on),
            place=listed.captured_at,
        )


def _said(
    listed: Listed,
    ref: str,
    kind: Kind,
    voice: Voice,
    *,
    detail: str,
    happened: PartialDate,
    place: str,
) -> Said:
    return Said(
        ref=ref,
        kind=kind,
        voice=voice,
        by=listed.by,
        said_on=as_day(listed.said_on),
        received=listed.received,
        happened=happened,
        holder=listed.holder,
        home=listed.home,
        place=place,
        detail=detail,
        record=listed.record,
    )


def said_in_reply(
    listed: Listed, verdict: str, *, number: int, by: str, said_on: date,
    sides: Mapping[str, str],
) -> Said | None:  # fmt: skip
    """Return what a reply to one row says; None where it says nothing of the person.

    ``sides`` gives for an organisation the party that it serves, "" for neutral ones.
    A reply "not on ours" is the detaining power's word that it does not hold somebody,
    and only where the detaining power replies.
    """
    voice = _voice_of(sides.get(by, ""), listed)
    kind = _REPLIES.get(verdict)
    if kind is None or (kind is Kind.NOT_HELD and voice is not Voice.HOLDER):
        return None
    return Said(
        ref=f"reply:{number}",
        kind=kind,
        voice=voice,
        by=by,
        said_on=as_day(said_on),
        received=listed.received,
        happened=as_day(said_on)
        if kind in {Kind.HELD, Kind.NOT_HELD}
        else PartialDate(),
        holder=listed.holder,
        home=listed.home,
        record=listed.record,
    )


def _voice_of(side: str, listed: Listed) -> Voice:
    if not side:
        return Voice.NEUTRAL
    return Voice.HOLDER if side == listed.holder else Voice.HOME
