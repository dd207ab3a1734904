"""Synthetic lists for the benchmarks, made anew for every run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.environments import CACHE, ROOT, packages_of
from bench.processes import environment
from bench.scoring import Truth, read_truth

DATA = Path(os.environ.get("REPATRIA_DATA", "../shared/data"))
SEED = 20_261  # of the benchmarks alone: tests and examples use others


class AbsentError(RuntimeError):
    """Something that a measurement needs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Two lists and the truth about them, in one folder."""

    folder: Path
    vocabulary: str
    persons: int

    @property
    def left(self) -> Path:
        return self.folder / "left.csv"

    @property
    def right(self) -> Path:
        return self.folder / "right.csv"

    def truth(self) -> Truth:
        return read_truth(self.folder)


def benchmark_data(*parts: str) -> Path:
    """Return a file of the benchmark data, or say plainly that it is not here."""
    path = (ROOT / DATA).joinpath(*parts)
    if not path.exists():
        raise AbsentError(
            f"no {'/'.join(parts)}: set REPATRIA_DATA to the folder of benchmark data"
        )
    return path


def make_lists(vocabulary: str, persons: int, seed: int = SEED) -> Lists:
    """Make two lists of ``persons`` each with names from the vocabulary."""
    folder = CACHE / "lists" / f"{vocabulary}-{persons}-{seed}"
    shutil.rmtree(folder, ignore_errors=True)
    env = environment()
    if vocabulary == "uaru":
        benchmark_data("names", "ua_ru_names.tsv")
    if vocabulary == "faker":
        env["PYTHONPATH"] = str(packages_of("faker"))
    told = {"vocabulary": vocabulary, "persons": persons, "seed": seed, "out": folder}
    options = [
        text for name, value in told.items() for text in (f"--{name}", str(value))
    ]
    script = ROOT / "bench" / "make_lists.py"
    command = [sys.executable, str(script), *options]
    subprocess.run(command, check=True, env=env, cwd=ROOT, stdout=subprocess.DEVNULL)
    return Lists(folder, vocabulary, persons)
