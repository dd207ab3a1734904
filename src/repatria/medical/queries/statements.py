"""What is known about somebody's health, opened for those who may read it.

Nothing here asks who reads: pages come through the doors.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from repatria.access import vault
from repatria.medical.core.words import CATEGORY_WORDS, MODALITY_WORDS, Category
from repatria.medical.models import DeniedCare, HealthStatement
from repatria.medical.queries.owners import asked_under, owner

STATEMENT, CONDITION = "statement", "condition"


@dataclass(frozen=True, slots=True)
class Health:
    """One statement, opened.  None is unknown."""

    ref: str
    case_ref: str
    said_by: str
    said_on: str
    source_ref: str
    category: str
    text: str
    seriously: bool | None
    fit_to_travel: bool | None

    @property
    def category_words(self) -> str:
        """The category as a capture card words it, marked for translation."""
        return CATEGORY_WORDS[Category(self.category)]


@dataclass(frozen=True, slots=True)
class Denied:
    """One statement of denied care, opened.  An empty end is unknown."""

    ref: str
    case_ref: str
    condition: str
    text: str
    began: str
    ended: str
    duration_said: str
    said_by: str
    said_on: str
    modality: str
    source_ref: str

    @property
    def modality_words(self) -> str:
        """How it is said, marked for translation."""
        return MODALITY_WORDS[self.modality]  # type: ignore[index]


Said = TypeVar("Said", Health, Denied)


def health_of(case_ref: str) -> list[Health]:
    """Return every statement about a person's health, newest first."""
    return health_of_each([case_ref])[case_ref]


def health_of_each(case_refs: Iterable[str]) -> dict[str, list[Health]]:
    """Return the same for many people at once; what was erased is left out."""
    askers = asked_under(case_refs)
    rows = HealthStatement.objects.filter(case_ref__in=askers)
    opened = _opened(rows.order_by("-said_on", "-pk"))
    return _by_asker(askers, (_health(row, text) for row, text in opened))


def health_said(numbers: Collection[str] | None = None) -> list[Health]:
    """Return what was stated under these numbers, or under any; erased is left out."""
    held = HealthStatement.objects.order_by("said_on", "pk")
    rows = held if numbers is None else held.filter(case_ref__in=numbers)
    return [_health(row, text) for row, text in _opened(rows)]


def denied_care_of(case_ref: str) -> list[Denied]:
    """Return every statement of care denied to a person, in order of time."""
    return denied_care_of_each([case_ref])[case_ref]


def denied_care_of_each(case_refs: Iterable[str]) -> dict[str, list[Denied]]:
    """Return the same for many people at once; what was erased is left out."""
    askers = asked_under(case_refs)
    rows = list(DeniedCare.objects.filter(case_ref__in=askers).order_by("began", "pk"))
    texts = vault.open_texts(
        CONDITION, {owner(row.ref): bytes(row.sealed_condition) for row in rows}
    )
    opened = ((row, texts.get(owner(row.ref))) for row in rows)
    return _by_asker(askers, (_denied(row, text) for row, text in opened if text))


def denied_care(row: DeniedCare) -> Denied:
    """Open one statement of denied care."""
    sealed = bytes(row.sealed_condition)
    return _denied(row, vault.open_text(owner(row.ref), CONDITION, sealed))


def _by_asker(
    askers: Mapping[str, list[str]], said: Iterable[Said]
) -> dict[str, list[Said]]:
    """Gather what is said under the numbers that were asked for."""
    found: dict[str, list[Said]] = {
        case_ref: [] for asked in askers.values() for case_ref in asked
    }
    for one in said:
        for case_ref in askers[one.case_ref]:
            found[case_ref].append(one)
    return found


def _opened(
    rows: Iterable[HealthStatement],
) -> list[tuple[HealthStatement, str]]:
    held = list(rows)
    texts = vault.open_texts(
        STATEMENT, {owner(row.ref): bytes(row.sealed_statement) for row in held}
    )
    return [(row, texts[owner(row.ref)]) for row in held if owner(row.ref) in texts]


def _denied(row: DeniedCare, condition: str) -> Denied:
    told = json.loads(condition)
    return Denied(
        ref=row.ref,
        case_ref=row.case_ref,
        condition=told["condition"],
        text=told["text"],
        began=row.began,
        ended=row.ended,
        duration_said=row.duration_said,
        said_by=row.said_by,
        said_on=row.said_on,
        modality=row.modality,
        source_ref=row.source_ref,
    )


def _health(row: HealthStatement, statement: str) -> Health:
    told = json.loads(statement)
    return Health(
        ref=row.ref,
        case_ref=row.case_ref,
        said_by=row.said_by,
        said_on=row.said_on,
        source_ref=row.source_ref,
        category=told["category"],
        text=told["text"],
        seriously=told["seriously"],
        fit_to_travel=told["fit_to_travel"],
    )
