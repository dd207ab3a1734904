"""Every handover, one handover, and planning one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.handover import doors, queries, services
from repatria.handover.core.steps import Counts
from repatria.handover.models import Departure, Handover
from repatria.handover.web.forms import PlanForm, SignatureForm, arrow
from repatria.register.queries import party_names
from repatria.shared.actors import Actor
from repatria.tracing.queries import contact_totals


@page("handover.view")
def handovers(request: HttpRequest) -> HttpResponse:
    """Show every handover: how many crossed, and which receipt is still open."""
    held = list(Handover.objects.all())
    counts = queries.counts_of_many(held)
    context = {
        "rows": [_row(each, counts[each.pk]) for each in held],
        "to_plan": queries.legs_to_plan(),
        "may_run": may(actor_of(request), doors.RUN),
    }
    return render(request, "handover/handovers.html", context)


def _row(handover: Handover, counts: Counts) -> dict[str, Any]:
    receipt = queries.current_receipt(handover)
    return {
        "handover": handover,
        "leg": leg_words(handover),
        "counts": counts,
        "receipt": receipt,
        "mutual": receipt is not None and queries.is_mutual(receipt),
        "outdated": services.outdated(handover),
    }


def leg_words(handover: Handover) -> dict[str, str]:
    """Return the names of both ends of a leg, in the reader's language."""
    names = party_names([handover.holder, handover.home])
    return {
        "holder": names.get(handover.holder, handover.holder),
        "home": names.get(handover.home, handover.home),
        "arrow": arrow(handover.leg),
    }


@page("handover.run", methods=("GET", "HEAD", "POST"))
def plan(request: HttpRequest) -> HttpResponse:
    """Plan the crossing of one leg that both parties agreed."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        exchange_ref, number, leg = form.cleaned_data["leg"].split("|")
        made = services.plan_handover(
            actor=actor_of(request),
            exchange_ref=exchange_ref,
            round_number=int(number),
            leg=leg,
            place=form.cleaned_data["place"],
            on=form.cleaned_data["on"],
            at=datetime.now(UTC),
        )
        messages.success(request, _("Planned. Next: the manifest."))
        return redirect("handover:handover", ref=made.ref)
    context = {"form": form, "to_plan": queries.legs_to_plan()}
    return render(request, "handover/plan.html", context)


@page("handover.view")
def one_handover(request: HttpRequest, ref: str) -> HttpResponse:
    """Show where one handover stands and what comes next; no names."""
    actor = actor_of(request)
    handover = doors.find(actor, ref)
    return render(request, "handover/handover.html", _context(actor, handover))


def _context(actor: Actor, handover: Handover) -> dict[str, Any]:
    """Return what the page of a handover shows."""
    manifest = queries.current_manifest(handover)
    ours = handover.maker == installation().code
    departure = Departure.objects.filter(handover=handover).first()
    signers = queries.manifest_signers(handover)
    counts = queries.counts_of(handover)
    # Whoever crosses to the other side is called by those who receive them.
    come_here = installation().party in ("", handover.home)
    return {
        **_row(handover, counts),
        "manifest": manifest,
        "may_run": may(actor, doors.RUN),
        "may_depart": may(actor, doors.RUN) and ours and not counts.settled,
        "ours": ours,
        "versions": [
            {"document": each, "signed_by": queries.signed_by(each)}
            for each in handover.manifests.all()
        ],
        "departure": departure,
        "signed": bool(manifest and queries.signed_by(manifest)),
        "calls": contact_totals(queries.crossed_in(handover)) if come_here else None,
        "sign_form": SignatureForm(signers=signers) if manifest else None,
    }


@page("handover.run", methods=("POST",))
def departure(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the people left on the newest manifest."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    services.record_departure(actor=actor, handover=handover, at=datetime.now(UTC))
    messages.success(request, _("Departure recorded. The manifest stays as it is."))
    return redirect("handover:handover", ref=ref)
