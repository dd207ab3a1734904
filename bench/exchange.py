"""How long the exchange takes, beside its peers: ``python -m bench.exchange [--full]``.

Every piece of work runs in a process of its own (``exchange_work.py``), peers in
environments of their own.  ``--full`` measures the sizes that goals were set for, peers
included, within fifteen minutes, and writes ``bench/results/exchange.md``; without it
small sizes are printed, and written where ``--out`` says.  Nothing here asserts a time.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import kidney
from bench.environments import ROOT, python_of, version_of
from bench.page import machine_facts, table
from bench.processes import environment

PAGE = ROOT / "bench" / "results" / "exchange.md"
TOO_LONG = 60  # seconds after which a peer is given up
TOGETHER = 40  # seconds that all runs of a peer may take
OUR_TIME = 120

HEAD = """\
# The exchange: what was measured

Made by `python -m bench.exchange{full}`; figures stand as they came out.
{sizes}
Candidates are invented: ten tiers, the first exempt and behind consent, days of capture
over two years, two in a hundred held back. *General* adds values by rank, three
stretchers of four seats in a hundred, two people in a hundred in groups, and a least
number from each of forty regions. Ours are wall seconds, the median of {runs} runs
after one that is not counted, in one process and one thread; memory is the peak of that
process with the list in it. Where days and the lot are not named apart, an answer is
proven to the last tie.

Peers are given a gift: the programme already made, over classes of people whom no rule
tells apart. They reach tiers in turn and then most days, without the lot. Seconds are
the median of as many runs, up to {runs}, as stay within {together} s together; a run
is given up after {too_long} s. Their memory is that of their process.
"""

SMALL_SIZES = """
**Sizes are a twentieth of those that goals were set for**; `--full` measures those.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of ours: what is said of it, its name and size, and its goal."""

    says: str
    name: str
    size: int
    goal: float | None = None


FULL = (
    Line("two parties, simple rules: who goes", "simple", 200_000, 0.025),
    Line("the same with eligibility and reasons", "whole-engine", 200_000),
    Line("the same as the command, files read and written", "command", 200_000),
    Line("two parties, general", "two", 20_000, 0.5),
    Line("two parties, general", "two", 200_000, 3),
    Line("two parties, general", "two", 1_000_000),
    Line("two parties, general: a counter-proposal", "answer", 20_000),
    Line("two parties, general: why not", "why-not", 20_000, 0.1),
    Line("a series of 50 rounds", "rounds", 10_000, 0.2),
    Line("ten parties, count: who goes", "many", 50_000, 0.02),
    Line("ten parties, values, groups, seats: tiers", "many-values", 50_000, 5),
    Line("all coalitions of ten parties", "coalitions", 50_000, 1),
    Line("the same where none can be ruled out", "coalitions-all", 50_000, 1),
    Line("kidney pool, cycles of up to three", "kidneys", 256),
    Line("kidney pool, cycles of up to three", "kidneys", 1024, 5),
)
SMALL = tuple(
    Line(line.says, line.name, max(64, line.size // 20))
    for line in FULL
    if line.size <= FULL[0].size and line.size != FULL[-1].size
)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.exchange")
    parser.add_argument("--full", action="store_true", help="all sizes, and the page")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    parser.add_argument("--out", type=Path, help="where the page goes")
    return parser.parse_args()


def ours(line: Line, runs: int) -> tuple[str, ...]:
    """Measure one line; what fails or takes too long says so."""
    command = [sys.executable, "-m", "bench.exchange_work", line.name, str(line.size)]
    told = _told([*command, "--runs", str(runs)], OUR_TIME)
    goal = "" if line.goal is None else f"{line.goal:g}"
    what = line.says, f"{line.size:,}"
    if told is None:
        return *what, "–", goal, "no", "–", f"not within {OUR_TIME} s"
    seconds = statistics.median(told["seconds"])
    met = "" if line.goal is None else "yes" if seconds <= line.goal else "no"
    memory = f"{told['peak_mb']:,.0f}"
    return *what, f"{seconds:.3g}", goal, met, memory, str(told["says"])


def _told(command: list[str], seconds: float) -> dict[str, Any] | None:
    """Return what a child prints, None where it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            check=True,
            cwd=ROOT,
            env=environment({"PYTHONPATH": os.pathsep.join(["src", "."])}),
            capture_output=True,
            text=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return None
    except subprocess.CalledProcessError as fault:
        print(fault.stderr[-1500:], file=sys.stderr)
        return None
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def peer(name: str, script: str, given: Path) -> dict[str, Any] | None:
    """Run a peer on a file; None where it fails or takes too long."""
    answer, usage = given.with_suffix(".answer.json"), given.with_suffix(".usage.json")
    answer.unlink(missing_ok=True)
    watched = [sys.executable, "-I", str(ROOT / "bench" / "watched.py"), str(usage)]
    command = [str(python_of(name)), "-I", str(ROOT / "bench" / script)]
    child = subprocess.Popen(
        [*watched, *command, str(given), str(answer)],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        child.wait(timeout=TOO_LONG)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)
        child.wait()
        return None
    if not answer.exists():
        return None
    told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
    return told | {"peak_mb": json.loads(usage.read_text())["peak_mb"]}


