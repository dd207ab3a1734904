"""Dates of which only a part may be known, as short text: ``2022-07``."""

from __future__ import annotations

from repatria.shared.dates import PartialDate, read_date


def partial(written: str) -> str:
    """Return a date as far as it is known: year, year-month, full, or empty.

    >>> partial("July 2022"), partial("2022-07-14"), partial("")
    ('2022-07', '2022-07-14', '')
    """
    return as_text(read_date(written))


def as_text(when: PartialDate) -> str:
    """Return a partial date from its largest part down to the last known one.

    >>> as_text(PartialDate(2022, 0, 0))
    '2022'
    """
    parts = [f"{when.year:04}", f"{when.month:02}", f"{when.day:02}"]
    known = 0
    for number in (when.year, when.month, when.day):
        if not number:
            break
        known += 1
    return "-".join(parts[:known])


def before(earlier: str, later: str) -> bool:
    """Tell whether ``earlier`` is surely not after ``later``, as far as both tell.

    A part that is unknown contradicts nothing.

    >>> before("2022-07", "2022-07-03"), before("2022-08", "2022-07")
    (True, False)
    """
    length = min(len(earlier), len(later))
    return earlier[:length] <= later[:length]
