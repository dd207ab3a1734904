"""Items of evidence in their order, with what nobody was shown drawn as a gap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

ITEM_WIDTH = 150
UNSEEN_WIDTH = 130
JOIN_WIDTH = 36
APART_WIDTH = 60


@dataclass(frozen=True, slots=True)
class Place:
    """An item and its place, None where the order is not known."""

    key: int
    sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the drawing from left to right.

    ``kind``: "item"; "unseen", an interval that nobody was shown; "then", the next
    one follows; "apart", the order of what comes after is not known.  ``key`` is the
    item's number, or that of the item before a gap.
    """

    kind: str
    key: int
    x: int
    width: int

    @property
    def middle(self) -> int:
        """Where words stand."""
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Strip:
    """The whole drawing and its width."""

    boxes: tuple[Box, ...]
    width: int


def lay_out(places: Sequence[Place], *, unseen_after: Collection[int]) -> Strip:
    """Return the items left to right, with a gap wherever one is recorded.

    ``unseen_after`` holds the numbers of items after which an interval was not seen.
    """
    ordered = sorted(
        places, key=lambda place: (place.sequence is None, place.sequence or 0)
    )
    boxes: list[Box] = []
    x = 0
    for number, place in enumerate(ordered):
        if number:
            before = ordered[number - 1]
            boxes.append(_between(before, place, x, unseen_after))
            x += boxes[-1].width
        boxes.append(Box("item", place.key, x, ITEM_WIDTH))
        x += ITEM_WIDTH
    return Strip(tuple(boxes), x)


def _between(before: Place, after: Place, x: int, unseen: Collection[int]) -> Box:
    if after.sequence is None:
        return Box("apart", before.key, x, APART_WIDTH)
    if before.key in unseen:
        return Box("unseen", before.key, x, UNSEEN_WIDTH)
    return Box("then", before.key, x, JOIN_WIDTH)
