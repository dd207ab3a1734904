"""Where the bars of the public chart stand: counters stacked, never added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from repatria.publication.core.suppression import Cell, Count

BAR_HEIGHT = 20
ROW_HEIGHT = 26
HEADING_HEIGHT = 34
LABEL_WIDTH = 260
GAP = 8
CHART_WIDTH = 420
LEAST_WIDTH = 2  # so that nobody at all is still drawn


@dataclass(frozen=True, slots=True)
class Bar:
    """One counter's number; ``width`` 0 where there is none to draw."""

    count: Count
    y: int
    width: int

    @property
    def text_y(self) -> int:
        """The line on which its words stand."""
        return self.y + 15

    @property
    def x(self) -> int:
        """Where it begins, after the name of its counter."""
        return LABEL_WIDTH + GAP

    @property
    def height(self) -> int:
        """How high it is drawn; every bar is as high."""
        return BAR_HEIGHT

    @property
    def number_x(self) -> int:
        """Where its number stands: behind it, or in its place."""
        return self.x + self.width + (GAP if self.width else 0)


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one cell under its heading, whose words stand on ``text_y``."""

    cell: Cell
    text_y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart in units of its own."""

    groups: tuple[Group, ...]
    width: int
    height: int


def lay_out(cells: Sequence[Cell]) -> Chart:
    """Return the chart of ``cells``: one scale for all, one bar for each counter."""
    longest = max(
        (count.n for cell in cells for count in cell.counts if count.n is not None),
        default=0,
    )
    groups: list[Group] = []
    y = 0
    for cell in cells:
        groups.append(_group(cell, y, longest))
        y += HEADING_HEIGHT + ROW_HEIGHT * len(cell.counts)
    return Chart(tuple(groups), LABEL_WIDTH + CHART_WIDTH + 100, y + 8)


def _group(cell: Cell, y: int, longest: int) -> Group:
    first = y + HEADING_HEIGHT
    bars = tuple(
        Bar(count, first + place * ROW_HEIGHT, _width(count.n, longest))
        for place, count in enumerate(cell.counts)
    )
    return Group(cell, y + 24, bars)


def _width(n: int | None, longest: int) -> int:
    if n is None:
        return 0
    return max(LEAST_WIDTH, n * CHART_WIDTH // longest) if longest else LEAST_WIDTH
