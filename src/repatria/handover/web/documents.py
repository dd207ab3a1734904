"""What the pages of manifest and receipt share: the file, and its signatures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of
from repatria.handover import doors
from repatria.handover.models import Handover
from repatria.handover.web.forms import SignatureForm


def as_file(document: str, name: str) -> HttpResponse:
    """Return a document as a file to keep, byte for byte."""
    answer = HttpResponse(document.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def take_signature(
    request: HttpRequest,
    ref: str,
    *,
    signers: Callable[[Handover], list[str]],
    sign: Callable[..., None],
    done: str,
    back: str,
) -> HttpResponse:
    """Attach the uploaded signature of one of ``signers`` and say that it is ``done``.

    ``back`` is the name of the page to go back to.
    """
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    form = SignatureForm(request.POST, request.FILES, signers=signers(handover))
    if not form.is_valid():
        messages.error(request, _("Say whose signature it is, and choose its file."))
        return redirect(back, ref=ref)
    sign(
        actor=actor,
        handover=handover,
        signature=form.content(),
        party=form.cleaned_data["party"],
        at=datetime.now(UTC),
    )
    messages.success(request, done)
    return redirect(back, ref=ref)
