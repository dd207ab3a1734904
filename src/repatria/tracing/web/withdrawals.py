"""Taking a request back, and opening it again with a reason."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.tracing import doors, queries, services
from repatria.tracing.web.forms import ReopenForm, WithdrawForm


@page("tracing.request", methods=("GET", "HEAD", "POST"))
def withdraw_request(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what a withdrawal does, and record it."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.withdraw_request(
            actor=actor,
            request=asked,
            said_by=told["said_by"],
            cause=told["cause"],
            forget=told["forget"],
            at=datetime.now(UTC),
        )
        messages.success(
            request, _("Withdrawn. If the same request comes again, it is stopped.")
        )
        return redirect("tracing:request", ref=ref)
    opened = queries.opened_all([asked])[asked.pk]
    context = {"asked": asked, "form": form, "sought": opened.sought}
    return render(request, "tracing/withdraw.html", context)


@page("tracing.request", methods=("POST",))
def reopen(request: HttpRequest, ref: str) -> HttpResponse:
    """Open a withdrawn request again, for a reason."""
    actor = actor_of(request)
    asked = doors.open_request(actor, ref)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why it is open again."))
        return redirect("tracing:request", ref=ref)
    services.reopen_request(
        actor=actor,
        request=asked,
        reason=form.cleaned_data["reason"],
        at=datetime.now(UTC),
    )
    messages.success(request, _("Open again. The reason stays on record."))
    return redirect("tracing:request", ref=ref)
