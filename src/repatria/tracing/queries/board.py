"""Requests in their tens of thousands: filtered, counted, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from repatria.access import vault
from repatria.access.core.sealing import opened
from repatria.shared.pieces import a_page
from repatria.tracing.core.sought import Sought
from repatria.tracing.core.withdrawals import Stands
from repatria.tracing.models import (
    Notice,
    NoticeEvent,
    RequesterCheck,
    TracingRequest,
)

A_PAGE = 50
AGES = {"30": 30, "90": 90, "365": 365}
"""Ages by which the list is narrowed, in days."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests are asked for; empty asks for all.

    ``before`` is a cursor: a request's key, 0 for the first page.
    """

    stands: str = ""
    checked: str = ""
    candidates: bool = False
    older: str = ""
    before: int = 0


def visible(refs: Sequence[str] | None, by: str) -> QuerySet[TracingRequest]:
    """Return the requests that somebody may see.

    ``refs``: the numbers of the cases entrusted to them, None for all.  One linked to
    nobody is open to everybody of the room, and one's own stays one's own.
    """
    every = TracingRequest.objects.select_related("requester", "state")
    if refs is None:
        return every
    return every.filter(Q(case_ref="") | Q(recorded_by=by) | Q(case_ref__in=refs))


def page_of(
    requests: QuerySet[TracingRequest], wanted: Wanted, *, now: datetime
) -> tuple[list[TracingRequest], bool]:
    """Return a page of requests, the newest first, and whether there are more."""
    found = narrowed(requests, wanted, now=now)
    if wanted.before:
        found = found.filter(pk__lt=wanted.before)
    return a_page(found.order_by("-pk"), A_PAGE)


def narrowed(
    requests: QuerySet[TracingRequest], wanted: Wanted, *, now: datetime
) -> QuerySet[TracingRequest]:
    """Return those that fit."""
    if wanted.stands:
        requests = requests.filter(state__stands=wanted.stands)
    if wanted.checked:
        requests = requests.filter(state__checked=wanted.checked)
    if wanted.candidates:
        requests = requests.filter(state__candidates__gt=0)
    if wanted.older in AGES:
        since = now - timedelta(days=AGES[wanted.older])
        requests = requests.filter(received_at__lt=since)
    return requests


def counts(requests: QuerySet[TracingRequest]) -> dict[str, int]:
    """Count how many stand where; nobody is left out."""
    rows = requests.order_by().values_list("state__stands").annotate(n=Count("pk"))
    held = dict(rows)
    return {stands.value: held.get(stands.value, 0) for stands in Stands}


def with_candidates(requests: QuerySet[TracingRequest]) -> int:
    """Count those with candidates that nobody has answered."""
    waiting = requests.filter(state__candidates__gt=0)
    return waiting.exclude(state__stands=Stands.WITHDRAWN.value).count()


@dataclass(frozen=True, slots=True)
class Opened:
    """What a page shows of one request; None where its words were erased."""

    reader: str | None
    contact: str | None
    sought: Sought | None


def opened_all(requests: Sequence[TracingRequest]) -> dict[int, Opened]:
    """Open who asks and whom they seek, for many requests with one look at the keys."""
    keys = vault.keys_of(sorted({one.requester.owner for one in requests}))
    return {one.pk: _opened(one, keys.get(one.requester.owner)) for one in requests}


def _opened(request: TracingRequest, key: bytes | None) -> Opened:
    if key is None or not request.sealed_sought:
        return Opened(None, None, None)
    owner = request.requester.owner

    def text(field: str, sealed: bytes | memoryview) -> str:
        return opened(key, bytes(sealed), place=f"{owner}/{field}").decode()

    return Opened(
        reader=text("name", request.requester.sealed_name),
        contact=text("contact", request.requester.sealed_contact),
        sought=Sought.read(text(f"sought:{request.ref}", request.sealed_sought)),
    )


def last_checks(requests: Sequence[TracingRequest]) -> dict[int, RequesterCheck]:
    """Return the newest check of each requester, by requester."""
    keys = {one.requester_id for one in requests}
    rows = RequesterCheck.objects.filter(requester_id__in=keys).order_by("at", "pk")
    return {one.requester_id: one for one in rows}


def notices_now(requests: Sequence[TracingRequest]) -> dict[int, tuple[Notice, str]]:
    """Return each request's newest notice that is not withdrawn, with its state."""
    notices = Notice.objects.filter(request__in=requests).order_by("made_at", "pk")
    last = NoticeEvent.objects.filter(notice__in=notices).values("notice")
    newest = dict(last.annotate(last=Max("pk")).values_list("notice", "last"))
    kinds = dict(
        NoticeEvent.objects.filter(pk__in=newest.values()).values_list("notice", "kind")
    )
    return {
        one.request_id: (one, kinds[one.pk])
        for one in notices
        if kinds[one.pk] != "withdrawn"
    }
