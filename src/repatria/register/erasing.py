"""What later rooms hold of a statement, and let go of when it is erased.

A later room says in its ``AppConfig.ready`` what it does then; it is called inside the
transaction of the erasure, so that all goes or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Eraser(Protocol):
    """Destroys what a room keeps about erased statements; returns how many things."""

    def __call__(
        self, *, records: Sequence[int], case_refs: Sequence[str], at: datetime
    ) -> int:
        """``case_refs``: every number of people of whom no statement is left."""


_erasers: list[Eraser] = []


def provide(eraser: Eraser) -> None:
    """Call ``eraser`` from now on; a second time counts once."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def let_go(*, records: Sequence[int], case_refs: Sequence[str], at: datetime) -> int:
    """Let every later room destroy what it holds; return how many things went."""
    return sum(
        eraser(records=records, case_refs=case_refs, at=at) for eraser in _erasers
    )
