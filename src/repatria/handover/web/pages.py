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
from repatria.handover.models import Departure, Handover, Manifest, Receipt
from repatria.handover.web.forms import PlanForm, SignatureForm, arrow
from repatria.ledger import reads
from repatria.register.queries import party_names
from repatria.shared.actors import Actor
from repatria.tracing.queries import contact_totals


@page("handover.view")
def handovers(request: HttpRequest) -> HttpResponse:
    """Show every handover: how many crossed, and which receipt is still open."""
    rows = [_row(each) for each in Handover.objects.all()]
    context = {
        "rows": rows,
        "to_plan": queries.legs_to_plan(),
        "may_run": may(actor_of(request), doors.RUN),
    }
    return render(request, "handover/handovers.html", context)


def _row(handover: Handover) -> dict[str, Any]:
    receipt = queries.current_receipt(handover)
    return {
        "handover": handover,
        "leg": leg_words(handover),
        "counts": queries.counts_of(handover),
        "manifest": queries.current_manifest(handover),
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
    return render(request, "handover/handover.html", context_of(actor, handover))


def context_of(actor: Actor, handover: Handover) -> dict[str, Any]:
    """Return what the page of a handover shows."""
    manifest = queries.current_manifest(handover)
    receipt = queries.current_receipt(handover)
    ours = handover.maker == installation().code
    departure = Departure.objects.filter(handover=handover).first()
    signers = queries.manifest_signers(handover)
    return {
        **_row(handover),
        "may_run": may(actor, doors.RUN),
        "ours": ours,
        "versions": [signed_row(each) for each in handover.manifests.all()],
        "departure": departure,
        "signed": bool(manifest and queries.signed_by(manifest)),
        "receipt_signed_by": queries.signed_by(receipt) if receipt else [],
        "calls": contact_totals(queries.crossed_in(handover)),
        "sign_form": SignatureForm(signers=signers) if manifest else None,
    }


def signed_row(signed: Manifest | Receipt) -> dict[str, Any]:
    """Return a document with whoever signed it."""
    return {"document": signed, "signed_by": queries.signed_by(signed)}


def note_people(handover: Handover) -> None:
    """Note everybody on the manifest as seen, for pages that show the document."""
    for line in queries.lines_of(handover):
        reads.note(line.case_ref or line.shared_ref)


@page("handover.run", methods=("POST",))
def departure(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that the people left on the newest manifest."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    services.record_departure(actor=actor, handover=handover, at=datetime.now(UTC))
    messages.success(request, _("Departure recorded. The manifest stays as it is."))
    return redirect("handover:handover", ref=ref)
