"""The reply to a list: shown as it would leave, then prepared."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.web.requests import actor_of, page
from repatria.matching import doors, services
from repatria.matching.services.replies import counts_of, reply_lines
from repatria.matching.standings import choices
from repatria.register.doors import open_list
from repatria.register.queries import files_with_names

_SHOWN = 5


@page("matching.reply", methods=("GET", "HEAD", "POST"))
def reply(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Show exactly what would go back to the sender of a list, then prepare it."""
    actor = actor_of(request)
    run = doors.open_run(actor, number, right="matching.reply")
    held = open_list(actor, file)
    if request.method == "POST":
        outgoing = services.prepare_reply(
            actor=actor,
            run=run,
            file=held,
            to=held.source.sender,
            at=datetime.now(UTC),
        )
        messages.success(
            request,
            _("Transmission %(number)s is prepared. It leaves once it is signed.")
            % {"number": outgoing.number},
        )
        return redirect("matching:run", number=run.pk)
    lines = reply_lines(run, held)
    told = {
        "run": run,
        "file": held,
        "names": files_with_names([held]),
        "choices": choices(counts_of(lines)),
        "total": len(lines),
        "sample": [
            json.dumps(line.as_json, ensure_ascii=False) for line in lines[:_SHOWN]
        ],
    }
    return render(request, "matching/reply.html", told)
