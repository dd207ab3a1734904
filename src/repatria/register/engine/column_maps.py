"""Loading a column map from its file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from repatria.register.core.column_map import column_map_of
from repatria.register.core.errors import ColumnMapError
from repatria.register.core.fields import ColumnMap


def load_column_map(path: Path) -> ColumnMap:
    """Return the column map written at ``path``.

    The shape is described in ``repatria.register.core.column_map``.  Raises
    ``ColumnMapError`` where the file is absent, no TOML, or says what is not known.
    """
    try:
        return column_map_of(column_table(path), file=path.name)
    except OSError as absent:
        raise ColumnMapError(
            file=path.name, reason=absent.strerror or "unreadable"
        ) from absent


def column_table(path: Path) -> dict[str, Any]:
    """Return the TOML table written at ``path``.

    Raises ``ColumnMapError`` where it is no TOML; an absent file is the caller's.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as damage:
        raise ColumnMapError(file=path.name, reason=str(damage)) from damage
