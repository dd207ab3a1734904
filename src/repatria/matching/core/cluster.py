"""Groups of rows that are one person, without chains of resemblance.

If A resembles B and B resembles C, A and C need not be one person.  Groups are
therefore joined, the most probable first, only while the average probability
between their rows speaks for it; a pair that was never proposed counts as
none.
"""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[int, int, float]  # row, row, probability


def clusters(edges: Sequence[Edge], least: float) -> dict[int, int]:
    """Return for each row named the smallest row of its group.

    ``least`` is the average probability, between 0 and 1, that joins two groups.

    >>> clusters([(1, 2, 0.9), (2, 3, 0.9)], least=0.5)
    {1: 1, 2: 1, 3: 3}
    """
    rows = sorted({row for edge in edges for row in edge[:2]})
    group = {row: row for row in rows}
    members = {row: [row] for row in rows}
    between: dict[int, dict[int, float]] = {row: {} for row in rows}
    for one, other, probability in edges:
        between[one][other] = between[other][one] = probability
    for one, other, _probability in sorted(edges, key=lambda e: (-e[2], e[0], e[1])):
        first, second = sorted((group[one], group[other]))
        if first == second:
            continue
        total = between[first].get(second, 0.0)
        if total / (len(members[first]) * len(members[second])) >= least:
            _join(first, second, group, members, between)
    return group


def _join(
    first: int,
    second: int,
    group: dict[int, int],
    members: dict[int, list[int]],
    between: dict[int, dict[int, float]],
) -> None:
    """Move the second group into the first; sums of probabilities add up."""
    for row in members[second]:
        group[row] = first
    members[first] += members.pop(second)
    for third, total in between.pop(second).items():
        between[third].pop(second, None)
        if third != first:
            joined = between[first].get(third, 0.0) + total
            between[first][third] = between[third][first] = joined
