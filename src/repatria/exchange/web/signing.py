"""Signing a list, and sending proposals and signatures to others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.models import ListVersion
from repatria.exchange.services import lists, signatures
from repatria.exchange.web.forms import SignForm
from repatria.exchange.web.lists import list_context
from repatria.shared.actors import Actor
from repatria.transmission.models import Correspondent, Outgoing
from repatria.transmission.queries import correspondents


@dataclass(frozen=True, slots=True)
class Parcel:
    """One transmission that would be prepared: to whom, and what it holds.

    ``party`` is whose signature it is, empty for the list itself.
    """

    to: Correspondent
    party: str = ""

    def prepared(self, version: ListVersion, actor: Actor, at: datetime) -> Outgoing:
        """Prepare it."""
        if not self.party:
            to = self.to.code
            return lists.send_proposal(actor=actor, version=version, to=to, at=at)
        return signatures.send_signature(
            actor=actor, version=version, party=self.party, to=self.to.code, at=at
        )


@page(doors.SIGN, methods=("POST",))
def sign(request: HttpRequest, ref: str, number: int, version: int) -> HttpResponse:
    """Take this party's signature over one version; another hash is refused."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.SIGN)
    seen = doors.open_list(actor, held, version=version, right=doors.SIGN)
    form = SignForm(request.POST, request.FILES)
    if form.is_valid():
        signatures.sign_list(
            actor=actor,
            version=seen.version,
            signature=form.cleaned_data["signature"].read(),
            at=datetime.now(UTC),
        )
        said = _("The signature is over this list, and is kept. Send it to the others.")
        messages.success(request, said)
    else:
        messages.error(request, _("Choose the .sig file of this list first."))
    return redirect("exchange:list", ref=ref, number=number)


@page(doors.SEND, methods=("GET", "HEAD", "POST"))
def send(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show exactly what goes out and to whom; prepare it when that is confirmed."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.SEND)
    seen = doors.open_list(actor, held, right=doors.SEND)
    going_out = parcels(seen.version)
    if request.method == "POST":
        at = datetime.now(UTC)
        for parcel in going_out:
            parcel.prepared(seen.version, actor, at)
        said = _("Prepared. Sign each file outside the server before it leaves.")
        messages.success(request, said)
        return redirect("exchange:list", ref=ref, number=number)
    context = list_context(seen) | {"parcels": going_out}
    return render(request, "exchange/send.html", context)


def parcels(version: ListVersion) -> list[Parcel]:
    """Return what this installation has to send about a list.

    The agency: the list to every party, and to each the others' signatures.  A party:
    its own signature to everybody.
    """
    sides = set(queries.parties_of(version.round.exchange))
    ours = installation().party
    have = queries.signed_by(version)
    if ours:
        return [Parcel(to, ours) for to in correspondents() if ours in have]
    parties = [to for to in correspondents() if to.party in sides]
    return [
        *(Parcel(to) for to in parties),
        *(Parcel(to, party) for to in parties for party in have if party != to.party),
    ]
