"""Files of other registers of missing people: taken in, and given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.core.exports import PURPOSES
from repatria.access.web import exports
from repatria.access.web.requests import actor_of, page
from repatria.shared.text import say
from repatria.tracing import services
from repatria.tracing.core.errors import PfifUnreadableError
from repatria.tracing.core.pfif import Fault
from repatria.tracing.models import PfifExport
from repatria.tracing.web.forms import PfifForm

_SHOWN = 20


@page("tracing.pfif", methods=("GET", "HEAD", "POST"))
def exchange(request: HttpRequest) -> HttpResponse:
    """Take in a file of another register, and say what came of it."""
    form = PfifForm(request.POST or None, request.FILES or None)
    taken = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        name = "".join(sign for sign in (file.name or "") if sign.isprintable())
        try:
            taken = services.import_pfif(
                actor=actor_of(request),
                content=file.read(),
                name=name[-200:] or "pfif.xml",
                at=datetime.now(UTC),
            )
        except PfifUnreadableError as refusal:
            form.add_error("file", _said(refusal))
    context = {
        "form": form,
        "taken": taken,
        "faults": [_fault(one) for one in taken.faults[:_SHOWN]] if taken else [],
        "exports": [(one, _purpose(one)) for one in PfifExport.objects.all()[:_SHOWN]],
    }
    return render(request, "tracing/pfif.html", context)


def _said(refusal: PfifUnreadableError) -> str:
    """Return what is so and what to do, in the reader's language."""
    parts = (refusal.what, refusal.remedy)
    return " ".join(say(part, **refusal.facts) for part in parts)


def _purpose(one: PfifExport) -> str:
    """Return for what a file was made; the first ones have words of their own."""
    return say(PURPOSES.get(one.purpose, one.purpose))


def _fault(one: Fault) -> dict[str, Any]:
    return {"line": one.line, "words": say(one.what, **one.facts)}


@page("tracing.pfif", methods=("GET", "POST"))
def export(request: HttpRequest) -> HttpResponse:
    """Ask for a file of the requests whose requester agreed, carried by a person."""
    actor, now = actor_of(request), datetime.now(UTC)

    def begin(purpose: str, recipient: str) -> HttpResponse:
        held = services.export_pfif(
            actor=actor, purpose=purpose, recipient=recipient, at=now
        )
        return exports.asked(request, held)

    offer = services.offer_of_requests(actor, at=now)
    return exports.ask(request, offer, begin=begin)
