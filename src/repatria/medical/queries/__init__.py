"""What is known about health: statements, inspections, who is still held."""

from repatria.medical.queries.owners import owner
from repatria.medical.queries.statements import (
    CONDITION,
    STATEMENT,
    Denied,
    Health,
    denied_care,
    denied_care_of,
    denied_care_of_each,
    health_of,
    health_of_each,
    health_said,
)

__all__ = [
    "CONDITION",
    "STATEMENT",
    "Denied",
    "Health",
    "denied_care",
    "denied_care_of",
    "denied_care_of_each",
    "health_of",
    "health_of_each",
    "health_said",
    "owner",
]
