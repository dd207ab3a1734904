"""Every write of the room: one function, one act, one transaction.

>>> from repatria.accountability import services
>>> callable(services.record_allegation)
True
"""

from repatria.accountability.services.aftermath import (
    assess,
    open_proceeding,
    record_proceeding_state,
    record_undertaking,
)
from repatria.accountability.services.allegations import (
    Role,
    count_instance,
    record_allegation,
    record_answer,
    record_condition_claim,
)
from repatria.accountability.services.claims import correct_claim, tie_to_person
from repatria.accountability.services.evidence import (
    add_evidence,
    note_unseen_interval,
    record_scene_claim,
    record_shown_consent,
)
from repatria.accountability.services.files import (
    Upload,
    check_integrity,
    keep_file,
    note_moved,
    open_original,
    open_preview,
)
from repatria.accountability.services.incidents import correct_incident, open_incident

__all__ = [
    "Role",
    "Upload",
    "add_evidence",
    "assess",
    "check_integrity",
    "correct_claim",
    "correct_incident",
    "count_instance",
    "keep_file",
    "note_moved",
    "note_unseen_interval",
    "open_incident",
    "open_original",
    "open_preview",
    "open_proceeding",
    "record_allegation",
    "record_answer",
    "record_condition_claim",
    "record_proceeding_state",
    "record_scene_claim",
    "record_shown_consent",
    "record_undertaking",
    "tie_to_person",
]
