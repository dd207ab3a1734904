"""One pair at a time: are these two the same person?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, number_in, page
from repatria.matching import doors, services
from repatria.matching.core.refusals import DecidedBeforeError, DecidedMeanwhileError
from repatria.matching.models import Answer, Pair
from repatria.matching.queries import queue
from repatria.matching.queries.queue import Queue
from repatria.matching.web.done import SAID, done, queue_in
from repatria.matching.web.forms import AnswerForm
from repatria.matching.web.queues import measured
from repatria.matching.web.side_by_side import side_by_side
from repatria.shared.actors import Actor

ACTS: dict[str, Callable[..., Answer]] = {
    "same": services.decide_same,
    "different": services.decide_different,
    "unsure": services.answer_unsure,
    "needs_data": services.answer_needs_data,
    "undo": services.undo,
}
_DECIDED = (Pair.Answered.SAME, Pair.Answered.DIFFERENT)
MEANWHILE = 409


@page("matching.decide")
def following(request: HttpRequest, number: int) -> HttpResponse:
    """Go to the pair that comes next, or one back, or to the end of the queue."""
    actor, at = actor_of(request), datetime.now(UTC)
    run = doors.open_run(actor, number, right="matching.decide")
    wanted = queue_in(request.GET.get("queue", ""))
    held = queue.waiting(run, wanted, actor=actor, at=at)
    for name, beside in (("after", queue.behind), ("before", queue.before)):
        pair = Pair.objects.filter(run=run, pk=number_in(request, name))
        if (start := pair.first()) is not None:
            held = beside(held, start)
    return _take(actor, wanted, held[: queue.HANDED_AT_ONCE], request, at=at)


def _take(
    actor: Actor,
    wanted: Queue,
    pairs: Any,
    request: HttpRequest,
    *,
    at: datetime,
) -> HttpResponse:
    """Lay the first free pair on the desk and show it; else say that none waits."""
    found = services.claim_first(actor=actor, pairs=pairs, at=at)
    if found is not None:
        return redirect(_address(found, wanted, number_in(request, "done")))
    at_an_end = {"after", "before"} & request.GET.keys()
    messages.success(
        request,
        _("No other pair waits in that direction.")
        if at_an_end
        else _("No pair waits here for you."),
    )
    just_done = number_in(request, "done")
    told = f"?queue={wanted}&done={just_done}" if just_done else ""
    return redirect(reverse("matching:queues") + told)


def _address(pair: Pair, wanted: Queue, done: int = 0) -> str:
    told = [f"queue={wanted}"] if wanted is not Queue.OPEN else []
    told += [f"done={done}"] if done else []
    address = reverse("matching:pair", args=[pair.pk])
    return f"{address}?{'&'.join(told)}" if told else address


@page("matching.decide", methods=("GET", "HEAD", "POST"))
def pair(request: HttpRequest, number: int) -> HttpResponse:
    """Show two records side by side, and take the answer."""
    actor, at = actor_of(request), datetime.now(UTC)
    held = doors.open_pair(actor, number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _answered(request, actor, held, form, at)
    if _is_answerable(held, actor):
        services.claim(actor=actor, pair=held, at=at)
    return render(request, "matching/pair.html", _shown(request, actor, held, form, at))


def _is_answerable(held: Pair, actor: Actor) -> bool:
    """Tell whether the reader could answer: neither decided nor first seen by them."""
    if held.answer == Pair.Answered.SECOND:
        return held.answers.filter(takes_effect=False).latest("pk").by != actor.ref
    return held.answer not in _DECIDED


def _answered(
    request: HttpRequest, actor: Actor, held: Pair, form: AnswerForm, at: datetime
) -> HttpResponse:
    """Keep the answer and go on; where another came between, show that instead."""
    answer = form.cleaned_data["answer"]
    try:
        made = ACTS[answer](
            actor=actor,
            pair=held,
            reasons=form.cleaned_data["reasons"],
            seen=form.cleaned_data["seen"] or 0,
            at=at,
        )
    except (DecidedMeanwhileError, DecidedBeforeError):
        newest = held.answers.last()
        if newest is not None and (newest.by, newest.answer) == (actor.ref, answer):
            return _onwards(held, form, newest)  # the same form sent twice
        told = _shown(request, actor, held, form, at) | {"meanwhile": newest}
        return render(request, "matching/pair.html", told, status=MEANWHILE)
    if answer == "undo":
        messages.success(request, SAID[answer])
        return redirect(_address(held, queue_in(form.data.get("queue", ""))))
    return _onwards(held, form, made)


def _onwards(held: Pair, form: AnswerForm, made: Answer) -> HttpResponse:
    """Show the next pair at once, with a line that tells what was done."""
    wanted = queue_in(form.data.get("queue", ""))
    address = reverse("matching:review", args=[held.run_id])
    return redirect(f"{address}?queue={wanted}&done={made.pk}")


def _shown(
    request: HttpRequest, actor: Actor, held: Pair, form: AnswerForm, at: datetime
) -> dict[str, Any]:
    wanted = queue_in(request.POST.get("queue", "") or request.GET.get("queue", ""))
    answers = list(held.answers.all())
    newest = answers[-1] if answers else None
    second = held.answer == Pair.Answered.SECOND
    own = newest is not None and newest.by == actor.ref
    return {
        **side_by_side(held),
        "form": form,
        "queue": wanted,
        "seen": newest.pk if newest else 0,
        "answers": _told(answers, blind=second and not own),
        "decided": held.answer in _DECIDED,
        "second_look": second and not own,
        "own_first_look": second and own,
        "done": done(request, actor),
        "done_key": held.answer not in _DECIDED and not (second and own),
        "left": queue.left(held.run, actor, at),
        "desk": _desk(held, actor, at),
        **measured(),
    }


def _told(answers: list[Answer], *, blind: bool) -> list[Answer]:
    """Return what was answered; a first look is not shown to whoever looks second."""
    return answers[:-1] if blind else answers


def _desk(held: Pair, actor: Actor, at: datetime) -> Any:
    """Return whose desk the pair lies on, None where on the reader's or on nobody's."""
    claim = getattr(held, "claim", None)
    return claim if claim and claim.by != actor.ref and claim.until > at else None
