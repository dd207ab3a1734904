"""Commands measured from outside: wall seconds and peak memory of each process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.environments import ROOT

CORES = 2
LAST_WORDS = 1500  # characters of a failed command's own words that are shown


class CommandFailedError(RuntimeError):
    """A measured command ended with an error."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Wall and processor seconds, and the most memory held at once in MB."""

    seconds: float
    peak_mb: float
    processor_seconds: float


def measured(
    command: Sequence[str | Path], env: Mapping[str, str] | None = None
) -> Usage:
    """Run a command on two cores; refuse with its last words if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        report, words = Path(folder, "usage.json"), Path(folder, "words")
        watcher = [
            sys.executable,
            "-I",
            str(Path(__file__).with_name("watched.py")),
            str(report),
        ]
        with words.open("wb") as said:
            subprocess.run(
                [*watcher, *map(str, command)],
                check=True,
                cwd=ROOT,
                env=environment(env),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                preexec_fn=_two_cores,
            )
        facts = json.loads(report.read_text(encoding="utf-8"))
        if facts.pop("code"):
            last = words.read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]
            raise CommandFailedError(f"{Path(command[0]).name} failed:\n{last}")
    return Usage(**facts)


def in_all(steps: Iterable[Usage]) -> Usage:
    """Add up seconds of processes run in turn; the largest peak counts."""
    all_steps = list(steps)
    return Usage(
        sum(one.seconds for one in all_steps),
        max(one.peak_mb for one in all_steps),
        sum(one.processor_seconds for one in all_steps),
    )


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a measured process: English, two threads, no pager."""
    threads = {name: str(CORES) for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS")}
    return {
        **os.environ,
        **threads,
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "en",
        **(more or {}),
    }


def _two_cores() -> None:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
