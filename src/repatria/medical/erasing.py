"""What was said of somebody's health, when nothing else is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.access import vault
from repatria.medical.models import DeniedCare, HealthStatement
from repatria.medical.queries import owner


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy the keys of what was said about these people's health."""
    del records
    gone = set(case_refs)
    refs: list[str] = []
    for model in (HealthStatement, DeniedCare):
        held = model._default_manager.exclude(case_ref="")
        told = held.values_list("case_ref", "ref")
        refs += [ref for case_ref, ref in told.iterator() if case_ref in gone]
    return vault.erase_all(map(owner, refs), at=at)
