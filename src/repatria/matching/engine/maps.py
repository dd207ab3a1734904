"""The file of ``--columns``: one map for both lists, or one for each."""

from __future__ import annotations

from pathlib import Path

from repatria.register.core.column_map import column_map_of
from repatria.register.core.errors import ColumnMapError
from repatria.register.core.fields import ColumnMap
from repatria.register.engine.column_maps import column_table
from repatria.shared.text import mark as _
from repatria.shared.text import say

SIDES = ("left", "right")


def load_column_maps(path: Path | None) -> tuple[ColumnMap, ColumnMap]:
    """Return the maps of the left and the right list.

    A file with a table ``[left]`` or ``[right]`` says each list's own; any other
    is meant for both.  Without a file nothing is said of either.
    """
    if path is None:
        return ColumnMap(), ColumnMap()
    table = column_table(path)
    if not set(SIDES) & table.keys():
        both = column_map_of(table, file=path.name)
        return both, both
    left, right = (table.pop(side, {}) for side in SIDES)
    column_map_of(table, file=path.name)  # refuses what stands beside the two
    for side, stated in zip(SIDES, (left, right), strict=True):
        if not isinstance(stated, dict):
            raise ColumnMapError(
                file=path.name, reason=say(_("[{name}] must be a section"), name=side)
            )
    return (
        column_map_of(left, file=path.name),
        column_map_of(right, file=path.name),
    )
