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
from repatria.matching.models import Run
from repatria.matching.queries import rules
from repatria.matching.report.figures import percent
from repatria.matching.web.forms import ThresholdForm
from repatria.matching.web.queues import measured


@page("matching.decide", methods=("GET", "HEAD", "POST"))
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Say how many proposals would be confirmed, and by which rule; then confirm."""
    actor = actor_of(request)
    run = doors.open_run(actor, number, right="matching.decide")
    rule = rules.threshold_in_force()
    least = rule.value if rule else 1.0
    form = ThresholdForm(
        request.POST or request.GET or {"threshold": f"{least:g}"}, least=least
    )
    threshold = form.cleaned_data["threshold"] if form.is_valid() else least
    if request.method == "POST":
        return _confirm(request, run, _asked_for(request, threshold))
    told = {
        "run": run,
        "rule": rule,
        "own": rule is not None and rule.set_by == actor.ref,
        "form": form,
        "threshold": f"{threshold:g}",
        "percent": percent(threshold, 1),
        "before": queries.before_confirming(run, threshold),
        **measured(),
    }
    return render(request, "matching/confirm.html", told)


def _asked_for(request: HttpRequest, offered: float) -> float:
    """Return what was sent: the service refuses what is not offered."""
    try:
        return float(request.POST.get("threshold", offered))
    except ValueError:
        return offered


def _confirm(request: HttpRequest, run: Run, threshold: float) -> HttpResponse:
    count = services.confirm_above(
        actor=actor_of(request), run=run, threshold=threshold, at=datetime.now(UTC)
    )
    said = ngettext(
        "%(count)d pair is confirmed as one person.",
        "%(count)d pairs are confirmed as one person each.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("matching:run", number=run.pk)


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
