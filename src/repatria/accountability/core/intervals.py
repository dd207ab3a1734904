"""When something happened, as far as anybody knows: two days and what is between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from repatria.accountability.core.errors import (
    IntervalBackwardsError,
    SaidBeforeItHappenedError,
)


@dataclass(frozen=True, slots=True)
class Interval:
    """The days on which something can have happened, both ends included.

    None stands for an end that nobody knows; both unknown is allowed and says so.
    """

    earliest: date | None = None
    latest: date | None = None

    def __post_init__(self) -> None:
        """Refuse an interval that ends before it begins."""
        if self.earliest and self.latest and self.latest < self.earliest:
            raise IntervalBackwardsError(
                earliest=self.earliest.isoformat(), latest=self.latest.isoformat()
            )

    @property
    def unknown(self) -> bool:
        """Neither end is known."""
        return self.earliest is None and self.latest is None

    @property
    def one_day(self) -> bool:
        """Both ends are the same known day."""
        return self.earliest is not None and self.earliest == self.latest

    def allows(self, day: date) -> bool:
        """Tell whether it can have been on ``day``.

        >>> Interval(date(2022, 11, 12), None).allows(date(2022, 11, 11))
        False
        """
        after = self.earliest is None or self.earliest <= day
        return after and (self.latest is None or day <= self.latest)


def check_said_after(interval: Interval, said_on: date | None) -> None:
    """Refuse a statement about something that, as dated, was still to come."""
    if said_on and interval.earliest and said_on < interval.earliest:
        raise SaidBeforeItHappenedError(
            said_on=said_on.isoformat(), earliest=interval.earliest.isoformat()
        )
