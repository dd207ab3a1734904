"""Everything that is said of some persons' captivity, from every room that knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from repatria.access.queries import installation_if_any, once
from repatria.custody.core.listed import (
    Listed,
    as_day,
    said_by_record,
    said_in_reply,
)
from repatria.custody.core.said import Said
from repatria.custody.core.spans import read_kept
from repatria.custody.core.words import Kind, Occasion, Voice
from repatria.custody.models import Statement
from repatria.matching.models import ReplyRow
from repatria.register.models import Record
from repatria.tracing.models import CrossingWord
from repatria.transmission.models import Correspondent

_PERSON = "membership__person_id"
_COLUMNS = {
    "pk": "record",
    "kind": "kind",
    "source__sender": "by",
    "said_on": "said_on",
    "said_fate": "fate",
    "captured_on": "captured_on",
    "captured_at": "captured_at",
    "place": "place",
    "source_file__subject": "subject",
    "source_file__holder": "holder",
    "source_file__home": "home",
}


def statements_about(persons: Collection[int]) -> dict[int, list[Said]]:
    """Return what is said of each person's captivity, in a fixed number of queries."""
    found: dict[int, list[Said]] = {person: [] for person in persons}
    for read in (_recorded, _listed, _crossed):
        for person, said in read(persons):
            found[person].append(said)
    return found


def _recorded(persons: Collection[int]) -> Iterator[tuple[int, Said]]:
    """Yield the statements that were recorded in this room."""
    held = Statement.objects.filter(record__membership__person__in=persons)
    rows = held.select_related(
        "record__source", "record__membership", "replaces", "replaced_by"
    )
    for row in rows:
        person, said = row.record.membership.person_id, said_in(row)
        yield person, said
        of_it = said.kind is Kind.CAPTURE and said.detail in {"", Occasion.CAPTURE}
        if row.record.captured_on and not (of_it or hasattr(row, "replaced_by")):
            yield person, _capture_told_in(said, row.record)


def said_in(row: Statement) -> Said:
    """Return a statement of this room as the value that core reckons with."""
    return Said(
        ref=row.ref,
        kind=Kind(row.kind),
        voice=Voice(row.voice),
        by=row.record.source.sender,
        said_on=read_kept(row.said_on),
        received=row.received_on,
        happened=read_kept(row.happened_on),
        holder=row.holder,
        home=row.home,
        place=row.record.place,
        place_from=row.place_from,
        detail=row.detail,
        replaces=row.replaces.ref if row.replaces else "",
        record=row.record_id,
    )


def _capture_told_in(said: Said, record: Record) -> Said:
    """Return the capture that a statement about something else tells too."""
    return replace(
        said,
        ref=f"{said.ref}:capture",
        kind=Kind.CAPTURE,
        detail=Occasion.CAPTURE.value,
        happened=read_kept(record.captured_on),
        place=record.captured_at,
        place_from="",
        replaces="",
    )


def _listed(persons: Collection[int]) -> Iterator[tuple[int, Said]]:
    """Yield what rows of lists, and replies to them, say."""
    held = Record.objects.filter(
        membership__person__in=persons, custody_statement=None, readable=True
    )
    columns = (*_COLUMNS, "source_file__received_at", _PERSON)
    rows: dict[int, tuple[int, Listed]] = {}
    for values in held.values(*columns):
        listed = _as_listed(values)
        rows[listed.record] = values[_PERSON], listed
        for said in said_by_record(listed):
            yield values[_PERSON], said
    yield from _replied(persons, rows)


def _replied(
    persons: Collection[int], rows: dict[int, tuple[int, Listed]]
) -> Iterator[tuple[int, Said]]:
    """Yield what the other side replied about rows of our lists."""
    replies = ReplyRow.objects.filter(record__membership__person__in=persons)
    sides = _sides()
    for number, record, verdict, by, said_on in replies.values_list(
        "pk", "record", "verdict", "reply__sender", "reply__said_on"
    ):
        if record not in rows:
            continue
        person, listed = rows[record]
        answer = said_in_reply(
            listed, verdict, number=number, by=by, said_on=said_on, sides=sides
        )
        if answer is not None:
            yield person, answer


def _as_listed(values: dict[str, object]) -> Listed:
    told = {name: values[column] or "" for column, name in _COLUMNS.items()}
    came = values["source_file__received_at"]
    received = came.date() if came is not None else values["said_on"]  # type: ignore[attr-defined]
    return Listed(received=received, **told)  # type: ignore[arg-type]


def _sides() -> dict[str, str]:
    """Return which party each organisation serves, "" for neutral ones."""
    return once("custody-sides", _look_up_sides)


def _look_up_sides() -> dict[str, str]:
    return dict(Correspondent.objects.values_list("code", "party"))


def _crossed(persons: Collection[int]) -> Iterator[tuple[int, Said]]:
    """Yield that somebody crossed, as the handover told tracing; the newest word."""
    numbers = dict(
        Record.objects.filter(membership__person__in=persons).values_list(
            "first_person__case_ref", _PERSON
        )
    )
    words = CrossingWord.objects.filter(
        case_ref__in=Record.objects.filter(membership__person__in=persons).values(
            "first_person__case_ref"
        )
    )
    newest = {numbers[word.case_ref]: word for word in words.order_by("at", "pk")}
    own = installation_if_any()
    for person, word in newest.items():
        if word.crossed:
            yield (
                person,
                Said(
                    ref=f"crossing:{word.pk}",
                    kind=Kind.REPATRIATION,
                    voice=Voice.HOME if own and own.party else Voice.NEUTRAL,
                    by=own.code if own else "",
                    said_on=as_day(word.at.date()),
                    received=word.at.date(),
                    happened=as_day(word.crossed_on),
                ),
            )
