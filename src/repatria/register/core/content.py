"""Recognising columns by what stands in them, where the header does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import NamedTuple

from repatria.register.core.fields import Field
from repatria.register.core.ragged import looks_like_date
from repatria.shared.dates import read_date

_WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ`][^\W\d_]+)*")
_NUMBER_OF_A_PERSON = re.compile(r"(?=.*\d{4})[\w]{0,4}[-/ №]?\d[\d -]{4,12}\w{0,2}")
# "1. " before a name in a column of its own; "(1984)", "09.05.1984 р.н." behind it
_BESIDE_A_NAME = re.compile(r"^\W*\d{1,6}\s*[.)]?\s+|[\s,(]+\d[^,]*$")
_FEW = 10
_LONGEST_WAR = 8  # years between the first and the last tenth of the captures


def _words_of_lists() -> dict[str, list[str]]:
    source = files("repatria.register.core") / "data" / "content.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


_WORDS = _words_of_lists()
_GIVEN = frozenset(_WORDS["given_names"])
_SEXES = frozenset(_WORDS["sexes"])
_PATRONYMIC = re.compile(rf"(?:{'|'.join(_WORDS['patronymic_endings'])})\Z")
_FAMILY = re.compile(rf"(?:{'|'.join(_WORDS['family_endings'])})\Z")
_RANK = re.compile(rf"\b(?:{'|'.join(_WORDS['ranks'])})\b".replace("*", r"\w*"))
_UNIT = re.compile("|".join(_WORDS["units"]))
_HELD = re.compile("|".join(_WORDS["held_at"]))


class Guess(NamedTuple):
    """What a column was taken for by its content, with a certainty from 0 to 1."""

    field: Field
    certainty: float


def guess_field(values: Sequence[str]) -> Guess | None:
    """Return what most of the values can only be, or ``None``.

    Dates are told apart by ``birth_or_capture`` and come back as birth dates.

    >>> guess_field(["Іванович", "Petrivna", "Сергійович"])
    Guess(field=<Field.PATRONYMIC: 'patronymic'>, certainty=0.8)
    """
    said = [value.strip().casefold() for value in values if value.strip()]
    if not said:
        return None
    for field, least, certainty, test in _TESTS:
        if _share(said, test) >= least:
            return Guess(field, certainty)
    if (
        len(said) >= 3
        and len(set(said)) == len(said)
        and _share(said, _numbers_person) > 0.9
    ):
        return Guess(Field.SERVICE_NUMBER, 0.5)
    return None


def looks_like_person(cells: Sequence[str]) -> bool:
    """Whether a row speaks of a person rather than naming columns."""
    said = [cell.strip().casefold() for cell in cells if cell.strip()]
    return any(
        looks_like_date(cell)
        or _patronymic(cell)
        or cell in _GIVEN
        or _whole_name(cell)
        or (_RANK.match(cell) and " " not in cell)
        for cell in said
    )


def single_words(values: Sequence[str]) -> bool:
    """Whether nearly every value is one word of letters, as family names are."""
    said = [value.strip() for value in values if value.strip()]
    return bool(said) and _share(said, _WORD.fullmatch) >= 0.9


def birth_or_capture(columns: Sequence[Sequence[str]]) -> tuple[Field, ...]:
    """Tell columns of dates apart: births lie far back and far from each other.

    Of several columns the earliest holds births and the next captures; one
    alone holds captures only when many dates lie within a few years.
    """
    years = [_middle_years(values) for values in columns]
    if len(columns) == 1:
        low, _, high = years[0]
        said = sum(bool(value.strip()) for value in columns[0])
        captures = said >= _FEW and high - low <= _LONGEST_WAR
        return (Field.CAPTURED_ON if captures else Field.BIRTH_DATE,)
    ranked = sorted(range(len(columns)), key=lambda at: (years[at][1], at))
    meant = {ranked[0]: Field.BIRTH_DATE, ranked[1]: Field.CAPTURED_ON}
    return tuple(meant.get(at, Field.NOTE) for at in range(len(columns)))


def _middle_years(values: Sequence[str]) -> tuple[int, int, int]:
    """Return the years at a tenth, a half and nine tenths of the dates."""
    years = sorted(year for value in values if (year := read_date(value.strip()).year))
    if not years:
        return 0, 0, 0
    last = len(years) - 1
    return years[last // 10], years[last // 2], years[last - last // 10]


def _share(said: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(value)) for value in said) / len(said)


def _patronymic(value: str) -> bool:
    return (
        bool(_PATRONYMIC.search(value))
        and bool(_WORD.fullmatch(value))
        and len(value) > 5
    )


def _whole_name(value: str) -> bool:
    """Whether this is a name in several words, also with a number before or a date."""
    words = _BESIDE_A_NAME.sub(" ", value).replace(",", " ").split()
    if not 2 <= len(words) <= 5 or not all(
        _WORD.fullmatch(word.strip(".")) for word in words
    ):
        return False
    return any(_patronymic(word) or word in _GIVEN for word in words)


def _family(value: str) -> bool:
    return (
        bool(_FAMILY.search(value))
        and bool(_WORD.fullmatch(value))
        and value not in _GIVEN
    )


def _numbers_person(value: str) -> bool:
    return _NUMBER_OF_A_PERSON.fullmatch(value) is not None


# Field, least share of the values, certainty, test; the first that holds wins.
# Places are not guessed at: nothing in them tells birth from capture.
_TESTS: tuple[tuple[Field, float, float, Callable[[str], object]], ...] = (
    (Field.BIRTH_DATE, 0.8, 0.6, looks_like_date),
    (Field.PATRONYMIC, 0.6, 0.8, _patronymic),
    (Field.FULL_NAME, 0.4, 0.8, _whole_name),
    (Field.SEX, 0.95, 0.7, _SEXES.__contains__),
    (Field.RANK, 0.6, 0.8, _RANK.search),
    (Field.UNIT, 0.6, 0.7, _UNIT.search),
    (Field.HELD_AT, 0.5, 0.5, _HELD.search),
    (Field.GIVEN, 0.4, 0.7, _GIVEN.__contains__),
    (Field.FAMILY, 0.5, 0.6, _family),
)
