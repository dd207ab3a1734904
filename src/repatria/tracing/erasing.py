"""What families asked and were told, when the statement behind it is erased."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from repatria.access import vault
from repatria.shared.pieces import pieces
from repatria.tracing.models import Letter, TracingRequest


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Destroy the keys of those who asked in these statements and in no others.

    Their name and contact, what they wrote, and the notices to them go together.  A
    letter goes with either of the two who wrote to each other.
    """
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
    asked = {number: owner for number, owner in gone.items() if number not in kept}
    letters = _letters(set(case_refs), set(asked))
    return vault.erase_all([*asked.values(), *letters], at=at)


def _letters(case_refs: set[str], requesters: set[int]) -> list[str]:
    """Return the owners of letters to or from these people, or these families."""
    held = Letter.objects.select_related("request")
    return [
        one.owner
        for one in held.iterator()
        if one.case_ref in case_refs or one.request.requester_id in requesters
    ]
