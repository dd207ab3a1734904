"""What is known about somebody's health, opened for those who may read it.

Nothing here asks who reads: pages come through the doors.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from repatria.access import vault
from repatria.access.core.sealing import opened
from repatria.medical.core.words import CATEGORY_WORDS, MODALITY_WORDS, Category
from repatria.medical.models import DeniedCare, HealthStatement
from repatria.register import queries as register

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


def owner(ref: str) -> str:
    """Return the owner of the key that seals one statement."""
    return f"medical:{ref}"


def health_of(case_ref: str) -> list[Health]:
    """Return every statement about a person's health, newest first."""
    numbers = register.numbers_of(case_ref) or [case_ref]
    rows = HealthStatement.objects.filter(case_ref__in=numbers)
    newest_first = rows.order_by("-said_on", "-pk")
    return [_health(row, _opened(row)) for row in newest_first]


def newest_health(case_refs: Iterable[str]) -> dict[str, Health]:
    """Return the newest statement about each person who has one, in one go."""
    wanted = frozenset(case_refs)
    rows = HealthStatement.objects.order_by("said_on", "pk")
    # Ordered by day: of each person the last one stays.
    newest = {row.case_ref: row for row in rows if row.case_ref in wanted}
    keys = vault.keys_of([owner(row.ref) for row in newest.values()])
    return {
        case_ref: _health(row, _opened_with(keys, row))
        for case_ref, row in newest.items()
        if owner(row.ref) in keys
    }


def denied_care_of(case_ref: str) -> list[Denied]:
    """Return every statement of care denied to a person, in order of time."""
    numbers = register.numbers_of(case_ref) or [case_ref]
    rows = DeniedCare.objects.filter(case_ref__in=numbers)
    return [denied_care(row) for row in rows.order_by("began", "pk")]


def denied_care(row: DeniedCare) -> Denied:
    """Open one statement of denied care."""
    told = json.loads(
        vault.open_text(owner(row.ref), CONDITION, bytes(row.sealed_condition))
    )
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


def _opened(row: HealthStatement) -> str:
    return vault.open_text(owner(row.ref), STATEMENT, bytes(row.sealed_statement))


def _opened_with(keys: Mapping[str, bytes], row: HealthStatement) -> str:
    place = f"{owner(row.ref)}/{STATEMENT}"
    sealed = bytes(row.sealed_statement)
    return opened(keys[owner(row.ref)], sealed, place=place).decode()


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
