"""Keeping where each request stands, so that many can be listed: from their events."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from repatria.shared.pieces import pieces
from repatria.tracing import queries
from repatria.tracing.core.withdrawals import Stands, stands
from repatria.tracing.models import (
    Candidate,
    Requester,
    RequestState,
    TracingRequest,
)

AT_A_TIME = 2_000


def settle(request: TracingRequest) -> RequestState:
    """Work out anew where one request stands."""
    turns = request.withdrawals.order_by("at", "pk").values_list("turn", flat=True)
    where = stands(list(turns), linked=bool(request.case_ref))
    waits = where is Stands.WAITING
    state, _new = RequestState.objects.update_or_create(
        request=request,
        defaults={
            "stands": where.value,
            "checked": _checked(request.requester),
            "candidates": queries.unanswered(request).count() if waits else 0,
        },
    )
    return state


def _checked(requester: Requester) -> str:
    check = queries.last_check(requester)
    if check is None:
        return "open"
    return "yes" if check.holds else "no"


def settle_requester(requester: Requester) -> None:
    """Work out anew where all requests of somebody stand."""
    for request in requester.requests.all():
        settle(request)


def count_candidates(requests: Iterable[int]) -> None:
    """Count anew the unanswered candidates of many requests, in pieces."""
    for piece in pieces(sorted(set(requests)), AT_A_TIME):
        open_ones = queries.still_unanswered(
            Candidate.objects.filter(request_id__in=piece)
        )
        counted = open_ones.order_by().values_list("request").annotate(n=Count("pk"))
        numbers = dict(counted)
        states = list(RequestState.objects.filter(request_id__in=piece))
        for state in states:
            waits = state.stands == Stands.WAITING
            state.candidates = numbers.get(state.request_id, 0) if waits else 0
        RequestState.objects.bulk_update(states, ["candidates"], batch_size=500)
