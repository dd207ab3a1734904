"""Write an answer to a folder: CSV files, summary, model and run."""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from repatria.matching.core.model import Model, to_json
from repatria.register.engine.records import ReadList

_BOM = b"\xef\xbb\xbf"


def write_csv(path: Path, table: pl.DataFrame) -> None:
    """Write a table as CSV: UTF-8 with BOM, commas, one line a row."""
    with _whole(path) as part, part.open("wb") as out:
        out.write(_BOM)
        table.write_csv(out)


def write_in_parts(path: Path, parts: Iterable[pl.DataFrame]) -> None:
    """Write tables of one shape under each other as one CSV file."""
    with _whole(path) as part, part.open("wb") as out:
        out.write(_BOM)
        for number, table in enumerate(parts):
            table.write_csv(out, include_header=number == 0)


def write_only(path: Path, table: pl.DataFrame, one: ReadList) -> None:
    """Write rows that stand alone: what is known, then the list's own columns.

    An own column may be called what one of ours is called; both stay.
    """
    own = one.own[table["row"] - 1]
    header = [*table.columns, *own.columns]
    numbered = own.rename({name: f"own {n}" for n, name in enumerate(own.columns)})
    head = pl.DataFrame(
        [header], schema=[f"c{n}" for n in range(len(header))], orient="row"
    )
    with _whole(path) as part, part.open("wb") as out:
        out.write(_BOM)
        head.write_csv(out, include_header=False)
        table.hstack(numbered).write_csv(out, include_header=False)


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write a value as JSON, keys in the order given."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all."""
    with _whole(path) as part:
        part.write_text(text, encoding="utf-8")


def write_model(path: Path, model: Model) -> None:
    """Write the model so that another run can use it unchanged."""
    write_text(path, to_json(model))


@dataclass
class _whole:  # noqa: N801 - reads as a word in "with"
    """A file that appears under its name only when it is complete."""

    path: Path
    part: Path = field(init=False)

    def __enter__(self) -> Path:
        self.part = self.path.with_name(self.path.name + ".part")
        return self.part

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        if kind is None:
            self.part.replace(self.path)
        else:
            self.part.unlink(missing_ok=True)


@dataclass
class Stopwatch:
    """How long each step of a run took, in seconds."""

    started: float = field(default_factory=time.perf_counter)
    steps: dict[str, float] = field(default_factory=dict)
    _step: str = ""
    _since: float = 0.0

    def step(self, name: str) -> None:
        """End the step before and begin another."""
        now = time.perf_counter()
        if self._step and name != self._step:
            took = now - self._since
            self.steps[self._step] = round(self.steps.get(self._step, 0.0) + took, 3)
        if name != self._step:
            self._step, self._since = name, now

    def run(self) -> dict[str, Any]:
        """Return what run.json says: seconds, peak memory, versions, cores."""
        self.step("")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {
            "seconds": round(time.perf_counter() - self.started, 3),
            "steps": self.steps,
            "peak_memory_mb": round(peak / 1024, 1),
            "cores": os.cpu_count(),
            "versions": {
                "repatria": version("repatria"),
                "python": platform.python_version(),
                **{name: version(name) for name in ("polars", "numpy", "rapidfuzz")},
            },
        }
