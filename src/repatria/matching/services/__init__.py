"""Every write of matching; one function, one act, one transaction."""

from repatria.matching.services.answers import (
    answer_needs_data,
    answer_unsure,
    confirm_above,
    decide_different,
    decide_same,
    undo,
    undo_confirmation,
)
from repatria.matching.services.replies import (
    prepare_reply,
    receive_reply,
    reply_payload,
)
from repatria.matching.services.runs import perform_run, start_run

__all__ = [
    "answer_needs_data",
    "answer_unsure",
    "confirm_above",
    "decide_different",
    "decide_same",
    "perform_run",
    "prepare_reply",
    "receive_reply",
    "reply_payload",
    "start_run",
    "undo",
    "undo_confirmation",
]
