"""Finding one person among many, however the name is spelt."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from repatria.register.core.found import Sure, shares
from repatria.register.core.search import Asked
from repatria.register.core.statements import COLUMNS
from repatria.register.engine.finding.find import Answer, find
from repatria.register.engine.finding.index import Index
from repatria.register.models import Membership, Record
from repatria.register.queries import person_called
from repatria.register.queries.in_memory import memory
from repatria.register.queries.searching_slowly import search_in_database
from repatria.shared.text import say

MOST_SHOWN = 30
MOST_RECORDS = 200  # one person may stand on many lists
_SEALED = ("sealed_verbatim", "sealed_extra", "salt", "leaf")


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that answers a search, whose person it is about, and how well.

    ``score`` is between 0 and 1: how sure it is that this is the one who was meant;
    ``why`` says so in the language now spoken.  ``earlier`` are the case numbers that
    the same row has on earlier versions of its list.
    """

    record: Record
    case_ref: str
    score: float
    why: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()

    @property
    def sure(self) -> Sure:
        """The same as a word."""
        return Sure.of(self.score)


def search(asked: Asked, *, within: Collection[str] | None = None) -> list[Found]:
    """Return the best answers, one for each person, the likeliest first.

    ``within`` are the only case numbers that may be found; None: any.
    """
    if asked.case_ref:
        return _by_case(asked.case_ref)
    only = None if within is None else _records_of(within)
    index = memory.current()
    if index is None:
        found = search_in_database(asked, only)
        return [Found(*one) for one in found[:MOST_SHOWN]]
    return _in_memory(index, asked, only)


def one_row_each(found: Iterable[Found]) -> list[Found]:
    """Return what versions of a list say in the same row as one answer: the newest.

    The same is a row of one name under the sender's own number; without numbers, one
    that says all the same.  Whether they are one person, somebody decides: none is left
    out.
    """
    rows: dict[object, list[Found]] = {}
    for one in found:
        rows.setdefault(_row_of(one.record), []).append(one)
    return [answer for same in rows.values() for answer in _newest_of(same)]


def _row_of(record: Record) -> object:
    if record.source_file is None:
        return record.pk
    # A sender may number its list anew: the number alone is nobody.
    numbered = ("own_id", "key_family", "key_given")
    said = numbered if record.own_id else COLUMNS
    return record.source_id, *(getattr(record, column) for column in said)


def _newest_of(same: list[Found]) -> list[Found]:
    versions = [_version(one) for one in same]
    if len(set(versions)) < len(same):  # a number that stands twice on one list
        return same
    newest = max(same, key=_version)
    others = tuple(one.case_ref for one in same if one is not newest)
    sure = min(1.0, sum(one.score for one in same))  # they shared it among them
    return [replace(newest, score=sure, earlier=others)]


def _version(one: Found) -> int:
    return one.record.source_file.version if one.record.source_file else 0


def _in_memory(index: Index, asked: Asked, only: list[int] | None) -> list[Found]:
    answers = find(index, asked, most=MOST_RECORDS, within=only)
    best = _one_each(answers)
    sure = shares([one.bits for one in best.values()], among=index.others)
    held = _records(one.pk for one in list(best.values())[:MOST_SHOWN])
    return [
        Found(held[one.pk], ref, score, tuple(map(say, one.reasons.sentences)))
        for (ref, one), score in zip(best.items(), sure, strict=True)
        if one.pk in held and says_anything(held[one.pk])
    ]


def _one_each(answers: list[Answer]) -> dict[str, Answer]:
    """Return the best answer about each person, by case number, in their order.

    Of several that answer equally well it is the one that was written last.
    """
    about = Membership.objects.filter(record__in=[one.pk for one in answers])
    refs = dict(about.values_list("record_id", "person__case_ref"))
    best: dict[str, Answer] = {}
    for one in answers:
        if one.pk in refs:
            known = best.setdefault(refs[one.pk], one)
            if known.bits == one.bits and known.pk < one.pk:
                best[refs[one.pk]] = one
    return best


def _records(numbers: Iterable[int]) -> dict[int, Record]:
    """Return records with all that a page shows of them; what is sealed stays there."""
    held = Record.objects.filter(pk__in=list(numbers))
    shown = held.select_related("source", "source_file").defer(*_SEALED)
    return {record.pk: record for record in shown}


def says_anything(record: Record) -> bool:
    """Tell whether a record still names anybody: one that was erased does not."""
    return bool(record.name or record.own_id or record.service_number or record.birth)


def _records_of(case_refs: Iterable[str]) -> list[int]:
    """Return the numbers of the records about persons, by any of their numbers."""
    refs = set(case_refs)
    about = Q(membership__person__case_ref__in=refs) | Q(
        membership__person__memberships__record__first_person__case_ref__in=refs
    )
    return list(Record.objects.filter(about).values_list("pk", flat=True).distinct())


def _by_case(case_ref: str) -> list[Found]:
    person = person_called(case_ref)
    if person is None:
        return []
    held = Record.objects.filter(membership__person=person)
    record = held.select_related("source", "source_file").order_by("-said_on").first()
    return [Found(record, person.case_ref, 1.0)] if record else []
