"""The tables of the room: what is said, inspections, commissions."""

from repatria.medical.models.commissions import (
    Commission,
    CommissionAct,
    Examination,
    Member,
    Sat,
    Sitting,
)
from repatria.medical.models.inspections import Inspection
from repatria.medical.models.said import (
    DeniedCare,
    Diagnosis,
    HealthStatement,
    TakenBack,
)

__all__ = [
    "Commission",
    "CommissionAct",
    "DeniedCare",
    "Diagnosis",
    "Examination",
    "HealthStatement",
    "Inspection",
    "Member",
    "Sat",
    "Sitting",
    "TakenBack",
]
