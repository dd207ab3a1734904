"""Days of a text: weekdays, dates and "yesterday", as days of the calendar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from repatria.reports.core.marks import Mark, Span, pattern_of, without_inner

DAY = "day"  # value: how the day is told, for ``day_of``
VAGUE = "vague_time"  # "last week": another time, no day

_WEEK = 7


@dataclass(frozen=True)
class DayWords:
    """A language's words for days: names to numbers, and what may stand before.

    ``weekdays`` count from Monday, 0; ``relative`` counts days from the day of
    publication; ``before`` are prepositions that belong to the quotation.
    """

    weekdays: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    relative: dict[str, int] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    ordinal_endings: str = ""
    month_first: bool = False


Finder = Callable[[str], list[Mark]]


def finder(words: DayWords) -> Finder:
    """Return a function that finds the days of a text in one language."""
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in _patterns(words)]

    def find(text: str) -> list[Mark]:
        found = [
            Mark(match.start(), match.end(), DAY, told)
            for pattern in compiled
            for match in pattern.finditer(text)
            if (told := _told(match, words))
        ]
        return without_inner(found)

    return find


def _either(forms: Iterable[str]) -> str:
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "|".join(pattern_of(form) for form in ordered)


def _patterns(words: DayWords) -> Iterable[str]:
    before = rf"(?:(?:{_either(words.before)})\s+)?" if words.before else ""
    weekday = rf"(?P<weekday>{_either(words.weekdays)})" if words.weekdays else ""
    led = rf"(?:{weekday},?\s+)?" if weekday else ""
    bodies = [*_dated(words, led), weekday]
    if words.relative:
        bodies.append(rf"(?P<relative>{_either(words.relative)})")
    bodies += [
        r"(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./](?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})",
    ]
    whole = [rf"(?<!\w){before}{body}(?!\w)" for body in bodies if body]
    if before and words.months:  # a month alone: "in May", never "they may"
        month = rf"(?P<month>{_either(words.months)})"
        whole.append(rf"(?<!\w)(?:{_either(words.before)})\s+{month}(?!\w)")
    return whole


def _dated(words: DayWords, led: str) -> list[str]:
    if not words.months:
        return []
    month = rf"(?P<month>{_either(words.months)})"
    day = rf"(?P<day>\d{{1,2}})(?:{words.ordinal_endings})?"
    year = r"(?P<year>(?:19|20)\d\d)"
    of = r"\s+(?:of\s+|de\s+)?"
    bodies = [
        rf"{led}(?:the\s+)?{day}{of}{month}(?:,?\s+(?:de\s+)?{year})?",
        rf"{month}\s+{year}",
    ]
    if words.month_first:
        bodies.insert(0, rf"{led}{month}\.?\s+{day}(?!\s*(?:for|на)\s)(?:,?\s+{year})?")
    return bodies


def _told(match: re.Match[str], words: DayWords) -> str:
    """Return how a day is told: "2022-11-24", "--11-24", "--11", "w2", "r-1"."""
    parts = match.groupdict()
    if parts.get("relative"):
        return f"r{_value(parts['relative'], words.relative)}"
    month = parts.get("number") or parts.get("month")
    if not month:
        return f"w{_value(parts['weekday'], words.weekdays)}"
    number = int(month) if month.isdigit() else _value(month, words.months)
    told = f"{parts.get('year') or '-'}-{number:02d}"
    return f"{told}-{int(parts['day']):02d}" if parts.get("day") else told


def _value(written: str, table: dict[str, int]) -> int:
    return next(
        value
        for form, value in sorted(table.items(), key=lambda item: -len(item[0]))
        if re.fullmatch(pattern_of(form), written, re.IGNORECASE)
    )


def day_of(told: str, published: date | None, *, ahead: bool = False) -> str:
    """Return a day as "2022-11-24", or as "2022-11", or "" where it is unknown.

    A weekday is the latest one up to the day of publication, a date without a
    year the nearest one in the past; with ``ahead`` it is the next one.

    >>> day_of("w2", date(2022, 11, 24))
    '2022-11-23'
    """
    if told.startswith("w"):
        return _weekday(int(told[1:]), published, ahead=ahead)
    if told.startswith("r"):
        return str(published + timedelta(int(told[1:]))) if published else ""
    if told.startswith("--"):
        return _without_year(told.removeprefix("--"), published, ahead=ahead)
    return _real(told)


def _weekday(number: int, published: date | None, *, ahead: bool) -> str:
    if published is None:
        return ""
    back = (published.weekday() - number) % _WEEK
    return str(published + timedelta((-back) % _WEEK if ahead else -back))


def _without_year(written: str, published: date | None, *, ahead: bool) -> str:
    if published is None:
        return ""
    for years_on in (0, 1, 2, 3, 4):  # a 29 February may lie four years back
        year = published.year + (years_on if ahead else -years_on)
        day = f"{year}-{written}"
        here = str(published)[: len(day)]
        if (day >= here if ahead else day <= here) and _real(day):
            return day
    return ""


def _real(day: str) -> str:
    """Return ``day`` if the calendar has it, else ""."""
    year, month, *rest = (int(part) for part in day.split("-"))
    try:
        date(year, month, rest[0] if rest else 1)
    except ValueError:
        return ""
    return day


def days_apart(one: str, other: str) -> int | None:
    """Return the days from ``one`` to ``other``, None where a day is unknown."""
    try:
        return (date.fromisoformat(other) - date.fromisoformat(one)).days
    except ValueError:
        return None


def nearest(marks: Iterable[Mark], place: Span) -> Mark | None:
    """Return the mark that stands nearest to ``place``."""
    return min(
        marks,
        key=lambda mark: max(mark.start - place.end, place.start - mark.end, 0),
        default=None,
    )
