"""Pages of the requests of families."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.shared.actors import Actor
from repatria.tracing import doors, queries, services
from repatria.tracing.core.notices import STATE_WORDS as NOTICE_WORDS
from repatria.tracing.core.notices import TONES as NOTICE_TONES
from repatria.tracing.core.relations import (
    CHECK_WORDS,
    RELATION_WORDS,
    CheckedBy,
    Relation,
)
from repatria.tracing.models import TracingRequest
from repatria.tracing.web.forms import CheckForm, LinkForm, RequestForm, UnlinkForm


@page("tracing.request")
def all_requests(request: HttpRequest) -> HttpResponse:
    """Show every request the reader may see: who still waits, who was told."""
    held = TracingRequest.objects.select_related("requester")
    shown = doors.requests_for(actor_of(request), held)
    context = {
        "waiting": [_row(each) for each in shown if not each.case_ref],
        "linked": [_row(each) for each in shown if each.case_ref],
    }
    return render(request, "tracing/requests.html", context)


def _row(request: TracingRequest) -> dict[str, Any]:
    return {
        "asked": request,
        "sought": queries.sought_in(request),
        "reader": queries.name_of_requester(request.requester),
        "relation": RELATION_WORDS[Relation(request.relation)],
        "check": queries.last_check(request.requester),
        **_notice_of(request),
    }


def _notice_of(request: TracingRequest) -> dict[str, Any]:
    notice = queries.open_notice_of(request)
    if notice is None:
        return {"notice": None}
    state = queries.notice_state(notice)
    return {
        "notice": notice,
        "notice_words": NOTICE_WORDS[state],
        "notice_tone": NOTICE_TONES[state],
    }


@page("tracing.request", methods=("GET", "HEAD", "POST"))
def new_request(request: HttpRequest) -> HttpResponse:
    """Take down what a family asks."""
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = services.record_request(
            actor=actor_of(request),
            name=told["name"],
            contact=told["contact"],
            relation=told["relation"],
            language=told["language"],
            sought=form.sought(),
            at=datetime.now(UTC),
        )
        messages.success(
            request, _("Recorded. Give the family this number: %(ref)s") % {"ref": made}
        )
        return redirect("tracing:request", ref=made.ref)
    return render(request, "tracing/new_request.html", {"form": form})


@page("tracing.request")
def one_request(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what a family asks, and who it may be about."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    return render(request, "tracing/request.html", _context(actor, asked))


def _context(
    actor: Actor, asked: TracingRequest, link_form: LinkForm | None = None
) -> dict[str, Any]:
    checks = [
        {"at": each.at, "holds": each.holds, "how": CHECK_WORDS[CheckedBy(each.how)]}
        for each in asked.requester.checks.all()
    ]
    linked = bool(asked.case_ref)
    return {
        **_row(asked),
        "contact": queries.contact_of_requester(asked.requester),
        "checks": checks,
        "decisions": asked.decisions.all(),
        "crossed_on": queries.crossed_on(asked.case_ref) if linked else None,
        "candidates": [] if linked else doors.candidates_for(actor, asked),
        "check_form": CheckForm(),
        "link_form": link_form or LinkForm(),
        "unlink_form": UnlinkForm(),
    }


@page("tracing.request", methods=("POST",))
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Write down that somebody checked who asks."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    form = CheckForm(request.POST)
    if form.is_valid():
        services.check_requester(
            actor=actor,
            requester=asked.requester,
            holds=form.cleaned_data["holds"] == "yes",
            how=form.cleaned_data["how"],
            at=datetime.now(UTC),
        )
        messages.success(request, _("The check is on record."))
    else:
        messages.error(request, _("Say how it was checked, and what came out."))
    return redirect("tracing:request", ref=ref)


@page("tracing.request", methods=("POST",))
def link(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide whom the request is about."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    form = LinkForm(request.POST, candidate=request.POST.get("candidate", ""))
    if not form.is_valid():
        context = _context(actor, asked, form)
        return render(request, "tracing/request.html", context, status=422)
    services.link_request(
        actor=actor,
        request=asked,
        case_ref=doors.known_case(form.chosen()),
        reasons=[form.cleaned_data["reasons"]],
        at=datetime.now(UTC),
    )
    messages.success(request, _("Linked. It can be taken back with a reason."))
    return redirect("tracing:request", ref=ref)


@page("tracing.request", methods=("POST",))
def unlink(request: HttpRequest, ref: str) -> HttpResponse:
    """Take back whom the request is about."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    form = UnlinkForm(request.POST)
    if form.is_valid():
        services.unlink_request(
            actor=actor,
            request=asked,
            reasons=[form.cleaned_data["reasons"]],
            at=datetime.now(UTC),
        )
        messages.success(request, _("Taken back. Both decisions stay on record."))
    else:
        messages.error(request, _("Say why this is not the person."))
    return redirect("tracing:request", ref=ref)


@page("tracing.request", methods=("POST",))
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """Propose the notice of this request; refused before the crossing."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    notice = services.propose_for(request=asked, at=datetime.now(UTC), actor=actor)
    return redirect("tracing:notice", ref=notice.ref)
