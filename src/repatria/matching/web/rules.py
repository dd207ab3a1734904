"""The rules of review: the signed threshold, and whether two have to look."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.matching import doors, services
from repatria.matching.models import Threshold
from repatria.matching.queries import rules
from repatria.matching.web.forms import FourEyesForm, SetThresholdForm, SignatureForm
from repatria.matching.web.queues import measured

_SHOWN = 20
_FOUR_EYES = "four-eyes"  # two forms on a page: their fields are told apart


@page("matching.threshold", methods=("GET", "HEAD", "POST"))
def thresholds(request: HttpRequest) -> HttpResponse:
    """Show which rules are in force, and write down a new threshold."""
    actor = actor_of(request)
    form = SetThresholdForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.set_threshold(
            actor=actor,
            value=form.cleaned_data["value"] / 100,
            reason=form.cleaned_data["reason"],
            at=datetime.now(UTC),
        )
        return redirect("matching:threshold", made.ref)
    return _rules(request, form, FourEyesForm(prefix=_FOUR_EYES))


def _rules(
    request: HttpRequest, form: SetThresholdForm, four_eyes_form: FourEyesForm
) -> HttpResponse:
    told = {
        "form": form,
        "in_force": rules.threshold_in_force(),
        "thresholds": Threshold.objects.all()[:_SHOWN],
        "four_eyes": rules.four_eyes_rule(),
        "four_eyes_form": four_eyes_form,
        **measured(),
    }
    return render(request, "matching/rules.html", told)


@page("matching.threshold", methods=("GET", "HEAD", "POST"))
def threshold(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one threshold with the very text that is signed, and take the signature."""
    actor = actor_of(request)
    held = doors.open_threshold(actor, ref)
    form = SignatureForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.sign_threshold(
            actor=actor, threshold=held, signature=form.content(), at=datetime.now(UTC)
        )
        messages.success(request, _("Signed: the threshold is in force."))
        return redirect("matching:thresholds")
    in_force = rules.threshold_in_force()
    told = {"threshold": held, "form": form, "in_force": in_force == held}
    return render(request, "matching/threshold.html", told)


@page("matching.threshold")
def document(request: HttpRequest, ref: str) -> HttpResponse:
    """Give the text that is to be signed, byte for byte."""
    held = doors.open_threshold(actor_of(request), ref)
    answer = HttpResponse(held.document, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="threshold-{held.ref}.json"'
    return answer


@page("matching.threshold", methods=("POST",))
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw a threshold."""
    actor = actor_of(request)
    held = doors.open_threshold(actor, ref)
    services.withdraw_threshold(actor=actor, threshold=held, at=datetime.now(UTC))
    messages.success(request, _("Withdrawn: nothing is confirmed together by it."))
    return redirect("matching:thresholds")


@page("matching.four-eyes", methods=("POST",))
def four_eyes(request: HttpRequest) -> HttpResponse:
    """Say whether a decision needs a second person from now on."""
    form = FourEyesForm(request.POST, prefix=_FOUR_EYES)
    if not form.is_valid():
        return _rules(request, SetThresholdForm(), form)
    made = services.require_four_eyes(
        actor=actor_of(request),
        required=form.cleaned_data["required"],
        reason=form.cleaned_data["reason"],
        at=datetime.now(UTC),
    )
    said = (
        _("From now on a decision needs a second, different person.")
        if made.required
        else _("From now on one person decides.")
    )
    messages.success(request, said)
    return redirect("matching:thresholds")
