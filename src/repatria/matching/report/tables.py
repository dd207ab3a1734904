"""What each table needs beyond the plain values: gathered, never computed anew."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.matching.report.charts import PARTS, PARTS_OF_ONE
from repatria.matching.report.data import (
    Agreement,
    Compared,
    ListCard,
    Pair,
    Row,
)


def telling(pair: Pair) -> tuple[Compared, ...]:
    """Return the fields at least one of the two rows states."""
    return tuple(one for one in pair.compared if one.left or one.right)


def unstated(pair: Pair) -> tuple[str, ...]:
    """Return the names of the fields neither row states."""
    return tuple(one.field for one in pair.compared if not (one.left or one.right))


def conflicting(pair: Pair) -> tuple[Compared, ...]:
    """Return the fields in conflict, or those found to differ if none is named."""
    if pair.differs:
        return tuple(one for one in pair.compared if one.field in pair.differs)
    return tuple(one for one in pair.compared if one.agreement is Agreement.DIFFERS)


def stated(row: Row) -> tuple[str, ...]:
    """Return the further values a row states, in their order."""
    return tuple(value.text for value in row.values if value.text)


def parts(cards: Iterable[ListCard]) -> list[tuple[str, str, list[int]]]:
    """Return kind, marked words and each list's rows for every part of the sum."""
    cards = tuple(cards)
    named = PARTS_OF_ONE if len(cards) == 1 else PARTS
    return [
        (kind, words, [getattr(one.split, kind) for one in cards])
        for kind, words in named
    ]
