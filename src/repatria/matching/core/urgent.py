"""What a statement says that makes it worth asking about a person sooner.

Women, people under 25, and those held for long are named first when parties exchange.
A statement that is silent, or says it in other words than these, makes nobody urgent.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

YOUNG_BELOW_YEARS = 25
LONG_FROM_DAYS = 365
_KEPT = re.compile(r"~?(\d{4})(?:-(\d\d|\?\?)(?:-(\d\d))?)?")
# How lists write "woman" in a column of sex: beginnings of words, in small letters.
_WOMAN = ("ж", "f", "wom", "weib", "kob", "أنث")
_WOMAN_WHOLE = frozenset({"w", "k"})


def urgent_of(sex: str, birth: str, captured_on: str, *, on: date) -> frozenset[str]:
    """Return what a statement of a day says for asking sooner: codes of ``core.worth``.

    >>> sorted(urgent_of("f", "2001", "", on=date(2022, 11, 1)))
    ['woman', 'young']
    """
    found = {
        "woman": is_woman(sex),
        "young": is_young(birth, on=on),
        "long": is_held_long(captured_on, on=on),
    }
    return frozenset(code for code, holds in found.items() if holds)


def is_woman(sex: str) -> bool:
    """Tell whether a column of sex says that the person is a woman.

    >>> is_woman("жін."), is_woman("F"), is_woman("чол."), is_woman("")
    (True, True, False, False)
    """
    said = sex.casefold().strip(" .")
    return said.startswith(_WOMAN) or said in _WOMAN_WHOLE


def is_young(birth: str, *, on: date) -> bool:
    """Tell whether somebody was surely younger than 25 on a day.

    ``birth`` is a date as it is kept; where parts of it are unknown, the earliest day
    that it can mean counts.

    >>> is_young("1999-06-01", on=date(2022, 11, 1)), is_young("", on=date(2022, 1, 1))
    (True, False)
    """
    born = _bounds(birth)
    if born is None:
        return False
    first = born[0]
    birthday_to_come = (on.month, on.day) < (first.month, first.day)
    return 0 <= on.year - first.year - birthday_to_come < YOUNG_BELOW_YEARS


def is_held_long(captured_on: str, *, on: date) -> bool:
    """Tell whether somebody captured then had surely been held a year or longer.

    >>> is_held_long("2021", on=date(2022, 11, 1))
    False
    >>> is_held_long("2021-10", on=date(2022, 11, 1))
    True
    """
    taken = _bounds(captured_on)
    return taken is not None and (on - taken[1]).days >= LONG_FROM_DAYS


def _bounds(kept: str) -> tuple[date, date] | None:
    """Return the first and the last day that a kept date can mean."""
    found = _KEPT.fullmatch(kept)
    if found is None:
        return None
    year, month, day = found.groups()
    first_month, last_month = (
        (1, 12) if month in (None, "??") else (int(month), int(month))
    )
    last_day = int(day) if day else monthrange(int(year), last_month)[1]
    first_day = int(day) if day else 1
    try:
        return (
            date(int(year), first_month, first_day),
            date(int(year), last_month, last_day),
        )
    except ValueError:  # a day of a month that is not known
        return None
