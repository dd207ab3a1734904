"""Answering a list: filter, mark, one act, and taking it back."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.models import EntryAnswer, ListEntry
from repatria.exchange.queries import positions as stored
from repatria.exchange.services import answers
from repatria.exchange.web import said
from repatria.exchange.web.position_forms import AnswerForm
from repatria.exchange.web.positions import every_line, positions_context


@page(doors.ANSWER, methods=("GET", "HEAD", "POST"))
def answer(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show the list to be answered; answer those who are marked, all alike."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.ANSWER)
    opened = doors.open_positions(actor, held, right=doors.ANSWER)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = _chosen(request, opened)
        answers.answer_entries(
            actor=actor,
            version=opened.seen.version,
            entries=chosen,
            said=form.said(),
            at=datetime.now(UTC),
        )
        messages.success(request, _answered(len(chosen)))
        where = reverse("exchange:answer", args=(ref, number))
        query = said.Wanted.of(request.GET).address
        return redirect(f"{where}?{query}" if query else where)
    context = positions_context(request, opened, leg=_held_by_us(opened)) | {
        "form": form,
        "last": _last(opened),
    }
    return render(request, "exchange/answer.html", context)


def _answered(n: int) -> str:
    return ngettext(
        "%(n)d person is answered. It can be taken back on this page.",
        "%(n)d persons are answered. It can be taken back on this page.",
        n,
    ) % {"n": n}


def _held_by_us(opened: doors.PositionsShown) -> str:
    """Return the direction of those whom this party holds, where there is but one."""
    ours = installation().party
    legs = {one.direction for one in opened.listed.values() if one.holder == ours}
    return legs.pop() if len(legs) == 1 else ""


def _chosen(request: HttpRequest, opened: doors.PositionsShown) -> list[ListEntry]:
    """Return who is marked, or everybody whom the filter shows; hidden people never."""
    if request.POST.get("whole"):
        wanted = said.Wanted.of(request.POST)
        found = every_line(actor_of(request), opened)
        return [line.entry for line in found if wanted.shows(line)]
    marked = set(request.POST.getlist("entry"))
    return [one for case, one in opened.listed.items() if case in marked]


def _last(opened: doors.PositionsShown) -> dict[str, object] | None:
    """Return this party's last act that can be taken back."""
    act = stored.last_act(opened.seen.version, installation().party)
    rows = list(EntryAnswer.objects.filter(act=act)) if act else []
    if not rows:
        return None
    state = said.drawn(EntryState(rows[0].state))
    return {"act": act, "n": len(rows), "at": rows[0].at, "by": rows[0].by, **state}


@page(doors.ANSWER, methods=("POST",))
def take_back(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take an act of this party's back."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.ANSWER)
    seen = doors.open_list(actor, held, right=doors.ANSWER)
    answers.take_back(
        actor=actor,
        version=seen.version,
        act=request.POST.get("act", ""),
        at=datetime.now(UTC),
    )
    messages.success(request, _("Taken back. What stood before stands again."))
    return redirect("exchange:answer", ref=ref, number=number)
