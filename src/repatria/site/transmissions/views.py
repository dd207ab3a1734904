"""What came, what is prepared, and what has left."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access import doors
from repatria.access.core.errors import ErasedError, NothingHereError
from repatria.access.restricted import hidden_cases
from repatria.access.web.requests import actor_of, page
from repatria.ledger import services as ledger
from repatria.register.models import Record
from repatria.shared.actors import Actor
from repatria.shared.errors import RepatriaError, in_words
from repatria.site.middleware import REFUSED
from repatria.site.transmissions.forms import (
    CheckpointForm,
    ReceiveForm,
    SignatureForm,
)
from repatria.transmission import checkpoints, kinds, queries, services
from repatria.transmission.core.signing import fingerprint
from repatria.transmission.models import Incoming, Outgoing, Reading

SEND, CONTENT = "transmission.send", "transmission.content"
# Kinds whose files show what not everybody who sends may see, and who may.
SHOWS = {"notification": "exchange.holds", "proposal": "exchange.read"}
SHOWN = 100  # of each direction; older ones are found by their number
TONES = {
    Reading.Outcome.READ: "good",
    Reading.Outcome.KEPT: "waiting",
    Reading.Outcome.REFUSED: "bad",
}


@page("transmission.read")
def overview(request: HttpRequest) -> HttpResponse:
    """Show what came and what leaves, and take what is brought."""
    return _overview(request, ReceiveForm())


def _overview(
    request: HttpRequest, form: ReceiveForm, *, status: int = 200
) -> HttpResponse:
    came = Incoming.objects.select_related("sender").prefetch_related("readings")
    sent = Outgoing.objects.select_related("to", "signature")
    context = {
        "incoming": [_shown_incoming(one) for one in came.order_by("-pk")[:SHOWN]],
        "outgoing": [_shown_outgoing(one) for one in sent.order_by("-pk")[:SHOWN]],
        "may_send": doors.may(actor_of(request), "transmission.send"),
        "form": form,
        "checkpoint_form": CheckpointForm(),
        "has_correspondents": queries.correspondents().exists(),
    }
    return render(request, "site/transmissions/overview.html", context, status=status)


def _shown_incoming(one: Incoming) -> dict[str, Any]:
    outcome = Reading.Outcome(one.state)
    return {
        "it": one,
        "kind": kinds.words_for(one.kind),
        "tone": TONES[outcome],
        "state": outcome.label,
        "is_read": one.is_read,
    }


def _shown_outgoing(one: Outgoing) -> dict[str, Any]:
    return {"it": one, "kind": kinds.words_for(one.kind), "is_signed": one.is_signed}


@page("transmission.send", methods=("POST",))
def receive(request: HttpRequest) -> HttpResponse:
    """Take in a file, or say on the same page why not."""
    form = ReceiveForm(request.POST, request.FILES)
    if not form.is_valid():
        return _overview(request, form, status=REFUSED)
    apart = form.cleaned_data["signature"]
    try:
        came = services.receive(
            actor=actor_of(request),
            content=form.cleaned_data["file"].read(),
            signature=apart.read() if apart else None,
            at=datetime.now(UTC),
        )
    except RepatriaError as refusal:
        form.add_error(None, in_words(refusal))
        return _overview(request, form, status=REFUSED)
    messages.success(request, _("Received whole, in its turn, and signed."))
    return redirect("transmissions:incoming", came.pk)


@page("transmission.send", methods=("POST",))
def prepare_checkpoint(request: HttpRequest) -> HttpResponse:
    """Prepare a checkpoint of the ledger for somebody to hold."""
    form = CheckpointForm(request.POST)
    if not form.is_valid():
        return redirect("transmissions:all")
    prepared = checkpoints.send_checkpoint(
        actor=actor_of(request), to=form.cleaned_data["to"], at=datetime.now(UTC)
    )
    return redirect("transmissions:outgoing", prepared.pk)


@page("transmission.read")
def incoming(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one transmission that came."""
    one = _incoming(pk)
    actor = actor_of(request)
    context = {
        **_shown_incoming(one),
        "fingerprint": fingerprint(bytes.fromhex(one.signed_with)),
        "why": queries.why_unread(one),
        "may_send": doors.may(actor, "transmission.send"),
        "may_take": doors.may(actor, "transmission.content"),
    }
    return render(request, "site/transmissions/incoming.html", context)


