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
    regions = [both(token, written_in="uk") for token in words(sections("place_stems.txt")["regions"])]
    seats = [(uk, ru) for uk, ru, _ in ranked[::9] if " " not in uk and uk.endswith(SEATS)]
    rows = []
    for place, (uk, ru, _weight) in enumerate(ranked):
        seat_uk, seat_ru = seats[place * 7 % len(seats)]
        region_uk, region_ru = regions[place * 7 % len(seats) % len(regions)]
        rows.append(
            (_spoken(uk), _spoken(ru), _district(seat_uk, "ський"), _district(seat_ru, "ский"),
             region_uk, _spoken(region_ru))
        )  # fmt: skip
    columns = ["uk", "ru", "district_uk", "district_ru", "region_uk", "region_ru"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.Series("weight", zipf(len(rows), 60.0))
    )


def _district(seat: str, ending: str) -> str:
    stem = seat.rstrip("аеиіоюя").removesuffix("ь")
    stem = stem[:-1] if stem.endswith("к") else stem
    return _spoken(stem + ending)


def camp_table() -> pl.DataFrame:
    """Return invented places where persons are held: uk, ru, en and weight."""
    kinds = cells(sections("place_stems.txt")["camps"])
    towns = place_table().head(CAMPS)
    rows = []
    for n, (uk, ru) in enumerate(zip(towns["uk"], towns["ru"], strict=True)):
        kind = kinds[n % len(kinds)]
        rows.append(
            (kind[0].format(n=n + 2, p=uk) + f", {uk}", kind[1].format(n=n + 2, p=ru) + f", {ru}",
             kind[2].format(n=n + 2, p="{p}"), uk, ru, float(kind[3]))
        )  # fmt: skip
    return pl.DataFrame(
        rows, schema=["uk", "ru", "en", "town_uk", "town_ru", "weight"], orient="row"
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
