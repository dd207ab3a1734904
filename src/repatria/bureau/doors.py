"""The doors of the room: who may read a piece, and whom it has shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from repatria.access import doors, restricted
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


def seen_names(actor: Actor, subjects: Iterable[Subject]) -> list[Subject]:
    """Return the rows of a piece without those about somebody hidden, each noted.

    Left out whole, also as it was written: a name beside which nothing stands would
    tell that this very person is kept from the reader.
    """
    hidden = restricted.hidden_cases(actor)
    seen = [one for one in subjects if hidden.isdisjoint(_cases_of(one))]
    for subject in seen:
        for case_ref in _cases_of(subject):
            reads.note(case_ref)
    return seen


def open_rows(actor: Actor, subjects: Sequence[Subject]) -> None:
    """Note everybody on a letter, which is shown whole or not at all."""
    if len(seen_names(actor, subjects)) < len(subjects):
        raise NothingHereError


def _cases_of(subject: Subject) -> list[str]:
    """Return whose case a row is about, or is offered as being about."""
    return [*filter(None, (subject.case_ref, subject.proposed_case))]


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
