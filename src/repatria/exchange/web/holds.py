"""Pages of those held back under articles 115 and 119."""

from __future__ import annotations

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
from repatria.exchange.core.refusals import HoldNotLawfulError, NotOurPrisonerError
from repatria.exchange.services import holds as services
from repatria.exchange.web.forms import HoldForm
from repatria.register.queries import name_of, party_names
from repatria.shared.actors import Actor
from repatria.shared.text import say
from repatria.transmission.models import Correspondent
from repatria.transmission.queries import correspondents


@page(doors.HOLDS)
def holds(request: HttpRequest) -> HttpResponse:
    """Show who is held back, by whom, under which article, until when."""
    actor = actor_of(request)
    found = doors.open_holds(actor)
    today = datetime.now(UTC).date()
    ours = installation().party
    context = {
        "running": [hold for hold in found if hold.runs(today)],
        "ended": [hold for hold in found if not hold.runs(today)],
        "names": party_names(),
        "ours": ours,
        "homes": sorted({hold.home for hold in found if hold.party == ours})
        if may(actor, doors.HOLD)
        else [],
    }
    return render(request, "exchange/holds.html", context)


@page(doors.HOLD, methods=("GET", "HEAD", "POST"))
def new_hold(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Say that this party holds somebody back."""
    actor = actor_of(request)
    doors.open_person_to_hold(actor, case_ref)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_hold(
                actor=actor,
                case_ref=case_ref,
                at=datetime.now(UTC),
                **form.cleaned_data,
            )
        except (HoldNotLawfulError, NotOurPrisonerError) as refusal:
            facts = dict(refusal.facts)
            said = " ".join(
                say(part, **facts) for part in (refusal.what, refusal.remedy)
            )
            form.add_error("ground", said)
        else:
            said = _("Recorded. The names held back are communicated to the others.")
            messages.success(request, said)
            return redirect("exchange:holds")
    context = {"form": form, "case_ref": case_ref, "name": name_of(case_ref)}
    return render(request, "exchange/new_hold.html", context)


@page(doors.HOLD, methods=("POST",))
def end_hold(request: HttpRequest, ref: str) -> HttpResponse:
    """End a hold of this party's."""
    actor = actor_of(request)
    hold = doors.open_hold(actor, ref)
    services.end_hold(actor=actor, hold=hold, at=datetime.now(UTC))
    messages.success(request, _("The hold is ended. Communicate the names anew."))
    return redirect("exchange:holds")


@page(doors.HOLD, methods=("GET", "HEAD", "POST"))
def notify(request: HttpRequest, home: str) -> HttpResponse:
    """Show the names that would be communicated, and prepare the notifications."""
    actor = actor_of(request)
    if home not in party_names():
        raise NothingHereError
    at = datetime.now(UTC)
    recipients = [to for to in correspondents() if to.party in {"", home}]
    if request.method == "POST":
        for to in recipients:
            services.prepare_hold_notification(
                actor=actor, to=to.code, home=home, at=at
            )
        said = _("Prepared. Sign each file outside the server before it leaves.")
        messages.success(request, said)
        return redirect("exchange:holds")
    context = {
        "home": home,
        "home_name": party_names([home]).get(home, home),
        "parcels": [_parcel(actor, to, home, at=at) for to in recipients],
    }
    return render(request, "exchange/notify.html", context)


def _parcel(
    actor: Actor, to: Correspondent, home: str, *, at: datetime
) -> dict[str, Any]:
    """Return what leaves for one correspondent: whom the reader sees, and how many not.

    A notification is the whole of what a party holds back, so nobody is left out of
    the file because of who prepares it.
    """
    told = services.holds_told(home=home, to=to.code, at=at)
    seen = doors.seen_holds(actor, told)
    return {"to": to, "seen": seen, "unseen": len(told) - len(seen)}
