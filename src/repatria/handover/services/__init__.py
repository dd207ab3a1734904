"""Every act of a handover: planned, listed, checked in, crossed, receipted, sent."""

from repatria.handover.services.crossing import (
    check_in,
    confirm_all_here,
    confirm_crossing,
    not_crossed,
    undo_last,
)
from repatria.handover.services.manifests import (
    make_manifest,
    record_departure,
    sign_manifest,
)
from repatria.handover.services.planning import plan_handover
from repatria.handover.services.receipts import (
    make_receipt,
    outdated,
    sign_receipt,
)
from repatria.handover.services.sending import send_manifest, send_receipt
from repatria.handover.services.substitutions import reserves_for, substitute

__all__ = [
    "check_in",
    "confirm_all_here",
    "confirm_crossing",
    "make_manifest",
    "make_receipt",
    "not_crossed",
    "outdated",
    "plan_handover",
    "record_departure",
    "reserves_for",
    "send_manifest",
    "send_receipt",
    "sign_manifest",
    "sign_receipt",
    "substitute",
    "undo_last",
]
