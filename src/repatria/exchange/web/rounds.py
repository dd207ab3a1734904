"""When everybody will be home: the rounds of an exchange, and who waits how long.

What a party sees here follows from documents that all parties have, from what crossed
and from the lists of both sides: nobody's wish, hold or health changes a byte of it.
The agency's delegate sees the rounds ahead as if everybody had said yes and nobody
were held back, and the neutral interviewer as things stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from repatria.access.doors import may
from repatria.access.restricted import hidden_cases
from repatria.access.web.requests import actor_of, page
from repatria.exchange import doors
from repatria.exchange.core.chart import Chart, columns_of
from repatria.exchange.core.crossed import BANDS, LEAST_SHOWN, Between, told_apart
from repatria.exchange.core.refusals import NobodyAtAllError
from repatria.exchange.core.rounds import NoRoundsError
from repatria.exchange.queries.rounds import RoundTold, rounds_told
from repatria.exchange.services import series
from repatria.exchange.services.series import Waiting
from repatria.exchange.web import shown
from repatria.exchange.web.planned import plan_shown
from repatria.shared.text import mark as _

CROSSED, PROPOSED, PLACES = "crossed", "proposed", "places"
BAND_WORDS = (
    _("under 6 months"),
    _("6–12 months"),
    _("1–2 years"),
    _("2–3 years"),
    _("over 3 years"),
    _("not stated"),
)
WIDE_BANDS = 92


@page(doors.READ)
def rounds(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the rounds of an exchange, past and ahead, and who still waits."""
    actor = actor_of(request)
    exchange = doors.open_exchange(actor, ref)
    told, sides = rounds_told(exchange), shown.sides(exchange)
    waiting = series.waiting_by_band(
        exchange, on=datetime.now(UTC).date(), hidden=hidden_cases(actor)
    )
    context = {
        "exchange": exchange,
        "sides": sides,
        "rounds": rounds_shown(told, sides),
        "chart": timeline(told, sides),
        "bands": bands_shown(waiting, sides),
        "bands_chart": bands_chart(waiting, sides),
        "least_shown": LEAST_SHOWN,
        "waiting": [{**side, "n": waiting.sums[side["code"]]} for side in sides],
        "home": series.until_all_are_home(told, waiting),
        "may_plan": may(actor, doors.PROPOSE) and bool(exchange.rules),
    }
    return render(request, "exchange/rounds.html", context)


@page(doors.PROPOSE)
def plan(request: HttpRequest, ref: str) -> HttpResponse:
    """Show the rounds ahead as planned; to the interviewer also as things stand."""
    actor = actor_of(request)
    exchange = doors.open_exchange(actor, ref, right=doors.PROPOSE)
    knows = may(actor, doors.REASONS)
    at = datetime.now(UTC)
    planned = None
    why_not = ""
    try:
        found = series.plan(actor=actor, exchange=exchange, knows=knows, at=at)
        planned = plan_shown(found, shown.sides(exchange), knows=knows)
    except (NobodyAtAllError, NoRoundsError) as refusal:
        why_not = refusal.code
    context = {
        "exchange": exchange,
        "sides": shown.sides(exchange),
        "planned": planned,
        "why_not": why_not,
        "knows": knows,
        "least_shown": LEAST_SHOWN,
    }
    return render(request, "exchange/plan.html", context)


def rounds_shown(
    told: Sequence[RoundTold], sides: Sequence[Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return each round with its numbers in the order of ``sides``."""
    following = next((one for one in told if not one.is_over), None)
    return [
        {
            "held": one.held,
            "state": shown.state_shown(one.state) if one.state else None,
            "next": one is following,
            "version": one.version,
            "cells": _cells(one, sides),
            "ahead": _ahead(one, sides),
        }
        for one in told
    ]


def _places(one: RoundTold, code: str) -> int | None:
    """Return the places for people of a party, wherever they are held."""
    ways = [n for way, n in one.held.sizes.items() if way.partition(">")[2] == code]
    return sum(ways) if ways else None


def _cells(one: RoundTold, sides: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return what is told of a round for each party, in the order of ``sides``."""
    claims = {told["code"]: told["claims"] for told in shown.claims_by_side(one.held)}
    return [
        {
            "name": side["name"],
            "places": _places(one, side["code"]),
            "proposed": one.proposed.get(side["code"]) if one.proposed else None,
            "crossed": one.crossed.get(side["code"]) if one.crossed else None,
            "claims": claims.get(side["code"], []),
        }
        for side in sides
    ]


def _ahead(one: RoundTold, sides: Sequence[Mapping[str, str]]) -> dict[str, Any] | None:
    """Return who is ahead after a round, and by how much; None where it is not told."""
    if one.ahead is None:
        return None
    for side in sides:
        balance: Between = one.ahead[side["code"]]
        if balance.high > 0 and balance.low >= 0:
            return {**side, "low": balance.low, "high": balance.high}
    is_even = all(balance.exact == 0 for balance in one.ahead.values())
    return {"name": "", "even": is_even}


def timeline(
    told: Sequence[RoundTold], sides: Sequence[Mapping[str, str]]
) -> Chart | None:
    """Return rounds as columns: what crossed, else what is proposed, else places."""
    groups, kinds = [], []
    for one in told:
        counts = one.crossed or one.proposed
        kinds.append(CROSSED if one.crossed else PROPOSED if counts else PLACES)
        each = [
            counts.get(side["code"]) if counts else _places(one, side["code"])
            for side in sides
        ]
        on = one.held.planned_on
        groups.append((on.strftime("%d.%m.%y") if on else f"{one.held.number}", each))
    return columns_of(groups, kinds=kinds) if groups else None


def bands_shown(
    waiting: Waiting, sides: Sequence[Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return how many wait in each band, None where a number would be too small."""
    apart = {party: told_apart(bands) for party, bands in waiting.bands.items()}
    return [
        {
            "words": words,
            "counts": [apart[side["code"]].get(band, 0) for side in sides],
        }
        for band, words in _bands()
    ]


def bands_chart(waiting: Waiting, sides: Sequence[Mapping[str, str]]) -> Chart:
    """Return the same as columns."""
    rows = bands_shown(waiting, sides)
    return columns_of([(row["words"], row["counts"]) for row in rows], wide=WIDE_BANDS)


def _bands() -> list[tuple[int, str]]:
    places = [*range(len(BANDS) + 1), series.UNKNOWN]
    return list(zip(places, BAND_WORDS, strict=True))
