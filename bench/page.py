"""The results as a page: tables, goals, and what they were measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.environments import python_of, version_of
from bench.processes import CORES

HEAD = """\
# Matching: what was measured

Made by `make bench` (or `make bench-full`, which adds lists of a million);
`bench/README.md` says what each part does and where its data comes from. Figures
stand as they came out.

How to read them:

- **F1** is the harmonic mean of precision (P: of the pairs called the same, how many
  are) and recall (R: of the people on both lists, how many were found). Ours is the
  verdict `same` as the command writes it. Peers are scored at the *best* threshold,
  which only the truth can know: a gift to them. "At one half" is what their own
  probabilities say.
- **Seconds** are wall time from files to files, starting Python included, on {cores}
  cores; the median of the runs. Memory is the peak of the largest process. Preparing
  our columns for Splink counts as Splink's time.
- Pairs are one to one for everybody: a peer keeps the pairs that are each other's best.
- Every engine learns from the lists themselves, without labels. Where labels were used
  to fit something, it is scored on other data; each part says which.
- Synthetic lists have about 60 % of their persons in common, one list in Cyrillic, one
  in Latin letters, clerks who slip, and second entries of a person. Real lists are
  worse.
"""


@dataclass(frozen=True, slots=True)
class Goal:
    """What was hoped for and what came out; ``met`` is open where nobody can say."""

    measure: str
    goal: str
    measured: str
    anchor: str
    met: bool | None = None

    @property
    def row(self) -> tuple[str, ...]:
        answer = {True: "yes", False: "no", None: ""}[self.met]
        return self.measure, self.goal, self.measured, answer, self.anchor


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page, and the goals that it answers."""

    title: str
    lines: tuple[str, ...]
    goals: tuple[Goal, ...] = field(default=())

    def __str__(self) -> str:
        return "\n".join([f"## {self.title}", "", *self.lines, ""])


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table; every column but the first stands to the right."""
    ruled = ["---", *("---:" for _ in header[1:])]
    return [f"| {' | '.join(cells)} |" for cells in (header, ruled, *rows)]


def share(value: float, digits: int = 4) -> str:
    """Write a share the way the rest of the project does: ``.982``."""
    return f"{value:.{digits}f}".removeprefix("0")


def page(sections: Sequence[Section]) -> str:
    """Return the whole page."""
    goals = [goal.row for section in sections for goal in section.goals]
    header = ("Measure", "Goal", "Measured", "Met", "Nearest anchor")
    parts = [
        HEAD.format(cores=CORES),
        str(Section("Goals", tuple(table(header, goals)))),
        *map(str, sections),
        str(machine()),
    ]
    return "\n".join(parts)


def machine() -> Section:
    """Say what this was measured on."""
    ours = [
        (name, version_of(name))
        for name in ("repatria", "polars", "numpy", "rapidfuzz")
    ]
    peers = [
        (name, version_of(name, python_of(peer)))
        for peer, name in (
            ("splink", "splink"),
            ("splink", "duckdb"),
            ("recordlinkage", "recordlinkage"),
            ("rapidfuzz", "anyascii"),
            ("faker", "faker"),
        )
    ]
    facts = [*machine_facts(), *ours, *peers]
    return Section("Machine and versions", tuple(table(("What", "Which"), facts)))


def machine_facts() -> list[tuple[str, str]]:
    """Return what the machine is, and the Python that ran on it."""
    return [
        ("processor", _processor()),
        ("cores used", f"{CORES} of {os.cpu_count()}"),
        ("memory", f"{_memory_bytes() / 2**30:.0f} GB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("python", platform.python_version()),
    ]


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [
        line.partition(":")[2].strip()
        for line in lines
        if line.startswith("model name")
    ]
    return names[0] if names else "unknown"
