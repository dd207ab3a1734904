"""PFIF 1.4: records about missing people, and notes on them, of other registers.

The format is that of the People Finder Interchange Format 1.4 (2012).  What it says
is mapped to a request; what has no place here stays in the sealed words of the record.
A record whose time is over carries nothing but its number and its dates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from repatria.shared.text import mark as _
from repatria.tracing.core.sought import Sought

NAMESPACE = "http://zesty.ca/pfif/1.4"
PERSON_FIELDS = (
    "person_record_id", "entry_date", "expiry_date", "author_name", "author_email",
    "author_phone", "source_name", "source_date", "source_url", "full_name",
    "given_name", "family_name", "alternate_names", "description", "sex",
    "date_of_birth", "age", "home_street", "home_neighborhood", "home_city",
    "home_state", "home_postal_code", "home_country", "photo_url", "profile_urls",
)  # fmt: skip
NOTE_FIELDS = (
    "note_record_id", "person_record_id", "linked_person_record_id", "entry_date",
    "author_name", "author_email", "author_phone", "source_date",
    "author_made_contact", "status", "email_of_found_person",
    "phone_of_found_person", "last_known_location", "text", "photo_url",
)  # fmt: skip

NOTE_STATUS = {
    "information_sought": _("Somebody seeks information"),
    "is_note_author": _("The writer says to be the person sought"),
    "believed_alive": _("Believed to live"),
    "believed_missing": _("Believed to be missing"),
    "believed_dead": _("Believed to be dead"),
}
IS_THE_PERSON = "is_note_author"
DATES = frozenset({"entry_date", "expiry_date", "source_date"})
NO_NUMBER = _("its record number is missing or not of the form place/number")
NO_SOURCE_DATE = _("its source_date is missing")
NO_NAME = _("it names nobody")
BAD_DATE = _("{field} is no date such as 2022-11-24T09:30:00Z")
BAD_BIRTH = _("date_of_birth is no date such as 1984, 1984-05 or 1984-05-09")
NO_TEXT = _("the note has no text")
NO_PERSON = _("the note does not say on whom it is")
BAD_STATUS = _("status is none of those that PFIF knows")
TOO_LONG = _("{field} is longer than {most} signs")
TWICE = _("{field} stands there twice")
_SHORT = ("full_name", "given_name", "family_name", "author_name")
MOST_SIGNS = 400  # of what a request keeps in a line
_RECORD_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253})/\S.{0,200}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_BIRTH = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True, slots=True)
class Element:
    """A person or a note as it stands in a file: fields, line, and its own words."""

    kind: str  # "person" or "note"
    line: int
    fields: Mapping[str, str]
    verbatim: str
    notes: tuple[Element, ...] = ()
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an element: its line and a marked sentence, never a value."""

    line: int
    what: str
    facts: Mapping[str, object] = field(default_factory=dict)


def repository_of(record_id: str) -> str:
    """Return the register to which a record belongs: its number begins with it.

    >>> repository_of("tracing.example.org/p.17")
    'tracing.example.org'
    """
    return record_id.partition("/")[0].casefold()


def read_instant(text: str) -> datetime | None:
    """Return a PFIF date, None where it is none.

    >>> read_instant("2022-11-24T09:30:00Z").isoformat()
    '2022-11-24T09:30:00+00:00'
    """
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def write_instant(at: datetime) -> str:
    """Return a time as PFIF writes it, in UTC to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_placeholder(fields: Mapping[str, str]) -> bool:
    """Tell whether a person record says only that it is gone."""
    said = {name for name, text in fields.items() if text}
    kept = {"person_record_id", "entry_date", "source_date", "expiry_date"}
    return "expiry_date" in said and said <= kept


def is_over(fields: Mapping[str, str], *, now: datetime) -> bool:
    """Tell whether a record's time is over: it may be shown and kept no longer."""
    until = read_instant(fields.get("expiry_date", ""))
    return until is not None and until <= now


