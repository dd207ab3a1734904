"""The tables of the room: what is said, inspections, commissions."""

from repatria.medical.models.inspections import Inspection
from repatria.medical.models.said import DeniedCare, HealthStatement, TakenBack

__all__ = ["DeniedCare", "HealthStatement", "Inspection", "TakenBack"]
