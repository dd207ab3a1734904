"""Pages of one request: taken down, checked, linked, answered."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.register.models import Record
from repatria.shared.text import say
from repatria.tracing import doors, services
from repatria.tracing.core.errors import WithdrawnBeforeError
from repatria.tracing.models import TracingRequest
from repatria.tracing.web.about import context_of
from repatria.tracing.web.forms import (
    CandidateForm,
    CheckForm,
    LinkForm,
    RequestForm,
    UnlinkForm,
)


@page("tracing.request", methods=("GET", "HEAD", "POST"))
def new_request(request: HttpRequest) -> HttpResponse:
    """Take down what a family asks; one that was withdrawn needs a reason."""
    form = RequestForm(request.POST or None)
    before = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _record(request, form)
        except WithdrawnBeforeError as refusal:
            before = refusal
            form.ask_why()
        else:
            told = _("Recorded. Give the family this number: %(ref)s") % {"ref": made}
            messages.success(request, told)
            return redirect("tracing:request", ref=made.ref)
    context = {
        "form": form,
        "before": before,
        "what": say(before.what, **before.facts) if before else "",
        "remedy": say(before.remedy) if before else "",
    }
    status = 409 if before else 200
    return render(request, "tracing/new_request.html", context, status=status)


def _record(request: HttpRequest, form: RequestForm) -> TracingRequest:
    told = form.cleaned_data
    return services.record_request(
        actor=actor_of(request),
        name=told["name"],
        contact=told["contact"],
        relation=told["relation"],
        language=told["language"],
        sought=form.sought(),
        reason=told["reason"].strip(),
        at=datetime.now(UTC),
    )


@page("tracing.request")
def one_request(request: HttpRequest, ref: str) -> HttpResponse:
    """Show what a family asks, what was agreed, and who it may be about."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    context = context_of(actor, asked, at=datetime.now(UTC))
    return render(request, "tracing/request.html", context)


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
    actor, now = actor_of(request), datetime.now(UTC)
    asked = doors.open_request(actor, ref)
    form = LinkForm(request.POST, candidate=request.POST.get("candidate", ""))
    if not form.is_valid():
        context = context_of(actor, asked, at=now, link_form=form)
        return render(request, "tracing/request.html", context, status=422)
    services.link_request(
        actor=actor,
        request=asked,
        case_ref=doors.known_case(form.chosen()),
        reasons=[form.cleaned_data["reasons"]],
        at=now,
    )
    messages.success(request, _("Linked. It can be taken back with a reason."))
    return redirect("tracing:request", ref=ref)


@page("tracing.request", methods=("POST",))
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer whether a candidate is whom the family seeks."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    form = CandidateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say whether this is the person, and why."))
        return redirect("tracing:request", ref=ref)
    services.answer_candidate(
        actor=actor,
        request=asked,
        record=_among(actor, asked, form.cleaned_data["record"]),
        said=form.cleaned_data["said"],
        reason=form.cleaned_data["reason"],
        at=datetime.now(UTC),
    )
    messages.success(request, _("Your answer is on record. No family was told."))
    return redirect("tracing:request", ref=ref)


def _among(actor: Any, asked: TracingRequest, record: int) -> Record:
    """Return the record of a candidate that this very page offers."""
    for each in doors.candidates_for(actor, asked):
        if each.record.pk == record:
            return each.record
    raise NothingHereError


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
