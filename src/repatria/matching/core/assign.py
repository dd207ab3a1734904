"""One to one: the choice of pairs that is best as a whole.

Choosing the best pair first can leave two people with the wrong partner.
Inside each group of rows that compete, the sum of the weights is made as large
as it can be (Kuhn 1955, in the form with potentials and shortest paths).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

Edge = tuple[int, int, float]  # left row, right row, weight

EXACT_ROWS = (
    80  # larger groups are masses of namesakes: the best pair first serves them
)


def one_to_one(edges: Sequence[Edge]) -> list[int]:
    """Return the positions of the edges chosen, in order; no row is in two of them.

    Weights must be above zero.  Among equals the smaller rows win.

    >>> one_to_one([(0, 5, 9.0), (0, 6, 8.0), (1, 5, 8.5)])
    [1, 2]
    """
    chosen: list[int] = []
    for group in _groups(edges):
        chosen.extend(_choose(edges, group))
    return sorted(chosen)


def _groups(edges: Sequence[Edge]) -> Iterable[list[int]]:
    """Group the positions of edges that are connected through rows."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while (above := parent.setdefault(node, node)) != node:
            parent[node] = parent[above]
            node = above
        return node

    for left, right, _weight in edges:
        parent[root((0, left))] = root((1, right))
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for position, (left, _right, _weight) in enumerate(edges):
        groups[root((0, left))].append(position)
    return groups.values()


def _choose(edges: Sequence[Edge], group: list[int]) -> list[int]:
    left = sorted({edges[position][0] for position in group})
    right = sorted({edges[position][1] for position in group})
    if len(left) == 1 or len(right) == 1 or len(left) + len(right) > EXACT_ROWS:
        return _best_first(edges, group)
    weights = [[0.0] * (len(right) + len(left)) for _ in left]
    where: dict[tuple[int, int], int] = {}
    for position in group:
        row, column, weight = edges[position]
        at = left.index(row), right.index(column)
        if weight > weights[at[0]][at[1]]:
            weights[at[0]][at[1]] = weight
            where[at] = position
    return [where[at] for at in enumerate(_heaviest(weights)) if at in where]


def _best_first(edges: Sequence[Edge], group: list[int]) -> list[int]:
    ranked = sorted(group, key=lambda at: (-edges[at][2], edges[at][0], edges[at][1]))
    taken: set[tuple[int, int]] = set()
    chosen = []
    for position in ranked:
        left, right, _weight = edges[position]
        if not taken & {(0, left), (1, right)}:
            taken |= {(0, left), (1, right)}
            chosen.append(position)
    return chosen


def _heaviest(weights: list[list[float]]) -> list[int]:
    """Return for each row the column that makes the sum of weights largest.

    There are at least as many columns as rows; a column of zeros for each row
    stands for leaving it alone.
    """
    columns = len(weights[0])
    up = [0.0] * (len(weights) + 1)
    down = [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)  # rows count from 1; 0 is none
    for row in range(1, len(weights) + 1):
        way = _shortest_way(weights, row, up, down, row_of)
        column = way.pop()
        while way:
            before = way.pop()
            row_of[column] = row_of[before]
            column = before
    return [row_of.index(row, 1) - 1 for row in range(1, len(weights) + 1)]


def _shortest_way(
    weights: list[list[float]],
    row: int,
    up: list[float],
    down: list[float],
    row_of: list[int],
) -> list[int]:
    """Find the cheapest chain of columns from ``row`` to a free column.

    Changes the potentials ``up`` and ``down`` on the way.
    """
    columns = len(down)
    row_of[0] = row
    least = [float("inf")] * columns
    came_from = [0] * columns
    used = [False] * columns
    column = 0
    while row_of[column]:
        used[column] = True
        here = row_of[column]
        free = [other for other in range(columns) if not used[other]]
        for other in free:
            cost = -weights[here - 1][other - 1] - up[here] - down[other]
            if cost < least[other]:
                least[other], came_from[other] = cost, column
        column = min(free, key=least.__getitem__)
        _raise_potentials(least[column], used, least, up, down, row_of)
    way = [column]
    while column:
        column = came_from[column]
        way.append(column)
    return way[::-1]


def _raise_potentials(
    step: float,
    used: list[bool],
    least: list[float],
    up: list[float],
    down: list[float],
    row_of: list[int],
) -> None:
    for column, is_used in enumerate(used):
        if is_used:
            up[row_of[column]] += step
            down[column] -= step
        else:
            least[column] -= step
