"""The page of a round's course: where it stands, whose turn it is, and each act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from repatria.access.core.errors import NothingHereError
from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.core.course import ACT_WORDS, REASON_WORDS
from repatria.exchange.core.states import NEEDS, TAKEN_BACK, State, may_follow
from repatria.exchange.models import Round
from repatria.exchange.services import course, course_messages
from repatria.exchange.web import shown
from repatria.exchange.web.compared import sides_compared
from repatria.exchange.web.steps import steps
from repatria.shared.actors import Actor
from repatria.shared.text import mark, say

_LARGEST = 100_000
_OVER = frozenset({State.COMPLETED, State.PARTIAL, State.RECONCILED})


class ReasonForm(forms.Form):
    """Why a round is suspended or cancelled: a word that speaks of nobody."""

    reason = forms.ChoiceField(
        label=gettext_lazy("For which reason?"),
        help_text=gettext_lazy("Everybody is told it. It speaks of no person."),
        choices=lambda: [
            (one.value, say(words)) for one, words in REASON_WORDS.items()
        ],
    )


class HeadsForm(forms.Form):
    """How many heads were counted at the place, leg by leg."""

    def __init__(self, held: Round, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        legs = shown.legs(held.exchange, course.legs_agreed(held))
        agreed = set(course.legs_agreed(held))
        self.legs = [leg for leg in legs if leg["leg"] in agreed]
        for place, leg in enumerate(self.legs):
            self.fields[f"leg_{place}"] = forms.IntegerField(
                label=_("Held by {holder}, going to {home}: how many heads?").format(
                    holder=leg["holder"]["name"], home=leg["home"]["name"]
                ),
                min_value=0,
                max_value=_LARGEST,
            )

    def heads(self) -> dict[str, int]:
        """Return the heads counted, by direction."""
        return {
            leg["leg"]: self.cleaned_data[f"leg_{place}"]
            for place, leg in enumerate(self.legs)
        }


@page(doors.READ)
def one_course(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show where a round stands, who brings it further, and who counted what."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    now = queries.state_of(held)
    to_tell = course_messages.to_tell(held) if may(actor, doors.SEND) else []
    context = {
        "exchange": held.exchange,
        "held": held,
        "state": shown.state_shown(now) if now else None,
        "steps": steps(held),
        "events": shown.events_shown(held),
        "compared": sides_compared(held) if now in _OVER else [],
        "to_tell": [
            {"words": ACT_WORDS[act], "event": event, "others": others}
            for event, act, others in to_tell
        ],
        **_acts(actor, held, now),
    }
    return render(request, "exchange/course.html", context)


def _acts(actor: Actor, held: Round, now: State | None) -> dict[str, Any]:
    """Return what this reader may do now: a form, or True for a bare button."""
    newest = queries.newest_event(held)
    takes_back = newest is not None and not newest.said_by and now in TAKEN_BACK
    closed = queries.interviews_closed(held)
    asks = may(actor, course.INTERVIEWS) and now in {State.AGREED, State.SCHEDULED}
    return {
        "interviews": closed,
        "knows_interviews": not installation().party,
        "may_close": asks and closed is None,
        "may_open": asks and closed is not None,
        "heads_form": HeadsForm(held) if _may(actor, held, State.ASSEMBLED) else None,
        "suspend_form": ReasonForm() if _may(actor, held, State.SUSPENDED) else None,
        "cancel_form": ReasonForm() if _may(actor, held, State.CANCELLED) else None,
        "may_resume": now is State.SUSPENDED and may(actor, NEEDS[State.SUSPENDED]),
        "may_close_partly": _may(actor, held, State.PARTIAL),
        "may_reconcile": _may(actor, held, State.RECONCILED),
        "may_take_back": takes_back and now is not None and may(actor, NEEDS[now]),
    }


def _may(actor: Actor, held: Round, state: State) -> bool:
    now, before = queries.state_of(held), queries.state_before(held)
    return may(actor, NEEDS[state]) and may_follow(now, state, before=before)


def _act(right: str, said: str, do: Callable[..., object]) -> Callable[..., Any]:
    """Return the view of one act: door, service, a word of what was done, back."""

    @page(right, methods=("POST",))
    def view(request: HttpRequest, ref: str, number: int) -> HttpResponse:
        """Do it, say so, and show the course again."""
        actor = actor_of(request)
        held = doors.open_round(actor, ref, number, right=right)
        do(request=request, actor=actor, held=held, at=datetime.now(UTC))
        messages.success(request, say(said))
        return redirect("exchange:course", ref=ref, number=number)

    return view


def _reason(request: HttpRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise NothingHereError
    reason: str = form.cleaned_data["reason"]
    return reason


def _suspend(request: HttpRequest, **told: Any) -> None:
    course.suspend_round(reason=_reason(request), **told)


def _cancel(request: HttpRequest, **told: Any) -> None:
    course.cancel_round(reason=_reason(request), **told)


def _resume(request: HttpRequest, **told: Any) -> None:
    del request
    course.resume_round(**told)


def _interviews(request: HttpRequest, **told: Any) -> None:
    course.close_interviews(closed="open" not in request.POST, **told)


def _partly(request: HttpRequest, **told: Any) -> None:
    del request
    course.close_partly(**told)


def _reconcile(request: HttpRequest, **told: Any) -> None:
    del request
    course.reconcile(**told)


suspend = _act(
    NEEDS[State.SUSPENDED],
    mark("The round is suspended. Tell the others."),
    _suspend,
)
resume = _act(
    NEEDS[State.SUSPENDED],
    mark("The round goes on from where it stood. Tell the others."),
    _resume,
)
cancel = _act(
    NEEDS[State.CANCELLED],
    mark("The round is cancelled. Tell the others."),
    _cancel,
)
interviews = _act(course.INTERVIEWS, mark("Recorded, with no result."), _interviews)
partly = _act(
    NEEDS[State.PARTIAL],
    mark("The round is closed as partly completed."),
    _partly,
)
reconcile = _act(
    NEEDS[State.RECONCILED],
    mark("Recorded: every count stands beside the others."),
    _reconcile,
)


@page(NEEDS[State.ASSEMBLED], methods=("POST",))
def assemble(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Record the heads counted at the place."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=NEEDS[State.ASSEMBLED])
    form = HeadsForm(held, request.POST)
    if form.is_valid():
        at = datetime.now(UTC)
        course.assemble(actor=actor, held=held, heads=form.heads(), at=at)
        messages.success(request, _("The heads counted are recorded."))
    else:
        messages.error(
            request, _("Write a number for each leg; 0 where nobody is there.")
        )
    return redirect("exchange:course", ref=ref, number=number)


@page(doors.READ, methods=("POST",))
def take_back(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take back what was recorded last; whoever may record it may."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number)
    course.take_back(actor=actor, held=held, at=datetime.now(UTC))
    messages.success(request, _("Taken back, by an entry of its own."))
    return redirect("exchange:course", ref=ref, number=number)


@page(doors.SEND, methods=("POST",))
def tell(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Prepare what the others are told of the round."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.SEND)
    at = datetime.now(UTC)
    for event, _act_told, others in course_messages.to_tell(held):
        for to in others:
            course_messages.tell(actor=actor, event=event, to=to.code, at=at)
    said = _("Prepared. Sign each file outside the server before it leaves.")
    messages.success(request, said)
    return redirect("exchange:course", ref=ref, number=number)
