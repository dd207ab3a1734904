"""What became of a round's list: versions, answers, counter-proposals, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.web.requests import actor_of, number_in, page
from repatria.exchange import doors, queries
from repatria.exchange.core.counters import difference
from repatria.exchange.core.document import Row
from repatria.exchange.core.entry_states import EntryState
from repatria.exchange.core.states import State
from repatria.exchange.models import (
    CounterAnswer,
    EntryAnswer,
    ListSignature,
    ListVersion,
    Round,
)
from repatria.exchange.queries import positions
from repatria.exchange.web import said, shown


@page(doors.POSITIONS)
def history(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show everything that happened to a round's list, and compare two versions."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.POSITIONS)
    opened = doors.open_list(actor, held, right=doors.POSITIONS)
    versions = list(queries.versions_of(held))
    before, after = _compared(request, versions)
    context = {
        "exchange": held.exchange,
        "held": held,
        "versions": versions,
        "newest": opened.version,
        "before": before,
        "after": after,
        "compared": _legs_compared(request, held, before, after),
        "steps": sorted(_steps(held, versions), key=lambda step: step["at"]),
        "sides": shown.sides(held.exchange),
    }
    return render(request, "exchange/history.html", context)


def _compared(
    request: HttpRequest, versions: Sequence[ListVersion]
) -> tuple[ListVersion | None, ListVersion | None]:
    """Return the two versions asked for; untold, the newest and the one before."""
    by_number = {one.version: one for one in versions}
    last = versions[-2:]
    before = by_number.get(number_in(request, "before"), last[0] if last else None)
    after = by_number.get(number_in(request, "after"), last[-1] if last else None)
    return before, after


def _legs_compared(
    request: HttpRequest,
    held: Round,
    before: ListVersion | None,
    after: ListVersion | None,
) -> list[dict[str, Any]]:
    """Return who joins and who leaves in each direction; whoever is hidden is not."""
    if before is None or after is None or before == after:
        return []
    documents = [queries.document_of(one) for one in (before, after)]
    found = difference(*documents)
    seen = _seen(request, held, (before, after))
    used = {*documents[0]["legs"], *documents[1]["legs"]}
    return [
        {
            **leg,
            "joins": _named(found.on(leg["leg"]).joins, seen),
            "leaves": _named(found.on(leg["leg"]).leaves, seen),
        }
        for leg in shown.legs(held.exchange, used)
    ]


def _seen(
    request: HttpRequest, held: Round, versions: Sequence[ListVersion]
) -> frozenset[str]:
    lists = [
        doors.open_list(
            actor_of(request), held, version=one.version, right=doors.POSITIONS
        )
        for one in versions
    ]
    return frozenset(
        entry.shared_ref for one in lists for entry in (*one.going, *one.others)
    )


def _named(rows: Sequence[Row], seen: frozenset[str]) -> list[dict[str, str]]:
    return [
        {"name": row.name, "shared_ref": row.case, "direction": row.leg}
        for row in rows
        if row.case in seen
    ]


def _steps(held: Round, versions: Sequence[ListVersion]) -> Iterator[dict[str, Any]]:
    for version in versions:
        yield {"kind": "version", "at": version.made_at, "version": version}
    yield from _acts(versions)
    for counter in positions.counters_of(held):
        yield {"kind": "counter", "at": counter.at, "counter": counter}
    yield from _answered(versions)
    newest = versions[-1] if versions else None
    for one in ListSignature.objects.filter(version__in=versions):
        older = newest is not None and one.version_id != newest.pk
        yield {
            "kind": "signature", "at": one.recorded_at, "signature": one,
            "older": older,
        }  # fmt: skip
    for event in queries.events_of(held):
        state = shown.state_shown(State(event.state))
        yield {"kind": "state", "at": event.at, "by": event.by, "state": state}


def _acts(versions: Sequence[ListVersion]) -> Iterator[dict[str, Any]]:
    """Yield each act of answering once, with how many it was about."""
    rows = EntryAnswer.objects.filter(entry__version__in=versions).order_by("pk")
    acts: dict[str, dict[str, Any]] = {}
    for row in rows.select_related("entry__version"):
        act = acts.setdefault(
            row.act,
            {
                "kind": "answers", "at": row.at, "party": row.party, "by": row.by,
                "said_by": row.said_by, "version": row.entry.version, "n": 0,
                "states": {}, "back": bool(row.takes_back),
            },
        )  # fmt: skip
        act["n"] += 1
        act["states"].setdefault(row.state, said.drawn(EntryState(row.state)))
    yield from acts.values()


def _answered(versions: Sequence[ListVersion]) -> Iterator[dict[str, Any]]:
    rows = CounterAnswer.objects.filter(base__in=versions)
    for row in rows.select_related("base", "version"):
        found = difference(
            queries.document_of(row.base), queries.document_of(row.version)
        )
        yield {
            "kind": "answered", "at": row.at, "by": row.by, "answer": row,
            "same": row.base_id == row.version_id,
            "joins": len(found.joins), "leaves": len(found.leaves),
        }  # fmt: skip
