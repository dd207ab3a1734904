"""When somebody was born, as far as the person who asks can say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from repatria.shared.dates import FURTHEST_YEAR, read_date

_DECADE = re.compile(r"(?<!\d)(1[89]\d|20\d)[?xх*_](?!\w)", re.IGNORECASE)
_ABOUT = 2  # years either way of "about 1984"


@dataclass(frozen=True, slots=True)
class Born:
    """A span of years, a month and a day; 0 stands for what nobody knows."""

    first_year: int = 0
    last_year: int = 0
    month: int = 0
    day: int = 0

    @property
    def year(self) -> int:
        """The year where there is but one, else 0."""
        return self.first_year if self.first_year == self.last_year else 0

    @property
    def start(self) -> str:
        """The beginning of such a date as it is kept, "" where nothing is sure."""
        if not self.year:
            return ""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in self._rest())]
        return "-".join(parts)

    def _rest(self) -> list[int]:
        if not self.month:
            return []
        return [self.month, self.day] if self.day else [self.month]


def read_born(written: str) -> Born | None:
    """Return what is said of a birth, None where nothing can be read.

    >>> read_born("198?"), read_born("~1984").last_year
    (Born(first_year=1980, last_year=1989, month=0, day=0), 1986)
    >>> read_born("1984-05").start
    '1984-05'
    """
    if decade := _DECADE.search(written):
        first = int(decade[1]) * 10
        return Born(first, first + 9)
    date = read_date(written)
    if not (date.year or date.month):
        return None
    span = _ABOUT if date.approximate else 0
    first, last = (date.year - span, date.year + span) if date.year else (0, 0)
    return Born(first, min(last, FURTHEST_YEAR), date.month, date.day)
