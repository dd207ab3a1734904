"""Lists of the First World War: find the row first printed, given the corrected one.

Run: ``python -m bench.historical``.  Pool: the captives' list and the *old* rows
of the state's own corrections; queries: their *new* rows.  Each query is
compared with every row of the pool, without blocking, by the bits of a model
that was fitted, without labels, to the other half of the queries.  Prints totals
only: these were real people.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from bench.lists import benchmark_data
from repatria.matching.core.model import Model
from repatria.matching.engine.candidates import candidates_between
from repatria.matching.engine.features import Features
from repatria.matching.engine.fit import fitted
from repatria.matching.engine.prepare import prepared
from repatria.matching.engine.scores import Scorer, ready
from repatria.register.core.fields import ColumnMap, Field
from repatria.register.engine.intake import read_list
from repatria.register.engine.records import ReadList

COLUMNS = ColumnMap(
    columns={
        Field.ID: ("id",),
        Field.FAMILY: ("family",),
        Field.GIVEN: ("given",),
        Field.BIRTH_DATE: ("year",),
        Field.BIRTH_PLACE: ("place",),
        Field.RANK: ("rank",),
        Field.UNIT: ("unit",),
    }
)
ALL = tuple(field for field in COLUMNS.columns if field is not Field.ID)
NAME_YEAR_PLACE = (Field.FAMILY, Field.GIVEN, Field.BIRTH_DATE, Field.BIRTH_PLACE)
# The same in the words of --columns, for the command.
COLUMNS_TOML = """\
[columns]
id = "id"
family = "family"
given = "given"
birth_date = "year"
birth_place = "place"
rank = "rank"
unit = "unit"
"""

Ranks = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """Shares of queries whose old row came first, or among the first ten."""

    queries: int
    pool: int
    first: float
    ten: float
    seconds: float


def entries(
    table: pl.DataFrame, *, name: str, unit: str, land: str, place: str, year: str
) -> pl.DataFrame:
    """Take printed entries apart: "Family Given", "Rank, Unit", "District, Place".

    The village stands first in our places, before the district around it.
    """
    written = pl.col(name).str.strip_chars(" .,'\"")
    where = (
        pl.col(place)
        .str.split(",")
        .list.reverse()
        .list.eval(pl.element().str.strip_chars())
    )
    return table.select(
        pl.col("id"),
        written.str.extract(r"^(\S+)").alias("family"),
        written.str.extract(r"^\S+\s+(.*)$").alias("given"),
        pl.col(unit).str.extract(r"^([^,]*)").alias("rank"),
        pl.col(unit).str.extract(r"^[^,]*,(.*)$").str.strip_chars().alias("unit"),
        where.list.join(", ").alias("place"),
        pl.col(year).alias("year"),
        pl.col(land).alias("land"),
    )


def captives() -> pl.DataFrame:
    """Return the captives' list as entries."""
    table = _read("captives_1914_1918.tsv").with_columns(id="rid")
    return entries(
        table,
        name="name",
        unit="rank_unit",
        land="land",
        place="district_place",
        year="year",
    )


def corrections(side: str) -> pl.DataFrame:
    """Return the corrections' ``"new"`` or ``"old"`` rows as entries."""
    table = _read("corrections_1914.tsv").with_columns(
        id=pl.lit(f"{side} ") + pl.col("rid")
    )
    columns = {
        part: f"{part}_{side}" for part in ("name", "unit", "land", "place", "year")
    }
    return entries(table, **columns)


def _read(name: str) -> pl.DataFrame:
    path = benchmark_data("lists", name)
    return pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)


def as_list(entries_: pl.DataFrame, folder: Path, fields: Sequence[Field]) -> ReadList:
    """Write entries as a file and read them the way any list is read.

    ``fields`` are the columns written besides the id; with all of them the land
    is written too, a column of no known field.
    """
    columns = {field: COLUMNS.columns[field] for field in (Field.ID, *fields)}
    written = [name for names in columns.values() for name in names]
    path = folder / "entries.tsv"
    some = len(columns) < len(COLUMNS.columns)
    entries_.select(written if some else pl.all()).write_csv(path, separator="\t")
    return read_list(path, columns=ColumnMap(columns=columns))


def find_old_rows(fields: Sequence[Field] = ALL) -> Found:
    """Rank the whole pool for every query, each half by the other half's model.

    ``fields`` are those compared.
    """
    started = time.perf_counter()
    old, new = corrections("old"), corrections("new")
    pool = pl.concat([captives(), old])
    even = np.arange(new.height) % 2 == 0
    with tempfile.TemporaryDirectory() as folder:
        pool_list = as_list(pool, Path(folder), fields)
        parts = [new.filter(pl.Series(part)) for part in (even, ~even)]
        halves = [as_list(part, Path(folder), fields) for part in parts]
    features = [prepared(half, pool_list) for half in halves]
    models = [_fitted(one) for one in features]
    first_old = pool.height - old.height
    ranks = np.zeros(new.height, dtype=np.int64)
    for part, one, model in zip((even, ~even), features, reversed(models), strict=True):
        ranks[part] = ranks_of(ready(model, one), first_old + np.flatnonzero(part))
    return Found(
        new.height,
        pool.height,
        float((ranks == 1).mean()),
        float((ranks <= 10).mean()),
        time.perf_counter() - started,
    )


def _fitted(features: Features) -> Model:
    keep = np.ones(features.rows, dtype=bool)
    return fitted(features, candidates_between(features, keep), keep)


def ranks_of(scorer: Scorer, answers: Sequence[int] | Ranks) -> Ranks:
    """Return, for each query row, the rank of its answer in the pool, from 1.

    Of rows with equal bits those that stand earlier in the pool come first.
    """
    queries = scorer.features.left_rows
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        jobs = zip(range(queries), answers, strict=True)
        return np.array(list(threads.map(lambda job: _rank(scorer, *job), jobs)))


def _rank(scorer: Scorer, query: int, answer: int) -> int:
    features = scorer.features
    rows = np.arange(features.left_rows, features.rows, dtype=np.uint64)
    bits = scorer.bits_of(np.uint64(query) << np.uint64(32) | rows)
    ahead = (bits > bits[answer]).sum() + (bits[:answer] == bits[answer]).sum()
    return int(ahead) + 1


if __name__ == "__main__":
    print(find_old_rows())
