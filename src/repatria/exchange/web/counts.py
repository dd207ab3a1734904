"""Counts that others state and that nobody has tied to a round yet."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.models import CountClaim, Round
from repatria.exchange.services.counts import attach_count_claim
from repatria.exchange.web import shown
from repatria.exchange.web.forms import AttachForm


@page(doors.READ)
def counts(request: HttpRequest) -> HttpResponse:
    """Show the counts without a round."""
    may_attach = may(actor_of(request), doors.COUNTS)
    rounds = _rounds() if may_attach else []
    rows = [
        shown.claim_shown(claim)
        | {"form": _form_for(claim, rounds) if may_attach else None}
        for claim in queries.counts_without_round()
    ]
    return render(request, "exchange/counts.html", {"rows": rows})


def _rounds() -> list[Round]:
    return list(Round.objects.select_related("exchange"))


def _form_for(claim: CountClaim, rounds: list[Round]) -> AttachForm:
    """Offer the round of that day, if there is one; a person decides."""
    likely = [
        held.pk
        for held in rounds
        if held.planned_on and held.planned_on.isoformat() == claim.event_on
    ]
    initial = {"held": likely[0]} if len(likely) == 1 else {}
    return AttachForm(rounds, prefix=str(claim.pk), initial=initial)


@page(doors.COUNTS, methods=("POST",))
def attach(request: HttpRequest, claim: int) -> HttpResponse:
    """Say which round a count is about."""
    found = CountClaim.objects.filter(pk=claim).first()
    if found is None:
        raise NothingHereError
    form = AttachForm(_rounds(), request.POST, prefix=str(claim))
    if form.is_valid():
        held = form.cleaned_data["held"]
        attach_count_claim(
            actor=actor_of(request), claim=found, held=held, at=datetime.now(UTC)
        )
        messages.success(request, _("The count now stands with its round."))
    return redirect("exchange:counts")
