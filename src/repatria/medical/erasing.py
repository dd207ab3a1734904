"""What was said of somebody's health, when nothing else is left of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.access import vault
from repatria.medical.models import (
    DeniedCare,
    Diagnosis,
    Examination,
    HealthStatement,
    Inspection,
)
from repatria.medical.queries import owner
from repatria.shared.pieces import pieces

_SEALED = (HealthStatement, DeniedCare, Inspection, Examination, Diagnosis)


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy the keys of what was said about these people's health."""
    del records
    refs: list[str] = []
    for some in pieces(set(case_refs)):
        for model in _SEALED:
            held = model._default_manager.filter(case_ref__in=some)
            refs += held.values_list("ref", flat=True)
    return vault.erase_all(map(owner, refs), at=at)
