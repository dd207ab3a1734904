"""Whose keys seal what this room keeps, and what was taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from repatria.medical.models import TakenBack
from repatria.register import queries as register


def owner(ref: str) -> str:
    """Return the owner of the key that seals what stands under one number."""
    return f"medical:{ref}"


def taken_back() -> QuerySet[TakenBack, str]:
    """Return the numbers of what was taken back."""
    return TakenBack.objects.order_by().values_list("about", flat=True)


def asked_under(case_refs: Iterable[str]) -> dict[str, list[str]]:
    """Return for each number of these people under which of them it was asked for."""
    wanted = list(case_refs)
    known = register.numbers_of_each(wanted)
    found: dict[str, list[str]] = {}
    for case_ref in wanted:
        for number in known.get(case_ref, [case_ref]):
            found.setdefault(number, []).append(case_ref)
    return found
