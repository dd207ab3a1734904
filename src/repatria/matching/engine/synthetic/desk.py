"""The desk at which one list is written, and its columns of plain facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic import days, slips, words
from repatria.matching.engine.synthetic.chance import Chance, Ints
from repatria.matching.engine.synthetic.clerks import Clerks, written
from repatria.matching.engine.synthetic.coded import Coded
from repatria.matching.engine.synthetic.people import People
from repatria.matching.engine.synthetic.sides import Side
from repatria.matching.engine.synthetic.vocabulary import Vocabulary

Table = Callable[[Vocabulary, str, Ints], pl.Series]

# How clerks prefer to write: places (name, with district, with region, all),
# ranks (in full, short), units (short, in full, battalion, post code, spelled out).
PLACE_MANNERS = (5.0, 2.0, 2.0, 1.0)
RANK_MANNERS = (6.0, 4.0)
UNIT_MANNERS = (5.0, 3.0, 2.0, 0.0, 1.0)
UNIT_CODE = 3
PROMOTED = 0.8

# Letters that look alike in both scripts, as service papers use them.
_CYRILLIC, _LATIN = "АВЕКМНОРСТХ", "ABEKMHOPCTX"


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is needed to write the columns of one list, one row a person."""

    people: People
    side: Side
    clerks: Clerks
    vocabulary: Vocabulary
    chance: Chance
    size: int

    def write(self, table: Table, local: Ints, forms: int) -> Coded:
        """Write each row's form of ``table``, which has ``forms`` forms."""

        def make(scheme: str, wanted: Ints) -> pl.Series:
            return table(self.vocabulary, scheme, wanted).rename("")

        return written(local, forms, self.clerks, make)

    def dates(self, day: Ints, form: Ints) -> Coded:
        """Write ``day`` in the style of each row's clerk."""
        return days.written(
            day,
            form,
            self.clerks.date_style,
            styles=tuple(self.side.dates),
            language=self.side.headers,
        )


def birth_date(desk: Desk) -> Coded:
    """Return the column of birth dates."""
    errors, chance = desk.side.errors, desk.chance.of("birth date")
    born = desk.people.born.copy()
    wrong = chance.of("wrong").struck(desk.size, errors.date_wrong)
    born[wrong] = days.mistaken(born[wrong], chance.of("mistake"))
    drawn = chance.of("form").shares(desk.size)
    month = drawn < errors.year_only + errors.date_partial
    form = np.where(
        drawn < errors.year_only, days.YEAR, np.where(month, days.MONTH, days.WHOLE)
    )
    return desk.dates(born, form)


def captured_on(desk: Desk) -> Coded:
    """Return the column of capture dates."""
    errors, chance = desk.side.errors, desk.chance.of("captured on")
    captured = desk.people.captured_on.copy()
    off = chance.of("off").struck(desk.size, errors.captured_on_wrong)
    captured[off] += chance.of("by").below(len(off), 15) - 4
    month = chance.of("form").happens(desk.size, errors.date_partial)
    return desk.dates(captured, np.where(month, days.MONTH, days.WHOLE))


def birth_place(desk: Desk) -> Coded:
    """Return the column of birth places."""
    return _place(desk, "birth place", desk.people.birth_place)


def captured_at(desk: Desk) -> Coded:
    """Return the column of places of capture."""
    near = desk.chance.of("near").happens(desk.size, desk.side.errors.captured_at_near)
    place = (desk.people.captured_at + near) % len(desk.vocabulary.places)
    return _place(desk, "captured at", place)


def _place(desk: Desk, name: str, place: Ints) -> Coded:
    errors, chance = desk.side.errors, desk.chance.of(name)
    size = len(desk.vocabulary.places)
    # The older name of a place is that of another one: always the same other.
    renamed = chance.of("renamed").happens(desk.size, errors.place_renamed)
    place = np.where(renamed, (place + size // 2) % size, place)
    vague = chance.of("vague").happens(desk.size, errors.place_vague)
    manner = np.where(vague, words.REGION_ONLY, desk.clerks.manner(name, PLACE_MANNERS))
    column = desk.write(words.places, manner * size + place, words.PLACE_FORMS * size)
    slips.slip(column, errors.place_slip, slips.mistyped, chance.of("slip"), desk.size)
    return column


def rank(desk: Desk) -> Coded:
    """Return the column of ranks."""
    chance, size = desk.chance.of("rank"), len(desk.vocabulary.ranks)
    other = chance.of("other").happens(desk.size, desk.side.errors.rank_other)
    step = np.where(chance.of("step").happens(desk.size, PROMOTED), 1, -1)
    ranks = np.clip(desk.people.rank + other * step, 0, size - 1)
    return desk.write(
        words.ranks, desk.clerks.manner("rank", RANK_MANNERS) * size + ranks, 2 * size
    )


def unit(desk: Desk) -> Coded:
    """Return the column of units."""
    errors, chance, table = (
        desk.side.errors,
        desk.chance.of("unit"),
        desk.vocabulary.units,
    )
    other = chance.of("other").happens(desk.size, errors.unit_other)
    units = np.where(
        other, chance.of("which").pick(desk.size, table["weight"]), desk.people.unit
    )
    code = chance.of("code").happens(desk.size, errors.unit_code)
    manner = np.where(code, UNIT_CODE, desk.clerks.manner("unit", UNIT_MANNERS))
    return desk.write(
        words.units, manner * len(table) + units, words.UNIT_FORMS * len(table)
    )


def held_at(desk: Desk) -> Coded:
    """Return the column of places where persons are held."""
    return desk.write(words.camps, desk.people.camp, len(desk.vocabulary.camps))


def service_number(desk: Desk) -> pl.Series:
    """Return the column of service numbers, two letters and six digits."""
    latin = any(words.is_latin(scheme) for scheme in desk.clerks.schemes)
    letters = _LATIN if latin else _CYRILLIC
    unknown = desk.side.errors.missing.get("service_number", 0.0)
    known = ~desk.chance.of("token").happens(desk.size, unknown)
    pairs = pl.Series([a + b + "-" for a in letters for b in letters])
    token = desk.people.token
    digits = pl.Series(token % 1_000_000).cast(pl.String).str.zfill(6)
    text = pairs.gather(token // 1_000_000 % len(pairs)) + digits
    return pl.select(pl.when(pl.Series(known)).then(text)).to_series()
