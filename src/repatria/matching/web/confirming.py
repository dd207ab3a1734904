"""Confirming many proposals in one act, and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from repatria.access.web.requests import actor_of, page
from repatria.matching import doors, queries, services
from repatria.matching.web.forms import ThresholdForm


@page("matching.decide", methods=("GET", "HEAD", "POST"))
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Say how many proposals would be confirmed, then confirm them."""
    actor = actor_of(request)
    run = doors.open_run(actor, number, right="matching.decide")
    form = ThresholdForm(request.POST or request.GET or None)
    if not form.is_valid():
        return redirect("matching:run", number=run.pk)
    threshold: float = form.cleaned_data["threshold"]
    if request.method == "POST":
        count = services.confirm_above(
            actor=actor, run=run, threshold=threshold, at=datetime.now(UTC)
        )
        said = ngettext(
            "%(count)d pair is confirmed as one person.",
            "%(count)d pairs are confirmed as one person each.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect("matching:run", number=run.pk)
    told = {
        "run": run,
        "threshold": form.data["threshold"],
        "percent": round(threshold * 100),
        "before": queries.before_confirming(run, threshold),
    }
    return render(request, "matching/confirm.html", told)


@page("matching.decide", methods=("POST",))
def undo(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a confirmation back."""
    actor = actor_of(request)
    held = doors.open_confirmation(actor, ref)
    count = services.undo_confirmation(
        actor=actor, confirmation=held, at=datetime.now(UTC)
    )
    messages.success(
        request, _("Taken back: %(count)d pairs wait again.") % {"count": count}
    )
    return redirect("matching:run", number=held.run_id)
