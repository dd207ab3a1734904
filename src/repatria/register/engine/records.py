"""A list of captives as read: its own columns and what was understood of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from repatria.register.core.fields import Layout

FAULT_SCHEMA = {
    "row": pl.Int64,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "text": pl.String,
}


def no_faults() -> pl.DataFrame:
    """Return an empty table of faults."""
    return pl.DataFrame(schema=FAULT_SCHEMA)


@dataclass(frozen=True, slots=True)
class ReadList:
    """One list file as read.  Every data row of the file is a row of ``own``.

    ``name`` is the file's name without its folder, ``sha256`` of its bytes.
    ``own`` holds the list's own columns verbatim, ``fields`` the columns that
    were understood, named by ``Field`` values, with null for blank; both are
    String columns in file order.  ``lines`` gives the line of the file (or row
    of the sheet) on which each row begins, from 1.  ``faults`` names what was
    wrong: ``row`` counts from 1 after the header, ``severity`` is
    ``"unreadable"`` for a whole row (``text`` is then the raw line) and
    ``"field"`` for one value.  ``date_orders`` gives for each date field
    ``"day-first"`` or ``"month-first"``.
    """

    name: str
    sha256: str
    rows: int
    layout: Layout
    own: pl.DataFrame
    fields: pl.DataFrame
    lines: pl.Series
    faults: pl.DataFrame = field(default_factory=no_faults)
    date_orders: Mapping[str, str] = field(default_factory=dict)
