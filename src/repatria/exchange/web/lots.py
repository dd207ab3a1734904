"""The page of a round's lot: who has committed, who has shown, and what is next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.core.lots import STAND_TONES, STAND_WORDS, Stand
from repatria.exchange.models import LotCall, Round
from repatria.exchange.queries import lots as found
from repatria.exchange.services import lot_messages, lots
from repatria.exchange.web import shown
from repatria.register.queries import party_names
from repatria.shared.text import mark, say

_LONGEST = 80


class ValueForm(forms.Form):
    """A commitment, or the secret that makes it."""

    value = forms.CharField(
        max_length=_LONGEST,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, *given: Any, label: str = "", **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["value"].label = label


@page(doors.READ)
def lot(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show where the lot of a round stands, and what whoever reads can do for it."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    call = found.newest_lot(held)
    acts = may(actor, doors.LOT)
    context = {
        "exchange": held.exchange,
        "held": held,
        "call": call,
        "may_call": acts and _may_call(held, call),
        **(_shown(call, acts=acts) if call else {}),
    }
    return render(request, "exchange/lot.html", context)


def _may_call(held: Round, last: LotCall | None) -> bool:
    waits = last is not None and found.stand_of(last) in found.UNDER_WAY
    open_to = bool(held.exchange.rules) and queries.may_still_change(held)
    return not installation().party and open_to and not waits


def _shown(call: LotCall, *, acts: bool) -> dict[str, Any]:
    stands = found.stand_of(call)
    ours = ours_in(call)
    committed, secrets = found.commitments_of(call), found.secrets_of(call)
    agency = not installation().party
    open_to = {
        "commit_form": ValueForm(label=gettext("Our commitment"))
        if acts and stands is Stand.OPEN and ours not in committed
        else None,
        "show_form": ValueForm(label=gettext("Our secret"))
        if acts and stands is Stand.CLOSED and ours not in secrets
        else None,
        "may_close": acts and agency and stands is Stand.OPEN,
        "may_give_up": acts and agency and stands in found.UNDER_WAY,
    }
    return {
        "inputs": found.inputs_of(call),
        "words": STAND_WORDS[stands],
        "tone": STAND_TONES[stands],
        "rows": [
            {
                "name": name,
                "committed": committed.get(code, ""),
                "secret": secrets.get(code, ""),
            }
            for code, name in _participants(call)
        ],
        "parcels": lot_messages.to_send(call) if acts else [],
        **open_to,
    }


def _participants(call: LotCall) -> list[tuple[str, str]]:
    """Return who takes part, in the reader's order, the agency last."""
    agency = found.inputs_of(call)["drawn_by"]
    sides = [(one["code"], one["name"]) for one in shown.sides(call.round.exchange)]
    names = party_names([agency])
    called = installation().name if agency == installation().code else agency
    return [*sides, (agency, names.get(agency, called))]


def ours_in(call: LotCall) -> str:
    """Return under which name this installation takes part."""
    agency: str = found.inputs_of(call)["drawn_by"]
    return installation().party or agency


def _act(said: str, do: Callable[..., object]) -> Callable[..., Any]:
    """Return the view of one act upon the newest lot."""

    @page(doors.LOT, methods=("POST",))
    def view(request: HttpRequest, ref: str, number: int) -> HttpResponse:
        """Do it, say so, and show the lot again."""
        actor = actor_of(request)
        held = doors.open_round(actor, ref, number, right=doors.LOT)
        call = found.newest_lot(held)
        if call is None:
            raise NothingHereError
        do(request=request, actor=actor, call=call, at=datetime.now(UTC))
        messages.success(request, say(said))
        return redirect("exchange:lot", ref=ref, number=number)

    return view


def _commit(request: HttpRequest, *, call: LotCall, **told: Any) -> None:
    value = request.POST.get("value", "")
    lots.commit(call=call, party=ours_in(call), value=value, **told)


def _show(request: HttpRequest, *, call: LotCall, **told: Any) -> None:
    secret = request.POST.get("value", "")
    lots.reveal(call=call, party=ours_in(call), secret=secret, **told)


def _close(request: HttpRequest, **told: Any) -> None:
    del request
    _of_the_agency()
    lots.close_lot(**told)


def _give_up(request: HttpRequest, **told: Any) -> None:
    del request
    _of_the_agency()
    lots.give_up(**told)


def _send(request: HttpRequest, *, call: LotCall, **told: Any) -> None:
    del request
    for parcel in lot_messages.to_send(call):
        lot_messages.send(call=call, parcel=parcel, **told)


def _of_the_agency() -> None:
    """Answer as if there were nothing where a party's installation is asked."""
    if installation().party:
        raise NothingHereError


commit = _act(mark("The commitment is kept. Keep the secret off the server."), _commit)
show = _act(mark("The secret fits the commitment, and is kept."), _show)
close = _act(mark("The lot takes no more commitments. Send them to all."), _close)
give_up = _act(mark("The lot is given up: it is not witnessed."), _give_up)
send = _act(
    mark("Prepared. Sign each file outside the server before it leaves."), _send
)


@page(doors.LOT, methods=("POST",))
def call(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Call a lot over who could go now, and the rules."""
    actor = actor_of(request)
    held: Round = doors.open_round(actor, ref, number, right=doors.LOT)
    _of_the_agency()
    lots.call_lot(actor=actor, held=held, at=datetime.now(UTC))
    messages.success(request, say(mark("The lot is called. Send the call to all.")))
    return redirect("exchange:lot", ref=ref, number=number)
