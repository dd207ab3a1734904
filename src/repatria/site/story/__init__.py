"""The demonstration as a story: steps that each work in one folder.

A step plays, and what happened comes back as figures, ready for JSON; the same
figures it can put into words.  Steps are told in order, and a later one finds
what the earlier ones have left in the folder.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from repatria.site.story import journey, lists

Figures = dict[str, Any]


class Step(NamedTuple):
    """One step: its name among the figures, what it does, and how it is told."""

    name: str
    play: Callable[[Path], Figures]
    words: Callable[[Figures], str]


STEPS = (
    Step("lists", lists.play, lists.words),
    Step("story", journey.play, journey.words),
)
