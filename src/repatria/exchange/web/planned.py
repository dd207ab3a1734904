"""The rounds ahead as they are planned, as plain values; internal to the agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

import numpy as np

from repatria.exchange.core.chart import columns_of
from repatria.exchange.core.crossed import told_apart
from repatria.exchange.core.reasons import Code
from repatria.exchange.core.rounds import saved
from repatria.exchange.engine.proposal import Status
from repatria.exchange.engine.rounds.schedule import Schedule
from repatria.exchange.report.views import CODES


def plan_shown(
    found: Schedule, sides: Sequence[Mapping[str, str]], *, knows: bool
) -> dict[str, Any]:
    """Return rounds, waiting by tier and, to who knows it, why some never come up.

    Counts of tiers below the least are not told to whoever does not know the reasons:
    a rule's name beside a small number speaks of somebody's health.
    """
    last = found.last_place + 1
    rows = _rounds(found, sides)[: max(1, last)]
    labels = [
        one["on"].strftime("%d.%m.%y") if one["on"] else str(one["number"])
        for one in rows
    ]
    return {
        "rounds": rows,
        "chart": columns_of(
            [(label, one["home"]) for label, one in zip(labels, rows, strict=True)]
        ),
        "waiting_chart": columns_of(
            [(label, one["left"]) for label, one in zip(labels, rows, strict=True)]
        ),
        "tiers": _tiers(found, knows=knows),
        "proven": found.status is Status.OPTIMAL,
        "persons": found.persons,
        "never": len(found.never) if knows else None,
        "codes": _codes(found) if knows else [],
        "last_day": found.last_day,
    }


def _rounds(
    found: Schedule, sides: Sequence[Mapping[str, str]]
) -> list[dict[str, Any]]:
    parties = found.pool.rules.parties
    homes = [parties.index(side["code"]) for side in sides]
    names = {side["code"]: side["name"] for side in sides}
    left = [int((found.pool.home == home).sum()) for home in homes]
    rows = []
    for place, one in enumerate(found.plans):
        here = found.at == place
        came = [int((here & (found.pool.home == home)).sum()) for home in homes]
        left = [before - n for before, n in zip(left, came, strict=True)]
        owed = [
            {"unit": names.get(account.unit, account.unit), "n": -n}
            for account, n in found.balances[place].items()
            if n < 0
        ]
        rows.append(
            {"number": one.number, "on": one.on, "home": came, "left": left}
            | {"cells": list(zip(came, left, strict=True)), "owed": owed}
        )
    return rows


def _tiers(found: Schedule, *, knows: bool) -> list[dict[str, Any]]:
    worth = saved(found.plans)
    days = np.array([worth[0] - each for each in worth])
    pool = found.pool
    counts = Counter(pool.tier.tolist())
    told = dict(counts) if knows else told_apart(counts)
    rows = []
    for tier, step in enumerate(pool.rules.steps):
        if not counts[tier]:
            continue
        waited = days[found.at[(pool.tier == tier) & (found.at >= 0)]]
        shows = told[tier] is not None and len(waited)
        rows.append(
            {
                "name": step.name,
                "rule": step.rule,
                "cells": [
                    told[tier],
                    round(median(waited.tolist())) if shows else None,
                    int(waited.max()) if shows else None,
                ],
            }
        )
    return rows


def _codes(found: Schedule) -> list[dict[str, Any]]:
    out = np.flatnonzero(found.at < 0).tolist()
    codes = Counter(found.why(place).code for place in out)
    return [{"words": CODES[code], "n": codes[code]} for code in Code if codes[code]]
