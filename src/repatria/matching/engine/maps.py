"""The file of ``--columns``: one map for both lists, or one for each."""

from __future__ import annotations

import tomllib
from pathlib import Path

from repatria.register.core.column_map import column_map_of
from repatria.register.core.errors import ColumnMapError
from repatria.register.core.fields import ColumnMap


def load_column_maps(path: Path | None) -> tuple[ColumnMap, ColumnMap]:
    """Return the maps of the left and the right list.

    A file with a table ``[left]`` or ``[right]`` says each list's own; any other
    is meant for both.  Without a file nothing is said of either.
    """
    if path is None:
        return ColumnMap(), ColumnMap()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ColumnMapError(file=path.name, reason=str(fault)) from fault
    if not {"left", "right"} & table.keys():
        both = column_map_of(table, file=path.name)
        return both, both
    left, right = (
        column_map_of(table[side], file=path.name) if side in table else ColumnMap()
        for side in ("left", "right")
    )
    return left, right
