"""A person's weight over time, as points of a small drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from repatria.medical.core.inspections import Gap, Seen

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 12, 16, 28
_STEP = Decimal(5)  # kilograms between two lines
_APART = 112  # pixels between two days written under the drawing


@dataclass(frozen=True, slots=True)
class Point:
    """One inspection in the drawing; ``y`` of one without a weight is the ground."""

    x: int
    y: int
    day: date
    kg: Decimal | None


@dataclass(frozen=True, slots=True)
class Band:
    """A time without any inspection."""

    x: int
    width: int
    months: int


@dataclass(frozen=True, slots=True)
class Level:
    """A line across, at so many kilograms."""

    y: int
    kg: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the page draws, in pixels from the upper left corner."""

    points: list[Point]
    line: str
    bands: list[Band]
    levels: list[Level]
    days: list[Point]
    ground: int = HEIGHT - _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def drawn(seen: Sequence[Seen], gaps: Sequence[Gap]) -> Drawing | None:
    """Return the drawing; None where no two inspections tell of a time.

    Earlier stands left; the same number of kilograms is as high for everybody.
    """
    ordered = sorted(seen, key=lambda one: one.last)
    if len(ordered) < 2 or ordered[0].last == ordered[-1].last:
        return None
    first = ordered[0].last
    last = max([ordered[-1].last, *(gap.to for gap in gaps)])
    days = max(1, (last - first).days)
    floor, ceiling = _range([one.kg for one in ordered if one.kg is not None])

    def x(day: date) -> int:
        return _LEFT + round((WIDTH - _LEFT - _RIGHT) * (day - first).days / days)

    def y(kg: Decimal | None) -> int:
        if kg is None:
            return HEIGHT - _BOTTOM
        share = (kg - floor) / (ceiling - floor)
        return HEIGHT - _BOTTOM - round((HEIGHT - _TOP - _BOTTOM) * share)

    points = [Point(x(one.last), y(one.kg), one.last, one.kg) for one in ordered]
    told = [point for point in points if point.kg is not None]
    levels = range(int(floor), int(ceiling) + 1, int(_STEP))
    return Drawing(
        points=points,
        line=" ".join(f"{point.x},{point.y}" for point in told),
        bands=[Band(x(g.since), x(g.to) - x(g.since), g.months) for g in gaps],
        levels=[Level(y(Decimal(kg)), kg) for kg in levels] if told else [],
        days=_days(points),
    )


def _range(weights: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest line, whole steps around what is told."""
    if not weights:
        return Decimal(0), _STEP
    low = (min(weights) / _STEP).to_integral_value(ROUND_FLOOR) * _STEP
    high = (max(weights) / _STEP).to_integral_value(ROUND_CEILING) * _STEP
    return low, max(high, low + _STEP)


def _days(points: Sequence[Point]) -> list[Point]:
    """Return the points whose days are written: some, so that they do not meet."""
    kept = [points[0]]
    for point in points[1:]:
        if point.x - kept[-1].x >= _APART:
            kept.append(point)
    return kept
