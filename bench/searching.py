"""How well and how fast one person is found: ``python -m bench.searching``.

Lists of invented people are the register (Cyrillic, two languages, clerks who slip);
what is asked is how the *other* side wrote the same people, in Latin letters of many
schemes and with slips of its own.  Vocabulary and clerks of ``uaru`` were compiled by
others and nothing was fitted on them.  ``--served`` also fills a database and asks
over HTTP; with ``DATABASE_URL`` (``tools.postgres``) that database is PostgreSQL.

Prints its tables; ``bench/results/searching.md`` is put together from them by hand.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import re
import resource
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from bench.environments import version_of
from bench.page import table
from bench.processes import CORES
from bench.vocabularies import named, sides
from repatria.matching.engine.synthetic import generate
from repatria.register.core.search import read_search
from repatria.register.engine.finding.find import find
from repatria.register.engine.finding.index import Index, nobody
from repatria.register.engine.finding.rows import TEXTS
from repatria.register.engine.rows import dates_as_kept

OVERLAP = 0.1
IN_A_FRAME = 100_000
QUESTIONS = 1_000
_LEFT = (
    "own_id", "family", "given", "patronymic", "birth", "birth_place", "rank", "unit",
    "service_number", "captured_on", "captured_at",
)  # fmt: skip
_RIGHT = ("own_id", *_LEFT[1:], "place")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Material:
    """A register, and what is asked of it: each question and the row that answers."""

    vocabulary: str
    held: pl.DataFrame
    questions: pl.DataFrame  # what the other side wrote, and ``pk`` of the one meant


def material(
    folder: Path, vocabulary: str, persons: int, questions: int = QUESTIONS
) -> Material:
    """Make the lists of a vocabulary, or read them where they were made before."""
    place = folder / f"{vocabulary}-{persons}"
    if not (place / "truth.csv").exists():
        words, errors = named(vocabulary)
        left, right = sides("default", errors)
        generate(
            place, persons=persons, seed=11, vocabulary=words, left=left, right=right,
            overlap=OVERLAP,
        )  # fmt: skip
    held = _columns(pl.read_csv(place / "left.csv", infer_schema=False), _LEFT)
    held = held.with_columns(pk=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    asked = _columns(pl.read_csv(place / "right.csv", infer_schema=False), _RIGHT)
    truth = pl.read_csv(place / "truth.csv").sample(questions, seed=5)
    both = truth.join(asked, left_on="right_id", right_on="own_id").join(
        held.select("own_id", "pk"), left_on="left_id", right_on="own_id"
    )
    return Material(vocabulary, _kept(held), both)


def _columns(frame: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    return frame.rename(dict(zip(frame.columns, names, strict=False))).select(names)


def _kept(held: pl.DataFrame) -> pl.DataFrame:
    told = {name: pl.lit("") for name in TEXTS if name not in held.columns}
    kept = held.with_columns(
        dates_as_kept(held["birth"]).alias("birth"),
        *(text.alias(name) for name, text in told.items()),
    )
    return kept.select("pk", pl.col(TEXTS).fill_null(""))


# How somebody asks, by what is known; drawn from one list of the other side.
WAYS = {
    "name and date": lambda row: _line(row, "full"),
    "name and year": lambda row: _line(row, "year"),
    "name alone": lambda row: _line(row, "none"),
}


def _line(row: dict[str, str | None], birth: str) -> str:
    """Return a question: words of the name in any order, then what else is known."""
    chance = random.Random(row["right_id"])
    words = [row[name] for name in ("family", "given", "patronymic") if row[name]]
    chance.shuffle(words)
    date = row["birth"] or ""
    year = _YEAR.search(date)
    known = {"full": date, "year": year[0] if year else "", "none": ""}[birth]
    return " ".join([*map(str, words), known]).strip()


@dataclass(frozen=True, slots=True)
class Figures:
    """What came out for one way of asking."""

    hit: float
    recall: float
    ms: np.ndarray[tuple[int], np.dtype[np.float64]]
    processor_ms: np.ndarray[tuple[int], np.dtype[np.float64]] | None = None

    def cells(self) -> tuple[str, ...]:
        p50, p95 = np.percentile(self.ms, (50, 95))
        told = f"{self.hit:.3f}", f"{self.recall:.3f}", f"{p50:.1f}", f"{p95:.1f}"
        if self.processor_ms is None:
            return told
        return *told, f"{np.percentile(self.processor_ms, 95):.1f}"


def built(held: pl.DataFrame) -> tuple[Index, float]:
    """Return the index and how many seconds it took."""
    begun = time.perf_counter()
    index = nobody()
    for frame in held.iter_slices(IN_A_FRAME):
        index = index.extended(frame)
    return index.compact(), time.perf_counter() - begun


def asked_in_memory(index: Index, material: Material, way: str) -> Figures:
    """Ask every question of the engine itself."""
    ms: list[float] = []
    used: list[float] = []
    hit, recall = 0, 0
    find(index, read_search("Nemo Nemovych"), most=1)
    for row in material.questions.iter_rows(named=True):
        line = WAYS[way](row)
        begun, busy = time.perf_counter(), time.thread_time()
        found = find(index, read_search(line), most=50)
        used.append((time.thread_time() - busy) * 1e3)
        ms.append((time.perf_counter() - begun) * 1e3)
        numbers = [one.pk for one in found[:10]]
        hit += numbers[:1] == [row["pk"]]
        recall += row["pk"] in numbers
    size = material.questions.height
    return Figures(hit / size, recall / size, np.array(ms), np.array(used))


def memory_mb() -> float:
    """Return the most memory this process has needed, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def engine_rows(folder: Path, vocabulary: str, persons: int) -> Iterator[list[str]]:
    """Measure the engine on one register, a row for each way of asking."""
    made = material(folder, vocabulary, persons)
    index, seconds = built(made.held)
    for way in WAYS:
        figures = asked_in_memory(index, made, way)
        yield [
            vocabulary, f"{made.held.height:,}", way, *figures.cells(),
            f"{seconds:.1f}",
        ]  # fmt: skip


HEADER = (
    "Vocabulary", "Records", "Asked", "hit@1", "recall@10", "p50 ms", "p95 ms",
    "p95 ms, processor", "build s",
)  # fmt: skip


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--persons", type=int, nargs="+", default=[100_000])
    parser.add_argument("--vocabularies", nargs="+", default=["own", "uaru"])
    parser.add_argument("--served", action="store_true", help="also over HTTP")
    parser.add_argument("--folder", type=Path, help="where the lists are kept")
    return parser.parse_args()


def main() -> None:
    told = arguments()
    with tempfile.TemporaryDirectory() as made:
        folder = told.folder or Path(made)
        for persons in told.persons:
            for vocabulary in told.vocabularies:
                rows = list(engine_rows(folder, vocabulary, persons))
                print("\n".join(table(HEADER, rows)), flush=True)
                print(f"peak of this process: {memory_mb():,.0f} MB", flush=True)
            if told.served:
                from bench import searching_served

                lines = searching_served.measured(
                    material(folder, told.vocabularies[-1], persons), folder
                )
                print("\n".join(lines), flush=True)
    names = ("repatria", "polars", "numpy", "rapidfuzz", "django")
    print("; ".join(f"{name} {version_of(name)}" for name in names))
    load = os.getloadavg()[0]
    print(f"python {platform.python_version()}; {CORES} cores; load {load:.1f}")


if __name__ == "__main__":
    main()
