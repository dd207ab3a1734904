"""Everything that this room writes; each act is one transaction with its entry."""

from repatria.medical.services.inspections import (
    Inspected,
    record_inspections,
    take_back_inspection,
)
from repatria.medical.services.statements import state_denied_care, state_health

__all__ = [
    "Inspected",
    "record_inspections",
    "state_denied_care",
    "state_health",
    "take_back_inspection",
]
