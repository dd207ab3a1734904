"""The frontier as a drawing: what is given beyond parity, and how many go home."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from repatria.exchange.engine.options import Option

WIDTH, HEIGHT = 360, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 20, 26
TICKS = 4
LINE, WIDE, INSET = 11, 34, 8
_ROUND = (1, 2, 5, 10)

AGREED, BEYOND, ROOM, LIFTED = "agreed", "beyond", "room", "lifted"


@dataclass(frozen=True, slots=True)
class Mark:
    """One or more options at one place, in pixels; ``shape`` of the first of them.

    ``said_at`` is how high its numbers stand, ``outward`` whether to the right.
    """

    x: float
    y: float
    numbers: str
    shape: str
    said_at: float
    outward: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale: where it is, and the number beside it."""

    at: float
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the drawing needs; its table says the same in numbers."""

    marks: tuple[Mark, ...]
    edge: str  # points of the line that no option lies above
    across: tuple[Tick, ...]
    upward: tuple[Tick, ...]
    shapes: tuple[str, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def shape_of(option: Option) -> str:
    """Return which kind of change an option is, as its mark shows it."""
    kinds = {key.partition(".")[0] for key in option.change.concedes}
    if not kinds:
        return AGREED
    if "seats" in kinds:
        return ROOM
    return BEYOND if kinds == {"extra"} else LIFTED


def chart_of(options: Sequence[Option]) -> Chart | None:
    """Return the drawing of two or more options, None of fewer."""
    if len(options) < 2:
        return None
    points = [(_beyond(one), int(one.proposal.on.sum())) for one in options]
    across = _scale([x for x, _y in points], least=0)
    upward = _scale([y for _x, y in points])
    px = _place(across, LEFT + INSET, WIDTH - RIGHT - INSET)
    py = _place(upward, HEIGHT - BOTTOM, TOP)
    at: dict[tuple[int, int], list[int]] = {}
    for number, point in enumerate(points, 1):
        at.setdefault(point, []).append(number)
    marks = [
        (px(x), py(y), ", ".join(map(str, numbers)), shape_of(options[numbers[0] - 1]))
        for (x, y), numbers in at.items()
    ]
    return Chart(
        marks=tuple(_apart(marks)),
        edge=" ".join(f"{px(x)},{py(y)}" for x, y in _edge(points)),
        across=tuple(Tick(px(value), value) for value in across),
        upward=tuple(Tick(py(value), value) for value in upward),
        shapes=tuple(dict.fromkeys(map(shape_of, options))),
    )


def _apart(marks: Iterable[tuple[float, float, str, str]]) -> Iterator[Mark]:
    """Yield marks from above, none of whose numbers stands on another's.

    The numbers of what was agreed stand first, so beside its mark.
    """
    said: list[tuple[float, float]] = []
    for x, y, numbers, shape in sorted(marks, key=_from_above):
        at = y + 4
        while any(abs(x - a) < WIDE and abs(at - b) < LINE for a, b in said):
            at += LINE
        said.append((x, at))
        yield Mark(x, y, numbers, shape, at, x < WIDTH - WIDE)


def _from_above(mark: tuple[float, float, str, str]) -> tuple[bool, float, float]:
    x, y, _numbers, shape = mark
    return shape != AGREED, y, x


def _beyond(option: Option) -> int:
    return sum(one.extra for one in option.proposal.parity.values())


def _edge(points: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the corners of the line that no point lies above, from the left."""
    best = None
    for x, y in sorted(points, key=lambda point: (point[0], -point[1])):
        if best is None:
            yield x, y
        elif y > best:
            yield from ((x, best), (x, y))
        best = y if best is None else max(best, y)


def _scale(values: Sequence[int], *, least: int | None = None) -> list[int]:
    """Return whole, round numbers that span ``values``."""
    low, high = min(values) if least is None else least, max(values)
    step = _step(max(1, high - low))
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return [step * n for n in range(first, last + 1)]


def _step(span: int) -> int:
    """Return a round step that divides a span into a few parts.

    >>> [_step(span) for span in (1, 5, 30, 700)]
    [1, 2, 10, 200]
    """
    rough = span / TICKS
    size = 10 ** floor(log10(rough)) if rough >= 1 else 1
    return next(n * size for n in _ROUND if n * size >= rough)


def _place(scale: Sequence[int], start: int, end: int) -> Callable[[int], float]:
    span = scale[-1] - scale[0]
    return lambda value: round(start + (end - start) * (value - scale[0]) / span, 1)
