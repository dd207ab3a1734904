"""Pages of the log of calls home."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.queries import left_alone_since
from repatria.access.web.requests import actor_of, page
from repatria.register.queries import name_of, names_of
from repatria.tracing import doors, queries, services
from repatria.tracing.core.contact import (
    CONTACT_WORDS,
    STANDING_WORDS,
    TONES,
    Contact,
    standing,
)
from repatria.tracing.web.forms import ContactForm


@page("tracing.contact")
def all_calls(request: HttpRequest) -> HttpResponse:
    """Show, for each day of crossing, who could reach somebody."""
    crossed = queries.crossed_cases()
    logs = queries.logs_of(crossed)
    shown = doors.cases_in_log(actor_of(request), crossed)
    names = names_of(shown)
    days = [
        _day(day, list(refs), logs, set(shown), names)
        for day, refs in groupby(crossed, key=crossed.__getitem__)
    ]
    return render(request, "tracing/calls.html", {"days": days})


def _day(
    day: date,
    refs: list[str],
    logs: dict[str, list[str]],
    shown: set[str],
    names: dict[str, str],
) -> dict[str, Any]:
    """Gather one day: totals over everybody, rows for those the reader may see."""
    people = [
        {"case_ref": ref, "name": names.get(ref, ""), **stand(logs[ref])}
        for ref in refs
        if ref in shown
    ]
    return {
        "day": day,
        "tally": queries.contact_totals(refs),
        "people": people,
        "hidden": len(refs) - len(people),
    }


def stand(log: list[str]) -> dict[str, Any]:
    """Return how one person's standing is drawn."""
    where = standing(log)
    return {"words": STANDING_WORDS[where], "tone": TONES[where], "times": len(log)}


@page("tracing.contact", methods=("GET", "HEAD", "POST"))
def calls_of(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show one person's log and take what happened, unless they asked for peace."""
    actor = actor_of(request)
    doors.open_contact_log(actor, case_ref)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.log_contact(
            actor=actor,
            case_ref=case_ref,
            kind=form.cleaned_data["kind"],
            at=datetime.now(UTC),
        )
        messages.success(request, _("Written into the log."))
        return redirect("tracing:calls-of", case_ref=case_ref)
    log = list(queries.contacts_of(case_ref))
    context = {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "crossed_on": queries.crossed_on(case_ref),
        "log": [
            {"at": each.at, "words": CONTACT_WORDS[Contact(each.kind)], "by": each.by}
            for each in reversed(log)
        ],
        "stand": stand([each.kind for each in log]),
        "left_alone_since": left_alone_since(case_ref),
        "form": form,
    }
    return render(request, "tracing/calls_of.html", context)
