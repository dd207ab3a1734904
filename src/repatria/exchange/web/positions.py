"""The parties' positions on one list, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.doors import may
from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, number_in, page
from repatria.exchange import doors, queries
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.models import ListEntry
from repatria.exchange.services.counters import asked_of
from repatria.exchange.web import said, shown
from repatria.exchange.web.lists import list_context
from repatria.shared.actors import Actor


@page(doors.POSITIONS)
def positions(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show what each party answers and asks, and what contradicts."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.POSITIONS)
    opened = doors.open_positions(actor, held)
    context = positions_context(request, opened)
    negotiated = context["negotiated"]
    context |= {
        "may_answer": may(actor, doors.ANSWER),
        "may_counter": may(actor, doors.COUNTER) and negotiated,
        "may_send": may(actor, doors.SEND),
        "may_reply": may(actor, doors.PROPOSE) and negotiated and bool(opened.counters),
    }
    return render(request, "exchange/positions.html", context)


def positions_context(
    request: HttpRequest, opened: doors.PositionsShown, *, leg: str = ""
) -> dict[str, Any]:
    """Return what pages of positions show: parties, conflicts, and a page of lines.

    ``leg`` is the direction shown where the address asks for none.
    """
    actor, version = actor_of(request), opened.seen.version
    sides = shown.sides(version.round.exchange)
    wanted = said.Wanted.of(request.GET)
    if leg and "leg" not in request.GET:
        wanted = replace(wanted, leg=leg)
    every = every_line(actor, opened)
    found = [line for line in every if wanted.shows(line)]
    start = number_in(request, "from")
    asked = asked_of(opened.counters.values())
    both = [case for case in opened.listed if case in asked.contradictions]
    return list_context(opened.seen) | {
        "parties": said.sides_with_asks(opened, sides),
        "negotiated": queries.may_still_change(version.round),
        "wanted": wanted,
        "found": len(found),
        "lines": found[start : start + said.A_PAGE],
        "start": start,
        "next": start + said.A_PAGE if len(found) > start + said.A_PAGE else 0,
        "states": [said.drawn(state) for state in EntryState],
        "all_legs": shown.legs(
            version.round.exchange, queries.document_of(version)["legs"]
        ),
        "contradictions": [opened.listed[case] for case in both],
        "agreed_on": agreed_on(opened),
        "clashes": [line for line in every if line.conflicts],
    }


def every_line(actor: Actor, opened: doors.PositionsShown) -> list[said.Line]:
    """Return everybody on a list with answers and conflicts."""
    version = opened.seen.version
    conflicts = doors.conflicts_seen(
        actor, version, concerned(opened), at=datetime.now(UTC)
    )
    sides = shown.sides(version.round.exchange)
    return said.lines(opened, sides, conflicts, agreed=queries.is_agreed(version))


def concerned(opened: doors.PositionsShown) -> Sequence[ListEntry]:
    """Return of whom conflicts are named.

    A party sees what it knows of everybody.  The agency, which knows more, names them
    of whoever goes or is asked for: of those left out no page tells anything more.
    """
    if installation().party:
        return list(opened.listed.values())
    asked = {case for one in opened.counters.values() for case in one.wanted}
    others = [one for one in opened.seen.others if one.shared_ref in asked]
    return [*opened.seen.going, *others]


def agreed_on(opened: doors.PositionsShown) -> list[ListEntry]:
    """Return those of whom more than one party asks the same."""
    asked = asked_of(opened.counters.values())
    both = {
        case
        for found in (asked.wanted, asked.unwanted)
        for case, parties in found.items()
        if len(parties) > 1
    }
    return [entry for case, entry in opened.listed.items() if case in both]
