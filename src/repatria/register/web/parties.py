"""The page of the parties: their codes and what they are called."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.register import services
from repatria.register.models import Party
from repatria.register.web.forms import PartyForm


@page("register.import", methods=("GET", "HEAD", "POST"))
def parties(request: HttpRequest) -> HttpResponse:
    """Show the parties, and register one more."""
    form = PartyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        party = services.register_party(
            actor=actor_of(request),
            code=told.pop("code"),
            names=told,
            at=datetime.now(UTC),
        )
        messages.success(request, _("%(party)s is registered.") % {"party": party.code})
        return redirect("register:parties")
    told = {"form": form, "parties": Party.objects.all()}
    return render(request, "register/parties.html", told)
