"""How one list is written: scripts, columns, and how often its clerks slip."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

COLUMNS = (
    "id", "family", "given", "patronymic", "birth_date", "birth_place", "rank", "unit",
    "service_number", "captured_on", "captured_at", "held_at", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """How often what goes wrong: each a share of rows between 0 and 1.

    The defaults follow what is reported of hand-kept lists of persons: about one
    family name in twelve with a slip, one date in thirty wrong, one patronymic
    in seven missing, one place in three missing or vague.
    """

    typing: float = 0.045
    hearing: float = 0.03
    reading: float = 0.01
    given_slip: float = 0.04
    patronymic_slip: float = 0.04
    swapped: float = 0.02
    short_form: float = 0.03
    initials: float = 0.015
    other_surname: float = 0.06
    date_wrong: float = 0.03
    date_partial: float = 0.03
    year_only: float = 0.02
    captured_on_wrong: float = 0.15
    place_slip: float = 0.04
    place_vague: float = 0.15
    rank_other: float = 0.07
    unit_other: float = 0.05
    missing: dict[str, float] = field(
        default_factory=lambda: {
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
    )

    def times(self, factor: float) -> ErrorModel:
        """Return the model with every slip ``factor`` times as frequent, at most .9.

        Missing values grow by the square root of ``factor``.
        """
        rates = {
            name: min(0.9, getattr(self, name) * factor)
            for name in self.__dataclass_fields__
            if name != "missing"
        }
        missing = {name: min(0.95, rate * factor**0.5) for name, rate in self.missing.items()}
        return replace(self, **rates, missing=missing)


@dataclass(frozen=True, slots=True)
class Side:
    """How one of the two lists is written.

    schemes: share of clerks by what they write: ``"uk"`` or ``"ru"`` (Cyrillic), or
    a section of romanisation.txt such as ``"bgn.uk"``.
    columns: keys of ``COLUMNS`` in order; ``"full_name"`` stands for the three names.
    headers: ``"uk"``, ``"ru"`` or ``"en"``.
    dates: share of clerks by date style: ``dmy.``, ``dmy/``, ``ymd-`` or ``d mon y``.
    duplicates: share of persons entered twice.
    """

    schemes: dict[str, float]
    headers: str
    dates: dict[str, float]
    columns: tuple[str, ...] = COLUMNS
    errors: ErrorModel = field(default_factory=ErrorModel)
    duplicates: float = 0.01
    clerks: int = 60
    capitals: float = 0.0
    name_order: str = "family given patronymic"


LATIN_SCHEMES = {
    "ukraine2010.uk": 0.16, "icao.ru": 0.12, "bgn.ru": 0.11, "bgn.uk": 0.10, "press.uk": 0.09,
    "press.ru": 0.09, "plain.ru": 0.06, "plain.uk": 0.05, "iso9.uk": 0.03, "iso9.ru": 0.03,
    "german.uk": 0.03, "german.ru": 0.04, "french.uk": 0.02, "french.ru": 0.03,
    "polish.uk": 0.02, "polish.ru": 0.02,
}  # fmt: skip

CYRILLIC = Side(
    schemes={"uk": 0.75, "ru": 0.25},
    headers="uk",
    dates={"dmy.": 0.9, "dmy/": 0.1},
    columns=tuple(column for column in COLUMNS if column != "held_at"),
)
LATIN = Side(
    schemes=LATIN_SCHEMES,
    headers="en",
    dates={"dmy.": 1.0},
    capitals=0.15,
)
RUSSIAN = replace(CYRILLIC, schemes={"ru": 1.0}, headers="ru", dates={"dmy.": 1.0}, columns=COLUMNS)
UKRAINIAN = replace(CYRILLIC, schemes={"uk": 1.0}, dates={"dmy.": 1.0})
ONE_COLUMN = replace(
    LATIN,
    columns=("id", "full_name", *(c for c in COLUMNS if c not in {"id", "family", "given", "patronymic"})),
    dates={"ymd-": 1.0},
)
PRESETS = {
    "default": (CYRILLIC, LATIN),
    "cyrillic": (UKRAINIAN, RUSSIAN),
    "latin": (replace(LATIN, schemes={"ukraine2010.uk": 0.7, "bgn.uk": 0.3}), LATIN),
    "one-column": (CYRILLIC, ONE_COLUMN),
}
