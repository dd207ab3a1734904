"""The engines that are compared: how each is run, files in to files out."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import polars as pl

from bench.environments import CACHE, python_of
from bench.lists import Lists
from bench.processes import Usage, in_all, measured
from bench.scoring import Score, best_score, read_links, score, strict_score

REPATRIA = Path(sys.executable).with_name("repatria")
HALF = 0.5
# What our command promises to be the same, byte for byte, at every run.
PROMISED = ("pairs.csv", "left_only.csv", "right_only.csv", "summary.json")

Run = Callable[[Lists, Path], Usage]


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: its name for readers, how it is run, where its links are then."""

    key: str
    name: str
    run: Run
    links: str
    peer: str = ""  # the environment it lives in; ours has none


@dataclass(frozen=True, slots=True)
class Result:
    """One engine on two lists.

    ``best`` is at the threshold that the truth itself chooses, ``half`` at a
    probability of one half where the engine states probabilities; ours has its
    own verdict and no other.  ``seconds`` is the median of ``runs``.
    """

    engine: Engine
    lists: Lists
    seconds: float
    peak_mb: float
    runs: int
    best: Score
    half: Score | None
    same_bytes: bool | None
    folder: Path


def _ours(lists: Lists, out: Path) -> Usage:
    return measured([REPATRIA, "reconcile", lists.left, lists.right, "--out", out])


def first_ever(lists: Lists) -> Usage:
    """Run our command as on its first day: no compiled Python of its own or others'."""
    with tempfile.TemporaryDirectory() as folder:
        nothing = {"PYTHONPYCACHEPREFIX": str(Path(folder, "compiled"))}
        command: list[str | Path] = [
            REPATRIA,
            "reconcile",
            lists.left,
            lists.right,
            "--out",
            Path(folder, "out"),
        ]
        return measured(command, nothing)


def _splink_prepared(lists: Lists, out: Path) -> Usage:
    prepare: list[str | Path] = [
        sys.executable,
        "-m",
        "bench.prepare_columns",
        lists.left,
        lists.right,
        out,
    ]
    link: list[str | Path] = [
        python_of("splink"), "-m", "bench.peer_splink_prepared",
        out / "left.parquet", out / "right.parquet", out / "links.csv",
    ]  # fmt: skip
    return in_all([measured(prepare), measured(link)])


def _peer(environment: str, module: str) -> Run:
    def run(lists: Lists, out: Path) -> Usage:
        command: list[str | Path] = [python_of(environment), "-m", f"bench.{module}"]
        return measured([*command, lists.left, lists.right, out / "links.csv"])

    return run


OURS = Engine("ours", "Repatria, whole command", _ours, "pairs.csv")
PREPARED = Engine(
    "splink-prepared",
    "Splink, our prepared columns",
    _splink_prepared,
    "links.csv",
    "splink",
)
PLAIN = Engine(
    "splink-plain",
    "Splink, plain columns",
    _peer("splink", "peer_splink_plain"),
    "links.csv",
    "splink",
)
RECORDLINKAGE = Engine(
    "recordlinkage",
    "recordlinkage, plain columns",
    _peer("recordlinkage", "peer_recordlinkage"),
    "links.csv",
    "recordlinkage",
)
RAPIDFUZZ = Engine(
    "rapidfuzz",
    "Jaro-Winkler on the name, same birth date",
    _peer("rapidfuzz", "peer_rapidfuzz"),
    "links.csv",
    "rapidfuzz",
)


def run_engine(engine: Engine, lists: Lists, *, runs: int) -> Result:
    """Run an engine several times on the same lists and score what it found."""
    if engine.peer:
        python_of(engine.peer)  # installing is not measured
    used, prints = [], set()
    for number in range(runs):
        out = CACHE / "runs" / f"{lists.folder.name}-{engine.key}-{number}"
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        used.append(engine.run(lists, out))
        prints.add(_print_of(out) if engine is OURS else b"")
    best, half = _scores(engine, read_links(out / engine.links), lists)
    return Result(
        engine,
        lists,
        median(one.seconds for one in used),
        max(one.peak_mb for one in used),
        runs,
        best,
        half,
        len(prints) == 1 if engine is OURS and runs > 1 else None,
        out,
    )


def _scores(
    engine: Engine, links: pl.DataFrame, lists: Lists
) -> tuple[Score, Score | None]:
    truth = lists.truth()
    if engine is OURS:
        return strict_score(links.filter(pl.col("verdict") == "same"), truth), None
    best = best_score(links, truth) if links.height else score(0, 0, truth.people)
    if "probability" not in links.columns:
        return best, None
    return best, strict_score(links.filter(pl.col("probability") >= HALF), truth)


def _print_of(out: Path) -> bytes:
    """Return one fingerprint of all the files that are promised to stay the same."""
    together = hashlib.sha256()
    for name in PROMISED:
        together.update(hashlib.sha256((out / name).read_bytes()).digest())
    return together.digest()
