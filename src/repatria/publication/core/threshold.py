"""The setting below which a count is not shown: read from one file, with its reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "small_cells.toml"
_AT_LEAST = 2  # one person is always recognised


@dataclass(frozen=True, slots=True)
class Threshold:
    """``least_shown``: the least count that is shown; ``reason``: why this one."""

    least_shown: int
    reason: str

    def is_small(self, n: int) -> bool:
        """Tell whether a count is too small to be shown.  Nobody at all is not."""
        return 0 < n < self.least_shown


@cache
def threshold() -> Threshold:
    """Return the setting; a file that would show single persons is refused."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    held = Threshold(int(told["least_shown"]), str(told["reason"]))
    if held.least_shown < _AT_LEAST or not held.reason:
        raise ValueError(FILE.name)
    return held
