"""Finding one person among many, however the name is spelt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from repatria.names.compare import compare
from repatria.register.core.search import Asked
from repatria.register.models import Record
from repatria.register.queries import person_called

MOST_LOOKED_AT = 500
MOST_SHOWN = 50
ALIKE_FROM = 0.3


@dataclass(frozen=True, slots=True)
class Found:
    """A statement that answers a search, whose person it is about, and how well."""

    record: Record
    case_ref: str
    score: float


def search(asked: Asked) -> list[Found]:
    """Return the best answers, one for each person, the likeliest first."""
    if asked.case_ref:
        return _by_case(asked.case_ref)
    held = Record.objects.filter(_where(asked))
    rows = held.select_related("source", "source_file", "membership__person")
    # Of masses of namesakes those are looked at whose given name agrees as well.
    both = Case(When(key_given__in=asked.given_keys, then=Value(0)), default=Value(1))
    best: dict[str, Found] = {}
    for record in rows.order_by(both, "-said_on", "-pk")[:MOST_LOOKED_AT]:
        one = Found(record, record.membership.person.case_ref, _score(asked, record))
        known = best.get(one.case_ref)
        if one.score >= ALIKE_FROM and (known is None or one.score > known.score):
            best[one.case_ref] = one
    ranked = sorted(best.values(), key=lambda one: (-one.score, one.record.pk))
    return ranked[:MOST_SHOWN]


def _by_case(case_ref: str) -> list[Found]:
    person = person_called(case_ref)
    if person is None:
        return []
    held = Record.objects.filter(membership__person=person)
    record = held.select_related("source", "source_file").order_by("-said_on").first()
    return [Found(record, person.case_ref, 1.0)] if record else []


def _where(asked: Asked) -> Q:
    """Return which records are worth a closer look."""
    where = Q()
    if asked.words:
        where &= _named(asked)
    if asked.number:
        digits = re.sub(r"\D+", "", asked.number)
        numbered = Q(own_id__iexact=asked.number)
        where &= numbered | (Q(key_number=digits) if digits else Q(pk=None))
    if asked.birth and not asked.words:
        where &= Q(birth__startswith=asked.birth.removeprefix("~"))
    return where


def _named(asked: Asked) -> Q:
    """Return the records with a family name of one of the words, or nearly so.

    Where a given name agrees too, the first letter of the family name is enough.
    """
    where = Q(key_family__in=asked.family_keys)
    for key in asked.family_keys:
        where |= Q(key_family__startswith=f"{key} ") | Q(key_family__endswith=f" {key}")
    if len(asked.words) > 1:
        near = Q(pk=None)
        for key in asked.family_keys:
            near |= Q(key_family__startswith=key[0])
        where |= near & Q(key_given__in=asked.given_keys)
    return where


def _score(asked: Asked, record: Record) -> float:
    """Say how well a record answers: its name, and a birth date that agrees or not."""
    score = compare(asked.name, record.name).score if asked.words else 1.0
    if asked.birth and record.birth:
        agrees = record.birth.startswith(asked.birth) or asked.birth.startswith(
            record.birth
        )
        score *= 1.0 if agrees else 0.6
    return score
