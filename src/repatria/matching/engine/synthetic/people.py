"""Who the synthetic persons are, before anybody writes them down."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.chance import Chance, Flags, Ints
from repatria.matching.engine.synthetic.vocabulary import REGIONS, Vocabulary

EPOCH = dt.date(1970, 1, 1)
FIRST_BIRTH, LAST_BIRTH = 1958, 2006
WOMEN = 0.035
REGION_SHARES = (0.60, 0.29, 0.02, 0.09)
PERSONS_AN_EVENT = 45
SIBLINGS, TWINS = 0.01, 0.05
SINGLY_CAPTURED = 0.25

# How many persons were born in a year, from 1958 on: few of the old, most in their
# thirties and forties, few of the youngest.
BORN = (
    1, 1, 1, 2, 2, 3, 3, 4, 5, 7, 9, 12, 15, 18, 21, 24, 27, 30, 32, 34, 36, 38, 39, 40,
    41, 42, 42, 42, 42, 41, 40, 39, 38, 36, 34, 33, 31, 29, 28, 27, 26, 25, 24, 22, 19,
    15, 11, 7, 3,
)  # fmt: skip


class Captures(NamedTuple):
    """When the persons were captured: from ``first`` on, within so many ``days``."""

    first: dt.date
    days: int


LONG_WAR = Captures(dt.date(2022, 3, 1), 1350)


@dataclass(frozen=True, slots=True)
class People:
    """One position an array a person; names, places and so on are rows of a Vocabulary.

    Dates are days since 1 January 1970. ``later_family`` is the surname a married
    woman may stand under elsewhere; ``token`` the service number as a whole number.
    """

    region: Ints
    woman: Flags
    family: Ints
    later_family: Ints
    given: Ints
    father: Ints
    born: Ints
    birth_place: Ints
    rank: Ints
    unit: Ints
    captured_on: Ints
    captured_at: Ints
    camp: Ints
    token: Ints

    def take(self, rows: Ints) -> People:
        """Return the persons at ``rows``, in that order."""
        return People(
            **{field.name: getattr(self, field.name)[rows] for field in fields(self)}
        )


def draw_people(
    size: int, chance: Chance, vocabulary: Vocabulary, captures: Captures = LONG_WAR
) -> People:
    """Return ``size`` persons."""
    region = chance.of("region").pick(size, REGION_SHARES)
    woman = chance.of("woman").happens(size, WOMEN)
    unit, captured_on, captured_at = _captures(
        size, chance.of("capture"), vocabulary, captures
    )
    drawn = People(
        region=region,
        woman=woman,
        family=_by_region(chance.of("family"), vocabulary.families, region),
        later_family=_by_region(chance.of("later family"), vocabulary.families, region),
        given=_given(chance.of("given"), vocabulary, region, woman),
        father=_by_region(chance.of("father"), vocabulary.fathers, region),
        born=_births(size, chance.of("born")),
        birth_place=chance.of("birth place").pick(size, vocabulary.places["weight"]),
        rank=chance.of("rank").pick(size, vocabulary.ranks["weight"]),
        unit=unit,
        captured_on=captured_on,
        captured_at=captured_at,
        camp=chance.of("camp").pick(size, vocabulary.camps["weight"]),
        token=chance.of("token").below(size, 26_000_000),
    )
    _make_siblings(drawn, chance.of("siblings"))
    return drawn


def _make_siblings(people: People, chance: Chance) -> None:
    """Give some persons the family, father and birth place of another; twins his day.

    Brothers on one list are the likeliest persons to be taken for one.
    """
    size = len(people.family)
    younger = chance.struck(size, SIBLINGS)
    elder = chance.of("elder").below(len(younger), size)
    for shared in (people.family, people.father, people.birth_place):
        shared[younger] = shared[elder]
    twins = chance.of("twins").struck(len(younger), TWINS)
    people.born[younger[twins]] = people.born[elder[twins]]


def _by_region(
    chance: Chance, table: pl.DataFrame, region: Ints, allowed: Flags | None = None
) -> Ints:
    drawn = np.zeros(len(region), dtype=np.int64)
    for place, name in enumerate(REGIONS):
        here = np.flatnonzero(region == place)
        weights = table[f"weight_{name}"].to_numpy()
        weights = weights if allowed is None else np.where(allowed, weights, 0.0)
        drawn[here] = chance.of(name).pick(len(here), weights)
    return drawn


def _given(chance: Chance, vocabulary: Vocabulary, region: Ints, woman: Flags) -> Ints:
    of_women = vocabulary.given["woman"].to_numpy()
    men = _by_region(chance.of("man"), vocabulary.given, region, ~of_women)
    women = _by_region(chance.of("woman"), vocabulary.given, region, of_women)
    return np.where(woman, women, men)


def _births(size: int, chance: Chance) -> Ints:
    years = FIRST_BIRTH + chance.of("year").pick(size, BORN)
    starts = np.array(
        [
            (dt.date(year, 1, 1) - EPOCH).days
            for year in range(FIRST_BIRTH, LAST_BIRTH + 1)
        ]
    )
    return starts[years - FIRST_BIRTH] + chance.of("day").below(size, 365)


def _captures(
    size: int, chance: Chance, vocabulary: Vocabulary, captures: Captures
) -> tuple[Ints, Ints, Ints]:
    """Return unit, day and place of capture: most persons in events, some alone.

    An event has a place, a day and up to three units; events are of very
    different size.
    """
    events = max(1, size // PERSONS_AN_EVENT)
    event = chance.of("event").pick(size, 1.0 / (np.arange(events) + 8.0))
    start = (captures.first - EPOCH).days
    places = vocabulary.places["weight"].to_numpy() ** 0.5
    event_day = start + chance.of("event day").below(events, captures.days)
    event_place = chance.of("event place").pick(events, places)
    event_units = chance.of("event unit").pick(events * 3, vocabulary.units["weight"])
    unit = event_units[event * 3 + chance.of("which unit").pick(size, (6, 3, 1))]
    alone = chance.of("alone").happens(size, SINGLY_CAPTURED)
    lone_day = start + chance.of("lone day").below(size, captures.days)
    lone_place = chance.of("lone place").pick(size, places)
    lone_unit = chance.of("lone unit").pick(size, vocabulary.units["weight"])
    return (
        np.where(alone, lone_unit, unit),
        np.where(alone, lone_day, event_day[event] + chance.of("later").below(size, 3)),
        np.where(alone, lone_place, event_place[event]),
    )
