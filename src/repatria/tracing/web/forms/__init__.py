"""What is asked about requests, families, letters, calls and notices."""

from repatria.tracing.web.forms.families import (
    ConflictForm,
    ConsentForm,
    PersonAnswerForm,
    TellingForm,
    WhoFiledForm,
)
from repatria.tracing.web.forms.letters import LetterForm, StepForm
from repatria.tracing.web.forms.others import (
    CandidateForm,
    PfifForm,
    ReopenForm,
    WithdrawForm,
)
from repatria.tracing.web.forms.requests import (
    CheckForm,
    ContactForm,
    LinkForm,
    RequestForm,
    SendForm,
    UnlinkForm,
)

__all__ = [
    "CandidateForm",
    "CheckForm",
    "ConflictForm",
    "ConsentForm",
    "ContactForm",
    "LetterForm",
    "LinkForm",
    "PersonAnswerForm",
    "PfifForm",
    "ReopenForm",
    "RequestForm",
    "SendForm",
    "StepForm",
    "TellingForm",
    "UnlinkForm",
    "WhoFiledForm",
    "WithdrawForm",
]
