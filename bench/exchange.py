"""How long a proposal takes: ``python -m bench.exchange [--persons 100000]``.

Invented candidates: two parties, ten tiers of which the first is exempt and waits
for consent, days of capture over two years, some held back.  Prints medians; ours
alone, in one process, one thread.  Nothing here asserts a time.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

import numpy as np
import polars as pl

from repatria.exchange.core.rules import Rules
from repatria.exchange.engine.counter import counter
from repatria.exchange.engine.greedy import who_goes
from repatria.exchange.engine.pool import pool_of
from repatria.exchange.engine.propose import propose
from repatria.exchange.engine.read_candidates import read_candidates
from repatria.exchange.engine.read_rules import rules_of
from repatria.exchange.engine.roster import Roster
from repatria.exchange.runs import propose_files

AS_OF = date(2022, 11, 24)
TIERS = 10
REGIONS, STRETCHERS, IN_GROUPS = 40, 0.03, 0.02
RULES = f"""
parties = ["North", "South"]
as_of = {AS_OF}
tiers = {list(range(1, TIERS + 1))}
exempt = [1]
require_consent = [1]
[seats]
"North>South" = {{seats}}
"South>North" = {{seats}}
[lot]
seed = "bench"
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.exchange")
    parser.add_argument("--persons", type=int, default=100_000, help="on each side")
    parser.add_argument("--general", type=int, default=2_000, help="on each side")
    parser.add_argument("--runs", type=int, default=5)
    return parser.parse_args()


def candidates(persons: int, seed: int = 1, *, general: bool = False) -> pl.DataFrame:
    """Invented people; ``general`` adds what only a solver can keep."""
    chance = Random(seed)
    rows = []
    for n in range(2 * persons):
        holder, home = ("North", "South") if n % 2 else ("South", "North")
        in_group = general and chance.random() < IN_GROUPS
        rows.append(
            {
                "id": f"{holder[0]}-{n:07d}",
                "holder": holder,
                "home": home,
                "tier": str(chance.randint(1, TIERS)),
                "captured_on": str(AS_OF - timedelta(days=chance.randint(1, 730))),
                "consent": chance.choice(["yes", "unknown", "unknown", "no"]),
                "held_back": "geneva3.art115" if chance.random() < 0.02 else "",
                "rank": chance.choice(["private", "private", "captain", "major"]),
                "region": f"r{chance.randrange(REGIONS)}",
                "group": f"g{chance.randrange(persons // 50 + 1)}" if in_group else "",
                "seats": "4" if general and chance.random() < STRETCHERS else "1",
            }
        )
    return pl.DataFrame(rows)


def general_rules(persons: int) -> Rules:
    told = {
        "parties": ["North", "South"],
        "as_of": AS_OF,
        "tiers": list(range(1, TIERS + 1)),
        "exempt": [1],
        "require_consent": [1],
        "parity": {"kind": "value", "table": {"private": 1, "captain": 6, "major": 8}},
        "seats": {"North>South": persons // 3, "South>North": persons // 3},
        "floors": {f"r{n}": max(1, persons // 400) for n in range(REGIONS)},
        "lot": {"seed": "bench"},
    }
    return rules_of(told)


def median(runs: int, work: Callable[[], object]) -> float:
    """Return the median of ``runs``, in milliseconds; a first run is not counted."""
    took = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - started))
    return statistics.median(took[1:])


def roster(folder: Path, persons: int, *, general: bool = False) -> Roster:
    file = folder / f"candidates-{persons}.csv"
    candidates(persons, general=general).write_csv(file, include_bom=True)
    return read_candidates(file)


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        list_ = roster(folder, asked.persons)
        file = folder / f"candidates-{asked.persons}.csv"
        rules_file = folder / "rules.toml"
        text = RULES.format(seats=asked.persons // 3)
        rules_file.write_text(text, encoding="utf-8")
        rules = rules_of(tomllib.loads(text))
        pool = pool_of(list_, rules)
        measured = {
            "choosing who goes": lambda: who_goes(pool),
            "the engine: eligibility, choice, reasons": lambda: propose(list_, rules),
            "reading the list": lambda: read_candidates(file),
            "the whole command": lambda: propose_files(
                file, rules_file, folder / "out"
            ),
        }
        print(f"Two parties, count parity, {asked.persons:,} persons a side:")
        for what, work in measured.items():
            print(f"  {what}: {median(asked.runs, work):,.1f} ms")
        other = roster(folder, asked.general, general=True)
        wider = general_rules(asked.general)
        took = median(1, lambda: propose(other, wider))
        print(f"Values, stretchers, groups, floors, {asked.general:,} persons a side:")
        print(f"  the engine: {took:,.0f} ms")
        agreed = propose(other, wider)
        left = np.flatnonzero(agreed.pool.eligible & ~agreed.on)[:10]
        wanted = [agreed.pool.ids[place] for place in left]
        took = median(1, lambda: counter(agreed, wanted=wanted, unwanted=agreed.go[:5]))
        print(f"  ten asked for, five asked away: {took:,.0f} ms")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"Peak memory of all this: {peak:,.0f} MB")


if __name__ == "__main__":
    main()
