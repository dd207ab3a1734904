"""Pages of the letters that are relayed between a prisoner and a family."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.core.errors import ErasedError
from repatria.access.web.requests import actor_of, page
from repatria.register.queries import name_of
from repatria.tracing import doors, queries, services
from repatria.tracing.core.letters import (
    FORM_WORDS,
    STEP_TONES,
    STEP_WORDS,
    WAY_WORDS,
    Form,
    Step,
    Way,
)
from repatria.tracing.models import Letter
from repatria.tracing.web.forms import LetterForm, StepForm


@page("tracing.letter", methods=("GET", "HEAD", "POST"))
def new_letter(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a letter or card that came to be relayed."""
    actor, now = actor_of(request), datetime.now(UTC)
    asked = doors.open_request(actor, ref)
    form = LetterForm(request.POST or None, today=now.date())
    if request.method == "POST" and form.is_valid():
        letter = services.record_letter(
            actor=actor, request=asked, at=now, **form.cleaned_data
        )
        messages.success(request, _("Recorded and sealed."))
        return redirect("tracing:letter", ref=letter.ref)
    return render(request, "tracing/new_letter.html", {"asked": asked, "form": form})


@page("tracing.letter", methods=("GET", "HEAD", "POST"))
def one_letter(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one letter and what happened to it, and take the next step."""
    actor, now = actor_of(request), datetime.now(UTC)
    letter = doors.open_letter(actor, ref)
    form = StepForm(request.POST or None, today=now.date())
    if request.method == "POST" and form.is_valid():
        services.take_step(
            actor=actor,
            letter=letter,
            step=form.cleaned_data["step"],
            on=form.cleaned_data["on"],
            at=now,
        )
        messages.success(request, _("On record."))
        return redirect("tracing:letter", ref=ref)
    context = {**_drawn(letter), "form": form}
    return render(request, "tracing/letter.html", context)


@page("tracing.letter")
def printed(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the message form of a letter, to be printed."""
    letter = doors.open_letter(actor_of(request), ref)
    return render(request, "tracing/letter_print.html", _drawn(letter))


def _drawn(letter: Letter) -> dict[str, Any]:
    opened = queries.opened_all([letter.request])[letter.request_id]
    prisoner, family = name_of(letter.case_ref), opened.reader or ""
    outward = letter.way == Way.FROM_PRISONER
    try:
        text = queries.text_of_letter(letter)
    except ErasedError:
        text = ""
    return {
        **row_of(letter),
        "text": text,
        "from_prisoner": outward,
        "sender": prisoner if outward else family,
        "addressee": family if outward else prisoner,
        "contact": opened.contact if outward else "",
        "events": [
            {"event": each, "words": STEP_WORDS[Step(each.step)]}
            for each in letter.events.all()
        ],
    }


def row_of(letter: Letter) -> dict[str, Any]:
    """Return how one letter is drawn in a list."""
    step = queries.steps_of(letter)[-1]
    return {
        "letter": letter,
        "way": WAY_WORDS[Way(letter.way)],
        "form_words": FORM_WORDS[Form(letter.form)],
        "stands": STEP_WORDS[step],
        "tone": STEP_TONES[step],
    }


@page("tracing.letter")
def letters_of(request: HttpRequest, case_ref: str) -> HttpResponse:
    """Show the letters from and to one person, and how many came each month."""
    found = doors.open_family(actor_of(request), case_ref)
    held = list(queries.letters_about(found))
    today = datetime.now(UTC).date()
    context = {
        "case_ref": found,
        "name": name_of(found),
        "rows": [row_of(one) for one in held],
        "months": [_month(held, on=day) for day in _months(held, today)],
        "rule": queries.rule_of_mail(),
    }
    return render(request, "tracing/letters.html", context)


def _months(letters: Sequence[Letter], today: date) -> list[date]:
    """Return this month and every one in which the prisoner wrote, newest first."""
    days = {today.replace(day=1)}
    days |= {
        (one.written_on or one.at.date()).replace(day=1)
        for one in letters
        if one.way == Way.FROM_PRISONER
    }
    return sorted(days, reverse=True)[:12]


def _month(letters: Sequence[Letter], *, on: date) -> dict[str, Any]:
    month = queries.mail_of_month(letters, on=on)
    return {
        "on": on,
        "letters": month.letters,
        "cards": month.cards,
        "reached": queries.finding_on(month).answer == "yes",
    }
