"""Persons, their records, lists, parties and erasures, as the register holds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db.models import QuerySet

from repatria.access.queries import installation, once
from repatria.register.core.directions import Direction, opposite
from repatria.register.core.speakers import SPEAKERS
from repatria.register.models import (
    Decision,
    Erasure,
    ErasureStep,
    Membership,
    Party,
    Person,
    Record,
    SourceFile,
    Subject,
)
from repatria.shared.pieces import pieces
from repatria.shared.text import current_language, say
from repatria.transmission.models import Correspondent


def person_called(case_ref: str) -> Person | None:
    """Return the person whom a case number means now, also by a former number.

    ``person.case_ref`` is the number in use: where it differs from what was asked,
    two numbers have become one person.
    """
    held = Membership.objects.filter(record__first_person__case_ref=case_ref)
    found = held.select_related("person").first()
    return found.person if found else None


def numbers_of(case_ref: str) -> list[str]:
    """Return every case number that means this person, the one in use first."""
    return numbers_of_each([case_ref]).get(case_ref, [])


def numbers_of_each(case_refs: Iterable[str]) -> dict[str, list[str]]:
    """Return the same for many at once, leaving out numbers that mean nobody."""
    first = "record__first_person__case_ref"
    held = Membership.objects.filter(**{f"{first}__in": set(case_refs)})
    meant = dict(held.order_by("-pk").values_list(first, "person_id"))
    everybody = Membership.objects.filter(person__in=set(meant.values()))
    numbers: dict[int, list[str]] = {}
    for person, in_use, number in everybody.order_by(
        "record__first_person"
    ).values_list("person_id", "person__case_ref", first):
        known = numbers.setdefault(person, [in_use])
        if number not in known:
            known.append(number)
    return {ref: numbers[person] for ref, person in meant.items()}


def records_of(case_ref: str) -> list[Record]:
    """Return every statement about a person, the newest first."""
    person = person_called(case_ref)
    if person is None:
        return []
    held = Record.objects.filter(membership__person=person)
    return list(
        held.select_related("source", "source_file").order_by("-said_on", "-pk")
    )


def name_of(case_ref: str) -> str:
    """Return a name for headings: the newest spelling of the holder, else of anyone.

    For pages only.  "" where no statement names the person.
    """
    return names_of([case_ref]).get(case_ref, "")


def names_of(case_refs: Iterable[str]) -> dict[str, str]:
    """Return the names of many persons at once, as ``name_of`` chooses them."""
    best: dict[str, tuple[tuple[bool, object, int], str]] = {}
    for ref, record in _records_by_number(case_refs):
        held = record.source_file is not None and record.source_file.subject == "held"
        rank = (held, record.said_on, record.pk)
        if record.name and (ref not in best or rank > best[ref][0]):
            best[ref] = (rank, record.name)
    return {ref: name for ref, (_rank, name) in best.items()}


def _records_by_number(case_refs: Iterable[str]) -> Iterator[tuple[str, Record]]:
    """Yield each person's records; a former number is followed to the person."""
    for refs in pieces(set(case_refs)):
        # Every number was first given to one record, which now is its person's.
        asked: dict[int, list[str]] = {}
        given = Membership.objects.filter(record__first_person__case_ref__in=refs)
        for person, ref in given.values_list(
            "person_id", "record__first_person__case_ref"
        ):
            asked.setdefault(person, []).append(ref)
        held = Record.objects.filter(membership__person_id__in=asked)
        for record in held.select_related("source_file", "membership"):
            for ref in asked[record.membership.person_id]:
                yield ref, record


def case_refs_of(records: Collection[int]) -> dict[int, str]:
    """Return the case number of each record's person."""
    refs: dict[int, str] = {}
    for piece in pieces(records):
        held = Membership.objects.filter(record_id__in=piece)
        refs |= dict(held.values_list("record_id", "person__case_ref"))
    return refs


