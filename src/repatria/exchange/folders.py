"""Results in a folder, together or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

_BOM = b"\xef\xbb\xbf"


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
