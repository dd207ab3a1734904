"""Makes two lists of synthetic persons, and the truth about who stands on both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from repatria.matching.engine.synthetic.chance import Chance, Ints
from repatria.matching.engine.synthetic.clerks import appoint
from repatria.matching.engine.synthetic.people import People, draw_people
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
duplicates.csv        list,id,duplicate_of: second entries of a person within a list

made with             repatria generate --persons {persons} --seed {seed}
vocabulary            {title} ({source})
rows                  left {left}, right {right}
persons on both       {both}
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


def generate(
    out: Path,
    *,
    persons: int,
    seed: int,
    vocabulary: Vocabulary | None = None,
    left: Side = CYRILLIC,
    right: Side = LATIN,
    overlap: float = 0.6,
) -> Generated:
    """Write two lists of ``persons`` synthetic persons each into the folder ``out``.

    ``overlap`` is the share of a list's persons who stand on the other as well.
    Equal arguments give equal bytes.
    """
    words = vocabulary or own_vocabulary()
    chance = Chance(seed)
    both = round(persons * overlap)
    people = draw_people(2 * persons - both, chance.of("people"), words)
    out.mkdir(parents=True, exist_ok=True)
    on_left, on_right = (
        np.arange(persons),
        np.arange(persons - both, 2 * persons - both),
    )
    ids_left, second_left = _write_list(
        out / "left.csv", people, on_left, left, words, chance.of("left")
    )
    ids_right, second_right = _write_list(
        out / "right.csv", people, on_right, right, words, chance.of("right")
    )
    truth = pl.DataFrame(
        {"left_id": ids_left[persons - both :], "right_id": ids_right[:both]}
    )
    truth.sort("left_id").write_csv(out / "truth.csv", include_bom=True)
    seconds = pl.concat([second_left, second_right])
    seconds.write_csv(out / "duplicates.csv", include_bom=True)
    rows_left, rows_right = persons + len(second_left), persons + len(second_right)
    about = ABOUT.format(
        persons=persons, seed=seed, title=words.title, source=words.source,
        left=rows_left, right=rows_right, both=both,
    )  # fmt: skip
    (out / "about.txt").write_text(about, "utf-8")
    return Generated(
        left=out / "left.csv", right=out / "right.csv", truth=out / "truth.csv",
        duplicates=out / "duplicates.csv", about=out / "about.txt", left_rows=rows_left,
        right_rows=rows_right, both_count=both, duplicate_count=len(seconds),
    )  # fmt: skip


def _write_list(
    path: Path,
    people: People,
    members: Ints,
    side: Side,
    vocabulary: Vocabulary,
    chance: Chance,
) -> tuple[pl.Series, pl.DataFrame]:
    """Write one list; return the id of each member, and the second entries."""
    again = chance.of("duplicates").struck(len(members), side.duplicates)
    hurried = replace(side, errors=side.errors.times(SECOND_ENTRY))
    entries = (("first", members, side), ("second", members[again], hurried))
    blocks = [
        write_columns(
            people.take(rows),
            appoint(len(rows), manner, chance.of(name)),
            side=manner,
            vocabulary=vocabulary,
            chance=chance.of(name),
        )
        for name, rows, manner in entries
    ]
    order, ids = _shuffled(len(members) + len(again), path.stem[0].upper(), chance)
    columns = [c for c in side.columns if c != "id"]
    frame = pl.concat(
        [pl.DataFrame({c: block[c] for c in columns}) for block in blocks]
    )
    listed = frame.select(ids.alias("id"), pl.all())[order].select(side.columns)
    listed.rename(_headers(side)).write_csv(path, include_bom=True)
    first = ids.head(len(members))
    return first, _second_entries(
        path.stem, ids.slice(len(members)), first.gather(again)
    )


def _second_entries(name: str, ids: pl.Series, firsts: pl.Series) -> pl.DataFrame:
    named = pl.lit(name).alias("list")
    return pl.select(named, ids.alias("id"), firsts.alias("duplicate_of")).sort("id")


def _shuffled(size: int, letter: str, chance: Chance) -> tuple[Ints, pl.Series]:
    """Return the order in which rows are written, and the id of every row."""
    order = chance.of("order").order(size)
    place = np.empty(size, dtype=np.int64)
    place[order] = np.arange(size)
    return order, _ids(letter, place)


def _ids(letter: str, place: Ints) -> pl.Series:
    numbers = pl.Series("id", place + 1).cast(pl.String).str.zfill(7)
    return f"SYN-{letter}-" + numbers


def _headers(side: Side) -> dict[str, str]:
    column = {"uk": 1, "ru": 2, "en": 3}[side.headers]
    return {
        row[0]: row[column]
        for row in cells(sections("headers.txt")["columns"])
        if row[0] in side.columns
    }
