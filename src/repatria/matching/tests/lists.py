"""Lists of invented people for the tests, and ways to look at the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl

from repatria.matching.engine.link import Reconciliation
from repatria.matching.engine.synthetic import Generated
from repatria.matching.engine.tables import pairs_table, with_reasons
from repatria.register.core.fields import ColumnMap, Field
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList

Person = Mapping[str, str | None]

PAIR_COLUMNS = [
    "left_row", "right_row", "left_id", "right_id",
    "probability", "verdict", "differs", "why",
]  # fmt: skip
ONLY_COLUMNS = ["row", "id", "review", "duplicate_of", "why"]
CLUSTER_COLUMNS = ["row", "id", "cluster", "probability", "why"]

UKRAINIAN = (
    "id;Прізвище;Ім'я;По батькові;Дата народження;Місце народження;Звання\n"
    "1;Ковальчук;Іван;Петрович;09.05.1984;Умань;солдат\n"
    "2;Мельниченко;Ганна;Іванівна;01.02.1990;Біла Церква;капітан\n"
    "3;Їжаченко;Євген;Юрійович;23.12.1979;Бровари;сержант\n"
)
ENGLISH = (
    "No,Surname,Given name,Patronymic,Date of birth\n"
    "11,Kovalchuk,Ivan,Petrovych,1984-05-09\n"
    "12,Melnychenko,Hanna,Ivanivna,1990-02-01\n"
    "13,Petrenko,Oleh,Pavlovych,1970-01-30\n"
)


@dataclass(frozen=True, slots=True)
class Two:
    """Two generated lists, the truth about them, and what was found."""

    made: Generated
    left: ReadList
    right: ReadList
    answer: Reconciliation


@dataclass(frozen=True, slots=True)
class Said:
    """What a command did: its exit status, its words, and its folder."""

    status: int
    out: str
    err: str
    folder: Path


Run = Callable[..., Said]
Content = str | bytes | Callable[[Path], None]


def list_of(
    folder: Path, people: Sequence[Person] | pl.DataFrame, *, name: str = "list.csv"
) -> ReadList:
    """Write people as a file whose columns are named as fields are, and read it."""
    table = people if isinstance(people, pl.DataFrame) else _table(people)
    path = folder / name
    table.write_csv(path)
    columns = {Field(column): (column,) for column in table.columns}
    given = ColumnMap(columns=columns, header_line=1, delimiter=",")
    return read_list(path, columns=given)


def _table(people: Sequence[Person]) -> pl.DataFrame:
    fields = list(dict.fromkeys(field for person in people for field in person))
    rows = [[person.get(field) for field in fields] for person in people]
    return pl.DataFrame(rows, schema=dict.fromkeys(fields, pl.String), orient="row")


def proposed(answer: Reconciliation) -> pl.DataFrame:
    """Return the pairs as ``pairs.csv`` has them."""
    return with_reasons(answer, pairs_table(answer)).select(PAIR_COLUMNS)


def mirrored(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs as they read with left and right exchanged."""
    turned = {
        name: name.replace("left", "RIGHT").replace("right", "left").lower()
        for name in pairs.columns
    }
    return pairs.rename(turned).select(PAIR_COLUMNS).sort("left_row", "right_row")


def by_id(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs without their row numbers, in an order of their own."""
    found = pairs.drop("left_row", "right_row")
    return found.sort(found.columns)


def table_of(path: Path) -> pl.DataFrame:
    """Read a table that a command wrote, every cell as text, blank as empty."""
    return pl.read_csv(path, infer_schema=False).fill_null("")


def reasons(table: pl.DataFrame) -> pl.Series:
    """Return why each row stands where it does, in small letters."""
    return table["why"].str.to_lowercase()


def unaccounted(out: Path, side: str, rows: int) -> list[int]:
    """Return the rows of a list that stand nowhere, or twice, in a command's answer."""
    pairs = table_of(out / "pairs.csv").filter(pl.col("verdict") == "same")
    paired = pairs[f"{side}_row"].cast(pl.Int64).to_list()
    alone = table_of(out / f"{side}_only.csv")
    found = sorted(paired + alone[alone.columns[0]].cast(pl.Int64).to_list())
    twice = [row for row, after in pairwise(found) if row == after]
    return twice + sorted(set(range(1, rows + 1)) ^ set(found))