def decisions_about(case_ref: str) -> QuerySet[Decision]:
    """Return what was decided about a person's records, the newest first."""
    records = [record.pk for record in records_of(case_ref)]
    touching = Decision.objects.filter(left__in=records) | Decision.objects.filter(
        right__in=records
    )
    return (
        touching.select_related("undone_by", "undoes", "left", "right")
        .distinct()
        .order_by("-pk")
    )


def directions_of(records: Iterable[Record]) -> set[Direction]:
    """Return from whom to whom the lists say that these people would go."""
    files = {record.source_file for record in records if record.source_file}
    return {Direction(file.holder, file.home) for file in files}


def said_to_be_held_by_both(case_ref: str) -> bool:
    """Tell whether somebody stands on lists of opposite direction.

    Then two parties each say that they hold the person for the other: one of the
    statements is wrong, or two people were taken for one.
    """
    return opposite(directions_of(records_of(case_ref)))


def newest_version(
    *, subject: str, holder: str, home: str, sender: str = ""
) -> SourceFile | None:
    """Return the newest list of this kind, from ``sender`` where one is named."""
    held = SourceFile.objects.filter(subject=Subject(subject), holder=holder, home=home)
    if sender:
        held = held.filter(source__sender=sender)
    return held.order_by("-received_at", "-pk").first()


def last_version(
    *, sender: str, subject: str, holder: str, home: str
) -> SourceFile | None:
    """Return the version that the next list of this sender and kind comes after."""
    held = SourceFile.objects.filter(
        source__sender=sender, subject=Subject(subject), holder=holder, home=home
    )
    return held.order_by("-version").first()


def newest_versions() -> list[SourceFile]:
    """Return the newest version of every list, by source."""
    newest: dict[int, SourceFile] = {}
    for file in SourceFile.objects.select_related("source").order_by("version"):
        newest[file.source_id] = file
    return sorted(newest.values(), key=lambda file: (-file.received_at.timestamp(),))


def cases_on(file: SourceFile) -> dict[int, str]:
    """Return the case number of the person of each row, by row."""
    held = Membership.objects.filter(record__source_file=file)
    return dict(held.values_list("record__row", "person__case_ref"))


def party_names(codes: Iterable[str] | None = None) -> dict[str, str]:
    """Return what parties are called in the reader's language, else their codes."""
    wanted = None if codes is None else set(codes)
    parties = once("parties", _parties)
    language = current_language()
    return {
        code: names.get(language) or names.get("en") or code
        for code, names in parties.items()
        if wanted is None or code in wanted
    }


def _parties() -> dict[str, dict[str, str]]:
    return dict(Party.objects.values_list("code", "names"))


def sender_names(senders: Iterable[str]) -> dict[str, str]:
    """Return what organisations are called, as far as this installation knows."""
    known = once("organisations", _organisations)
    speakers = {code: say(words) for code, words in SPEAKERS.items()}
    return {code: known.get(code) or speakers.get(code, code) for code in senders}


def _organisations() -> dict[str, str]:
    others = Correspondent.objects.values_list("code", "name")
    own = installation()
    return {**dict(others), own.code: own.name}


def files_with_names(files: Sequence[SourceFile]) -> dict[str, str]:
    """Return the names of the senders and parties that these lists mention."""
    return sender_names(file.source.sender for file in files) | party_names()


def known_senders() -> dict[str, str]:
    """Return every organisation that may have sent a list, this one first."""
    own = installation()
    others = Correspondent.objects.filter(own=False).values_list("code", "name")
    return {own.code: own.name, **dict(others)}


def erasures_of(records: Collection[int]) -> QuerySet[Erasure]:
    """Return what was asked for or erased of these statements, the newest first."""
    held = Erasure.objects.filter(named__record__in=records).distinct()
    return held.select_related("step")


def statements_left(records: Collection[int]) -> bool:
    """Tell whether anything of these statements is not erased."""
    held = Record.objects.filter(pk__in=records)
    gone = ErasureStep.Kind.CONFIRMED
    return held.exclude(erasures__erasure__step__kind=gone).exists()


def erasures_waiting() -> QuerySet[Erasure]:
    """Return the erasures on which nobody has decided."""
    return Erasure.objects.filter(step=None)
