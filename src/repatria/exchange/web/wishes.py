"""Pages of the neutral interviewer, which for everybody else are not there."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.doors import may_ask
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors
from repatria.exchange.services.wishes import record_wish
from repatria.exchange.web.forms import WishForm
from repatria.register.queries import name_of


@page(doors.WISH)
def interviews(request: HttpRequest) -> HttpResponse:
    """Show whom a rule requires to be asked and nobody has asked yet."""
    pairs = doors.open_interviews(actor_of(request), at=datetime.now(UTC))
    rows = [{"case_ref": pair.case_ref, "name": pair.row().name} for pair in pairs]
    return render(request, "exchange/interviews.html", {"rows": rows})


@page(doors.WISH, methods=("GET", "HEAD", "POST"))
def wish(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show what a person answered, and take a new answer."""
    actor = actor_of(request)
    heard = doors.open_wishes(actor, case_ref)
    asking = may_ask(case_ref)
    form = WishForm(request.POST or None)
    if request.method == "POST" and asking and form.is_valid():
        record_wish(
            actor=actor,
            case_ref=case_ref,
            answer=form.cleaned_data["answer"],
            at=datetime.now(UTC),
        )
        # No answer in the message: it waits in the session until it is shown.
        messages.success(request, _("Recorded and sealed. The newest answer counts."))
        return redirect("exchange:wish", case_ref=case_ref)
    context = {
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "heard": heard,
        "form": form,
        "may_ask": asking,
    }
    return render(request, "exchange/wish.html", context)
