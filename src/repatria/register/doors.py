"""The doors of the register: permission first, then an entry of whom was seen."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.ledger import reads
from repatria.register import queries
from repatria.register.models import Person, SourceFile, Upload
from repatria.shared.actors import Actor


def open_person(
    actor: Actor, case_ref: str, *, right: str = "register.person"
) -> Person:
    """Return the person of a case number, also of a former one, and note the read.

    Where the person's ``case_ref`` differs from the one asked for, two numbers have
    become one: send the reader there.  Raises ``NothingHereError`` alike for whom one
    may not see and for whom there is not.
    """
    numbers = queries.numbers_of(case_ref)
    person = queries.person_called(case_ref)
    # Whoever was entrusted with one of the numbers is entrusted with the person.
    open_to = doors.openable(actor, right, numbers)
    if person is None or not open_to:
        raise NothingHereError
    doors.open_case(actor, open_to[0], right=right)
    reads.note(person.case_ref)
    return person


def open_list(actor: Actor, number: int) -> SourceFile:
    """Return one version of a list."""
    doors.require(actor, "register.lists")
    held = SourceFile.objects.select_related("source").filter(pk=number).first()
    if held is None:
        raise NothingHereError
    return held


def open_upload(actor: Actor, ref: str) -> Upload:
    """Return a list that this very person has uploaded and not yet confirmed."""
    doors.require(actor, "register.import")
    upload = Upload.objects.filter(ref=ref, by=actor.ref).first()
    if upload is None:
        raise NothingHereError
    return upload


def note_shown(case_refs: Iterable[str]) -> None:
    """Note every person whom a page of many shows."""
    for case_ref in case_refs:
        reads.note(case_ref)


def seen_in_search(actor: Actor, case_refs: Iterable[str]) -> list[str]:
    """Return those of the people found whom this reader may see, and note them.

    Whoever sees assigned cases alone finds those alone, by whichever of a person's
    numbers they were assigned.
    """
    numbers = queries.numbers_of_each(case_refs)
    every = [number for each in numbers.values() for number in each]
    open_to = set(doors.openable(actor, "register.person", every))
    seen = [ref for ref, each in numbers.items() if not open_to.isdisjoint(each)]
    note_shown(seen)
    return seen
