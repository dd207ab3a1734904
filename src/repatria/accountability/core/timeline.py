"""Where the days of an incident stand in a drawing: one row each, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ROW_HEIGHT = 28
LEAST_WIDTH = 6  # of a single day, so that it can be seen
MOST_TICKS = 8
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """Something with a place in time; None for an end that nobody knows."""

    key: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A moment as drawn: ``x``, ``width`` and, for its row, ``y`` in whole units.

    ``open_start`` and ``open_end`` say that nobody knows that end: the bar then
    reaches the edge of the drawing.
    """

    key: str
    x: int
    width: int
    y: int
    open_start: bool
    open_end: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the scale and where it stands."""

    day: date
    x: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing of ``width`` by ``height``, empty where no day is known at all."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int


def lay_out(moments: Sequence[Moment], *, width: int) -> Timeline:
    """Return the drawing of ``moments``, one row each, in the order given.

    A moment without any day gets no bar; its row in the table says so.
    """
    known = [moment for moment in moments if moment.earliest or moment.latest]
    days = [day for moment in known for day in (moment.earliest, moment.latest) if day]
    if not days:
        return Timeline((), (), width, 0)
    first, last = min(days) - _DAY, max(days) + _DAY
    scale = width / ((last - first).days + 1)
    bars = tuple(
        _bar(moment, row * ROW_HEIGHT, first, scale, width)
        for row, moment in enumerate(known)
    )
    ticks = _ticks(first, last, scale)
    return Timeline(bars, ticks, width, len(known) * ROW_HEIGHT)


def _bar(moment: Moment, y: int, first: date, scale: float, width: int) -> Bar:
    start = (moment.earliest - first).days * scale if moment.earliest else 0.0
    end = ((moment.latest - first).days + 1) * scale if moment.latest else width
    return Bar(
        key=moment.key,
        x=round(start),
        width=max(round(end) - round(start), LEAST_WIDTH),
        y=y,
        open_start=moment.earliest is None,
        open_end=moment.latest is None,
    )


def _ticks(first: date, last: date, scale: float) -> tuple[Tick, ...]:
    """Return at most ``MOST_TICKS`` days at equal distances, the first one included."""
    span = (last - first).days + 1
    step = -(-span // MOST_TICKS)
    return tuple(
        Tick(first + timedelta(days=day), round(day * scale))
        for day in range(0, span, step)
    )
