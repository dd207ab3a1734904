"""Every write of the room: receive a report, decide on its drafts, tie a testimony."""

from repatria.reports.services.decide import confirm, reject, undo
from repatria.reports.services.receive import Received, receive_report
from repatria.reports.services.testimonies import tie_testimony

__all__ = [
    "Received",
    "confirm",
    "receive_report",
    "reject",
    "tie_testimony",
    "undo",
]
