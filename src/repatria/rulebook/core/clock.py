"""A clock: what starts it, what stops it, and until when, where a rule says so."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Number(StrEnum):
    """Where the number of days comes from."""

    LAW = "law"
    IF_POSSIBLE = "if-possible"  # the rule itself says: if possible
    NONE = "none"  # no number given: elapsed time is shown, a limit is policy


class Sense(StrEnum):
    """What the day means that a clock leads to."""

    AT_LATEST = "at-latest"  # the last day in time
    NOT_BEFORE = "not-before"  # the first day on which something may be done
    OWED_AFTER = "owed-after"  # from the next day it is owed, without a last day


@dataclass(frozen=True, slots=True)
class Clock:
    """One duty with a beginning and an end, in our own words.

    ``starts`` and ``stops`` are the facts that begin and end it; ``owed_by`` is
    ``holder`` (the power that holds the person), ``asked`` (whoever was asked),
    ``agency`` or ``commission``.  ``sense`` says what the day means it leads to.
    ``days`` and ``months`` are 0 where the rule gives no number; ``article`` is short,
    for a column.  ``reviewed_by`` is empty until a lawyer has read the file.
    """

    id: str
    version: int
    source: str
    article: str
    valid_from: date
    says: str
    starts: str
    stops: str
    owed_by: str
    number: Number
    sense: Sense
    days: int
    months: int
    reviewed_by: str = ""

    @property
    def is_reviewed(self) -> bool:
        """Whether a lawyer has read the rule."""
        return bool(self.reviewed_by)

    def due(self, began: date, *, policy: int = 0) -> date | None:
        """Return the day it leads to, the last in time; None where nothing names one.

        ``policy`` is an installation's own limit in days, 0 where it has none; it
        counts only where the rule gives no number.
        """
        if self.number is Number.NONE:
            return began + timedelta(days=policy) if policy else None
        return months_later(began, self.months) + timedelta(days=self.days)

    def off(self, due: date | None, *, on: date) -> int:
        """Return by how many days the day ``on`` is on the wrong side of the due day.

        Days late; days too early where something may not be done before; and where
        something is owed only after some days, since how many it is.
        """
        if self.sense is Sense.NOT_BEFORE:
            return max(0, (due - on).days) if due else 0
        return days_late(due, on=on)

    def late(self, due: date | None, *, on: date) -> int:
        """Return by how many days it is late; 0 where the rule names no last day."""
        return days_late(due, on=on) if self.sense is Sense.AT_LATEST else 0

    def first_in_time(self, on: date, *, policy: int = 0) -> date | None:
        """Return the first day on which it can have begun and not be late on a day.

        None where nothing names a limit, and nothing is ever late.
        """
        if self.due(on, policy=policy) is None:
            return None
        began = months_later(on, -self.months) - timedelta(days=self.days or policy)
        while days_late(self.due(began, policy=policy), on=on):
            began += timedelta(days=1)
        return began


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last.

    >>> months_later(date(2022, 1, 31), 1)
    datetime.date(2022, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_late(due: date | None, *, on: date) -> int:
    """Return by how many days a date was missed on the day ``on``; 0 in time.

    >>> days_late(date(2022, 11, 8), on=date(2022, 11, 9)), days_late(None, on=date.max)
    (1, 0)
    """
    return max(0, (on - due).days) if due else 0
