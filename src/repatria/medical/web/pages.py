"""Pages of the room ``medical``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.doors import may, may_ask, may_open
from repatria.access.web.requests import actor_of, page
from repatria.medical import doors, services
from repatria.medical.queries.facts import known_health
from repatria.medical.web.diagnoses import diagnosis_shown
from repatria.medical.web.forms import DeniedCareForm, HealthForm
from repatria.medical.web.shown import commissions_of, month_of, series_of
from repatria.register.queries import name_of, names_of


@page(doors.READ)
def cases(request: HttpRequest) -> HttpResponse:
    """Show the health files of the cases assigned to the reader."""
    actor, today = actor_of(request), datetime.now(UTC).date()
    files = doors.open_own_cases(actor)
    names = names_of(file.case_ref for file in files)
    rows = [
        {
            "case_ref": file.case_ref,
            "name": names.get(file.case_ref, ""),
            "newest": file.statements[0] if file.statements else None,
            "denied": len(file.denied),
            "month": month_of(file, today),
        }
        for file in files
    ]
    told = {"rows": rows, "may_state": may(actor, doors.STATE)}
    return render(request, "medical/cases.html", told)


@page(doors.READ)
def case(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show all that is stated about one person's health, newest first."""
    actor = actor_of(request)
    file = doors.open_health(actor, case_ref)
    context = {
        "file": file,
        "commissions": commissions_of(file),
        "removed": known_health(case_ref).removed,
        "diagnoses": [diagnosis_shown(one) for one in file.diagnoses],
        "may_examine": may_open(actor, doors.EXAMINE, case_ref),
        "series": series_of(file, datetime.now(UTC).date()),
        "name": name_of(case_ref),
        "may_ask": may_ask(case_ref),
        "may_state": may_open(actor, doors.STATE, case_ref),
    }
    return render(request, "medical/case.html", context)


@page(doors.STATE, methods=("GET", "HEAD", "POST"))
def state(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Take a statement about a person's health."""
    return _form_page(
        request,
        case_ref,
        form=HealthForm(request.POST or None),
        keep=services.state_health,
        title=_("A statement about health"),
    )


@page(doors.STATE, methods=("GET", "HEAD", "POST"))
def denied(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Take a statement that care was denied."""
    return _form_page(
        request,
        case_ref,
        form=DeniedCareForm(request.POST or None),
        keep=services.state_denied_care,
        title=_("A statement that care was denied"),
    )


def _form_page(
    request: HttpRequest,
    case_ref: str,
    *,
    form: forms.Form,
    keep: Callable[..., Any],
    title: str,
) -> HttpResponse:
    actor = actor_of(request)
    doors.open_health(actor, case_ref, right=doors.STATE)
    if request.method == "POST" and form.is_valid():
        keep(actor=actor, case_ref=case_ref, at=datetime.now(UTC), **form.cleaned_data)
        messages.success(request, _("Recorded beside what was said before."))
        return redirect("medical:case", case_ref=case_ref)
    context = {
        "form": form,
        "title": title,
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "may_ask": may_ask(case_ref),
    }
    return render(request, "medical/state.html", context)
