"""Setting up an exchange, working out its lists, and why each is on or off."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.core.errors import LotBrokenError, RulesRefusedError
from repatria.exchange.core.refusals import RulesForOthersError
from repatria.exchange.services import exchanges, proposals
from repatria.exchange.web import shown
from repatria.exchange.web.forms import ExchangeForm, ScheduleForm
from repatria.exchange.web.lists import list_context
from repatria.shared.errors import in_words


@page(doors.SET_UP, methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Set up an exchange."""
    form = ExchangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exchange = exchanges.open_exchange(
                actor=actor_of(request),
                title=form.cleaned_data["title"],
                parties=form.cleaned_data["parties"],
                rules=form.cleaned_data["rules"],
                rounds=form.rounds(),
                at=datetime.now(UTC),
            )
        except (RulesRefusedError, RulesForOthersError, LotBrokenError) as refusal:
            form.add_error("rules", in_words(refusal))
        else:
            return redirect("exchange:exchange", ref=exchange.ref)
    return render(request, "exchange/new.html", {"form": form})


@page(doors.PROPOSE, methods=("POST",))
def propose(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Work out a round; where the same people go, the version that is there stays."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.PROPOSE)
    version = proposals.make_proposal(actor=actor, held=held, at=datetime.now(UTC))
    said = _("Version {n} of the list is worked out. Nothing has been sent.")
    messages.success(request, said.format(n=version.version))
    return redirect("exchange:list", ref=ref, number=number)


@page(doors.REASONS)
def reasons(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show the neutral interviewer why each is on the list or off it."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.REASONS)
    seen = doors.open_list(actor, held, right=doors.REASONS)
    told = doors.open_reasons(actor, seen.version, right=doors.REASONS)
    context = list_context(seen) | {
        "goes": shown.with_reasons(seen.going, told),
        "left": shown.with_reasons(seen.others, told),
        "reserves": queries.reserves_of(seen.version),
    }
    return render(request, "exchange/reasons.html", context)


@page(doors.DRAFT, methods=("GET", "HEAD", "POST"))
def draft(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show a party's own draft, which is never sent, or work it out anew."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.DRAFT)
    if request.method == "POST":
        proposals.make_draft(actor=actor, held=held, at=datetime.now(UTC))
        messages.success(request, _("The draft is worked out. It is never sent."))
        return redirect("exchange:draft", ref=ref, number=number)
    seen = doors.open_draft(actor, held)
    if seen is None:
        context = {"exchange": held.exchange, "held": held}
        return render(request, "exchange/no_draft.html", context)
    told = doors.open_reasons(actor, seen.version, right=doors.DRAFT)
    apart = set(told["for_the_agency"])
    others = [entry for entry in seen.others if entry.shared_ref not in apart]
    context = list_context(seen) | {
        "goes": shown.with_reasons(seen.going, told),
        "left": shown.with_reasons(others, told),
        "apart": [entry for entry in seen.others if entry.shared_ref in apart],
    }
    return render(request, "exchange/draft.html", context)


@page(doors.SCHEDULE, methods=("POST",))
def schedule(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Fix the day of an agreed round."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.SCHEDULE)
    form = ScheduleForm(request.POST)
    if form.is_valid():
        on = form.cleaned_data["on"]
        exchanges.schedule_round(actor=actor, held=held, on=on, at=datetime.now(UTC))
        messages.success(request, _("The round is scheduled."))
    return redirect("exchange:list", ref=ref, number=number)
