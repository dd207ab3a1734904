"""The register of correspondence: what came, what went, what waits, how long."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.doors import may
from repatria.access.web.requests import actor_of, page
from repatria.bureau import doors, queries
from repatria.bureau.core.pieces import (
    BAND_WORDS,
    CHANNEL_WORDS,
    DIRECTION_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    TONES,
    WHAT_WORDS,
    WHOM_WORDS,
    Channel,
    Direction,
    Kind,
    Outcome,
    State,
    What,
    Whom,
    days_open,
)
from repatria.bureau.models import Entry
from repatria.bureau.queries import Wanted
from repatria.bureau.queries import tallies as by_correspondent
from repatria.register.queries import party_names
from repatria.rulebook.clocks import load_clock
from repatria.rulebook.core.clock import days_late
from repatria.shared.text import mark, say
from repatria.transmission.queries import correspondents

PRINTED = 2_000  # pieces on one printout; more than that is a file, not a paper
_OVERDUE = mark("Overdue")
_SORTS = {
    "newest": mark("The newest first"),
    "oldest": mark("The oldest first"),
    "due": mark("Due first; those without a date are left out"),
}


@page("bureau.read")
def register(request: HttpRequest) -> HttpResponse:
    """Show a page of the register, what waits by age, and how to look closer."""
    today = datetime.now(UTC).date()
    wanted, after = _wanted(request), request.GET.get("after", "")
    entries, following = queries.page_of_entries(wanted, after=after, today=today)
    actor = actor_of(request)
    told = {
        "rows": rows_of(entries, today),
        "wanted": wanted,
        "choices": _choices(),
        "ages": [
            {"age": age, "words": BAND_WORDS[age.band.code]}
            for age in queries.ages_of_open(today=today)
        ],
        "late_in": queries.overdue(Direction.IN, today=today).count(),
        "late_out": queries.overdue(Direction.OUT, today=today).count(),
        "next": _address(wanted, following) if following else "",
        "start": _address(wanted, "") if after else "",
        "print": _address(wanted, ""),
        "may_write": may(actor, doors.WRITE),
    }
    return render(request, "bureau/register.html", told)


@page("bureau.read")
def printed(request: HttpRequest) -> HttpResponse:
    """Show the register, as it was chosen, to be printed."""
    now = datetime.now(UTC)
    wanted = _wanted(request)
    entries, more = queries.page_of_entries(
        wanted, after="", today=now.date(), at_most=PRINTED
    )
    told = {
        "rows": rows_of(entries, now.date()),
        "more": more,
        "printed_at": now,
        "chosen": _chosen(wanted),
    }
    return render(request, "bureau/register_print.html", told)


@page("bureau.read")
def tallies(request: HttpRequest) -> HttpResponse:
    """Show of how many names each correspondent heard something, and we of it."""
    held = by_correspondent.tallies()
    told = {
        "theirs": [one for one in held if one.direction == Direction.IN.value],
        "own": [one for one in held if one.direction == Direction.OUT.value],
    }
    return render(request, "bureau/tallies.html", told)


def rows_of(entries: list[Entry], today: date) -> list[dict[str, Any]]:
    """Return what a line of the register shows of each piece: nobody's name."""
    return [row_of(entry, today) for entry in entries]


def row_of(entry: Entry, today: date) -> dict[str, Any]:
    """Return one piece in words, with how long it has been open and how late it is."""
    state = State(entry.state)
    due = entry.due_on if entry.is_open else None
    return {
        "entry": entry,
        "direction": DIRECTION_WORDS[Direction(entry.direction)],
        "kind": KIND_WORDS[Kind(entry.kind)],
        "whom": WHOM_WORDS[Whom(entry.whom)],
        "channel": CHANNEL_WORDS[Channel(entry.channel)],
        "of_a_family": entry.whom == Whom.FAMILY.value,
        "state": STATE_WORDS[state],
        "tone": TONES[state],
        "open_days": days_open(entry.on, entry.closed_on or today),
        "late": days_late(due, on=today),
        "article": load_clock(entry.clock).article if entry.clock else "",
    }


def events_of(entry: Entry) -> list[dict[str, Any]]:
    """Return what happened about a piece, in words."""
    return [
        {
            "event": event,
            "what": WHAT_WORDS[What(event.what)],
            "outcome": OUTCOME_WORDS[Outcome(event.outcome)] if event.outcome else "",
            "note": note,
        }
        for event, note in queries.notes_of(entry)
    ]


def _wanted(request: HttpRequest) -> Wanted:
    """Return what the address asks for; what nobody knows is left out."""
    known = {name: {code for code, _words in told} for name, told in _choices().items()}
    asked = {
        name: value
        for name, codes in known.items()
        if (value := request.GET.get(name, "")) in codes
    }
    return Wanted(**asked)


def _choices() -> dict[str, list[tuple[str, str]]]:
    states = [(one.value, say(STATE_WORDS[one])) for one in State]
    others = correspondents().values_list("code", "name")
    return {
        "direction": [(one.value, say(DIRECTION_WORDS[one])) for one in Direction],
        "kind": [(one.value, say(KIND_WORDS[one])) for one in Kind],
        "state": [*states, ("overdue", say(_OVERDUE))],
        "correspondent": [*others, *party_names().items()],
        "age": [(code, say(words)) for code, words in BAND_WORDS.items()],
        "sort": [(code, say(words)) for code, words in _SORTS.items()],
    }


def _chosen(wanted: Wanted) -> list[str]:
    return [
        words
        for name, told in _choices().items()
        for code, words in told
        if code == getattr(wanted, name)
    ]


def _address(wanted: Wanted, after: str) -> str:
    parts = {
        name: value
        for name in Wanted.__slots__
        if (value := getattr(wanted, name)) and (name, value) != ("sort", "newest")
    }
    return "?" + urlencode(parts | ({"after": after} if after else {}))
