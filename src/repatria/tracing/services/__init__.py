"""Every act of the room: requests, families, candidates, letters, calls, notices."""

from repatria.tracing.services.contact import (
    log_contact,
    refuse_to_ask,
)
from repatria.tracing.services.families import (
    decide_telling,
    record_answer_of_person,
    record_conflict,
    record_consent,
    tell_who_filed,
)
from repatria.tracing.services.finding import (
    answer_candidate,
    find_in_list,
    hear_of_list,
)
from repatria.tracing.services.letters import (
    record_letter,
    take_step,
)
from repatria.tracing.services.notices import (
    note_crossing,
    propose_for,
    propose_notice,
    send_notice,
    take_back_crossing,
    withdraw_notice,
)
from repatria.tracing.services.pfif import (
    end_those_over,
    export_pfif,
    import_pfif,
    offer_of_requests,
)
from repatria.tracing.services.requests import (
    arrived_again,
    check_requester,
    link_request,
    record_request,
    unlink_request,
)
from repatria.tracing.services.withdrawals import (
    refuse_withdrawn,
    reopen_request,
    withdraw_request,
)

__all__ = [
    "answer_candidate",
    "arrived_again",
    "check_requester",
    "decide_telling",
    "end_those_over",
    "export_pfif",
    "find_in_list",
    "hear_of_list",
    "import_pfif",
    "link_request",
    "log_contact",
    "note_crossing",
    "offer_of_requests",
    "propose_for",
    "propose_notice",
    "record_answer_of_person",
    "record_conflict",
    "record_consent",
    "record_letter",
    "record_request",
    "refuse_to_ask",
    "refuse_withdrawn",
    "reopen_request",
    "send_notice",
    "take_back_crossing",
    "take_step",
    "tell_who_filed",
    "unlink_request",
    "withdraw_notice",
    "withdraw_request",
]
