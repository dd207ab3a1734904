"""The page of the request to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.models import LeftAloneRequest
from repatria.access.numbers import all_numbers
from repatria.access.queries import left_alone_since
from repatria.access.web.requests import actor_of, page
from repatria.care import doors, services
from repatria.register.queries import name_of


@page("care.left-alone", methods=("GET", "HEAD", "POST"))
def left_alone(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Record that somebody wants to be left alone, or takes it back."""
    actor = actor_of(request)
    doors.open_care(actor, case_ref, right=doors.LEFT_ALONE)
    asked, now = request.POST.get("say", ""), datetime.now(UTC)
    if request.method == "POST" and asked == "leave-alone":
        services.ask_to_be_left_alone(actor=actor, case_ref=case_ref, at=now)
        messages.success(request, _("Heard. From here on no page asks this person."))
    elif request.method == "POST" and asked == "take-back":
        services.take_back(actor=actor, case_ref=case_ref, at=now)
        messages.success(request, _("Taken back. The pages ask again."))
    if request.method == "POST":
        return redirect("care:left-alone", case_ref=case_ref)
    context = {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "left_alone_since": left_alone_since(case_ref),
        "history": LeftAloneRequest.objects.filter(case_ref__in=all_numbers(case_ref)),
    }
    return render(request, "care/left_alone.html", context)
