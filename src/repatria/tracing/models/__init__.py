"""Who asks, about whom, what was tried, what families were told and may be told."""

from repatria.tracing.models.arrivals import Arrival, PfifExport, RequestNote
from repatria.tracing.models.families import (
    Consent,
    FamilyConflict,
    PersonAnswer,
    TellingDecision,
    WhoFiledAnswer,
)
from repatria.tracing.models.finding import Candidate, CandidateAnswer
from repatria.tracing.models.letters import Letter, LetterEvent
from repatria.tracing.models.requests import (
    ContactEvent,
    CrossingWord,
    Notice,
    NoticeEvent,
    Requester,
    RequesterCheck,
    RequestLink,
    TracingRequest,
)
from repatria.tracing.models.withdrawals import (
    RequestState,
    Withdrawal,
    WithdrawnPrint,
)

__all__ = [
    "Arrival",
    "Candidate",
    "CandidateAnswer",
    "Consent",
    "ContactEvent",
    "CrossingWord",
    "FamilyConflict",
    "Letter",
    "LetterEvent",
    "Notice",
    "NoticeEvent",
    "PersonAnswer",
    "PfifExport",
    "RequestLink",
    "RequestNote",
    "RequestState",
    "Requester",
    "RequesterCheck",
    "TellingDecision",
    "TracingRequest",
    "WhoFiledAnswer",
    "Withdrawal",
    "WithdrawnPrint",
]
