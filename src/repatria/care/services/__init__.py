"""Every act of care after return."""

from repatria.care.services.left_alone import ask_to_be_left_alone, take_back
from repatria.care.services.referrals import move_referral, refer
from repatria.care.services.stages import record_stage, undo_last_stage
from repatria.care.services.visits import record_visit

__all__ = [
    "ask_to_be_left_alone",
    "move_referral",
    "record_stage",
    "record_visit",
    "refer",
    "take_back",
    "undo_last_stage",
]
