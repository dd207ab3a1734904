"""The doors of the room: who may read a piece, and whom it has shown."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.access import doors
from repatria.access.core.errors import NothingHereError
from repatria.bureau import queries
from repatria.bureau.models import Certificate, Entry, Subject
from repatria.ledger import reads
from repatria.register.core.case_numbers import read_ref
from repatria.register.doors import open_person
from repatria.register.queries import person_called
from repatria.shared.actors import Actor

READ, WRITE = "bureau.read", "bureau.write"
CERTIFICATE, CERTIFICATES = "bureau.certificate", "bureau.certificates"


def open_piece(actor: Actor, serial: str, *, right: str = READ) -> Entry:
    """Let the actor read a piece, and note it; raise ``NothingHereError``."""
    doors.require(actor, right)
    entry = queries.entry_called(serial)
    if entry is None:
        raise NothingHereError
    reads.note(entry.serial)
    return entry


def note_names(subjects: Iterable[Subject]) -> None:
    """Note every person whose case a page of names shows, or offers."""
    for subject in subjects:
        for case_ref in filter(None, (subject.case_ref, subject.proposed_case)):
            reads.note(case_ref)


def known_case(typed: str) -> str:
    """Return the number in use of a case as somebody typed it, "" where none is.

    A number that belongs to nobody raises ``NothingHereError``.
    """
    if not typed.strip():
        return ""
    person = person_called(read_ref(typed))
    if person is None:
        raise NothingHereError
    return person.case_ref


def open_case_of_certificates(actor: Actor, case_ref: str) -> str:
    """Let the actor work on the certificates of one case, and note the read."""
    return open_person(actor, case_ref, right=CERTIFICATE).case_ref


def open_certificate(actor: Actor, number: str, version: int) -> Certificate:
    """Let the actor read a version of a certificate, and note whose it is."""
    doors.require(actor, CERTIFICATE)
    held = Certificate.objects.filter(number=number, version=version).first()
    if held is None:
        raise NothingHereError
    open_person(actor, held.case_ref, right=CERTIFICATE)
    return held
