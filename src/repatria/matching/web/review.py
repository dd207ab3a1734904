"""One pair at a time: are these two the same person?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from repatria.access.web.requests import actor_of, page
from repatria.matching import doors, queries, services
from repatria.matching.models import Pair
from repatria.matching.report.figures import probability
from repatria.matching.report.pairs import fields_said, sentences
from repatria.matching.report.rows import conflict_words
from repatria.matching.report.words import sureness
from repatria.matching.web.forms import AnswerForm
from repatria.register.core.statements import COLUMNS
from repatria.register.models import Record
from repatria.register.queries import case_refs_of, sender_names

ACTS: dict[str, Callable[..., Any]] = {
    "same": services.decide_same,
    "different": services.decide_different,
    "unsure": services.answer_unsure,
    "needs_data": services.answer_needs_data,
    "undo": services.undo,
}
SAID = {
    "same": gettext_lazy("Decided: one person."),
    "different": gettext_lazy("Decided: two persons."),
    "unsure": gettext_lazy("Left for somebody else."),
    "needs_data": gettext_lazy("Marked: needs data."),
    "undo": gettext_lazy("Taken back: the pair waits again."),
}


@page("matching.decide")
def following(request: HttpRequest, number: int) -> HttpResponse:
    """Go to the pair that waits next, or back to the comparison."""
    run = doors.open_run(actor_of(request), number, right="matching.decide")
    passed_over = Pair.objects.filter(run=run, pk=_number(request.GET.get("after", "")))
    waiting = queries.next_to_review(run, after=passed_over.first())
    if waiting is None:
        messages.success(request, _("No pair of this comparison waits."))
        return redirect("matching:run", number=run.pk)
    return redirect("matching:pair", number=waiting.pk)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@page("matching.decide", methods=("GET", "HEAD", "POST"))
def pair(request: HttpRequest, number: int) -> HttpResponse:
    """Show two records side by side, and take the answer."""
    actor = actor_of(request)
    held = doors.open_pair(actor, number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        ACTS[answer](
            actor=actor,
            pair=held,
            reasons=form.cleaned_data["reasons"],
            at=datetime.now(UTC),
        )
        return _onwards(request, held, answer)
    return render(request, "matching/pair.html", _shown(held, form))


def _onwards(request: HttpRequest, held: Pair, answer: str) -> HttpResponse:
    """Say what was done, with the way back, and show the next pair."""
    if answer == "undo":
        messages.success(request, SAID[answer])
        return redirect("matching:pair", number=held.pk)
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            SAID[answer],
            reverse("matching:pair", args=[held.pk]),
            _("Look again or undo"),
        ),
    )
    following = queries.next_to_review(held.run, after=held)
    if following is None:
        return redirect("matching:run", number=held.run_id)
    return redirect("matching:pair", number=following.pk)


def _shown(held: Pair, form: AnswerForm) -> dict[str, Any]:
    refs = case_refs_of((held.left_id, held.right_id))
    return {
        "pair": held,
        "run": held.run,
        "form": form,
        "fields": fields_said(held.why, _told(held.left), _told(held.right)),
        "sentences": sentences(held.why),
        "conflicts": conflict_words(held.differs),
        "share": probability(held.probability),
        "sureness": sureness(held.probability),
        "left_ref": refs[held.left_id],
        "right_ref": refs[held.right_id],
        "names": sender_names((held.left.source.sender, held.right.source.sender)),
        "answers": held.answers.all(),
        "waiting": queries.to_review(held.run).count(),
    }


def _told(record: Record) -> dict[str, str]:
    return {column: str(getattr(record, column)) for column in COLUMNS}
