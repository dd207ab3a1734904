"""Partial dates as stretches of days, so that what is not known is not ordered."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from repatria.shared.dates import PartialDate

_ABOUT_A_YEAR, _ABOUT_A_MONTH = timedelta(days=366), timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day on which something can have been.

    None is an end that nobody knows.
    """

    first: date | None = None
    last: date | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything at all is known."""
        return self.first is not None or self.last is not None

    @property
    def is_a_day(self) -> bool:
        """Whether it can only have been one day."""
        return self.first is not None and self.first == self.last

    def surely_before(self, other: Span) -> bool:
        """Tell whether this was over before the other can have begun.

        >>> month = span_of(PartialDate(2022, 5))
        >>> month.surely_before(span_of(PartialDate(2022, 5, 31)))
        False
        >>> month.surely_before(span_of(PartialDate(2022, 6)))
        True
        """
        if self.last is None or other.first is None:
            return False
        return self.last < other.first

    def may_meet(self, other: Span) -> bool:
        """Tell whether both can have been on one day."""
        return not (self.surely_before(other) or other.surely_before(self))


NEVER_KNOWN = Span()


def span_of(when: PartialDate) -> Span:
    """Return the days that a partial date can mean; without a year, nobody knows.

    >>> span_of(PartialDate(2022, 2))
    Span(first=datetime.date(2022, 2, 1), last=datetime.date(2022, 2, 28))
    """
    if not when.year:
        return NEVER_KNOWN
    if not when.month:
        first, last = date(when.year, 1, 1), date(when.year, 12, 31)
    elif not when.day:
        days = monthrange(when.year, when.month)[1]
        first = date(when.year, when.month, 1)
        last = date(when.year, when.month, days)
    else:
        first = last = date(when.year, when.month, when.day)
    if not when.approximate:
        return Span(first, last)
    about = _ABOUT_A_MONTH if when.month else _ABOUT_A_YEAR
    return Span(first - about, last + about)


def until(when: PartialDate) -> Span:
    """Return the days up to a date: something was then, or at any time before."""
    return Span(None, span_of(when).last)


def read_kept(written: str) -> PartialDate:
    """Read a date as the register keeps it ("2022-05", "????-05-09", "~1984").

    >>> read_kept("2022-05"), read_kept("")
    (PartialDate(year=2022, month=5, day=0, approximate=False), PartialDate(year=0, month=0, day=0, approximate=False))
    """  # noqa: E501 - one value a line would be no doctest
    about = written.startswith("~")
    year, month, day, *_rest = [*written.removeprefix("~").split("-"), "", "", ""]
    return PartialDate(_number(year), _number(month), _number(day), approximate=about)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
