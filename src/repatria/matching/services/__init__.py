"""Every write of matching; one function, one act, one transaction."""

from repatria.matching.services.answers import (
    answer_needs_data,
    answer_unsure,
    decide_different,
    decide_same,
    undo,
)
from repatria.matching.services.batches import confirm_above, undo_confirmation
from repatria.matching.services.claims import claim, claim_first
from repatria.matching.services.replies import (
    prepare_reply,
    receive_reply,
    reply_payload,
)
from repatria.matching.services.runs import perform_run, start_run
from repatria.matching.services.thresholds import (
    require_four_eyes,
    set_threshold,
    sign_threshold,
    withdraw_threshold,
)
from repatria.matching.services.workbooks import (
    ask_workbook,
    offer_of_verdicts,
    perform_workbook,
)

__all__ = [
    "answer_needs_data",
    "answer_unsure",
    "ask_workbook",
    "claim",
    "claim_first",
    "confirm_above",
    "decide_different",
    "decide_same",
    "offer_of_verdicts",
    "perform_run",
    "perform_workbook",
    "prepare_reply",
    "receive_reply",
    "reply_payload",
    "require_four_eyes",
    "set_threshold",
    "sign_threshold",
    "start_run",
    "undo",
    "undo_confirmation",
    "withdraw_threshold",
]
