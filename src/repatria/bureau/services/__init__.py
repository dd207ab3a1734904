"""Every act of the room."""

from repatria.bureau.services.certificates import To, issue, make, withdraw
from repatria.bureau.services.enquiries import (
    check_rows,
    confirm,
    decide,
    enquire,
    look_up_again,
    look_up_some,
    reply,
    tie,
)
from repatria.bureau.services.entries import (
    Piece,
    close,
    enter,
    rebuild_states,
    reopen,
)
from repatria.bureau.services.incoming import look_up_later
from repatria.bureau.services.policies import set_policy

__all__ = [
    "Piece",
    "To",
    "check_rows",
    "close",
    "confirm",
    "decide",
    "enquire",
    "enter",
    "issue",
    "look_up_again",
    "look_up_later",
    "look_up_some",
    "make",
    "rebuild_states",
    "reopen",
    "reply",
    "set_policy",
    "tie",
    "withdraw",
]
