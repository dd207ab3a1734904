"""Measure how often the right Cyrillic word is found for a Latin one.

Run: ``python bench/latin_cyrillic.py``.  Scores ``coling_en_ru_test.tsv`` of
the benchmark data (``REPATRIA_DATA``, default ``../shared/data``) and fits
nothing to it.  Pool: the first 5,000 pairs with both words new after
``random.Random(3).shuffle``; queries: the first 1,000 of them.
"""

from __future__ import annotations

import csv
import os
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import extract

from repatria.names.costs import nearest
from repatria.names.fold import fold

DATA = Path(os.environ.get("REPATRIA_DATA", "../shared/data"))
POOL, QUERIES, SEED = 5000, 1000, 3

Pair = tuple[str, str]
Finder = Callable[[str, Sequence[str]], list[str]]


def read_pairs(file: str) -> list[Pair]:
    """Return the (Latin, Cyrillic) words of one transliteration file."""
    with (DATA / "names" / file).open(encoding="utf-8") as opened:
        rows = csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["latin"], row["native"]) for row in rows]


def pool_of(pairs: Sequence[Pair], size: int = POOL, seed: int = SEED) -> list[Pair]:
    """Return the first ``size`` shuffled pairs whose two words are both new."""
    shuffled = list(pairs)
    random.Random(seed).shuffle(shuffled)
    latin_seen: set[str] = set()
    native_seen: set[str] = set()
    chosen: list[Pair] = []
    for latin, native in shuffled:
        if latin in latin_seen or native in native_seen:
            continue
        latin_seen.add(latin)
        native_seen.add(native)
        chosen.append((latin, native))
        if len(chosen) == size:
            break
    return chosen


def hits(
    pairs: Sequence[Pair], find: Finder, queries: int = QUERIES
) -> dict[str, float]:
    """Return the shares of queries whose word comes first, and among the first ten."""
    pool = [native for _, native in pairs]
    first = ten = 0
    for latin, native in pairs[:queries]:
        found = find(latin, pool)
        first += found[:1] == [native]
        ten += native in found[:10]
    return {"hit@1": first / queries, "hit@10": ten / queries}


def by_fold(latin: str, pool: Sequence[str]) -> list[str]:
    """Return the ten words whose folds are most alike, for comparison."""
    folds = [fold(word) for word in pool]
    ranked = extract(fold(latin), folds, scorer=JaroWinkler.similarity, limit=10)
    return [pool[place] for _, _, place in ranked]


def by_cost(latin: str, pool: Sequence[str]) -> list[str]:
    """Return the ten words of least learned cost."""
    return [near.word for near in nearest(latin, pool, 10)]


def measure() -> dict[str, dict[str, float]]:
    """Print and return the figures of the fold alone and of the learned costs."""
    pairs = pool_of(read_pairs("coling_en_ru_test.tsv"))
    found = {}
    for name, find in (("fold and Jaro-Winkler", by_fold), ("learned costs", by_cost)):
        started = time.perf_counter()
        found[name] = hits(pairs, find)
        seconds = time.perf_counter() - started
        print(
            name, *(f"{key} {share:.3f}" for key, share in found[name].items()), end=" "
        )
        print(f"{1000 * seconds / QUERIES:.1f} ms a query")
    return found


if __name__ == "__main__":
    measure()
