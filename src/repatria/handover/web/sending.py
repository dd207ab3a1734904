"""Sending a manifest or a receipt: what goes out is shown before it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.handover import doors, queries, services
from repatria.handover.core.documents import MANIFEST, RECEIPT
from repatria.handover.models import Handover, Manifest, Receipt
from repatria.handover.web.forms import SendForm
from repatria.handover.web.pages import leg_words
from repatria.transmission.models import Outgoing

_NEWEST: dict[str, Callable[[Handover], Manifest | Receipt | None]] = {
    MANIFEST: queries.current_manifest,
    RECEIPT: queries.current_receipt,
}
_SEND: dict[str, Callable[..., Outgoing]] = {
    MANIFEST: services.send_manifest,
    RECEIPT: services.send_receipt,
}


@page("handover.run", methods=("GET", "HEAD", "POST"))
def send(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """Show exactly what goes out and to whom; then prepare it for signing."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    newest = _NEWEST.get(what, _nothing)(handover)
    if newest is None:
        raise NothingHereError
    doors.open_document(actor, handover)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        outgoing = _SEND[what](
            actor=actor,
            handover=handover,
            to=form.cleaned_data["to"],
            at=datetime.now(UTC),
        )
        messages.success(
            request,
            _("Prepared as %(ref)s. Sign its file, and attach the signature under "
              "Transmissions.") % {"ref": outgoing.ref},
        )  # fmt: skip
        return redirect("handover:handover", ref=ref)
    context = {
        "handover": handover,
        "leg": leg_words(handover),
        "is_manifest": what == MANIFEST,
        "document": newest,
        "signed_by": queries.signed_by(newest),
        "written": json.dumps(
            json.loads(newest.document), ensure_ascii=False, indent=2, sort_keys=True
        ),
        "form": form,
    }
    return render(request, "handover/send.html", context)


def _nothing(_handover: Handover) -> None:
    return None
