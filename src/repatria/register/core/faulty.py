"""How much a fault of a row weighs, and which faults lose something."""

from __future__ import annotations

from enum import IntEnum


class Weight(IntEnum):
    """What a fault means for whoever works with the list."""

    ROW_LOST = 1  # nothing of the row is understood
    VALUE_LOST = 2  # one value is not understood, or only in part
    LOOK = 3  # understood, and worth a look: hidden marks, letters of two scripts


MIXED_SCRIPTS = "mixed-scripts"
BAD = (Weight.ROW_LOST, Weight.VALUE_LOST)
_LOOK = frozenset({"hidden-marks", "joined-cells", "stray-quote", MIXED_SCRIPTS})
# What was only assumed of a date is no fault of the row: columns of it are counted.
DATES_LOST = ("impossible", "unreadable", "unclear")


def weight_of(code: str, *, whole_row: bool) -> Weight:
    """Return how much a fault weighs.

    >>> weight_of("no-text", whole_row=True).name
    'ROW_LOST'
    """
    if whole_row:
        return Weight.ROW_LOST
    return Weight.LOOK if code in _LOOK else Weight.VALUE_LOST
