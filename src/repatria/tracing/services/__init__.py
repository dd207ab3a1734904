"""Every act of the room: requests, the log of calls, crossings heard of, notices."""

from repatria.tracing.services.contact import log_contact, refuse_to_ask
from repatria.tracing.services.notices import (
    note_crossing,
    propose_for,
    propose_notice,
    send_notice,
    take_back_crossing,
    withdraw_notice,
)
from repatria.tracing.services.requests import (
    check_requester,
    link_request,
    record_request,
    unlink_request,
)

__all__ = [
    "check_requester",
    "link_request",
    "log_contact",
    "note_crossing",
    "propose_for",
    "propose_notice",
    "record_request",
    "refuse_to_ask",
    "send_notice",
    "take_back_crossing",
    "unlink_request",
    "withdraw_notice",
]