def _incoming(pk: int) -> Incoming:
    found = Incoming.objects.filter(pk=pk).select_related("sender").first()
    if found is None:
        raise NothingHereError
    return found


@page("transmission.send", methods=("POST",))
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more to read what was kept."""
    services.read_again(
        actor=actor_of(request), incoming=_incoming(pk), at=datetime.now(UTC)
    )
    return redirect("transmissions:incoming", pk)


@page("transmission.content")
def incoming_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a received file back, byte for byte; the ledger remembers to whom."""
    one = _incoming(pk)
    _remember(request, one.ref)
    return _file(queries.file_received(one), one.file_name)


@page("transmission.read")
def outgoing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one transmission that was prepared here, and what comes next."""
    return _outgoing_page(request, _outgoing(pk), SignatureForm())


def _outgoing_page(
    request: HttpRequest, one: Outgoing, form: SignatureForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **_shown_outgoing(one),
        "form": form,
        "may_send": doors.may(actor_of(request), "transmission.send"),
        "may_take": _may_take(actor_of(request), one),
        "own": queries.own_organisation(),
    }
    return render(request, "site/transmissions/outgoing.html", context, status=status)


def _may_take(actor: Actor, one: Outgoing) -> bool:
    """Tell whether somebody may have the file, which holds what its kind holds."""
    known = SHOWS.get(one.kind, SEND)
    if doors.may(actor, CONTENT):
        return True
    return doors.may(actor, known) and not _tells_of_hidden(actor, one)


def _tells_of_hidden(actor: Actor, one: Outgoing) -> bool:
    """Tell whether a file names somebody whose restricted case is not for the actor.

    A prepared file stays as it is when a case becomes restricted, and does not know
    our case numbers: so it is asked for the names themselves.
    """
    hidden = hidden_cases(actor)
    try:
        told = queries.payload_sent(one).decode("utf-8", "replace") if hidden else ""
    except ErasedError:
        return False
    records = Record.objects.filter(membership__person__case_ref__in=hidden)
    names = {record.name for record in records.iterator()} - {""}
    return any(word in told for word in (*hidden, *names))


def _outgoing(pk: int) -> Outgoing:
    found = Outgoing.objects.filter(pk=pk).select_related("to", "signature").first()
    if found is None:
        raise NothingHereError
    return found


@page("transmission.send")
def outgoing_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the prepared file: unsigned to be signed, signed to be carried."""
    one = _outgoing(pk)
    if not _may_take(actor_of(request), one):
        raise NothingHereError
    _remember(request, one.ref)
    return _file(queries.file_to_send(one), one.file_name)


@page("transmission.send", methods=("POST",))
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the signature that was made elsewhere."""
    one = _outgoing(pk)
    form = SignatureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _outgoing_page(request, one, form, status=REFUSED)
    try:
        services.attach_signature(
            actor=actor_of(request),
            outgoing=one,
            signature=form.cleaned_data["signature"].read(),
            at=datetime.now(UTC),
        )
    except RepatriaError as refusal:
        form.add_error("signature", in_words(refusal))
        return _outgoing_page(request, one, form, status=REFUSED)
    messages.success(request, _("Signed. The file can be carried to its recipient."))
    return redirect("transmissions:outgoing", pk)


def _remember(request: HttpRequest, ref: str) -> None:
    ledger.append(
        actor=actor_of(request),
        act="transmission.file-taken",
        about=ref,
        at=datetime.now(UTC),
    )


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
