"""Groups of rows that are one person, without chains of resemblance.

If A resembles B and B resembles C, A and C need not be one person.  Groups are
therefore joined, the most certain pair first, only while all pairs between
their rows together speak for it: a link that one strong contradiction opposes
does not join what two weak doubts would have left together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

Edge = tuple[int, int, float]  # row, row, bits for (above zero) or against one person

MOST_FOR, MOST_AGAINST = 10.0, -4.0  # bits: one pair alone does not outvote many
NEVER_COMPARED = -3.0  # bits of a pair that no key brought together


def connected(edges: Sequence[Edge]) -> list[list[int]]:
    """Return the rows that edges connect, each set sorted, the sets by first row."""
    parent: dict[int, int] = {}

    def root(row: int) -> int:
        while (above := parent.setdefault(row, row)) != row:
            parent[row] = parent[above]
            row = above
        return row

    for one, other, _bits in edges:
        low, high = sorted((root(one), root(other)))
        parent[high] = low
    members: dict[int, list[int]] = defaultdict(list)
    for row in sorted(parent):
        members[root(row)].append(row)
    return list(members.values())


def clusters(edges: Sequence[Edge]) -> dict[int, int]:
    """Return for each row named the smallest row of its group.

    >>> clusters([(1, 2, 4.0), (2, 3, 4.0), (1, 3, -9.0)])
    {1: 1, 2: 1, 3: 3}
    """
    rows = sorted({row for edge in edges for row in edge[:2]})
    group = {row: row for row in rows}
    members = {row: [row] for row in rows}
    between: dict[int, dict[int, float]] = {row: {} for row in rows}
    for one, other, bits in edges:
        # What is kept is how far a pair is above one that was never compared.
        kept = max(MOST_AGAINST, min(bits, MOST_FOR)) - NEVER_COMPARED
        between[one][other] = between[other][one] = kept
    for one, other, bits in sorted(edges, key=lambda e: (-e[2], e[0], e[1])):
        first, second = sorted((group[one], group[other]))
        if bits <= 0 or first == second:
            continue
        pairs = len(members[first]) * len(members[second])
        if between[first].get(second, 0.0) + NEVER_COMPARED * pairs > 0:
            _join(first, second, group, members, between)
    return group


def _join(
    first: int,
    second: int,
    group: dict[int, int],
    members: dict[int, list[int]],
    between: dict[int, dict[int, float]],
) -> None:
    """Move the second group into the first; what speaks between groups adds up."""
    for row in members[second]:
        group[row] = first
    members[first] += members.pop(second)
    for third, total in between.pop(second).items():
        between[third].pop(second, None)
        if third != first:
            joined = between[first].get(third, 0.0) + total
            between[first][third] = between[third][first] = joined
