"""What families asked and were told, when the statement behind it is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.access import vault
from repatria.shared.pieces import pieces
from repatria.tracing.models import TracingRequest


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy the keys of those who asked in these statements and in no others.

    Their name and contact, what they wrote, and the notices to them go together.
    """
    del case_refs  # a family's request is a statement of its own
    named = set(records)
    asking: set[int] = set()
    for piece in pieces(named):
        held = TracingRequest.objects.filter(record_id__in=piece)
        asking |= set(held.values_list("requester_id", flat=True))
    kept, gone = set(), {}
    requests = TracingRequest.objects.filter(requester__in=asking)
    for request in requests.select_related("requester"):
        if request.record_id in named:
            gone[request.requester_id] = request.requester.owner
        else:
            kept.add(request.requester_id)
    owners = [owner for number, owner in gone.items() if number not in kept]
    return vault.erase_all(owners, at=at)