def faults_of(one: Element) -> list[Fault]:
    """Return what is wrong with a person or a note by itself."""
    wrong = [*_form(one)]
    wrong += _of_person(one) if one.kind == "person" else _of_note(one)
    return wrong


def _form(one: Element) -> list[Fault]:
    faults = [Fault(one.line, TWICE, {"field": name}) for name in one.twice]
    faults += [
        Fault(one.line, BAD_DATE, {"field": name})
        for name in sorted(DATES & one.fields.keys())
        if one.fields[name] and read_instant(one.fields[name]) is None
    ]
    faults += [
        Fault(one.line, TOO_LONG, {"field": name, "most": MOST_SIGNS})
        for name in _SHORT
        if len(one.fields.get(name, "")) > MOST_SIGNS
    ]
    return faults


def _of_person(one: Element) -> list[Fault]:
    told, faults = one.fields, []
    if not _RECORD_ID.fullmatch(told.get("person_record_id", "")):
        faults.append(Fault(one.line, NO_NUMBER))
    if is_placeholder(told):
        return faults
    if not told.get("source_date"):
        faults.append(Fault(one.line, NO_SOURCE_DATE))
    if not sought_in(told).name.strip():
        faults.append(Fault(one.line, NO_NAME))
    birth = told.get("date_of_birth", "")
    if birth and not _BIRTH.fullmatch(birth):
        faults.append(Fault(one.line, BAD_BIRTH))
    return faults


def _of_note(one: Element) -> list[Fault]:
    told, faults = one.fields, []
    if not _RECORD_ID.fullmatch(told.get("note_record_id", "")):
        faults.append(Fault(one.line, NO_NUMBER))
    if not told.get("person_record_id"):
        faults.append(Fault(one.line, NO_PERSON))
    if not told.get("text"):
        faults.append(Fault(one.line, NO_TEXT))
    if told.get("status", "") not in {"", *NOTE_STATUS}:
        faults.append(Fault(one.line, BAD_STATUS))
    return faults


def sought_in(told: Mapping[str, str]) -> Sought:
    """Return whom a person record seeks.

    Where only the whole name is told, its last word is taken for the family name; the
    search finds either order.

    >>> sought_in({"full_name": "Ivan Koval"}).family
    'Koval'
    """
    family, given = told.get("family_name", ""), told.get("given_name", "")
    if not (family or given):
        given, _space, family = told.get("full_name", "").strip().rpartition(" ")
    return Sought(
        family=family.strip(),
        given=given.strip(),
        birth=told.get("date_of_birth", ""),
        last_heard=told.get("description", "")[:MOST_SIGNS],
    )


def contact_in(told: Mapping[str, str]) -> str:
    """Return how the record's author may be reached, "" where it does not say."""
    ways = (told.get("author_phone", ""), told.get("author_email", ""))
    return ", ".join(filter(None, ways))


def person_fields(
    *,
    record_id: str,
    sought: Sought,
    birth: str,
    source: tuple[str, datetime],
    entry_date: datetime,
    author: tuple[str, str],
) -> dict[str, str]:
    """Return a request as the fields of a person record; unknown parts are left out.

    ``source``: who gives it, and when the family told it.  ``author``: name and
    contact of who asks, both empty where that person did not agree.  ``birth`` as it
    is kept; PFIF takes whole parts only.  What a family last heard is not given.
    """
    (name, contact), (source_name, told_at) = author, source
    mail = contact if "@" in contact else ""
    told = {
        "person_record_id": record_id,
        "entry_date": write_instant(entry_date),
        "author_name": name,
        "author_email": mail,
        "author_phone": "" if mail else contact,
        "source_name": source_name,
        "source_date": write_instant(told_at),
        "full_name": " ".join(
            filter(None, (sought.given, sought.patronymic, sought.family))
        ),
        "given_name": sought.given,
        "family_name": sought.family,
        "date_of_birth": birth if _BIRTH.fullmatch(birth) else "",
    }
    return {name: text for name, text in told.items() if text}
