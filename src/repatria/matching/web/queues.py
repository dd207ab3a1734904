"""The desk of review: what is left, where to begin, and how often we were wrong."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access import doors as access
from repatria.access.web.requests import actor_of, page
from repatria.matching import queries
from repatria.matching.models import Run
from repatria.matching.queries import queue, rates, rules
from repatria.matching.report.measured import error_rates
from repatria.matching.web.done import done, queue_in
from repatria.register.queries import files_with_names

_SHOWN = 20


@page("matching.decide")
def queues(request: HttpRequest) -> HttpResponse:
    """Show what waits in the newest comparisons, and begin where it is worth most."""
    actor, at = actor_of(request), datetime.now(UTC)
    held = Run.objects.filter(pk__in=queries.newest_runs())
    runs = list(held.select_related("left__source", "right__source")[:_SHOWN])
    files = [file for run in runs for file in (run.left, run.right)]
    told = {
        "shown": [(run, queue.left(run, actor, at)) for run in runs],
        "first": queue.most_valuable(actor, at),
        "names": files_with_names(files),
        "four_eyes": rules.four_eyes_rule(),
        "threshold": rules.threshold_in_force(),
        "done": done(request, actor),
        "queue": queue_in(request.GET.get("queue", "")),
        "may_set": access.may(actor, "matching.threshold"),
        **measured(),
    }
    return render(request, "matching/queues.html", told)


def measured() -> dict[str, object]:
    """Return the error rates that stand beside every act of review."""
    return {"published": error_rates(), "bands": rates.overruled()}
