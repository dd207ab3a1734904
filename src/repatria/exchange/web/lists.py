"""Pages of exchanges and their lists: what may be seen, and no reasons."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.core.states import State
from repatria.exchange.models import Exchange, ListVersion
from repatria.exchange.web import shown
from repatria.exchange.web.balance import balance
from repatria.exchange.web.forms import ScheduleForm, SignForm
from repatria.exchange.web.said import with_conflicts


@page(doors.READ)
def exchanges(request: HttpRequest) -> HttpResponse:
    """Show every exchange with where its rounds stand."""
    actor = actor_of(request)
    rows = [
        {
            "exchange": exchange,
            "sides": shown.sides(exchange),
            "rounds": rounds,
        }
        for exchange, rounds in shown.with_rounds(Exchange.objects.all())
    ]
    context = {
        "rows": rows,
        "unattached": len(queries.counts_without_round()),
        "may_set_up": may(actor, doors.SET_UP),
        "may_see_holds": may(actor, doors.HOLDS),
        "may_see_destinations": may(actor, doors.DESTINATIONS),
        "may_ask": may(actor, doors.WISH),
    }
    return render(request, "exchange/exchanges.html", context)


@page(doors.READ)
def exchange(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one exchange: numbers, parity, rounds, states, and who counted what."""
    actor = actor_of(request)
    opened = Exchange.objects.filter(pk=doors.open_exchange(actor, ref).pk)
    ((held, rounds),) = shown.with_rounds(opened)
    context = {
        "exchange": held,
        "sides": shown.sides(held),
        "rounds": rounds,
        "may_propose": may(actor, doors.PROPOSE) and bool(held.rules),
        "may_draft": may(actor, doors.DRAFT) and bool(held.rules),
    }
    return render(request, "exchange/exchange.html", context)


@page(doors.READ)
def one_list(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show who goes in a round; everybody else is not proposed."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    seen = doors.open_list(actor, held)
    context = list_context(seen) | {
        "versions": list(queries.versions_of(held)),
        "sign_form": SignForm() if _may_sign(request, seen.version) else None,
        "may_send": may(actor, doors.SEND),
        "may_see_positions": may(actor, doors.POSITIONS),
        "clashes": with_conflicts(
            actor, seen.version, seen.going, at=datetime.now(UTC)
        ),
        "may_see_reasons": may(actor, doors.REASONS),
        "schedule_form": _schedule_form(request, seen.version),
    }
    return render(request, "exchange/list.html", context)


@page(doors.READ)
def delegation(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show the edition for the delegations, to be printed."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    context = list_context(doors.open_document(actor, held))
    return render(request, "exchange/delegation.html", context)


@page(doors.READ)
def document(request: HttpRequest, ref: str, number: int, version: int) -> HttpResponse:
    """Hand out the canonical document: the very bytes that are signed."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    seen = doors.open_document(actor, held, version=version)
    name = f"{ref}-round{number}-version{version}.json"
    return HttpResponse(
        seen.version.document.encode(),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def list_context(seen: doors.ListShown) -> dict[str, Any]:
    """Return what a list shows: nothing in it depends on why somebody is left out."""
    version = seen.version
    exchange = version.round.exchange
    told = queries.document_of(version)
    return {
        "exchange": exchange,
        "held": version.round,
        "version": version,
        "document": told,
        "gives": shown.given(exchange, told),
        "sides": shown.sides(exchange),
        "legs": shown.numbers(version.round, told),
        "balance": balance(exchange, shown.sides(exchange), told),
        "going": shown.entries_by_leg(exchange, seen.going),
        "others": seen.others,
        "unseen": seen.unseen,
        "signed": shown.signed(version),
        "agreed": queries.is_agreed(version),
        "rules_changed": _waits_for_new_rules(version),
    }


def _waits_for_new_rules(version: ListVersion) -> bool:
    """Whether a round stands at its start with a list of rules that hold no more."""
    waits = queries.state_of(version.round) is State.PROPOSED
    return waits and queries.rules_changed_since(version)


def _may_sign(request: HttpRequest, version: ListVersion) -> bool:
    if not may(actor_of(request), doors.SIGN):
        return False
    return installation().party not in queries.signed_by(version)


def _schedule_form(request: HttpRequest, version: ListVersion) -> ScheduleForm | None:
    """Offer to fix the day once a list is agreed, to the agency's delegate."""
    if not may(actor_of(request), doors.SCHEDULE):
        return None
    if queries.state_of(version.round) is not State.AGREED:
        return None
    return ScheduleForm(initial={"on": version.round.planned_on})
