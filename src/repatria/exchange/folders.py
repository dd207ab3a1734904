"""Results in a folder, together or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from repatria.exchange.engine.proposal import Status
from repatria.shared.errors import RepatriaError
from repatria.shared.text import say

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run found: the first of its files as a value, and in words."""

    found: dict[str, Any]
    words: str

    @property
    def as_json(self) -> str:
        """What was found, as the file states it."""
        return in_json(self.found)

    @property
    def is_answer(self) -> bool:
        """Whether somebody may decide on it."""
        return self.found["status"] in {Status.OPTIMAL, Status.FEASIBLE}


@contextmanager
def refusals_in(out: Path, names: Sequence[str]) -> Iterator[None]:
    """Write a refusal to the first of these ``names`` alone, and raise it again."""
    try:
        yield
    except RepatriaError as refusal:
        with whole(out, names) as folder:
            write(folder / names[0], in_json(_refused(refusal)))
        raise


def _refused(refusal: RepatriaError) -> dict[str, Any]:
    """Return what such a file says, with the keys of ``proposal.json``."""
    facts = {name: say(value) for name, value in refusal.facts.items()}
    return {
        "status": Status.REFUSED.value,
        "go": [],
        "counts_by_tier": {},
        "received": {},
        "parity": {},
        "blocked_by": [refusal.facts["rule"]] if "rule" in refusal.facts else [],
        "bound": {},
        "code": refusal.code,
        "what": say(refusal.what, **facts),
        "remedy": say(refusal.remedy, **facts),
        "seconds": 0.0,
    }


@contextmanager
def whole(out: Path, names: Iterable[str]) -> Iterator[Path]:
    """Give a folder whose files appear in ``out`` together, when all are complete.

    Files of these ``names`` from an earlier run that this one does not write are
    removed: together they would contradict each other.
    """
    out.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".repatria-", dir=out))
    try:
        yield part
        for name in names:
            (out / name).unlink(missing_ok=True)
        for file in sorted(part.iterdir()):
            file.replace(out / file.name)
    finally:
        shutil.rmtree(part)


def in_json(value: dict[str, Any]) -> str:
    """Return a value as files of results state it."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def write(path: Path, text: str) -> None:
    """Write a text in UTF-8 that ends with one line feed, on every machine."""
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def write_csv(path: Path, table: pl.DataFrame) -> None:
    """Write a table as CSV in UTF-8 with a BOM."""
    with path.open("wb") as out:
        out.write(_BOM)
        table.write_csv(out)
