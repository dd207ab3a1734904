"""The page of the family's first visit."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.numbers import all_numbers
from repatria.access.queries import left_alone_since
from repatria.access.web.requests import actor_of, page
from repatria.care import doors, queries, services
from repatria.care.core.stages import STAGE_WORDS, open_before_visit
from repatria.care.core.visits import VISIT_WORDS, Visit
from repatria.care.models import VisitEvent
from repatria.care.web.forms import VisitForm
from repatria.register.queries import name_of


@page("care.visit", methods=("GET", "HEAD", "POST"))
def visit(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show and record the first visit, unless the person asked for peace."""
    actor = actor_of(request)
    doors.open_care(actor, case_ref, right=doors.VISIT)
    form = VisitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.record_visit(
            actor=actor,
            case_ref=case_ref,
            kind=form.cleaned_data["kind"],
            on=form.cleaned_data["on"],
            at=datetime.now(UTC),
        )
        messages.success(request, _("Recorded."))
        return redirect("care:visit", case_ref=case_ref)
    events = [queries.value_of(row) for row in queries.stage_events(case_ref)]
    log = VisitEvent.objects.filter(case_ref__in=all_numbers(case_ref))
    context = {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "visit": queries.visit_of(case_ref),
        "still": [STAGE_WORDS[stage] for stage in open_before_visit(events)],
        "left_alone_since": left_alone_since(case_ref),
        "log": [
            {"words": VISIT_WORDS[Visit(row.kind)], "on": row.on, "by": row.by}
            for row in log
        ],
        "form": form,
    }
    return render(request, "care/visit.html", context)
