"""Which of many wanted links can be made without contradicting a separation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from repatria.register.core.persons import Tie

Pair = tuple[int, int]


def joinable(
    leads: Mapping[int, int], separates: Iterable[Tie], wanted: Iterable[Pair]
) -> tuple[list[Pair], list[Pair]]:
    """Return the pairs that can be linked, one after the other, and those that cannot.

    ``leads`` gives each record the least one it already hangs together with.

    >>> joinable({1: 1, 2: 2, 3: 3}, [Tie(1, 3, 0)], [(1, 2), (2, 3)])
    ([(1, 2)], [(2, 3)])
    """
    leader = dict(leads)
    apart: dict[int, set[int]] = {}
    for tie in separates:
        apart.setdefault(leads[tie.left], set()).add(leads[tie.right])
        apart.setdefault(leads[tie.right], set()).add(leads[tie.left])

    def lead(record: int) -> int:
        while leader[record] != record:
            leader[record] = leader[leader[record]]
            record = leader[record]
        return record

    accepted, refused = [], []
    for pair in wanted:
        low, high = sorted((lead(pair[0]), lead(pair[1])))
        if high in apart.get(low, ()) or low in apart.get(high, ()):
            refused.append(pair)
            continue
        accepted.append(pair)
        if low != high:
            _join(low, high, leader, apart)
    return accepted, refused


def _join(
    low: int, high: int, leader: dict[int, int], apart: dict[int, set[int]]
) -> None:
    """Let ``low`` speak for ``high`` too, and be apart from whom ``high`` was."""
    leader[high] = low
    for other in apart.pop(high, set()):
        apart[other].discard(high)
        apart[other].add(low)
        apart.setdefault(low, set()).add(other)
