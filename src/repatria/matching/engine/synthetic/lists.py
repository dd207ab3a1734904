"""Makes two lists of synthetic persons, and the truth about who stands on both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.chance import Chance, Ints
from repatria.matching.engine.synthetic.clerks import appoint
from repatria.matching.engine.synthetic.people import (
    LONG_WAR,
    Captures,
    People,
    draw_people,
)
from repatria.matching.engine.synthetic.resources import cells, sections
from repatria.matching.engine.synthetic.rows import write_columns
from repatria.matching.engine.synthetic.sides import CYRILLIC, LATIN, Side
from repatria.matching.engine.synthetic.vocabulary import Vocabulary, own_vocabulary

# A second entry of a person is made in a hurry: this much more often wrong.
SECOND_ENTRY = 2.5

ABOUT = """\
Synthetic lists: no person on them exists. Names, places, units, dates and numbers
were drawn by chance; a likeness to anybody is an accident.

left.csv, right.csv   two lists; every id starts with SYN-
truth.csv             left_id,right_id: the rows that are one person, one row a person
duplicates.csv        list,id,duplicate_of: second entries of a person within a list;
                      they stand below the first entry, which is the one in truth.csv

persons a list        {persons}, of whom {both} on both
rows                  left {left}, right {right}
seed                  {seed}
vocabulary            {title} ({source})

How often what was written wrongly or left out (share of rows; left, right):
"""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made: the files and how many rows each has.

    left, right, truth, duplicates, about: paths. left_rows and right_rows count
    second entries; both_count is the number of persons on both lists.
    """

    left: Path
    right: Path
    truth: Path
    duplicates: Path
    about: Path
    left_rows: int
    right_rows: int
    both_count: int
    duplicate_count: int


class Listed(NamedTuple):
    """The ids of a list's persons, in their order, and the second entries."""

    ids: pl.Series
    seconds: pl.DataFrame


def generate(
    out: Path,
    *,
    persons: int,
    seed: int,
    vocabulary: Vocabulary | None = None,
    left: Side = CYRILLIC,
    right: Side = LATIN,
    overlap: float = 0.6,
    captures: Captures = LONG_WAR,
) -> Generated:
    """Write two lists of ``persons`` synthetic persons each into the folder ``out``.

    ``overlap`` is the share of a list's persons who stand on the other as well;
    ``captures`` says when they were captured.
    Equal arguments give equal bytes. Raises ValueError where ``persons`` is below 1
    or ``overlap`` no share.
    """
    if persons < 1 or not 0 <= overlap <= 1:
        raise ValueError("at least one person, and an overlap from 0 to 1")
    words, chance = vocabulary or own_vocabulary(), Chance(seed)
    both = round(persons * overlap)
    people = draw_people(2 * persons - both, chance.of("people"), words, captures)
    out.mkdir(parents=True, exist_ok=True)
    here, there = (
        _write_list(
            out / f"{name}.csv", people.take(members), side, words, chance.of(name)
        )
        for name, side, members in (
            ("left", left, np.arange(persons)),
            ("right", right, np.arange(persons - both, 2 * persons - both)),
        )
    )
    pairs = {"left_id": here.ids[persons - both :], "right_id": there.ids[:both]}
    _write_csv(pl.DataFrame(pairs), out / "truth.csv")
    _write_csv(pl.concat([here.seconds, there.seconds]), out / "duplicates.csv")
    made = Generated(
        left=out / "left.csv",
        right=out / "right.csv",
        truth=out / "truth.csv",
        duplicates=out / "duplicates.csv",
        about=out / "about.txt",
        left_rows=persons + len(here.seconds),
        right_rows=persons + len(there.seconds),
        both_count=both,
        duplicate_count=len(here.seconds) + len(there.seconds),
    )
    told = _about(made, persons=persons, seed=seed, vocabulary=words)
    made.about.write_text(told + _rates_told(left, right), "utf-8", newline="\n")
    return made


def _about(made: Generated, *, persons: int, seed: int, vocabulary: Vocabulary) -> str:
    return ABOUT.format(
        persons=persons,
        both=made.both_count,
        left=made.left_rows,
        right=made.right_rows,
        seed=seed,
        title=vocabulary.title,
        source=vocabulary.source,
    )


def _rates_told(left: Side, right: Side) -> str:
    on_left = left.errors.by_name() | {"entered twice": left.duplicates}
    on_right = right.errors.by_name() | {"entered twice": right.duplicates}
    lines = (
        f"{name:<25} {on_left[name]:.3f}  {on_right[name]:.3f}\n" for name in on_left
    )
    return "".join(lines)


def _write_list(
    path: Path, people: People, side: Side, vocabulary: Vocabulary, chance: Chance
) -> Listed:
    """Write the list of ``people``; some of them are entered twice."""
    size = len(people.family)
    again = chance.of("duplicates").struck(size, side.duplicates)
    hurried = replace(side, errors=side.errors.times(SECOND_ENTRY))
    entries = (("first", people, side), ("second", people.take(again), hurried))
    blocks = [
        _block(entered, manner, vocabulary, chance.of(name))
        for name, entered, manner in entries
    ]
    row = _shuffled(size, again, chance.of("order"))
    ids = _ids(path.stem[0].upper(), row)
    frame = pl.concat(blocks).select(ids.alias("id"), pl.all())[np.argsort(row)]
    frame.select(side.columns).rename(_headers(side)).write_csv(path, include_bom=True)
    first, second = ids.head(size), ids.slice(size)
    return Listed(first, _second_entries(path.stem, second, first.gather(again)))


def _block(
    people: People, side: Side, vocabulary: Vocabulary, chance: Chance
) -> pl.DataFrame:
    """Return one row a person as the side's clerks write it, all but the id."""
    clerks = appoint(len(people.family), side, chance)
    columns = write_columns(
        people, clerks, side=side, vocabulary=vocabulary, chance=chance
    )
    return pl.DataFrame({name: columns[name] for name in side.columns if name != "id"})


def _write_csv(table: pl.DataFrame, path: Path) -> None:
    table.sort(table.columns[:2]).write_csv(path, include_bom=True)


def _second_entries(name: str, ids: pl.Series, firsts: pl.Series) -> pl.DataFrame:
    named = pl.lit(name).alias("list")
    return pl.select(named, ids.alias("id"), firsts.alias("duplicate_of"))


def _shuffled(members: int, again: Ints, chance: Chance) -> Ints:
    """Return the row of each entry: first entries of ``members``, then second ones.

    Rows are shuffled; a second entry (of member ``again``) comes after the first.
    """
    size = members + len(again)
    row = np.empty(size, dtype=np.int64)
    row[chance.order(size)] = np.arange(size)
    first, second = row[again], row[members:]
    row[again], row[members:] = np.minimum(first, second), np.maximum(first, second)
    return row


def _ids(letter: str, row: Ints) -> pl.Series:
    numbers = pl.Series("id", row + 1).cast(pl.String).str.zfill(7)
    return f"SYN-{letter}-" + numbers


def _headers(side: Side) -> dict[str, str]:
    column = {"uk": 1, "ru": 2, "en": 3}[side.headers]
    return {
        row[0]: row[column]
        for row in cells(sections("headers.txt")["columns"])
        if row[0] in side.columns
    }
