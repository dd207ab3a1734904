"""The verdicts of a list: on a page, on paper, and as a workbook."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from repatria.access import doors as access
from repatria.access.core.errors import NothingHereError
from repatria.access.restricted import hidden_cases
from repatria.access.web import exports
from repatria.access.web.requests import actor_of, number_in, page
from repatria.matching import doors, queries, services
from repatria.matching.models import Run, Verdict, Workbook
from repatria.matching.queries.lines import MOST_ON_PAPER, page_of_lines
from repatria.matching.standings import choices
from repatria.register.doors import note_shown, open_list
from repatria.register.models import SourceFile
from repatria.register.queries import files_with_names
from repatria.register.queries.versions import version_before
from repatria.shared.actors import Actor


def _opened(actor: Actor, number: int, file: int, right: str) -> tuple[Run, SourceFile]:
    """Return a finished comparison and one of its two lists."""
    run = doors.open_run(actor, number, right=right)
    held = open_list(actor, file)
    if run.state != Run.State.DONE or held.pk not in (run.left_id, run.right_id):
        raise NothingHereError
    return run, held


def _wanted(request: HttpRequest) -> str:
    code = request.GET.get("verdict", "")
    return code if code in Verdict.values else ""


def _about(run: Run, file: SourceFile, wanted: str) -> dict[str, Any]:
    counts = queries.verdict_counts(run, file)
    other = run.right if run.left_id == file.pk else run.left
    return {
        "run": run,
        "file": file,
        "other": other,
        "names": files_with_names([file, other]),
        "choices": choices(counts),
        "wanted": wanted,
        "wanted_words": Verdict(wanted).label if wanted else "",
        "total": sum(counts.values()),
        "chosen": counts.get(wanted, 0) if wanted else sum(counts.values()),
        "before": version_before(file),
    }


@page("matching.runs")
def verdicts(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Show what a comparison says of every row of a list, a hundred at a time."""
    actor = actor_of(request)
    run, held = _opened(actor, number, file, "matching.runs")
    wanted, after = _wanted(request), number_in(request, "after")
    hidden = hidden_cases(actor)
    lines, more = page_of_lines(run, held, wanted, after=after, without=hidden)
    note_shown(line.case_ref for line in lines)
    told = _about(run, held, wanted) | {
        "lines": lines,
        "start": _address(wanted) if after else "",
        "next": _address(wanted, after=lines[-1].record.row) if more else "",
        "may_open": access.may(actor, "register.person"),
        "may_export": access.may(actor, "matching.export"),
        "may_decide": access.may(actor, "matching.decide"),
    }
    return render(request, "matching/verdicts.html", told)


def _address(wanted: str, *, after: int = 0) -> str:
    told = {"verdict": wanted, "after": str(after or "")}
    return "?" + urlencode({name: value for name, value in told.items() if value})


@page("matching.export")
def printed(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Show the rows of one verdict, or all, as they go on paper."""
    actor = actor_of(request)
    run, held = _opened(actor, number, file, "matching.export")
    wanted = _wanted(request)
    told = _about(run, held, wanted) | {"most": MOST_ON_PAPER, "at": datetime.now(UTC)}
    if told["chosen"] > MOST_ON_PAPER:
        return render(request, "matching/printed.html", told | {"too_many": True})
    lines, _more = page_of_lines(
        run, held, wanted, after=0, most=MOST_ON_PAPER, without=hidden_cases(actor)
    )
    note_shown(line.case_ref for line in lines)
    return render(request, "matching/printed.html", told | {"lines": lines})


@page("matching.export", methods=("GET", "HEAD", "POST"))
def ask_workbook(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """Ask for what and for whom the file is, and have it made beside the work."""
    actor = actor_of(request)
    run, held = _opened(actor, number, file, "matching.export")
    wanted = _wanted(request)

    def begin(purpose: str, recipient: str) -> HttpResponse:
        book = services.ask_workbook(
            actor=actor,
            run=run,
            file=held,
            verdict=wanted,
            purpose=purpose,
            recipient=recipient,
            language=get_language() or "en",
            at=datetime.now(UTC),
        )
        return redirect("matching:workbook", book.ref)

    offer = services.offer_of_verdicts(actor, run, held, wanted, make=_by_a_job)
    return exports.ask(request, offer, begin=begin, by_a_job=True)


def _by_a_job(_mark: str) -> bytes:
    """Stand for the file in what is offered: it is made later."""
    return b""


@page("matching.export")
def workbook(request: HttpRequest, ref: str) -> HttpResponse:
    """Show how far a workbook is; once it is made, lead to where it is fetched."""
    book = doors.open_workbook(actor_of(request), ref)
    if book.state == Workbook.State.DONE:
        return redirect("access:exports")
    told = {
        "book": book,
        "working": book.state in (Workbook.State.WAITING, Workbook.State.RUNNING),
        "percent": round(book.share * 100),
    }
    return render(request, "matching/workbook.html", told)
