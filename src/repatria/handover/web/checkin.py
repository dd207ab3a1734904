"""Check-in and crossing: outdoors, on a tablet, with one hand."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange.services.proposals import SUBSTITUTE
from repatria.handover import doors, queries, services
from repatria.handover.core.codes import read_code
from repatria.handover.core.errors import NotOnManifestError, OtherManifestError
from repatria.handover.core.steps import (
    STANDING_WORDS,
    STEP_WORDS,
    TONES,
    Standing,
    Step,
    counted,
    may_follow,
)
from repatria.handover.models import Departure, Handover
from repatria.handover.queries import Stand
from repatria.handover.web.forms import CountForm, FindForm, SubstituteForm
from repatria.handover.web.pages import leg_words
from repatria.shared.actors import Actor
from repatria.shared.errors import in_words

CHECK_IN, CROSSING = "check-in", "crossing"
_BUTTONS = {
    CHECK_IN: (Step.PRESENT, Step.ABSENT),
    CROSSING: (Step.CROSSED, Step.NOT_CROSSED),
}
_USUAL = frozenset({Step.PRESENT, Step.CROSSED})
_SHOWN = {
    "": frozenset(Standing),
    "open": frozenset({Standing.AWAITED}),
    "here": frozenset({Standing.HERE}),
    "missing": frozenset({Standing.MISSING}),
}


@page("handover.run", methods=("GET", "HEAD", "POST"))
def check_in(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who is here and who is missing; take a line number or a code to find."""
    return _lines_page(request, ref, CHECK_IN)


@page("handover.run", methods=("GET", "HEAD", "POST"))
def crossing(request: HttpRequest, ref: str) -> HttpResponse:
    """Show who has crossed and who has not."""
    return _lines_page(request, ref, CROSSING)


def _lines_page(request: HttpRequest, ref: str, mode: str) -> HttpResponse:
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            number = _found(actor, handover, form.cleaned_data["code"])
        except (NotOnManifestError, OtherManifestError) as refusal:
            form.add_error("code", in_words(refusal))
        else:
            return _back(handover, mode, number, one=True)
    people = doors.open_people(actor, handover)
    context = _context(actor, handover, people, mode)
    shown = _SHOWN.get(request.GET.get("show", ""), _SHOWN[""])
    one = request.GET.get("line", "")
    rows = [_row(each, mode, context) for each in people]
    context |= {
        "find_form": form,
        "show": request.GET.get("show", ""),
        "one": next((row for row in rows if str(row["line"].number) == one), None),
        "rows": [row for row in rows if row["standing"] in shown],
    }
    status = 409 if form.errors else 200
    return render(request, "handover/check_in.html", context, status=status)


def _found(actor: Actor, handover: Handover, typed: str) -> int:
    """Return the line that somebody typed or scanned."""
    found = read_code(typed)
    if found is None:
        raise NotOnManifestError(asked=typed.strip(), handover=handover.ref)
    if found.handover not in {"", handover.ref}:
        raise OtherManifestError(other=found.handover, handover=handover.ref)
    return doors.open_line(actor, handover, found.line).number


def _context(
    actor: Actor, handover: Handover, people: list[Stand], mode: str
) -> dict[str, Any]:
    every = queries.stands(handover)  # heads are counted, whoever is shown
    ours = handover.maker == installation().code
    departed = Departure.objects.filter(handover=handover).exists()
    return {
        "handover": handover,
        "leg": leg_words(handover),
        "mode": mode,
        "counts": counted([each.standing for each in every]),
        "unseen": len(every) - len(people),
        "count_form": CountForm(),
        "may_substitute": ours and not departed and may(actor, SUBSTITUTE),
    }


def _row(each: Stand, mode: str, context: dict[str, Any]) -> dict[str, Any]:
    steps = [
        {"step": step, "words": STEP_WORDS[step], "usual": step in _USUAL}
        for step in _BUTTONS[mode]
        if may_follow(each.standing, step)
    ]
    return {
        "line": each.line,
        "standing": each.standing,
        "words": STANDING_WORDS[each.standing],
        "tone": TONES[each.standing],
        "steps": steps,
        "may_undo": each.standing is not Standing.AWAITED
        and (each.standing is not Standing.REPLACED or context["may_substitute"]),
        "may_substitute": context["may_substitute"]
        and may_follow(each.standing, Step.SUBSTITUTED),
    }


def _back(
    handover: Handover, mode: str, number: int, *, one: bool = False
) -> HttpResponse:
    """Go back to the page, to the line just worked on."""
    address = reverse(f"handover:{mode}", args=[handover.ref])
    query = f"?line={number}" if one else ""
    return HttpResponseRedirect(f"{address}{query}#line-{number}")


@page("handover.run", methods=("POST",))
def record(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Write one entry about one line, or undo the last."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    line = doors.open_line(actor, handover, number)
    asked = request.POST.get("step", "")
    told: dict[str, Any] = {
        "actor": actor,
        "handover": handover,
        "case_ref": line.case_ref or line.shared_ref,
        "at": datetime.now(UTC),
    }
    if asked in {Step.PRESENT, Step.ABSENT}:
        services.check_in(**told, present=asked == Step.PRESENT)
    elif asked == Step.CROSSED:
        services.confirm_crossing(**told)
    elif asked == Step.NOT_CROSSED:
        services.not_crossed(**told)
    elif asked == Step.UNDONE:
        services.undo_last(**told)
    mode = CROSSING if request.POST.get("mode") == CROSSING else CHECK_IN
    return _back(handover, mode, number)


@page("handover.run", methods=("POST",))
def all_here(request: HttpRequest, ref: str) -> HttpResponse:
    """Record that everybody who is here crossed, if the head count agrees."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    form = CountForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Count, and type how many you counted."))
        return redirect("handover:crossing", ref=ref)
    crossed = services.confirm_all_here(
        actor=actor,
        handover=handover,
        counted=form.cleaned_data["counted"],
        at=datetime.now(UTC),
    )
    messages.success(request, _("Recorded as crossed: %(n)s") % {"n": crossed})
    return redirect("handover:crossing", ref=ref)


@page("handover.run", methods=("GET", "HEAD", "POST"))
def substitute(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Let somebody from the agreed reserve go instead, agreed by both sides."""
    actor = actor_of(request)
    handover = doors.find(actor, ref, right=doors.RUN)
    line = doors.open_line(actor, handover, number)
    reserves = doors.seen_reserves(
        actor, services.reserves_for(actor=actor, handover=handover)
    )
    form = SubstituteForm(request.POST or None, reserves=reserves)
    if request.method == "POST" and form.is_valid():
        services.substitute(
            actor=actor,
            handover=handover,
            case_ref=line.case_ref or line.shared_ref,
            reserve_ref=form.cleaned_data["reserve"],
            holder_officer=form.cleaned_data["holder_officer"],
            home_officer=form.cleaned_data["home_officer"],
            at=datetime.now(UTC),
        )
        messages.success(
            request,
            _("Recorded. A manifest that was made has a new version: have it signed."),
        )
        return redirect("handover:handover", ref=ref)
    context = {
        "handover": handover,
        "leg": leg_words(handover),
        "line": line,
        "reserves": reserves,
        "form": form,
    }
    return render(request, "handover/substitute.html", context)
