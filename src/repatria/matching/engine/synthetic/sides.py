"""How one list is written: scripts, columns, and how often its clerks slip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

COLUMNS = (
    "id", "family", "given", "patronymic", "birth_date", "birth_place", "rank", "unit",
    "service_number", "captured_on", "captured_at", "held_at", "note",
)  # fmt: skip
NAMES = ("family", "given", "patronymic")

MISSING = {
    "patronymic": 0.15,
    "birth_date": 0.07,
    "birth_place": 0.30,
    "rank": 0.15,
    "unit": 0.30,
    "service_number": 0.80,
    "captured_on": 0.25,
    "captured_at": 0.35,
    "held_at": 0.60,
}


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """How often what goes wrong: each a share of rows between 0 and 1.

    The defaults are assumptions of this project, set where hand-kept lists of
    persons are usually put: about one family name in twelve with a slip, one date
    in thirty wrong, one patronymic in seven missing, one place in three missing
    or vague.

    typing, hearing, reading: slips in the family name (keys; sounds; shapes).
    given_slip, patronymic_slip: any of these in the other two names.
    lookalike: a letter of the other script that looks the same (Cyrillic only).
    untidy: small letters, or a space too many.
    swapped: family and given name in each other's column.
    short_form: Kolya for Mykola. initials: letters instead of given names.
    other_surname: a woman under her other surname or both.
    date_wrong: birth date; date_partial: only month and year; year_only.
    captured_on_wrong: some days off. captured_at_near: a neighbouring place.
    place_slip, place_vague (only the region), place_renamed (an older name).
    rank_other: a step up or down. unit_other: another unit. unit_code: its post code.
    missing: share of blanks by column.
    """

    typing: float = 0.045
    hearing: float = 0.03
    reading: float = 0.01
    given_slip: float = 0.04
    patronymic_slip: float = 0.04
    lookalike: float = 0.005
    untidy: float = 0.01
    swapped: float = 0.02
    short_form: float = 0.03
    initials: float = 0.015
    other_surname: float = 0.06
    date_wrong: float = 0.03
    date_partial: float = 0.03
    year_only: float = 0.02
    captured_on_wrong: float = 0.15
    captured_at_near: float = 0.10
    place_slip: float = 0.04
    place_vague: float = 0.15
    place_renamed: float = 0.02
    rank_other: float = 0.07
    unit_other: float = 0.05
    unit_code: float = 0.04
    missing: Mapping[str, float] = field(default_factory=lambda: dict(MISSING))

    def by_name(self) -> dict[str, float]:
        """Return every rate under its name, those of blanks as ``missing <column>``."""
        rates = {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if name != "missing"
        }
        blanks = {f"missing {name}": self.missing.get(name, 0.0) for name in MISSING}
        return rates | blanks

    def times(self, factor: float) -> ErrorModel:
        """Return the model with every slip ``factor`` times as frequent, at most .9.

        Missing values grow by the square root of ``factor``.
        """
        rates = {
            name: min(0.9, getattr(self, name) * factor)
            for name in self.__dataclass_fields__
            if name != "missing"
        }
        missing = {
            name: min(0.95, rate * factor**0.5) for name, rate in self.missing.items()
        }
        return ErrorModel(**rates, missing=missing)


FLAWLESS = ErrorModel(missing={}).times(0.0)


@dataclass(frozen=True, slots=True)
class Side:
    """How one of the two lists is written.

    schemes: share of clerks by what they write: ``"uk"`` or ``"ru"`` (Cyrillic), or
    a section of romanisation.txt such as ``"bgn.uk"``.
    headers: language of the headings, ``"uk"``, ``"ru"`` or ``"en"``.
    dates: share of clerks by date style, keys of ``days.STYLES``.
    columns: keys of ``COLUMNS`` in order; ``"full_name"`` stands for the three names.
    name_orders: share of clerks by the order of the names in ``"full_name"``.
    errors: how often what goes wrong. duplicates: share of persons entered twice.
    clerks: how many wrote the list. capitals: share who write FAMILY names so.
    """

    schemes: Mapping[str, float]
    headers: str
    dates: Mapping[str, float]
    columns: tuple[str, ...] = COLUMNS
    name_orders: Mapping[str, float] = field(
        default_factory=lambda: {" ".join(NAMES): 1.0}
    )
    errors: ErrorModel = field(default_factory=ErrorModel)
    duplicates: float = 0.01
    clerks: int = 60
    capitals: float = 0.0


LATIN_SCHEMES = {
    "ukraine2010.uk": 0.16, "icao.ru": 0.12, "bgn.ru": 0.11, "bgn.uk": 0.10,
    "press.uk": 0.09, "press.ru": 0.09, "plain.ru": 0.06, "plain.uk": 0.05,
    "iso9.uk": 0.03, "iso9.ru": 0.03,
    "german.uk": 0.03, "german.ru": 0.04, "french.uk": 0.02, "french.ru": 0.03,
    "polish.uk": 0.02, "polish.ru": 0.02,
}  # fmt: skip

_WITHOUT_CAMP = tuple(column for column in COLUMNS if column != "held_at")
_ONE_COLUMN = ("id", "full_name", *(c for c in COLUMNS if c not in {"id", *NAMES}))

CYRILLIC = Side(
    schemes={"uk": 0.75, "ru": 0.25},
    headers="uk",
    dates={"dmy.": 0.8, "dmy?": 0.1, "dmy/": 0.1},
    columns=_WITHOUT_CAMP,
)
LATIN = Side(
    schemes=LATIN_SCHEMES,
    headers="en",
    dates={"dmy.": 0.75, "dmy/": 0.15, "words": 0.1},
    capitals=0.15,
)
UKRAINIAN = replace(CYRILLIC, schemes={"uk": 1.0}, dates={"dmy.": 1.0})
RUSSIAN = replace(
    CYRILLIC,
    schemes={"ru": 1.0},
    headers="ru",
    dates={"dmy.": 0.9, "words": 0.1},
    columns=COLUMNS,
)
UKRAINE_2010 = replace(
    LATIN, schemes={"ukraine2010.uk": 0.7, "bgn.uk": 0.3}, columns=_WITHOUT_CAMP
)
ONE_COLUMN_UKRAINIAN = replace(UKRAINIAN, columns=_ONE_COLUMN)
ONE_COLUMN_LATIN = replace(
    LATIN,
    columns=_ONE_COLUMN,
    dates={"ymd-": 1.0},
    name_orders={
        "family given patronymic": 0.65,
        "given patronymic family": 0.20,
        "family, given patronymic": 0.15,
    },
)

# Pairs of sides by name: left, right.
PRESETS = {
    "default": (CYRILLIC, LATIN),
    "cyrillic": (UKRAINIAN, RUSSIAN),
    "latin": (UKRAINE_2010, LATIN),
    "one-column": (ONE_COLUMN_UKRAINIAN, ONE_COLUMN_LATIN),
}
