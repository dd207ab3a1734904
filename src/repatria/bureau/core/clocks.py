"""Clocks that run, in two columns: what we owe, and what is owed to us."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from repatria.rulebook.core.clock import Clock


@dataclass(frozen=True, slots=True)
class Running:
    """One clock that runs for one or more people or pieces between the same two.

    ``owed_by`` and ``owed_to`` are codes of parties or organisations; ``owed_to`` is
    "" where whom it is for is not known yet.  ``since`` is
    the oldest beginning, ``due`` the earliest date it leads to (None where neither the
    rule nor a policy names one); ``address`` leads to them.
    """

    clock: Clock
    owed_by: str
    owed_to: str
    count: int
    since: date
    due: date | None
    overdue: int = 0
    address: str = ""

    def late(self, *, on: date) -> int:
        """Return by how many days the worst of them is late."""
        return self.clock.late(self.due, on=on)

    def waits(self, *, on: date) -> int:
        """Return for how many days the oldest of them has run."""
        return max(0, (on - self.since).days)


class Columns(NamedTuple):
    """The two columns of the page, the latest and oldest first."""

    we_owe: list[Running]
    owed_to_us: list[Running]


def columns(running: Iterable[Running], *, us: Collection[str]) -> Columns:
    """Divide clocks by who owes; ``us`` are the codes under which we are known.

    The rule is the same for everybody: what stands in one party's left column stands
    in the other's right.  Clocks between two others stand in neither.
    """
    held = sorted(running, key=_urgent)
    return Columns(
        [one for one in held if one.owed_by in us],
        [one for one in held if one.owed_by not in us and one.owed_to in us],
    )


def _urgent(one: Running) -> tuple[date, date, str, str, str]:
    """Return what puts one clock before another: its date, then how long it has run."""
    return one.due or date.max, one.since, one.clock.id, one.owed_by, one.owed_to


def whole_day(written: str) -> date:
    """Return the day that is written; after a month's last, its last.

    >>> whole_day("2022-11-31"), whole_day("2022-11-09")
    (datetime.date(2022, 11, 30), datetime.date(2022, 11, 9))
    """
    year, month, day = (int(part) for part in written.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
