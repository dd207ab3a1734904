"""How inspections stand on a page: the series, its gaps, and when the next is due."""

from __future__ import annotations

from datetime import date
from typing import Any

from repatria.medical.core.commission import VOTE_WORDS
from repatria.medical.core.inspections import gaps
from repatria.medical.core.weight_line import drawn
from repatria.medical.doors import HealthFile
from repatria.medical.queries.inspections import MONTHLY, Inspected
from repatria.rulebook.clocks import load_clock


def month_of(file: HealthFile, today: date) -> dict[str, Any]:
    """Return when somebody was last inspected, when the next is due, and how late."""
    clock = load_clock(MONTHLY)
    newest = file.inspections[-1] if file.inspections else None
    last = newest.seen.last if newest else None
    owed = last is not None and not file.held.is_over(on=last.isoformat())
    due = clock.due(last) if last and owed else None
    return {
        "newest": newest,
        "last": last,
        "due": due,
        "late": clock.late(due, on=today),
    }


def series_of(file: HealthFile, today: date) -> dict[str, Any]:
    """Return a person's inspections as a drawing and a table, newest first."""
    clock, month = load_clock(MONTHLY), month_of(file, today)
    seen = [one.seen for one in file.inspections]
    found = gaps(seen, clock, today=today if month["due"] else None)
    after = {gap.since: gap for gap in found}
    rows = [_row(one, after) for one in file.inspections]
    return {
        "month": month,
        "clock": clock,
        "gaps": found,
        "drawing": drawn(seen, found),
        "rows": rows[::-1],
    }


def commissions_of(file: HealthFile) -> list[dict[str, Any]]:
    """Return what commissions decided about somebody, the newest first."""
    return [
        {"one": one, "decision": VOTE_WORDS[one.decision] if one.decision else ""}
        for one in reversed(file.examinations)
    ]


def _row(one: Inspected, after: dict[date, Any]) -> dict[str, Any]:
    return {"one": one, "gap": after.get(one.seen.last)}
