"""The tables of what is alleged and answered; every one of them only grows."""

from repatria.accountability.models.aftermath import (
    Assessment,
    Proceeding,
    ProceedingEvent,
    Undertaking,
)
from repatria.accountability.models.claims import (
    Allegation,
    Answer,
    Claim,
    ConditionClaim,
    Involved,
    PatternInstance,
    Tie,
)
from repatria.accountability.models.evidence import (
    CustodyEvent,
    EvidenceFile,
    EvidenceItem,
    SceneClaim,
    ShownConsent,
    UnseenInterval,
)
from repatria.accountability.models.incidents import Incident, IncidentOutline

__all__ = [
    "Allegation",
    "Answer",
    "Assessment",
    "Claim",
    "ConditionClaim",
    "CustodyEvent",
    "EvidenceFile",
    "EvidenceItem",
    "Incident",
    "IncidentOutline",
    "Involved",
    "PatternInstance",
    "Proceeding",
    "ProceedingEvent",
    "SceneClaim",
    "ShownConsent",
    "Tie",
    "Undertaking",
    "UnseenInterval",
]
