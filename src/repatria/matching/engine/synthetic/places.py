"""Invented places, units and ranks."""

from __future__ import annotations

import polars as pl

from repatria.matching.engine.synthetic.orthography import both, capitalised
from repatria.matching.engine.synthetic.resources import cells, sections, words
from repatria.matching.engine.synthetic.surnames import zipf

PLACES = 2600
CAMPS = 48
SEATS = ("івка", "ове", "янка", "град", "поль", "ин")
UNIT_NUMBERS = tuple(range(201, 700, 11))

_VOWELS = "аеєиіїоуюяьё"


def _coined() -> list[tuple[str, str, float]]:
    """Return (uk, ru, weight) of every place name stems and endings make."""
    data = sections("place_stems.txt")
    stems = [both(token, written_in="uk") for token in words(data["stems"])]
    ends = cells(data["endings"])
    coined = [
        (uk + end_uk, ru + end_ru, float(weight) / (place + 30))
        for place, (uk, ru) in enumerate(stems)
        for end_uk, end_ru, _same, weight in ends
        if uk[-1] not in _VOWELS or end_uk[0] not in _VOWELS
    ]
    qualified = [
        (f"{before_uk} {uk}", f"{before_ru} {ru}", weight * float(share) / 12)
        for before_uk, before_ru, share in cells(data["before"])
        for uk, ru, weight in coined
        if uk.endswith("ка")
    ]
    return coined + qualified


def _spoken(name: str) -> str:
    return " ".join(capitalised(word) for word in name.split())


def place_table() -> pl.DataFrame:
    """Return the places: both forms, district, region and weight.

    Districts and regions are given as the adjective that stands before the word
    (``Вербівський`` район, ``Степова`` область).
    """
    ranked = sorted(_coined(), key=lambda row: (-row[2], row[0]))[:PLACES]
    tokens = words(sections("place_stems.txt")["regions"])
    regions = [both(token, written_in="uk") for token in tokens]
    seats = [pair[:2] for pair in ranked[::9] if _is_seat(pair[0])]
    rows = [
        (_spoken(uk), _spoken(ru), *_within(place * 7 % len(seats), seats, regions))
        for place, (uk, ru, _weight) in enumerate(ranked)
    ]
    columns = ["uk", "ru", "district_uk", "district_ru", "region_uk", "region_ru"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.Series("weight", zipf(len(rows), 60.0))
    )


def _is_seat(name: str) -> bool:
    return " " not in name and name.endswith(SEATS)


def _within(
    seat: int, seats: list[tuple[str, str]], regions: list[tuple[str, str]]
) -> tuple[str, str, str, str]:
    """Return district (uk, ru) and region (uk, ru) of the places around ``seat``."""
    uk, ru = seats[seat]
    region_uk, region_ru = regions[seat % len(regions)]
    return _district(uk, "ський"), _district(ru, "ский"), region_uk, _spoken(region_ru)


def _district(seat: str, ending: str) -> str:
    stem = seat.rstrip("аеиіоюя").removesuffix("ь")
    stem = stem[:-1] if stem.endswith("к") else stem
    return _spoken(stem + ending)


def camp_table() -> pl.DataFrame:
    """Return invented places where persons are held: uk, ru, en and weight."""
    kinds = cells(sections("place_stems.txt")["camps"])
    towns = place_table().head(CAMPS).select("uk", "ru").rows()
    rows = [
        _camp(kinds[place % len(kinds)], place + 2, uk, ru)
        for place, (uk, ru) in enumerate(towns)
    ]
    columns = ["uk", "ru", "en", "town_uk", "town_ru", "weight"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def _camp(kind: list[str], number: int, uk: str, ru: str) -> tuple[str | float, ...]:
    """Return one row; the English name keeps ``{p}`` for the town's romanised name."""
    of_uk, of_ru, of_en, weight = kind
    return (
        f"{of_uk.format(n=number, p=uk)}, {uk}",
        f"{of_ru.format(n=number, p=ru)}, {ru}",
        of_en.format(n=number, p="{p}"),
        uk,
        ru,
        float(weight),
    )


def rank_table() -> pl.DataFrame:
    """Return the ranks from the lowest up, full and short in three languages."""
    columns = ["uk", "uk_short", "ru", "ru_short", "en", "en_short", "weight"]
    table = pl.DataFrame(cells(sections("ranks.txt")[""]), schema=columns, orient="row")
    return table.with_columns(pl.col("weight").cast(pl.Float64))


def unit_table() -> pl.DataFrame:
    """Return the units: number, kind in three languages, code and weight."""
    columns = ["uk", "uk_short", "ru", "ru_short", "en", "en_short", "weight"]
    kinds = pl.DataFrame(cells(sections("units.txt")[""]), schema=columns, orient="row")
    kinds = kinds.with_columns(pl.col("weight").cast(pl.Float64))
    numbers = pl.DataFrame({"number": UNIT_NUMBERS})
    table = kinds.join(numbers, how="cross").with_row_index("place")
    return table.with_columns(code=1000 + pl.col("place").cast(pl.Int64) * 13 % 7919)
