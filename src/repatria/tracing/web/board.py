"""The list of requests: filtered, counted, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from repatria.access import doors as access
from repatria.access.web.requests import actor_of, number_in, page
from repatria.tracing import doors, queries
from repatria.tracing.core.notices import STATE_WORDS as NOTICE_WORDS
from repatria.tracing.core.notices import TONES as NOTICE_TONES
from repatria.tracing.core.notices import NoticeState
from repatria.tracing.core.relations import RELATION_WORDS, Relation
from repatria.tracing.core.withdrawals import STANDS_TONES, STANDS_WORDS, Stands
from repatria.tracing.models import TracingRequest

CHECKED = (
    ("open", _("Nobody has checked")),
    ("yes", _("Checked")),
    ("no", _("Does not hold")),
)
OLDER = (
    ("30", _("Older than 30 days")),
    ("90", _("Older than 90 days")),
    ("365", _("Older than a year")),
)


@page("tracing.request")
def all_requests(request: HttpRequest) -> HttpResponse:
    """Show who asks, who still waits and since when, a page at a time."""
    actor, now = actor_of(request), datetime.now(UTC)
    wanted = _wanted(request)
    visible = doors.visible_requests(actor)
    shown, more = queries.page_of(visible, wanted, now=now)
    doors.shown_on_page(shown)
    context = {
        "rows": _rows(shown, now=now),
        "counts": [
            {
                "stands": Stands(code),
                "words": STANDS_WORDS[Stands(code)],
                "tone": STANDS_TONES[Stands(code)],
                "n": number,
            }
            for code, number in queries.counts(visible).items()
        ],
        "with_candidates": queries.with_candidates(visible),
        "wanted": wanted,
        "checked_choices": CHECKED,
        "older_choices": OLDER,
        "next": _next(wanted, shown[-1]) if more else "",
        "may_pfif": access.may(actor, "tracing.pfif"),
    }
    return render(request, "tracing/requests.html", context)


def _wanted(request: HttpRequest) -> queries.Wanted:
    """Read the filters of the address; what is none of them asks for all."""
    told = request.GET
    return queries.Wanted(
        stands=told.get("stands", "") if told.get("stands") in set(Stands) else "",
        checked=told.get("checked", "") if told.get("checked") in dict(CHECKED) else "",
        candidates=told.get("candidates") == "yes",
        older=told.get("older", "") if told.get("older") in dict(OLDER) else "",
        before=number_in(request, "before"),
    )


def _next(wanted: queries.Wanted, last: TracingRequest) -> str:
    """Return the address of the page behind the request that is shown last."""
    told = {
        "stands": wanted.stands,
        "checked": wanted.checked,
        "candidates": "yes" if wanted.candidates else "",
        "older": wanted.older,
        "before": str(last.pk),
    }
    return "?" + urlencode({name: value for name, value in told.items() if value})


def _rows(requests: Sequence[TracingRequest], *, now: datetime) -> list[dict[str, Any]]:
    """Gather what each line shows, with one look at the database for all of them."""
    opened = queries.opened_all(requests)
    checks = queries.last_checks(requests)
    notices = queries.notices_now(requests)
    return [
        {
            "asked": one,
            "sought": opened[one.pk].sought,
            "reader": opened[one.pk].reader,
            "relation": RELATION_WORDS[Relation(one.relation)],
            "check": checks.get(one.requester_id),
            "stands": STANDS_WORDS[Stands(one.state.stands)],
            "tone": STANDS_TONES[Stands(one.state.stands)],
            "days": (now - one.received_at).days,
            **_notice(notices.get(one.pk)),
        }
        for one in requests
    ]


def _notice(held: tuple[Any, str] | None) -> dict[str, Any]:
    if held is None:
        return {"notice": None}
    state = NoticeState(held[1])
    return {
        "notice": held[0],
        "notice_words": NOTICE_WORDS[state],
        "notice_tone": NOTICE_TONES[state],
    }
