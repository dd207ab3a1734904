"""Everything that this room writes; each act is one transaction with its entry."""

from repatria.medical.services.commissions import (
    appoint,
    approve,
    put_before,
    set_up_commission,
    sit,
    take_back_of_commission,
)
from repatria.medical.services.decisions import (
    Found,
    carry_out,
    record_votes,
    take_back_step,
    tell_person,
    tell_power,
)
from repatria.medical.services.diagnoses import (
    record_diagnosis,
    take_back_diagnosis,
)
from repatria.medical.services.inspections import (
    Inspected,
    record_inspections,
    take_back_inspection,
)
from repatria.medical.services.statements import state_denied_care, state_health

__all__ = [
    "Found",
    "Inspected",
    "appoint",
    "approve",
    "carry_out",
    "put_before",
    "record_diagnosis",
    "record_inspections",
    "record_votes",
    "set_up_commission",
    "sit",
    "state_denied_care",
    "state_health",
    "take_back_diagnosis",
    "take_back_inspection",
    "take_back_of_commission",
    "take_back_step",
    "tell_person",
    "tell_power",
]
