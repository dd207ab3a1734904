"""The doors of the register: permission first, then an entry of whom was seen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

from repatria.access import doors, restricted
from repatria.access.core.errors import NothingHereError
from repatria.access.core.rights import right_called
from repatria.access.queries import assigned_cases
from repatria.ledger import reads
from repatria.register import queries
from repatria.register.core.search import Asked
from repatria.register.models import (
    DiffRow,
    ImportJob,
    ListDiff,
    Person,
    Record,
    SourceFile,
    Upload,
)
from repatria.register.queries.searching import Found, one_row_each, search
from repatria.shared.actors import Actor

Row = TypeVar("Row", bound=Model)


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


def open_record(actor: Actor, number: int) -> tuple[Record, Person]:
    """Return a statement and whose it is, and note the person."""
    held = Record.objects.select_related("source", "source_file", "membership__person")
    record = held.filter(pk=number).first()
    if record is None:
        raise NothingHereError
    return record, open_person(actor, record.membership.person.case_ref)


def open_list(actor: Actor, number: int) -> SourceFile:
    """Return one version of a list."""
    doors.require(actor, "register.lists")
    held = SourceFile.objects.select_related("source").filter(pk=number).first()
    if held is None:
        raise NothingHereError
    return held


def rows_of(actor: Actor, file: SourceFile) -> QuerySet[Record]:
    """Return the rows of a list without those of whom the actor may not see."""
    hidden = restricted.hidden_cases(actor)
    held = Record.objects.filter(source_file=file)
    if not hidden:
        return held
    return held.exclude(membership__person__case_ref__in=hidden)


def without_hidden(actor: Actor, rows: QuerySet[Row], *, of: str) -> QuerySet[Row]:
    """Return rows without those whose record ``of`` is of somebody hidden."""
    hidden = restricted.hidden_cases(actor)
    if not hidden:
        return rows
    return rows.exclude(**{f"{of}__membership__person__case_ref__in": hidden})


def open_upload(actor: Actor, ref: str) -> Upload:
    """Return a list that this very person has uploaded and not yet confirmed."""
    doors.require(actor, "register.import")
    upload = Upload.objects.filter(ref=ref, by=actor.ref).first()
    if upload is None:
        raise NothingHereError
    return upload


def open_import(actor: Actor, ref: str) -> ImportJob:
    """Return an import that somebody asked for; every registrar may look after it."""
    doors.require(actor, "register.import")
    job = ImportJob.objects.select_related("source_file").filter(ref=ref).first()
    if job is None:
        raise NothingHereError
    return job


def open_diff(
    actor: Actor, number: int, since: int, *, right: str = "register.lists"
) -> ListDiff:
    """Return what changed in a list since one of its earlier versions."""
    doors.require(actor, right)
    held = ListDiff.objects.filter(after=number, before=since)
    diff = held.select_related("before", "after__source").first()
    if diff is None:
        raise NothingHereError
    return diff


def rows_of_diff(actor: Actor, diff: ListDiff) -> QuerySet[DiffRow]:
    """Return the rows of a diff without those of whom the actor may not see."""
    held = without_hidden(actor, diff.rows.all(), of="old")
    return without_hidden(actor, held, of="new").select_related("old", "new", "diff")


def open_diff_row(actor: Actor, diff: ListDiff, number: int) -> DiffRow:
    """Return one row of a diff."""
    row = rows_of_diff(actor, diff).filter(pk=number).first()
    if row is None:
        raise NothingHereError
    return row


def note_shown(case_refs: Iterable[str]) -> None:
    """Note every person whom a page of many shows."""
    for case_ref in case_refs:
        reads.note(case_ref)


def found(actor: Actor, asked: Asked) -> list[Found]:
    """Return whom a search finds that this reader may see, and note them.

    Whoever sees assigned cases alone finds those alone, by whichever of a person's
    numbers they were assigned.
    """
    answers = search(asked, within=_searchable(actor)) if asked.anything else []
    seen = set(_seen(actor, [one.case_ref for one in answers]))
    return one_row_each(one for one in answers if one.case_ref in seen)


def _seen(actor: Actor, case_refs: Iterable[str]) -> list[str]:
    numbers = queries.numbers_of_each(case_refs)
    every = [number for each in numbers.values() for number in each]
    open_to = set(doors.openable(actor, "register.person", every))
    seen = [ref for ref, each in numbers.items() if not open_to.isdisjoint(each)]
    note_shown(seen)
    return seen


def _searchable(actor: Actor) -> frozenset[str] | None:
    """Return the only case numbers that this reader may find; None: any."""
    if not right_called("register.person").needs_assignment(actor):
        return None
    return assigned_cases(actor)
