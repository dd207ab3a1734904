"""Pages of files with persons in them: asking, agreeing, fetching."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from repatria.access import doors
from repatria.access import exports as services
from repatria.access.core.errors import NothingHereError
from repatria.access.core.exports import PURPOSES, State
from repatria.access.exports import Offer
from repatria.access.models import Export
from repatria.access.queries import person_behind
from repatria.access.web.requests import actor_of, page
from repatria.shared.actors import Actor
from repatria.shared.text import mark, say

ASK, APPROVE, LOG = "access.exports", "access.exports-approve", "access.exports-log"
_SHOWN = 100
STATES = {
    State.WAITING: ("waiting", mark("Waits for a second person")),
    State.READY: ("good", mark("Ready")),
    State.REFUSED: ("bad", mark("Refused")),
    State.FETCHED: ("ended", mark("Fetched")),
    State.EXPIRED: ("ended", mark("Expired")),
}


class ExportForm(forms.Form):
    """For what a file is taken out, and for whom."""

    purpose = forms.ChoiceField(label=gettext_lazy("For what is it?"))
    recipient = forms.CharField(
        label=gettext_lazy("Who will have it?"),
        help_text=gettext_lazy("A person and an office, as you would address them."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["purpose"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the reader)
        field.choices = [
            ("", _("Choose")),
            *((code, say(words)) for code, words in PURPOSES.items()),
        ]


@dataclass(frozen=True, slots=True)
class Shown:
    """One export as a line of the page shows it."""

    export: Export
    title: str
    purpose: str
    recipient: str
    tone: str
    words: str
    may_fetch: bool
    may_decide: bool


def ask(
    request: HttpRequest,
    offer: Offer,
    *,
    begin: Callable[[str, str], HttpResponse] | None = None,
    by_a_job: bool = False,
) -> HttpResponse:
    """Answer a room's page of a download: ask for what and for whom, then keep it.

    The room's page admits GET and POST and has checked its own right.  Where the room
    keeps more than the file, or a job makes it, ``begin`` is told the purpose and the
    recipient and does it in the place of ``ask_for``.
    """
    actor = actor_of(request)
    doors.require(actor, ASK)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if begin is not None:
            return begin(form.cleaned_data["purpose"], form.cleaned_data["recipient"])
        held = services.ask_for(
            actor=actor, offer=offer, at=_now(), **form.cleaned_data
        )
        return asked(request, held)
    told = {
        "form": form,
        "title": say(offer.title),
        "people": offer.size,
        "takes_two": services.takes_two(offer),
        "days": services.GOOD_FOR.days,
        "by_a_job": by_a_job,
    }
    return render(request, "access/export_ask.html", told)


def asked(request: HttpRequest, held: Export) -> HttpResponse:
    """Say where the file now stands, and lead to where it is fetched."""
    said = (
        _("%(ref)s waits for a second person.")
        if held.needs_approval
        else _("%(ref)s is ready. It can be fetched once.")
    )
    messages.success(request, said % {"ref": held.ref})
    return redirect("access:exports")


@page(ASK)
def exports(request: HttpRequest) -> HttpResponse:
    """Show what one has asked for, what waits for one's word, and to auditors all."""
    actor, now = actor_of(request), _now()
    own = Export.objects.filter(by=actor.ref)[:_SHOWN]
    told = {"own": _shown(own, actor, now), "days": services.GOOD_FOR.days}
    if doors.may(actor, APPROVE):
        waiting = services.waiting(at=now).exclude(by=actor.ref)
        told["waiting"] = _shown(waiting[:_SHOWN], actor, now)
    if doors.may(actor, LOG):
        told["everybody"] = _shown(Export.objects.all()[:_SHOWN], actor, now)
    return render(request, "access/exports.html", told)


def _shown(held: Iterable[Export], actor: Actor, now: datetime) -> list[Shown]:
    rows = list(held)
    recipients = services.recipients_of(rows)
    return [_line(one, recipients[one.ref], actor, now) for one in rows]


def _line(one: Export, recipient: str, actor: Actor, now: datetime) -> Shown:
    state = services.state(one, at=now)
    tone, words = STATES[state]
    other = person_behind(one.by) != person_behind(actor.ref)
    return Shown(
        export=one,
        title=say(one.title),
        purpose=say(PURPOSES[one.purpose]),
        recipient=recipient,
        tone=tone,
        words=say(words),
        may_fetch=state is State.READY and one.by == actor.ref,
        may_decide=state is State.WAITING and other and doors.may(actor, APPROVE),
    )


@page(APPROVE, methods=("POST",))
def decide(request: HttpRequest, ref: str) -> HttpResponse:
    """Agree to a file of somebody else, or refuse it."""
    held = _called(ref)
    approved = request.POST.get("answer") == "approve"
    services.decide(actor=actor_of(request), export=held, approved=approved, at=_now())
    said = _("You agreed to %(ref)s.") if approved else _("You refused %(ref)s.")
    messages.success(request, said % {"ref": held.ref})
    return redirect("access:exports")


@page(ASK, methods=("POST",))
def fetch(request: HttpRequest, ref: str) -> HttpResponse:
    """Give a file to whoever asked for it, once."""
    held = _called(ref)
    content = services.fetch(actor=actor_of(request), export=held, at=_now())
    answer = HttpResponse(content, content_type=held.content_type)
    answer["Content-Disposition"] = f'attachment; filename="{held.file_name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _called(ref: str) -> Export:
    held = Export.objects.filter(ref=ref).first()
    if held is None:
        raise NothingHereError
    return held


def _now() -> datetime:
    return datetime.now(UTC)
