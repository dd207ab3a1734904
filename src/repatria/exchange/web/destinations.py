"""Pages of those who go elsewhere than home because powers agreed so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors
from repatria.exchange.core.destination_refusals import (
    NobodysWordError,
    NoCountryError,
    NotConcernedError,
    NotElsewhereError,
    NotOnAListError,
)
from repatria.exchange.services import destinations as services
from repatria.exchange.services.destinations import DestinationShown
from repatria.exchange.web.forms import DestinationForm
from repatria.register.queries import name_of, names_of, party_names
from repatria.shared.text import say

_REFUSALS = (NobodysWordError, NoCountryError, NotElsewhereError)


def destinations_shown(found: Sequence[DestinationShown]) -> list[dict[str, Any]]:
    """Return destinations with the names of persons and powers."""
    parties = party_names()
    persons = names_of({one.case_ref for one in found})
    return [
        {
            "told": one,
            "name": persons.get(one.case_ref, ""),
            "country": parties.get(one.country, one.country),
            "words_of": [parties.get(code, code) for code in one.words_of],
            "waits_for": [parties.get(code, code) for code in one.waits_for],
        }
        for one in found
    ]


@page(doors.DESTINATIONS)
def destinations(request: HttpRequest) -> HttpResponse:
    """Show who goes elsewhere than home, on whose word, and what was taken back."""
    actor = actor_of(request)
    found = destinations_shown(doors.open_destinations(actor))
    context = {
        "standing": [one for one in found if one["told"].holds],
        "taken_back": [one for one in found if not one["told"].holds],
        "may_say": may(actor, doors.DESTINATION),
    }
    return render(request, "exchange/destinations.html", context)


@page(doors.DESTINATION, methods=("GET", "HEAD", "POST"))
def new_destination(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Say that somebody goes elsewhere than home."""
    actor = actor_of(request)
    doors.open_person_to_send(actor, case_ref)
    try:
        powers = services.concerned(case_ref)
    except (NotOnAListError, NotConcernedError) as refusal:
        raise NothingHereError from refusal
    form = DestinationForm(powers, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_destination(
                actor=actor,
                case_ref=case_ref,
                country=form.cleaned_data["country"],
                words_of=form.cleaned_data.get("words_of", ()),
                at=datetime.now(UTC),
            )
        except _REFUSALS as refusal:
            facts = dict(refusal.facts)
            parts = (refusal.what, refusal.remedy)
            form.add_error("country", " ".join(say(part, **facts) for part in parts))
        else:
            said = _("Recorded. The next list that is worked out follows it.")
            messages.success(request, said)
            return redirect("exchange:destinations")
    names = party_names(powers)
    context = {
        "form": form,
        "case_ref": case_ref,
        "name": name_of(case_ref),
        "holder": names.get(powers[0], powers[0]),
        "home": names.get(powers[1], powers[1]),
        "of_a_party": bool(installation().party),
    }
    return render(request, "exchange/new_destination.html", context)


@page(doors.DESTINATION, methods=("POST",))
def take_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a destination back; what was said before it stands again."""
    actor = actor_of(request)
    destination = doors.open_destination(actor, ref)
    services.take_back(actor=actor, destination=destination, at=datetime.now(UTC))
    messages.success(request, _("Taken back. What was said before stands again."))
    return redirect("exchange:destinations")
