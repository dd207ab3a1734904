"""The columns of one list, from the persons on it and the way its side writes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic import days, slips, words
from repatria.matching.engine.synthetic.chance import Chance, Ints
from repatria.matching.engine.synthetic.clerks import Clerks, appoint, written
from repatria.matching.engine.synthetic.coded import Coded
from repatria.matching.engine.synthetic.people import People
from repatria.matching.engine.synthetic.sides import Side
from repatria.matching.engine.synthetic.vocabulary import Vocabulary

NAMES = ("family", "given", "patronymic")
SYNTHETIC = {"uk": "вигадана особа", "ru": "вымышленное лицо", "en": "synthetic person"}
# Letters that look alike in both scripts, as on service papers.
_CYRILLIC, _LATIN = "АВЕКМНОРСТХ", "ABEKMHOPCTX"


@dataclass(frozen=True, slots=True)
class Desk:
    """All that is needed to write the columns of one list."""

    people: People
    side: Side
    clerks: Clerks
    vocabulary: Vocabulary
    chance: Chance
    size: int


def write_columns(
    people: People, side: Side, vocabulary: Vocabulary, chance: Chance
) -> dict[str, pl.Series]:
    """Return the columns of a list by key, without ``id``, in the order of ``people``."""
    size = len(people.family)
    desk = Desk(people, side, appoint(size, side, chance.of("clerks")), vocabulary, chance, size)
    columns = {
        **_names(desk),
        "birth_date": _birth_date(desk),
        "birth_place": _place(desk, "birth_place", people.birth_place),
        "rank": _rank(desk),
        "unit": _unit(desk),
        "captured_on": _captured_on(desk),
        "captured_at": _place(desk, "captured_at", people.captured_at),
        "held_at": written(people.camp, len(vocabulary.camps), desk.clerks, _maker(desk, words.camps)),
    }
    for name, column in columns.items():
        column.blank(chance.of("missing", name).struck(size, side.errors.missing.get(name, 0.0)))
    texts = {name: column.column() for name, column in columns.items()}
    texts["service_number"] = _service_number(desk)
    texts["note"] = pl.repeat(SYNTHETIC[side.headers], size, dtype=pl.String, eager=True)
    return _with_full_name(texts, side)


def _maker(desk: Desk, table):  # type: ignore[no-untyped-def]
    return lambda scheme, wanted: table(desk.vocabulary, scheme, wanted).rename("")


def _names(desk: Desk) -> dict[str, Coded]:
    errors, chance = desk.side.errors, desk.chance
    initials = chance.of("initials").happens(desk.size, errors.initials)
    columns = {
        "family": _family(desk),
        "given": _given(desk, initials),
        "patronymic": _patronymic(desk, initials),
    }
    for name, factor in (("family", 1.0), ("given", errors.given_slip), ("patronymic", errors.patronymic_slip)):
        total = errors.typing + errors.hearing + errors.reading
        scale = 1.0 if name == "family" or not total else factor / total
        _slips(desk, name, columns[name], scale)
    _exchange(columns["family"], columns["given"], chance.of("swapped").struck(desk.size, errors.swapped))
    return columns


def _slips(desk: Desk, name: str, column: Coded, scale: float) -> None:
    errors = desk.side.errors
    kinds = (
        ("typing", errors.typing, slips.mistyped),
        ("hearing", errors.hearing, slips.misheard),
        ("reading", errors.reading, slips.misread),
    )
    for kind, rate, wrong in kinds:
        slips.slip(column, rate * scale, wrong, desk.chance.of(name, kind), desk.size)


def _exchange(one: Coded, other: Coded, rows: Ints) -> None:
    first, second = one.at(rows), other.at(rows)
    one.put(rows, second)
    other.put(rows, first)


def _family(desk: Desk) -> Coded:
    people, size = desk.people, len(desk.vocabulary.families)
    other = people.woman & desk.chance.of("surname").happens(desk.size, desk.side.errors.other_surname)
    family = np.where(other, people.later_family, people.family)
    capitals = desk.clerks.manner("capitals", (1.0 - desk.side.capitals, desk.side.capitals))
    local = (capitals * 2 + people.woman) * size + family
    return written(local, 4 * size, desk.clerks, _maker(desk, words.families))


def _given(desk: Desk, initials: np.ndarray) -> Coded:
    size = len(desk.vocabulary.given)
    short = desk.chance.of("short").happens(desk.size, desk.side.errors.short_form)
    nth = 1 + desk.chance.of("which short").below(desk.size, words.SHORT_FORMS)
    kind = np.where(initials, words.INITIAL, np.where(short, nth, words.FULL))
    local = kind * size + desk.people.given
    return written(local, words.GIVEN_FORMS * size, desk.clerks, _maker(desk, words.given))


def _patronymic(desk: Desk, initials: np.ndarray) -> Coded:
    size = len(desk.vocabulary.fathers)
    local = (initials * 2 + desk.people.woman) * size + desk.people.father
    return written(local, 4 * size, desk.clerks, _maker(desk, words.fathers))


def _birth_date(desk: Desk) -> Coded:
    errors, chance = desk.side.errors, desk.chance.of("birth date")
    born = desk.people.born.copy()
    wrong = chance.of("wrong").struck(desk.size, errors.date_wrong)
    born[wrong] = days.mistaken(born[wrong], chance.of("mistake"))
    drawn = chance.of("form").shares(desk.size)
    form = np.where(drawn < errors.year_only, days.YEAR, days.WHOLE)
    partial = (drawn >= errors.year_only) & (drawn < errors.year_only + errors.date_partial)
    return days.written(
        born, np.where(partial, days.MONTH, form), desk.clerks.date_style, tuple(desk.side.dates)
    )


def _captured_on(desk: Desk) -> Coded:
    errors, chance = desk.side.errors, desk.chance.of("captured on")
    captured = desk.people.captured_on.copy()
    late = chance.of("late").struck(desk.size, errors.captured_on_wrong)
    captured[late] += chance.of("by").below(len(late), 15) - 4
    form = np.where(chance.of("form").happens(desk.size, errors.date_partial), days.MONTH, days.WHOLE)
    return days.written(captured, form, desk.clerks.date_style, tuple(desk.side.dates))


def _place(desk: Desk, name: str, place: Ints) -> Coded:
    errors, chance = desk.side.errors, desk.chance.of(name)
    manner = desk.clerks.manner(name, (5.0, 2.0, 2.0, 1.0))
    vague = chance.of("vague").happens(desk.size, errors.place_vague)
    size = len(desk.vocabulary.places)
    local = np.where(vague, words.REGION_ONLY, manner) * size + place
    column = written(local, words.PLACE_FORMS * size, desk.clerks, _maker(desk, words.places))
    slips.slip(column, errors.place_slip, slips.mistyped, chance.of("slip"), desk.size)
    return column


def _rank(desk: Desk) -> Coded:
    chance, size = desk.chance.of("rank"), len(desk.vocabulary.ranks)
    other = chance.of("other").happens(desk.size, desk.side.errors.rank_other)
    step = np.where(chance.of("step").happens(desk.size, 0.8), 1, -1)
    rank = np.clip(desk.people.rank + other * step, 0, size - 1)
    local = desk.clerks.manner("rank", (6.0, 4.0)) * size + rank
    return written(local, 2 * size, desk.clerks, _maker(desk, words.ranks))


def _unit(desk: Desk) -> Coded:
    chance, size = desk.chance.of("unit"), len(desk.vocabulary.units)
    other = chance.of("other").happens(desk.size, desk.side.errors.unit_other)
    unit = np.where(other, chance.of("which").pick(desk.size, desk.vocabulary.units["weight"]), desk.people.unit)
    manner = desk.clerks.manner("unit", (5.0, 3.0, 2.0, 0.0, 1.0))
    post = chance.of("post").happens(desk.size, 0.04)
    local = np.where(post, 3, manner) * size + unit
    return written(local, words.UNIT_FORMS * size, desk.clerks, _maker(desk, words.units))


def _service_number(desk: Desk) -> pl.Series:
    latin = any(words.is_latin(scheme) for scheme in desk.clerks.schemes)
    letters = _LATIN if latin else _CYRILLIC
    known = ~desk.chance.of("token").happens(desk.size, desk.side.errors.missing["service_number"])
    pairs = pl.Series([a + b + "-" for a in letters for b in letters])
    token = desk.people.token
    digits = pl.Series(token % 1_000_000).cast(pl.String).str.zfill(6)
    text = pairs.gather(token // 1_000_000 % len(pairs)) + digits
    return pl.select(pl.when(pl.Series(known)).then(text)).to_series()


def _with_full_name(texts: dict[str, pl.Series], side: Side) -> dict[str, pl.Series]:
    if "full_name" not in side.columns:
        return texts
    pieces = [texts[name].rename(name) for name in side.name_order.split()]
    joined = pl.select(pl.concat_str(pieces, separator=" ", ignore_nulls=True)).to_series()
    return {**texts, "full_name": joined}