def repeated(name: str, script: str, given: Path, runs: int) -> dict[str, Any] | None:
    """Run a peer up to ``runs`` times, as long as that stays within ``TOGETHER``."""
    told: list[dict[str, Any]] = []
    started = time.perf_counter()
    while len(told) < runs:
        found = peer(name, script, given)
        if found is None:
            return None
        told.append(found)
        spent = time.perf_counter() - started
        if spent + spent / len(told) > TOGETHER:
            break
    return told[0] | {
        "seconds": statistics.median(one["seconds"] for one in told),
        "peak_mb": max(one["peak_mb"] for one in told),
        "runs": len(told),
    }


def side_by_side(folder: Path, size: int, runs: int) -> Iterator[tuple[str, ...]]:
    """Yield what peers need for one list of the general kind, and what they reach."""
    given = folder / f"general-{size}.npz"
    command = [sys.executable, "-m", "bench.exchange_work", "export", str(size)]
    mine = _told([*command, "--out", str(given)], OUR_TIME)
    reached = mine["reached"] if mine else []
    what = f"general, {size // 2:,} a side"
    for name, script, shown in (
        ("ortools", "peer_cpsat.py", "CP-SAT"),
        ("scipy", "peer_milp.py", "scipy.optimize.milp"),
    ):
        yield what, shown, *_row(repeated(name, script, given, runs), reached)


def kidney_pools(
    folder: Path, sizes: tuple[int, ...], runs: int
) -> Iterator[tuple[str, ...]]:
    """Yield what kep_solver needs for each pool."""
    for size in sizes:
        given = folder / f"pool-{size}.npy"
        gives = kidney.pool(size, 1)
        np.save(given, gives)
        reached = [kidney.solve(gives).transplants]
        told = repeated("kep", "peer_kep.py", given, runs)
        yield f"kidney pool, {size} pairs", "kep_solver", *_row(told, reached)


def _row(told: dict[str, Any] | None, reached: list[int]) -> tuple[str, ...]:
    if told is None:
        return f"none in {TOO_LONG} s", "1", "–", "–"
    same = "the same" if told["reached"] == reached else f"{told['reached']}"
    memory = f"{told['peak_mb']:,.0f}"
    return f"{told['seconds']:.3g}", str(told["runs"]), memory, same


def page(
    rows: list[tuple[str, ...]],
    peers: list[tuple[str, ...]],
    runs: int,
    *,
    full: bool,
) -> str:
    """Return the whole page."""
    ahead = (
        "Work",
        "Persons or pairs",
        "Seconds",
        "Goal",
        "Met",
        "MB",
        "What came out",
    )
    beside = ("Work", "Peer", "Seconds", "Runs", "MB", "Reaches")
    versions = [(name, version_of(name)) for name in ("repatria", "highspy", "numpy")]
    if peers:
        versions += [
            (package, version_of(package, python_of(name)))
            for name, package in (
                ("ortools", "ortools"),
                ("scipy", "scipy"),
                ("kep", "kep-solver"),
            )
        ]
    head = HEAD.format(
        full=" --full" if full else "",
        sizes="" if full else SMALL_SIZES,
        runs=runs,
        too_long=TOO_LONG,
        together=TOGETHER,
    )
    parts = [
        head,
        "## Ours\n",
        *table(ahead, rows),
        *(["\n## Peers\n", *table(beside, peers)] if peers else []),
        "\n## Machine and versions\n",
        *table(("What", "Which"), [*machine_facts(), *versions, _load()]),
    ]
    return "\n".join(parts) + "\n"


def _load() -> tuple[str, str]:
    return "load over the last five minutes", f"{os.getloadavg()[1]:.1f} wanting to run"


def main() -> None:
    told = arguments()
    rows = []
    for line in FULL if told.full else SMALL:
        rows.append(ours(line, told.runs))
        print(*rows[-1], sep=" | ", flush=True)
    peers: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as name:
        if not told.no_peers:
            folder = Path(name)
            for size in (20_000, 200_000) if told.full else (2_000,):
                peers += side_by_side(folder, size, told.runs)
            pools = (256, 512) if told.full else (48,)
            peers += kidney_pools(folder, pools, told.runs)
    text = page(rows, peers, told.runs, full=told.full)
    print(text)
    if out := told.out or (PAGE if told.full else None):
        out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
