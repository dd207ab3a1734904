"""Files of other registers of missing people: taken in, and given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.shared.text import say
from repatria.tracing import services
from repatria.tracing.core.errors import PfifUnreadableError
from repatria.tracing.core.pfif import Fault
from repatria.tracing.models import PfifExport
from repatria.tracing.web.forms import ExportForm, PfifForm

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
        "export_form": ExportForm(prefix="export"),
        "taken": taken,
        "faults": [_fault(one) for one in taken.faults[:_SHOWN]] if taken else [],
        "exports": PfifExport.objects.all()[:_SHOWN],
    }
    return render(request, "tracing/pfif.html", context)


def _said(refusal: PfifUnreadableError) -> str:
    """Return what is so and what to do, in the reader's language."""
    parts = (refusal.what, refusal.remedy)
    return " ".join(say(part, **refusal.facts) for part in parts)


def _fault(one: Fault) -> dict[str, Any]:
    return {"line": one.line, "words": say(one.what, **one.facts)}


@page("tracing.pfif", methods=("POST",))
def export(request: HttpRequest) -> HttpResponse:
    """Make a file of the requests whose requester agreed, to be carried by a person."""
    form = ExportForm(request.POST, prefix="export")
    if not form.is_valid():
        messages.error(request, _("Say for whom the file is, and for what purpose."))
        return redirect("tracing:pfif")
    made = services.export_pfif(
        actor=actor_of(request),
        purpose=form.cleaned_data["purpose"],
        at=datetime.now(UTC),
    )
    answer = HttpResponse(made.content, content_type="application/xml")
    answer["Content-Disposition"] = 'attachment; filename="requests.pfif.xml"'
    return answer
