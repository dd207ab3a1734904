"""All measurements of matching by one command: ``python -m bench [--full]``.

Writes ``bench/results/matching.md`` and prints it.  A part whose data is absent is
skipped and says so; a part that fails is named on the page, and the command ends
with status 1.  Nothing here asserts a time.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from bench import people, two_lists
from bench.engines import Result
from bench.environments import ROOT
from bench.lists import AbsentError
from bench.page import Section, page
from bench.two_lists import MILLION

PAGE = ROOT / "bench" / "results" / "matching.md"
SIZES = (10_000, 100_000)
PARTS = ("lists", "vocabularies", "calibration", "names", "historical", "clusters")

Measure = Callable[[], Section]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description=__doc__.split("\n", 1)[0]
    )
    parser.add_argument(
        "--full", action="store_true", help="also lists of a million persons"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", help="persons a list, instead of the usual"
    )
    parser.add_argument(
        "--runs", type=int, default=3, help="runs of each engine, the median counts"
    )
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=PARTS, help="parts to measure"
    )
    parser.add_argument(
        "--out", type=Path, help="where the page goes, instead of bench/results"
    )
    return parser.parse_args()


class Bench:
    """The parts, in order; calibration looks at what the parts before it have run."""

    def __init__(self, sizes: tuple[int, ...], runs: int) -> None:
        self.sizes, self.runs = sizes, runs
        self.results: list[Result] = []

    @property
    def parts(self) -> dict[str, Measure]:
        return {
            "lists": self.lists,
            "vocabularies": self.vocabularies,
            "calibration": lambda: two_lists.calibrated(self._largest()),
            "names": people.names,
            "historical": people.old_lists,
            "clusters": people.clusters,
        }

    def lists(self) -> Section:
        section, results = two_lists.default_lists(self.sizes, self.runs)
        self.results += results
        return section

    def vocabularies(self) -> Section:
        section, results = two_lists.other_vocabularies(self._main_size, self.runs)
        self.results += results
        return section

    @property
    def _main_size(self) -> int:
        """The largest size that is measured on all vocabularies."""
        return max((n for n in self.sizes if n < MILLION), default=MILLION)

    def _largest(self) -> list[Result]:
        return [one for one in self.results if one.lists.persons >= self._main_size]


def attempted(name: str, measure: Measure) -> tuple[Section, bool]:
    """Measure a part; what goes wrong becomes its section."""
    started = time.perf_counter()
    print(f"--- {name}", flush=True)
    try:
        section = measure()
    except AbsentError as reason:
        print("SKIPPED:", reason, flush=True)
        return Section(name, (f"**Skipped: {reason}.**",)), True
    except Exception as fault:  # the other parts go on; the page and the status tell
        traceback.print_exc()
        return Section(name, (f"**Failed: {type(fault).__name__}.**",)), False
    print(f"--- {name}: {time.perf_counter() - started:.0f} s\n", flush=True)
    return section, True


def main() -> int:
    told = arguments()
    sizes = tuple(told.sizes or (*SIZES, *([MILLION] if told.full else [])))
    bench = Bench(sizes, told.runs)
    chosen = [
        (name, measure) for name, measure in bench.parts.items() if name in told.only
    ]
    done = [attempted(name, measure) for name, measure in chosen]
    text = page([section for section, _well in done])
    print(text)
    usual = told.only == PARTS and not told.sizes
    out = told.out or (PAGE if usual else None)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
        print(f"Written to {out.name}.", file=sys.stderr)
    return 0 if all(well for _section, well in done) else 1


if __name__ == "__main__":
    sys.exit(main())
