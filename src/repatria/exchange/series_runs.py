"""A whole run of ``schedule``: two files in, a folder out, whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from repatria.exchange.core.rounds import Account, Settled
from repatria.exchange.engine.propose import check as check_proposal
from repatria.exchange.engine.reading.candidates import read_candidates
from repatria.exchange.engine.reading.fits import check_fit
from repatria.exchange.engine.reading.rules import read_rules
from repatria.exchange.engine.rounds.series import Placed, Series, check, series
from repatria.exchange.folders import (
    Run,
    in_json,
    refusals_in,
    whole,
    write,
    write_csv,
)
from repatria.exchange.report.series import delegation_html, internal_html
from repatria.shared.text import mark as _
from repatria.shared.text import say

SERIES, TABLE = "series.json", "series.csv"
INTERNAL, DELEGATION = "series.html", "series-delegation.html"
FILES = (SERIES, TABLE, INTERNAL, DELEGATION)


def schedule_files(candidates: Path, rules: Path, out: Path) -> Run:
    """Plan a series from two files and write everything to ``out``.

    Where the list or the rules are refused, ``series.json`` alone is written and says
    so, and the refusal is raised.
    """
    with refusals_in(out, FILES):
        agreed, roster = read_rules(rules), read_candidates(candidates)
        check_fit(roster, agreed)
        found = series(roster, agreed)
    check_proposal(found.first)
    check(found)
    told = series_json(found)
    with whole(out, FILES) as folder:
        write(folder / SERIES, in_json(told))
        write_csv(folder / TABLE, series_table(found))
        write(folder / INTERNAL, internal_html(found))
        write(folder / DELEGATION, delegation_html(found))
    return Run(told, _words(found))


def series_json(found: Series) -> dict[str, Any]:
    """Return ``series.json``.  Internal: later rounds tell who waits for what."""
    last = found.last_day
    return {
        "internal": True,
        "status": found.status.value,
        "persons": sum(one.place >= 0 for one in found.people),
        "last_round": found.last_place + 1 or None,
        "last_day": last.isoformat() if last else None,
        "rounds": [
            _round_json(found, place, one) for place, one in enumerate(found.rounds)
        ],
        "never": [
            {"id": one.case, "code": one.why.code.value, "reason": _reason(one)}
            for one in found.people
            if one.place < 0
        ],
        "blocked_by": list(found.first.blocked_by),
    }


def _round_json(found: Series, place: int, one: Settled) -> dict[str, Any]:
    mine = [person for person in found.people if person.place == place]
    ways = sorted({*found.rules.seats, *one.planned.seats})
    return {
        "round": one.planned.number,
        "on": one.planned.on.isoformat() if one.planned.on else None,
        "seats": {
            "each": one.planned.each,
            **{str(way): one.planned.most(way) for way in ways},
        },
        "persons": len(mine),
        "received": _sums(found, Counter(person.home for person in mine)),
        "by_tier": dict(sorted(Counter(person.tier for person in mine).items())),
        "given_for_good": _told(one.gifts),
        "owed_after": _told(found.balances[place]),
        "go": list(one.go),
    }


def _sums(found: Series, counted: Counter[str]) -> dict[str, int]:
    return {party: counted[party] for party in sorted(found.rules.parties)}


def _told(balances: Mapping[Account, int]) -> dict[str, int]:
    """Return what others owe each account, by its unit and perhaps its category."""
    return {
        f"{account.unit} {account.category}".strip(): n
        for account, n in sorted(balances.items())
        if n
    }


def series_table(found: Series) -> pl.DataFrame:
    """Return ``series.csv``: everybody's round, or why there is none.  Internal."""
    days = [one.planned.on for one in found.rounds]
    rows = [
        {
            "id": one.case,
            "holder": one.holder,
            "home": one.home,
            "tier": one.tier,
            "round": one.place + 1 or None,
            "on": days[one.place] if one.place >= 0 else None,
            "code": one.why.code.value,
            "reason": _reason(one),
        }
        for one in found.people
    ]
    kinds: dict[str, type[pl.DataType]] = {
        **dict.fromkeys(("id", "holder", "home", "tier"), pl.String),
        "round": pl.Int64,
        "on": pl.Date,
        "code": pl.String,
        "reason": pl.String,
    }
    return pl.DataFrame(rows, schema=kinds)


def _reason(one: Placed) -> str:
    return say(one.why.sentence, **dict(one.why.facts))


def _words(found: Series) -> str:
    going = sum(one.place >= 0 for one in found.people)
    left = len(found.people) - going
    last = found.last_day
    if not going:
        return say(_("Nobody comes up in any round."))
    return say(
        _("{go} persons go home in {n} rounds, the last {day}; {left} never come up."),
        go=going,
        left=left,
        n=found.last_place + 1,
        day=last.isoformat() if last else say(_("on no day fixed")),
    )
