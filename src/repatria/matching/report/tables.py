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
    Value,
)

PLAIN = frozenset({"rank", "unit", "call_sign", "sex", "status", "note"})
"""Fields whose values need no word beside them to be understood."""


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


def stated(row: Row) -> tuple[Value, ...]:
    """Return the further values a row states, in their order."""
    return tuple(value for value in row.values if value.text)


def together(pair: Pair) -> float:
    """Return the weight of everything that speaks for or against a pair, in bits."""
    stated = sum(one.bits or 0.0 for one in pair.compared)
    return (pair.start or 0.0) + stated + pair.overlap


def parts(cards: Iterable[ListCard]) -> list[tuple[str, str, list[int]]]:
    """Return kind, marked words and each list's rows for every part of the sum."""
    cards = tuple(cards)
    named = PARTS_OF_ONE if len(cards) == 1 else PARTS
    return [
        (kind, words, [getattr(one.split, kind) for one in cards])
        for kind, words in named
    ]
