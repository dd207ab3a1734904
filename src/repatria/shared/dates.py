"""Dates as people write them, with unknown parts left unknown.

A part that cannot be (the 31st of February, a thirteenth month) is dropped and
the rest of the date is kept: a year alone still tells two persons apart.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from repatria.shared.months import month_called, roman_month
from repatria.shared.text import mark as _

EARLIEST_YEAR = 1800
# Two-digit years later than this belong to the 1900s.  A constant and not the
# clock: the same file must be read the same way in every year.
LATEST_YEAR = 2029
FURTHEST_YEAR = 2100
REMEMBERED = 1 << 16  # a list is read for its answer and again for its quality
_SERIAL_DAY_ZERO = date(1899, 12, 30)
_LEAST_SERIAL, _GREATEST_SERIAL = 10_000, 60_000  # 1927-05-18 to 2064-04-08


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year; 0 stands for a part that nobody knows."""

    year: int = 0
    month: int = 0
    day: int = 0
    approximate: bool = False


class DateOrder(StrEnum):
    """Which of two small numbers comes first where a date does not say."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Reading(NamedTuple):
    """A date and what was wrong with the way it was written.

    ``fault`` is empty or one of ``FAULTS``.
    """

    date: PartialDate
    fault: str


FAULTS = {
    "impossible": _("A part of the date cannot be, and was dropped."),
    "unreadable": _("No date could be read."),
    "unclear": _("Other words or numbers stand beside the date."),
    "century-assumed": _("Two digits alone were taken for a year."),
    "other-order": _("Day and month stand the other way round than in this column."),
}

_UNKNOWN = PartialDate()
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?)?", re.A
)
_PLAIN = re.compile(r"(\d\d?)([./-])(\d\d?)\2(\d{4})", re.A)
_WHOLE_FLOAT = re.compile(r"(?<![\d.,])(\d{4,5})[.,]0+$", re.A)
_TIME = re.compile(r"(?:(?<=\d)t|\s|,)\s*\d{1,2}:\d{2}.*$", re.S)
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\?+|\*+|_{1,}|[~≈]")
_GUESSED_YEAR = re.compile(r"(?<!\d)(1[89]\d|20\d)[?xх_*](?!\d)")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ABOUT = _words(
    """
    ~ ≈ близько біля бл приблизно прибл орієнтовно орієнт около ок примерно прим
    приблизительно ориентировочно ориент каля прыблізна ca circa about abt approx
    approximately around est etwa ungefähr um vers environ env około okolo
    przybliżeniu
    """
)
_NOISE = _words(
    """
    р рік року році роки рн г год года году гр гг рр род рожд рождения нар н народж
    народження народився народилась родился родилась нарадж the of de du le den der
    dnia r rok roku ur urodz geb geboren am born b né née le st nd rd th го е er d y
    ad нэ mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday
    sun sunday
    """
)
_NOBODY_KNOWS = _words(
    """
    невідомо невідома невідомий невід неизвестно неизвестна неизв невядома unknown
    unk na nan nat none null nil unbekannt inconnu inconnue nieznana nieznany нет
    немає нема відсутня відсутнє отсутствует
    """
)
_AGES = _words("лет років вік возраст years yrs old age aged ans jahre lat wiek")
_SPANS = _words(
    """
    половина половині половине половини половины пол півріччя полугодие полугодии
    квартал кварталі квартале декада half quarter hälfte quartal połowa kwartał
    """
)
_UNKNOWN_WORD = re.compile(r"[xхн?*_]+|y{2,4}|d{2}|m{2}|[дмр]{2,4}")


def read_date(
    written: str,
    *,
    order: DateOrder = DateOrder.DAY_FIRST,
    latest_year: int = LATEST_YEAR,
) -> PartialDate:
    """Return the date that ``written`` means; a blank means nobody knows.

    ``order`` settles what ``05/09/1984`` means.  A year of two digits is the
    last one not later than ``latest_year``.  Parts that cannot be are dropped.

    >>> read_date("9 травня 1984 р.")
    PartialDate(year=1984, month=5, day=9, approximate=False)
    >>> read_date("близько 1985")
    PartialDate(year=1985, month=0, day=0, approximate=True)
    """
    return read_date_with_fault(written, order=order, latest_year=latest_year).date


@lru_cache(maxsize=REMEMBERED)
def read_date_with_fault(
    written: str,
    *,
    order: DateOrder = DateOrder.DAY_FIRST,
    latest_year: int = LATEST_YEAR,
) -> Reading:
    """Return the date that ``written`` means and what was wrong with it.

    >>> read_date_with_fault("31.02.1980").fault
    'impossible'
    """
    if whole := _ISO.fullmatch(written):
        return _checked(int(whole[1]), int(whole[2]), int(whole[3]))
    if plain := _PLAIN.fullmatch(written):
        return _in_order(int(plain[1]), int(plain[3]), int(plain[4]), order)
    return _read_words(_tidy(written), order, latest_year)


def infer_order(written: Iterable[str]) -> DateOrder:
    """Return the order that most dates of one column can only have.

    Without any evidence the day comes first, as in most of the world.

    >>> infer_order(["05/23/1984", "01/02/1990"]).value
    'month-first'
    """
    day_first = month_first = 0
    for text in written:
        found = _SMALL_PAIR.match(text.strip())
        if found and int(found[2]) <= 12 < int(found[1]) <= 31:
            day_first += 1
        elif found and int(found[1]) <= 12 < int(found[2]) <= 31:
            month_first += 1
    return DateOrder.MONTH_FIRST if month_first > day_first else DateOrder.DAY_FIRST


_SMALL_PAIR = re.compile(
    r"(\d\d?)\s?[./-]\s?(\d\d?)\s?[./-]\s?(?:\d{4}|\d\d)(?!\d)", re.A
)


def _tidy(written: str) -> str:
    """Level digits, dashes, case and invisible characters."""
    text = unicodedata.normalize("NFKC", written)
    text = "".join(
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or unicodedata.category(sign) not in {"Cf", "Cc", "Co", "Cs"}
    )
    text = _TIME.sub("", _DASHES.sub("-", text).lower().strip())
    return _WHOLE_FLOAT.sub(r"\1", text)


def _read_words(text: str, order: DateOrder, latest_year: int) -> Reading:
    decade = _GUESSED_YEAR.search(text)
    if decade:  # 198? : the middle of the decade
        text = text.replace(decade[0], f"~ {decade[1]}5")
    tokens = _Tokens.of(_TOKEN.findall(text[:100]))
    about = (
        tokens.about or bool(decade) or (text.endswith("?") and "?" not in text[:-1])
    )
    found = _assemble(tokens, order, latest_year)
    when = found.date
    if about and when.year:
        when = PartialDate(when.year, when.month, when.day, approximate=True)
    fault = found.fault
    if tokens.strange and not fault:
        fault = "unclear" if when != _UNKNOWN else "unreadable"
    return Reading(when, fault)


class _Tokens(NamedTuple):
    """What stands in a date: numbers as text ("" for an unknown one) and words."""

    numbers: tuple[str, ...]
    month: int
    about: bool
    strange: bool

    @classmethod
    def of(cls, found: list[str]) -> _Tokens:
        numbers: list[str] = []
        month, about, strange = 0, False, False
        for token in _without_counts(found):
            if token.isdecimal():
                numbers.append(token)
            elif token in _ABOUT:
                about = True
            elif named := month_called(token) or _roman_between(token, numbers):
                month = month or named
            elif _UNKNOWN_WORD.fullmatch(token) and token not in _NOISE:
                numbers.append("")
            else:
                strange |= token not in _NOISE and token not in _NOBODY_KNOWS
        return cls(tuple(numbers), month, about, strange)


def _without_counts(found: list[str]) -> list[str]:
    """Leave out numbers that are no day, month or year: an age, the half of a year."""
    spans = not _SPANS.isdisjoint(found)
    return [
        token
        for at, token in enumerate(found)
        if not (
            token.isdecimal() and (_is_age(found, at) or (spans and len(token) == 1))
        )
    ]


def _is_age(found: list[str], at: int) -> bool:
    """Tell whether a small number stands before a word such as "years", or behind."""
    before, behind = found[max(at - 2, 0) : at], found[at + 1 : at + 2]
    led = before[-1:] and before[-1] in _AGES and not before[0].isdecimal()
    told = led or (behind and behind[0] in _AGES)
    return bool(told) and len(found[at]) <= 2


def _roman_between(token: str, numbers: list[str]) -> int:
    """Return a Roman month only after a day: a leading ``x`` means unknown."""
    return roman_month(token) if len(numbers) == 1 else 0


def _assemble(tokens: _Tokens, order: DateOrder, latest_year: int) -> Reading:
    numbers = _without_lone_marks(tokens.numbers)
    if tokens.month:
        return _around_month(numbers, tokens.month, latest_year)
    if not any(numbers):
        return Reading(_UNKNOWN, "")
    if len(numbers) == 1:
        return _one_number(numbers[0], latest_year)
    if len(numbers) == 2:
        return _two_numbers(numbers[0], numbers[1], latest_year)
    if len(numbers) == 3:
        return _three_numbers(numbers[0], numbers[1], numbers[2], order, latest_year)
    return Reading(_UNKNOWN, "unreadable")


def _without_lone_marks(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """Drop a question mark behind a date; in front it stands for a part."""
    longest = 3
    while len(numbers) > 1 and not numbers[-1] and _has_year(numbers):
        numbers = numbers[:-1]
    return numbers if len(numbers) <= longest else tuple(n for n in numbers if n)


def _has_year(numbers: tuple[str, ...]) -> bool:
    return any(len(number) == 4 for number in numbers[-2:]) and len(numbers[0]) != 4


def _number(text: str) -> int:
    return int(text) if len(text) <= 4 else -1


def _year(text: str, latest_year: int) -> int:
    """Return the year meant by two or four digits, 0 when unknown."""
    value = int(text or 0) if len(text) <= 4 else -1
    if len(text) != 2:
        return value
    year = latest_year // 100 * 100 + value
    return year if year <= latest_year else year - 100


def _around_month(numbers: tuple[str, ...], month: int, latest_year: int) -> Reading:
    if len(numbers) > 2:
        return Reading(_UNKNOWN, "unreadable")
    if not numbers:
        return Reading(PartialDate(0, month), "")
    if len(numbers) == 1:
        alone = numbers[0]
        if len(alone) == 4 or (alone and int(alone[:5]) > 31):
            return _checked(_year(alone, latest_year), month, 0)
        return _checked(0, month, int(alone or 0))
    first, second = numbers
    year_leads = len(first) == 4
    year, day = (first, second) if year_leads else (second, first)
    return _checked(_year(year, latest_year), month, _number(day) if day else 0)


def _one_number(text: str, latest_year: int) -> Reading:
    if len(text) == 4:
        return _checked(int(text), 0, 0)
    if len(text) == 2:
        year = _year(text, latest_year)
        return Reading(PartialDate(year, approximate=True), "century-assumed")
    if len(text) == 8:
        return _eight_digits(text)
    if len(text) == 5 and _LEAST_SERIAL <= int(text) <= _GREATEST_SERIAL:
        when = _SERIAL_DAY_ZERO + timedelta(days=int(text))
        return Reading(PartialDate(when.year, when.month, when.day), "")
    if len(text) == 6:
        return _six_digits(text, latest_year)
    return Reading(_UNKNOWN, "unreadable")


def _eight_digits(text: str) -> Reading:
    """Read 19840509, or 09051984 where the first four cannot be a year."""
    if EARLIEST_YEAR <= int(text[:4]) <= FURTHEST_YEAR:
        return _checked(int(text[:4]), int(text[4:6]), int(text[6:]))
    if EARLIEST_YEAR <= int(text[4:]) <= FURTHEST_YEAR:
        return _checked(int(text[4:]), int(text[2:4]), int(text[:2]))
    return Reading(_UNKNOWN, "unreadable")


def _six_digits(text: str, latest_year: int) -> Reading:
    """Read 198405, or 090584; what could be both is not guessed beyond the year."""
    year_month = _checked(int(text[:4]), int(text[4:]), 0)
    day_first = _checked(_year(text[4:], latest_year), int(text[2:4]), int(text[:2]))
    sound = [one for one in (year_month, day_first) if not one.fault and one.date.month]
    return sound[0] if len(sound) == 1 else Reading(_UNKNOWN, "unreadable")


def _two_numbers(first: str, second: str, latest_year: int) -> Reading:
    if len(first) == 4 and len(second) == 4:  # 1984-1985: a range, so about its start
        return _checked(int(first), 0, 0, approximate=True)
    if len(first) == 4:
        return _checked(int(first), _number(second) if second else 0, 0)
    if len(second) == 4 or (second and int(second[:5]) > 31):
        return _checked(_year(second, latest_year), _number(first) if first else 0, 0)
    if not (first and second):
        return Reading(_UNKNOWN, "unreadable")
    return _in_order(_number(first), _number(second), 0, DateOrder.DAY_FIRST)


def _three_numbers(
    first: str, second: str, third: str, order: DateOrder, latest_year: int
) -> Reading:
    year_leads = len(first) == 4 or (len(first) == 2 and int(first) > 31)
    if year_leads and len(third) <= 2:
        year = _year(first, latest_year)
        return _checked(year, _number(second or "0"), _number(third or "0"))
    if len(third) not in {0, 2, 4}:
        return Reading(_UNKNOWN, "unreadable")
    year = _year(third, latest_year)
    return _in_order(_number(first or "0"), _number(second or "0"), year, order)


def _in_order(first: int, second: int, year: int, order: DateOrder) -> Reading:
    """Read two small numbers as day and month; turn them where only that can be."""
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    if 0 < day <= 12 < month <= 31:
        turned = _checked(year, day, month)
        return Reading(turned.date, turned.fault or "other-order")
    return _checked(year, month, day)


def _checked(year: int, month: int, day: int, *, approximate: bool = False) -> Reading:
    """Drop what cannot be: a year out of range, month 13, the 31st of February."""
    sound_year = year if EARLIEST_YEAR <= year <= FURTHEST_YEAR else 0
    sound_month = month if 0 <= month <= 12 else 0
    sound_day = (
        day if sound_month and 0 <= day <= _last_day(sound_year, sound_month) else 0
    )
    kept = (sound_year, sound_month, sound_day)
    impossible = kept != (year, month, day) and (year, month, day) != (year, 0, day)
    impossible |= sound_year != year
    about = approximate and sound_year > 0
    return Reading(PartialDate(*kept, about), "impossible" if impossible else "")


def _last_day(year: int, month: int) -> int:
    return monthrange(year or 2000, month)[1]
