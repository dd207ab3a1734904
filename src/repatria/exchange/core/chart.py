"""Where the columns of a chart by rounds stand; nothing is added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT, TOP, LEFT, FOOT = 160, 22, 44, 40
NARROW, WIDE = 16, 56  # for each group
MANY = 16  # groups from which they are narrow
SHARE = 3, 4  # of a group's width, for its columns together
LABELS = 12  # the most that stand side by side


@dataclass(frozen=True, slots=True)
class Column:
    """One number as a column; ``side`` tells which of its group, from 0.

    ``kind`` is that of its group, such as what has happened and what is planned.
    """

    x: int
    y: int
    width: int
    height: int
    n: int
    side: int
    kind: str = ""

    @property
    def above(self) -> int:
        """The line on which its number stands."""
        return self.y - 4

    @property
    def middle(self) -> int:
        """Where its number stands."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Tick:
    """A line across, with its number on ``text_y``."""

    y: int
    n: int

    @property
    def text_y(self) -> int:
        """The line on which its number stands."""
        return self.y + 4


@dataclass(frozen=True, slots=True)
class Label:
    """What stands under a group."""

    x: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole chart in units of its own; ``roomy``: numbers fit on the columns."""

    width: int
    height: int
    base: int
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    labels: tuple[Label, ...]
    roomy: bool

    @property
    def label_y(self) -> int:
        """The line on which labels stand."""
        return self.base + 16


def columns_of(
    groups: Sequence[tuple[str, Sequence[int | None]]],
    *,
    kinds: Sequence[str] = (),
    wide: int = WIDE,
) -> Chart:
    """Return the chart of groups of numbers, each with its label; None is not drawn.

    >>> chart = columns_of([("1", [4, 2]), ("2", [None, 0])])
    >>> [(one.n, one.height) for one in chart.columns]
    [(4, 160), (2, 80), (0, 0)]
    """
    step = NARROW if len(groups) > MANY else wide
    inner = step * SHARE[0] // SHARE[1]
    top = _rounded(max((n or 0 for _label, each in groups for n in each), default=0))
    columns, labels = [], []
    every = -(-len(groups) // LABELS)
    for place, (label, each) in enumerate(groups):
        x = LEFT + place * step
        if place % every == 0:
            labels.append(Label(x + inner // 2, label))
        kind = kinds[place] if kinds else ""
        columns += _columns(each, x, inner, top, kind)
    return Chart(
        width=LEFT + step * max(len(groups), 4) + 24,
        height=TOP + HEIGHT + FOOT,
        base=TOP + HEIGHT,
        columns=tuple(columns),
        ticks=tuple(
            Tick(TOP + HEIGHT - HEIGHT * half // 2, top * half // 2)
            for half in range(3)
        ),
        labels=tuple(labels),
        roomy=step == wide,
    )


def _columns(
    each: Sequence[int | None], x: int, width: int, top: int, kind: str
) -> list[Column]:
    one = max(2, width // max(1, len(each)))
    return [
        Column(
            x=x + side * one,
            y=TOP + HEIGHT - HEIGHT * n // top,
            width=one - 1,
            height=HEIGHT * n // top,
            n=n,
            side=side,
            kind=kind,
        )
        for side, n in enumerate(each)
        if n is not None
    ]


def _rounded(most: int) -> int:
    """Return an even number on top of the scale, not far above the longest column.

    >>> [_rounded(n) for n in (0, 4, 7, 37, 128)]
    [2, 4, 8, 38, 130]
    """
    step = 2
    while most > step * 20:
        step = step * 5 if str(step)[0] == "2" else step * 2
    return max(step, -(-most // step) * step)
