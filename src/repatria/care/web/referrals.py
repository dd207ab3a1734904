"""Pages of referrals."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.care import doors, services
from repatria.care.core.referrals import ReferralState
from repatria.care.web.forms import ReferralForm
from repatria.medical.queries import denied_care_of
from repatria.register.queries import name_of


@page("care.refer", methods=("GET", "HEAD", "POST"))
def new_referral(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Send somebody to treatment, for one in answer to care that was denied."""
    actor = actor_of(request)
    doors.open_care(actor, case_ref, right=doors.REFER)
    denied = denied_care_of(case_ref)
    first = denied[0].ref if len(denied) == 1 else ""
    form = ReferralForm(
        request.POST or None, denied=denied, initial={"because_ref": first}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        services.refer(
            actor=actor,
            case_ref=case_ref,
            to=told["to"],
            reason=told["reason"],
            urgency=told["urgency"],
            because_ref=told["because_ref"],
            at=datetime.now(UTC),
        )
        messages.success(request, _("The referral is made."))
        return redirect("care:case", case_ref=case_ref)
    context = {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "denied": denied,
        "form": form,
    }
    return render(request, "care/refer.html", context)


@page("care.refer", methods=("POST",))
def move(request: HttpRequest, case_ref: str, ref: str) -> HttpResponse:
    """Record that a referral came to another state."""
    actor = actor_of(request)
    referral = doors.open_referral(actor, case_ref, ref)
    asked = request.POST.get("state", "")
    if asked in {state.value for state in ReferralState}:
        services.move_referral(
            actor=actor, referral=referral, state=asked, at=datetime.now(UTC)
        )
        messages.success(request, _("Recorded."))
    return redirect("care:case", case_ref=case_ref)
