"""Pages of the comparisons: asked for, under way, done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from repatria.access import doors as access
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.matching import doors, queries, services
from repatria.matching.models import Run
from repatria.matching.queries import rules
from repatria.matching.report.rows import conflict_words
from repatria.matching.standings import choices
from repatria.matching.web.forms import CompareForm
from repatria.register.models import SourceFile
from repatria.register.queries import files_with_names
from repatria.register.standings import Choice

_SHOWN = 50
STEPS = {
    "": gettext_lazy("Waiting for its turn"),
    "read": gettext_lazy("Reading both lists"),
    "prepare": gettext_lazy("Taking names and dates apart"),
    "candidates": gettext_lazy("Looking for rows worth comparing"),
    "fit": gettext_lazy("Learning what is rare on these lists"),
    "score": gettext_lazy("Comparing"),
    "duplicates": gettext_lazy("Looking for repeated rows"),
    "resolve": gettext_lazy("Choosing one counterpart for each row"),
    "write": gettext_lazy("Writing down what was found"),
}


@page("matching.runs", methods=("GET", "HEAD", "POST"))
def runs(request: HttpRequest) -> HttpResponse:
    """Show the comparisons, and start another."""
    actor = actor_of(request)
    may_start = access.may(actor, "matching.start")
    form = CompareForm(request.POST or None)
    if request.method == "POST":
        access.require(actor, "matching.start")
        if form.is_valid():
            left, right = form.lists()
            run = services.start_run(
                actor=actor, left=left, right=right, at=datetime.now(UTC)
            )
            return redirect("matching:run", number=run.pk)
    held = list(Run.objects.select_related("left__source", "right__source")[:_SHOWN])
    pairs = queries.pair_counts_of_each(held)
    files = [file for run in held for file in (run.left, run.right)]
    told = {
        "form": form,
        "may_start": may_start,
        "may_set": access.may(actor, "matching.threshold"),
        "shown": [(run, pairs[run.pk]) for run in held],
        "names": files_with_names(files),
    }
    return render(request, "matching/runs.html", told)


@dataclass(frozen=True, slots=True)
class Side:
    """One list of a comparison, and how its rows stand."""

    file: SourceFile
    choices: list[Choice]
    total: int
    may_reply: bool


@page("matching.runs")
def one_run(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far a comparison is; once done, what it found and what waits."""
    actor = actor_of(request)
    run = doors.open_run(actor, number)
    told: dict[str, Any] = {
        "run": run,
        "names": files_with_names([run.left, run.right]),
        "working": run.state in (Run.State.WAITING, Run.State.RUNNING),
        "step": STEPS.get(run.step, run.step),
        "percent": round(run.share * 100),
    }
    if run.state == Run.State.DONE:
        told |= _found(run)
        told["may_decide"] = access.may(actor, "matching.decide")
        told["may_reply"] = access.may(actor, "matching.reply")
    return render(request, "matching/run.html", told)


def _found(run: Run) -> dict[str, Any]:
    return {
        "sides": [_side(run, run.left), _side(run, run.right)],
        "pairs": queries.pair_counts(run),
        "differs": [
            (conflict_words([field])[0], count)
            for field, count in run.totals["differs"].items()
        ],
        "rule": rules.threshold_in_force(),
        "confirmations": run.confirmations.all(),
    }


def _side(run: Run, file: SourceFile) -> Side:
    counts = queries.verdict_counts(run, file)
    return Side(
        file=file,
        choices=list(choices(counts)),
        total=sum(counts.values()),
        may_reply=file.source.sender != installation().code,
    )
