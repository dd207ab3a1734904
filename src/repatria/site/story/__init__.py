"""The demonstration as a story: steps that each work in one folder.

A step plays, and what happened comes back as figures, ready for JSON; the same
figures it can put into words.  Steps are told in order, and a later one finds
what the earlier ones have left in the folder.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from repatria.site.story import journey, lists
from repatria.site.story.cast import PERSONS

Figures = dict[str, Any]


class Step(NamedTuple):
    """One step: its name among the figures, what it does, and how it is told."""

    name: str
    play: Callable[[Path], Figures]
    words: Callable[[Figures], str]


def steps(*, persons: int = PERSONS) -> tuple[Step, ...]:
    """Return every step; the story is played with ``persons`` on each of its lists."""
    return (
        Step("lists", lists.play, lists.words),
        Step("story", partial(journey.play, persons=persons), journey.words),
    )
