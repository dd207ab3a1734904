"""Pages of the notices: what waits, what exactly goes out, what was sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.shared.errors import RepatriaError
from repatria.shared.text import say
from repatria.tracing import doors, queries, services
from repatria.tracing.core.notices import STATE_WORDS, TONES, NoticeState
from repatria.tracing.models import Notice
from repatria.tracing.services.notices import refuse_who_is_not_told
from repatria.tracing.web.about import person_answered
from repatria.tracing.web.forms import SendForm


@page("tracing.request")
def all_notices(request: HttpRequest) -> HttpResponse:
    """Show who waits to be told, who was told, and what was withdrawn."""
    actor = actor_of(request)
    early = {notice.pk for notice in queries.told_too_early()}
    groups = [
        {
            "state": state,
            "words": STATE_WORDS[state],
            "tone": TONES[state],
            "notices": [_row(each, early) for each in doors.notices_for(actor, held)],
        }
        for state, held in queries.notices_by_state().items()
    ]
    return render(request, "tracing/notices.html", {"groups": groups})


def _row(notice: Notice, early: set[int]) -> dict[str, Any]:
    requester = notice.request.requester
    return {
        "notice": notice,
        "reader": queries.name_of_requester(requester),
        "verified": queries.is_verified(requester),
        "early": notice.pk in early,
    }


@page("tracing.request")
def one_notice(request: HttpRequest, ref: str) -> HttpResponse:
    """Show exactly what goes out, or went out, before anybody sends it."""
    notice = doors.open_notice(actor_of(request), ref)
    return render(request, "tracing/notice.html", _context(notice))


def _context(notice: Notice, form: SendForm | None = None) -> dict[str, Any]:
    state = queries.notice_state(notice)
    requester = notice.request.requester
    return {
        "notice": notice,
        "state": state,
        "open": state is NoticeState.PROPOSED,
        "sent": state is NoticeState.SENT,
        "words": STATE_WORDS[state],
        "tone": TONES[state],
        "text": queries.text_of(notice),
        "reader": queries.name_of_requester(requester),
        "contact": queries.contact_of_requester(requester),
        "verified": queries.is_verified(requester),
        "crossed_on": queries.crossed_on(notice.case_ref),
        "events": [
            {"at": each.at, "by": each.by, "words": STATE_WORDS[NoticeState(each.kind)]}
            for each in notice.events.all()
        ],
        "form": form or SendForm(),
        "stop": _stop(notice),
        **person_answered(notice.request),
    }


def _stop(notice: Notice) -> dict[str, str] | None:
    """Return what keeps the notice from being sent, in the reader's words."""
    try:
        refuse_who_is_not_told(notice.request)
    except RepatriaError as refusal:
        told = {"what": refusal.what, "remedy": refusal.remedy}
        return {name: say(text, **refusal.facts) for name, text in told.items()}
    return None


@page("tracing.request", methods=("POST",))
def send(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the notice went out as it stands."""
    actor = actor_of(request)
    notice = doors.open_notice(actor, ref)
    form = SendForm(request.POST)
    form.full_clean()
    services.send_notice(
        actor=actor,
        notice=notice,
        agreed=form.cleaned_data["agreed"],
        at=datetime.now(UTC),
    )
    messages.success(
        request, _("Recorded as sent. Print it, or read it out on the telephone.")
    )
    return redirect("tracing:notice", ref=ref)


@page("tracing.request", methods=("POST",))
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the notice is not sent."""
    actor = actor_of(request)
    notice = doors.open_notice(actor, ref)
    services.withdraw_notice(
        actor=actor, notice=notice, reason="by-hand", at=datetime.now(UTC)
    )
    messages.success(request, _("Withdrawn. The family has been told nothing."))
    return redirect("tracing:notice", ref=ref)


@page("tracing.request")
def printed(request: HttpRequest, ref: str) -> HttpResponse:
    """Show a notice that was sent, as a letter."""
    notice = doors.open_notice(actor_of(request), ref)
    if queries.notice_state(notice) is not NoticeState.SENT:
        raise NothingHereError
    return render(request, "tracing/notice_print.html", _context(notice))
