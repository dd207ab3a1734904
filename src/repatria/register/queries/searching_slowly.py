"""The search that the database answers itself, until the index is in memory."""

from __future__ import annotations

from django.db.models import Case, Q, Value, When

from repatria.names.compare import compare
from repatria.register.core.search import Asked, number_key
from repatria.register.models import Record

MOST_LOOKED_AT = 500
ALIKE_FROM = 0.3
_ENOUGH = 4  # digits by which a number is kept, see engine.rows.search_keys
_OTHER_BIRTH = 0.6
Answered = tuple[Record, str, float, tuple[str, ...]]


def search_in_database(asked: Asked, only: list[int] | None) -> list[Answered]:
    """Return record, case number, score and reasons, one for each person.

    ``only`` are the records (their numbers) that may be found; None: any.
    """
    held = Record.objects.filter(_where(asked))
    if only is not None:
        held = held.filter(pk__in=only)
    rows = held.select_related("source", "source_file", "membership__person")
    # Of masses of namesakes those are looked at whose given name agrees as well.
    both = Case(When(key_given__in=asked.given_keys, then=Value(0)), default=Value(1))
    best: dict[str, Answered] = {}
    for record in rows.order_by(both, "-said_on", "-pk")[:MOST_LOOKED_AT]:
        score, why = _scored(asked, record)
        ref = record.membership.person.case_ref
        if score >= ALIKE_FROM and (ref not in best or score > best[ref][2]):
            best[ref] = (record, ref, score, why)
    return sorted(best.values(), key=lambda one: (-one[2], one[0].pk))


def _where(asked: Asked) -> Q:
    """Return which records are worth a closer look."""
    where = Q()
    if asked.words:
        where &= _named(asked)
    for number in asked.numbers:
        where &= _numbered(number)
    for word in (*asked.places, *asked.units):
        where &= _told(word)
    if asked.born and not asked.words:
        where &= _born(asked)
    return where


def _numbered(number: str) -> Q:
    digits = "".join(letter for letter in number if letter.isdigit())
    where = Q(own_id__iexact=number)
    if len(digits) >= _ENOUGH:
        where |= Q(key_number=digits)
    return where | Q(key_number=number_key(number))


def _told(word: str) -> Q:
    columns = ("birth_place", "captured_at", "place", "unit")
    where = Q()
    for column in columns:
        where |= Q(**{f"{column}__icontains": word})
    return where


def _born(asked: Asked) -> Q:
    born = asked.born
    if born is None or not born.first_year:
        return Q()
    if born.start:
        return Q(birth__startswith=born.start)
    return Q(birth__gte=f"{born.first_year:04}", birth__lt=f"{born.last_year + 1:04}")


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


def _scored(asked: Asked, record: Record) -> tuple[float, tuple[str, ...]]:
    """Say how well a record answers: its name, and a birth date that agrees or not."""
    if not asked.words:
        return 1.0, ()
    compared = compare(asked.name, record.name)
    score = compared.score
    if asked.born and asked.born.start and record.birth:
        start = asked.born.start
        agrees = record.birth.startswith(start) or start.startswith(record.birth)
        score *= 1.0 if agrees else _OTHER_BIRTH
    return score, compared.reasons
