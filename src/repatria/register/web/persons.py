"""What is shown and done about one person's statements and decisions."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access import vault
from repatria.access.core.errors import ErasedError, NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.register import doors, queries, services
from repatria.register.models import Record
from repatria.register.web.forms import ReasonForm


@page("register.person")
def record(request: HttpRequest, number: int) -> HttpResponse:
    """Show one statement word for word, as it came."""
    found, person = doors.open_record(actor_of(request), number)
    told = {
        "record": found,
        "person": person,
        "pairs": _verbatim(found),
        "names": queries.sender_names([found.source.sender]),
    }
    return render(request, "register/record.html", told)


def _verbatim(found: Record) -> list[tuple[str, str]] | None:
    """Return the words of a statement; None once they have been erased."""
    try:
        sealed = vault.open_text(found.owner, "verbatim", bytes(found.sealed_verbatim))
    except ErasedError:
        return None
    return [(column, text) for column, text in json.loads(sealed)]


@page("register.decide", methods=("GET", "HEAD", "POST"))
def undo(request: HttpRequest, case_ref: str, number: int) -> HttpResponse:
    """Say what undoing a decision would do, and undo it."""
    actor = actor_of(request)
    person = doors.open_person(actor, case_ref)
    decision = queries.decisions_about(person.case_ref).filter(pk=number).first()
    if decision is None:
        raise NothingHereError
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.undo(
            actor=actor,
            decision=decision,
            reasons=form.cleaned_data["reasons"],
            at=datetime.now(UTC),
        )
        messages.success(
            request,
            _("Decision %(number)d is undone. It stays written, with your reason.")
            % {"number": decision.pk},
        )
        return redirect("site:person", case_ref=case_ref)
    told = {"decision": decision, "form": form, "person": person}
    return render(request, "register/undo.html", told)
