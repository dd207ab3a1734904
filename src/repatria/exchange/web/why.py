"""Why somebody is on a list or off it, and what the other way would cost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.core.errors import NothingHereError
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors
from repatria.exchange.doors import ListShown
from repatria.exchange.report.why import other_way_in_words
from repatria.exchange.services.why import the_other_way
from repatria.exchange.web import shown
from repatria.exchange.web.lists import list_context


@page(doors.REASONS)
def of_proposal(
    request: HttpRequest, ref: str, number: int, case_ref: str
) -> HttpResponse:
    """Show the neutral interviewer what the other way would cost for one person."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.REASONS)
    seen = doors.open_list(actor, held, right=doors.REASONS)
    told = doors.open_reasons(actor, seen.version, right=doors.REASONS)
    return render(request, "exchange/why.html", _context(seen, told, case_ref))


@page(doors.DRAFT)
def of_draft(
    request: HttpRequest, ref: str, number: int, case_ref: str
) -> HttpResponse:
    """Show a party what the other way would cost in its own draft."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.DRAFT)
    seen = doors.open_draft(actor, held)
    if seen is None:
        raise NothingHereError
    told = doors.open_reasons(actor, seen.version, right=doors.DRAFT)
    return render(request, "exchange/why.html", _context(seen, told, case_ref))


def _context(seen: ListShown, told: dict[str, Any], case_ref: str) -> dict[str, Any]:
    entries = {one.case_ref: one for one in (*seen.going, *seen.others)}
    if case_ref not in entries:
        raise NothingHereError
    found = the_other_way(version=seen.version, case_ref=case_ref, at=datetime.now(UTC))
    (row,) = shown.with_reasons([entries[case_ref]], told)
    return list_context(seen) | {
        "row": row,
        "found": found,
        "other_way": other_way_in_words(found),
        "joins": [entries[case] for case in found.joins if case in entries],
        "leaves": [entries[case] for case in found.leaves if case in entries],
        "is_draft": seen.version.kind == seen.version.Kind.DRAFT,
    }
