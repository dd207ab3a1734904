"""What names, places and units synthetic persons are made of, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import polars as pl

from repatria.matching.engine.synthetic import givens, places, surnames

REGIONS = givens.REGIONS


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names, places and units, with how often each occurs.

    Every table has the Ukrainian form in ``uk`` and the Russian in ``ru``, each
    capitalised. ``weight_<region>`` says how often a person of that language
    region (``REGIONS``) has the name; weights need not sum to one.

    families: uk, ru, uk_woman, ru_woman, weight_*.
    given: uk, ru, woman (Boolean), short_uk, short_ru (lists of String), weight_*.
    fathers: patronymics as uk, ru, uk_woman, ru_woman, weight_*.
    places: uk, ru, district_uk, district_ru, region_uk, region_ru, weight.
    units: number, uk, uk_short, ru, ru_short, en, en_short, code, weight.
    ranks: uk, uk_short, ru, ru_short, en, en_short, weight; lowest first.
    camps: uk, ru, en, town_uk, town_ru, weight.
    """

    title: str
    source: str
    families: pl.DataFrame
    given: pl.DataFrame
    fathers: pl.DataFrame
    places: pl.DataFrame
    units: pl.DataFrame
    ranks: pl.DataFrame
    camps: pl.DataFrame


@cache
def own_vocabulary() -> Vocabulary:
    """Return the vocabulary compiled for this project."""
    return Vocabulary(
        title="own",
        source="compiled for this project, EUPL-1.2",
        families=surnames.surname_table(),
        given=givens.given_table(),
        fathers=givens.father_table(),
        places=places.place_table(),
        units=places.unit_table(),
        ranks=places.rank_table(),
        camps=places.camp_table(),
    )
