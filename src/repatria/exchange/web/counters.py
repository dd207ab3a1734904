"""A counter-proposal with live parity, and the agency's answer to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from repatria.access.queries import installation
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors, queries
from repatria.exchange.core.counters import (
    Change,
    beyond_seats,
    changed,
    difference,
)
from repatria.exchange.models import ListEntry
from repatria.exchange.queries import positions as stored
from repatria.exchange.services import counters
from repatria.exchange.web import said, shown
from repatria.exchange.web.balance import balance
from repatria.exchange.web.lists import list_context
from repatria.exchange.web.position_forms import SettleForm
from repatria.exchange.web.positions import agreed_on, concerned
from repatria.shared.text import mark_number, say_number

PART = "X-Repatria-Part"
"""The header with which the page's script asks for the sums alone."""
_NEW = mark_number(
    "Version {v}: {n} person goes otherwise than before. Nothing has been sent.",
    "Version {v}: {n} persons go otherwise than before. Nothing has been sent.",
)


@page(doors.COUNTER, methods=("GET", "HEAD", "POST"))
def counter(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Take people off the list and ask for others, with parity as it would be."""
    actor = actor_of(request)
    held = doors.open_round(actor, ref, number, right=doors.COUNTER)
    opened = doors.open_positions(actor, held, right=doors.COUNTER)
    change = _change(request, opened)
    if request.POST.get("act") == "keep":
        counters.keep_counter(
            actor=actor,
            version=opened.seen.version,
            change=change,
            at=datetime.now(UTC),
        )
        kept = _("The counter-proposal is kept. Nothing has been sent.")
        messages.success(request, kept)
        return redirect("exchange:positions", ref=ref, number=number)
    context = _standing(request, opened, change)
    if request.headers.get(PART):
        return render(request, "exchange/_standing.html", context)
    found = context["conflicts"]
    rows = [
        {
            "entry": entry,
            "marked": case in change.wanted | change.unwanted,
            "conflicts": [said.conflict_shown(one) for one in found.get(entry.pk, ())],
        }
        for case, entry in opened.listed.items()
    ]
    exchange = held.exchange
    context |= list_context(opened.seen) | {
        "on_the_list": _by_leg(exchange, rows, proposed=True),
        "off_the_list": _by_leg(exchange, rows, proposed=False),
        "kept": opened.counters.get(installation().party),
    }
    return render(request, "exchange/counter.html", context)


def _change(request: HttpRequest, opened: doors.PositionsShown) -> Change:
    """Return what is marked; at first what this party has asked already."""
    if request.method == "POST":
        on, off = (frozenset(request.POST.getlist(key)) for key in ("on", "off"))
        seen = opened.listed.keys()
        return Change(on & seen, off & seen)
    kept = opened.counters.get(installation().party)
    return stored.change_of(kept) if kept else Change()


def _standing(
    request: HttpRequest, opened: doors.PositionsShown, change: Change
) -> dict[str, Any]:
    """Return the sums as they would be, who joins, who leaves, and what contradicts."""
    version = opened.seen.version
    exchange = version.round.exchange
    told = queries.document_of(version)
    after = changed(told, change)
    sides = shown.sides(exchange)
    beyond = beyond_seats(after)
    conflicts = doors.conflicts_seen(
        actor_of(request), version, concerned(opened), at=datetime.now(UTC)
    )
    joins = _named(opened, change.wanted)
    return {
        "sides": sides,
        "would_legs": [
            {**leg, "beyond": beyond.get(leg["leg"], 0)}
            for leg in shown.numbers(version.round, after)
        ],
        "would_balance": balance(exchange, sides, after),
        "outside": sum(one["gives_outside"] for one in told["parity"].values()),
        "joins": joins,
        "leaves": _named(opened, change.unwanted),
        "few": change.asks_for_few(),
        "conflicts": conflicts,
        "joins_in_conflict": [
            {
                "entry": entry,
                "conflicts": [said.conflict_shown(one) for one in conflicts[entry.pk]],
            }
            for entry in joins
            if entry.pk in conflicts
        ],
    }


def _named(opened: doors.PositionsShown, cases: frozenset[str]) -> list[ListEntry]:
    return [entry for case, entry in opened.listed.items() if case in cases]


def _by_leg(
    exchange: Any, rows: list[dict[str, Any]], *, proposed: bool
) -> list[dict[str, Any]]:
    held: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["entry"].proposed is proposed:
            held.setdefault(row["entry"].direction, []).append(row)
    return [
        {**leg, "rows": held.get(leg["leg"], [])} for leg in shown.legs(exchange, held)
    ]


@page(doors.PROPOSE, methods=("GET", "HEAD", "POST"))
def reply(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show what the parties ask, settle what contradicts, and work out the answer."""
    actor, at = actor_of(request), datetime.now(UTC)
    held = doors.open_round(actor, ref, number, right=doors.PROPOSE)
    opened = doors.open_positions(actor, held, right=doors.PROPOSE)
    asked = counters.asked_of(opened.counters.values())
    open_ones = [
        entry for case, entry in opened.listed.items() if case in asked.contradictions
    ]
    form = SettleForm(open_ones, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answered = counters.answer_counters(
            actor=actor, held=held, settled=form.settled(), at=at
        )
        messages.success(request, _what_came(answered))
        return redirect("exchange:history", ref=ref, number=number)
    wanted = [opened.listed[case] for case in asked.wanted if case in opened.listed]
    context = list_context(opened.seen) | {
        "parties": said.sides_with_asks(opened, shown.sides(held.exchange)),
        "form": form,
        "contradictions": open_ones,
        "agreed_on": agreed_on(opened),
        "few": any(
            stored.change_of(one).asks_for_few() for one in opened.counters.values()
        ),
        "clashes": said.with_conflicts(actor, opened.seen.version, wanted, at=at),
    }
    return render(request, "exchange/reply.html", context)


def _what_came(answered: counters.Answered) -> str:
    if not answered.is_new:
        return _("The same people go as before: this version stays.")
    found = difference(
        queries.document_of(answered.base), queries.document_of(answered.version)
    )
    n = len(found.joins) + len(found.leaves)
    return say_number(*_NEW, n, v=answered.version.version)
