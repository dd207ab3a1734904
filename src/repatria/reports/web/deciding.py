"""Confirming, rejecting and taking back: each draft by itself."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.reports import doors, services
from repatria.reports.core.proposals import KINDS
from repatria.reports.models import Draft
from repatria.reports.services.answers import answers_for
from repatria.reports.web.forms import FORMS, DraftForm
from repatria.reports.web.promises import WILL_DO
from repatria.reports.web.shown import STYLES, words_of
from repatria.shared.errors import RepatriaError, in_words


def _back(draft: Draft) -> HttpResponse:
    address = reverse("reports:report", args=[draft.report.ref])
    return HttpResponseRedirect(f"{address}#draft-{draft.number}")


@page(doors.READ, methods=("GET", "POST"))
def confirm(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show what will be recorded, and record it."""
    draft = doors.open_draft(actor_of(request), ref, number)
    asked = FORMS[draft.kind]
    own = answers_for(draft)
    if request.method != "POST":
        form = asked(draft=draft, initial=own)
        return _checked(request, draft, form, str(own["quotation"]))
    form = asked(request.POST, draft=draft)
    if not _recorded(request, draft, form):
        return _checked(request, draft, form, str(own["quotation"]))
    messages.success(request, gettext("Confirmed, with who did it and when."))
    return _back(draft)


def _checked(
    request: HttpRequest, draft: Draft, form: DraftForm, quotation: str
) -> HttpResponse:
    context = {
        "draft": draft,
        "report": draft.report,
        "kind": KINDS[draft.kind],
        "style": STYLES[draft.kind],
        "words": words_of(draft),
        "quotation": quotation,
        "will_do": WILL_DO[draft.kind],
        "form": form,
    }
    return render(request, "reports/confirm.html", context)


def _recorded(request: HttpRequest, draft: Draft, form: DraftForm) -> bool:
    if not form.is_valid():
        return False
    try:
        services.confirm(
            actor=actor_of(request),
            draft=draft,
            answers=form.answers(),
            at=datetime.now(UTC),
        )
    except NothingHereError:
        raise
    except RepatriaError as refusal:
        form.add_error(None, in_words(refusal))
        return False
    return True


@page(doors.READ, methods=("POST",))
def reject(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Record that a draft misreads the report."""
    actor = actor_of(request)
    draft = doors.open_draft(actor, ref, number)
    services.reject(actor=actor, draft=draft, at=datetime.now(UTC))
    messages.success(request, gettext("Rejected. You can take that back."))
    return _back(draft)


@page(doors.READ, methods=("POST",))
def undo(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take a decision back."""
    actor = actor_of(request)
    draft = doors.open_draft(actor, ref, number)
    services.undo(actor=actor, draft=draft, at=datetime.now(UTC))
    messages.success(request, gettext("Taken back: the draft waits again."))
    return _back(draft)
