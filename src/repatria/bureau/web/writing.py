"""Entering what came or went on paper, and asking others about names."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.bureau import services
from repatria.bureau.core.pieces import Channel, Direction, Kind, Whom
from repatria.bureau.web.forms import FAMILY, EnquireForm, EnterForm
from repatria.register.models import Party
from repatria.transmission.models import Correspondent


@page("bureau.write", methods=("GET", "HEAD", "POST"))
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a piece that no transmission brought or took."""
    now = datetime.now(UTC)
    form = EnterForm(request.POST or None, request.FILES or None, today=now.date())
    if request.method == "POST" and form.is_valid():
        rows = form.rows()
        entry = services.enter(
            actor=actor_of(request), piece=_piece(form), rows=rows, at=now
        )
        if rows and (entry.direction, entry.kind) == (Direction.IN, Kind.ENQUIRY):
            services.look_up_later(entry)
        messages.success(
            request,
            _("Entered as %(serial)s. Write this number on the paper.")
            % {"serial": entry.serial},
        )
        return redirect("bureau:piece", serial=entry.serial)
    status = 422 if form.errors else 200
    return render(request, "bureau/enter.html", {"form": form}, status=status)


def _piece(form: EnterForm) -> services.Piece:
    told = form.cleaned_data
    direction, kind = form.direction_and_kind
    whom, correspondent, party = _with_whom(told["whom"], told["request_ref"])
    return services.Piece(
        direction=direction,
        kind=kind,
        whom=whom,
        correspondent=correspondent,
        party=party,
        channel=Channel(told["channel"]),
        on=told["on"],
        their_ref=told["their_ref"],
        note=told["note"],
    )


def _with_whom(chosen: str, request_ref: str) -> tuple[Whom, str, str]:
    """Return with whom a piece was exchanged, their code, and the party they serve."""
    if chosen == FAMILY:
        return Whom.FAMILY, request_ref.strip().upper(), ""
    kind, _colon, code = chosen.partition(":")
    if Whom(kind) is Whom.PARTY:
        return Whom.PARTY, Party.objects.get(code=code).code, code
    other = Correspondent.objects.get(code=code)
    return Whom.ORGANISATION, other.code, other.party


@page("bureau.write", methods=("GET", "HEAD", "POST"))
def enquire(request: HttpRequest) -> HttpResponse:
    """Ask another organisation about names, by a transmission."""
    form = EnquireForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        entry = services.enquire(
            actor=actor_of(request),
            to=form.cleaned_data["to"],
            rows=form.rows(),
            at=datetime.now(UTC),
        )
        messages.success(
            request,
            _("Enquiry %(serial)s is prepared. It leaves once it is signed.")
            % {"serial": entry.serial},
        )
        return redirect("bureau:piece", serial=entry.serial)
    status = 422 if form.errors else 200
    return render(request, "bureau/enquire.html", {"form": form}, status=status)
