"""Tying a testimony to a person who agreed."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.register.core.case_numbers import read_ref
from repatria.reports import doors, queries, services
from repatria.reports.core.errors import AskedToBeLeftAloneError
from repatria.reports.models import Testimony
from repatria.reports.services.testimonies import CareDenied
from repatria.reports.web.forms import TieForm
from repatria.shared.errors import RepatriaError, in_words


@page(doors.TIE, methods=("GET", "POST"))
def tie(request: HttpRequest, number: int) -> HttpResponse:
    """Ask what the person said about it, and record that."""
    actor = actor_of(request)
    testimony = doors.open_testimony(actor, number)
    hints = testimony.draft.hints
    start = {"duration_said": hints.get("duration", "")}
    asked = request.method == "POST"
    form = TieForm(request.POST if asked else None, initial=start)
    if asked and form.is_valid() and _tied(request, testimony, form):
        messages.success(request, gettext("Recorded, with who did it and when."))
        address = reverse("reports:report", args=[testimony.report.ref])
        return HttpResponseRedirect(address)
    context = {
        "testimony": testimony,
        "report": testimony.report,
        "words": queries.words_of(testimony),
        "hints": hints,
        "form": form,
    }
    return render(request, "reports/tie.html", context)


def _tied(request: HttpRequest, testimony: Testimony, form: TieForm) -> bool:
    told = form.cleaned_data
    case_ref = read_ref(told["case_ref"])
    condition = told["condition"].strip()
    try:
        doors.open_to_tie(actor_of(request), case_ref)
        services.tie_testimony(
            actor=actor_of(request),
            testimony=testimony,
            case_ref=case_ref,
            consent=told["consent"],
            denied=CareDenied(condition, told["duration_said"]) if condition else None,
            at=datetime.now(UTC),
        )
    except NothingHereError:
        form.add_error("case_ref", gettext("There is no such case for you."))
        return False
    except RepatriaError as refusal:
        field = "consent" if isinstance(refusal, AskedToBeLeftAloneError) else None
        form.add_error(field, in_words(refusal))
        return False
    return True
