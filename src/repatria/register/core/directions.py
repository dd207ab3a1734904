"""From whom to whom: the two roles that a list gives to two parties."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple


class Direction(NamedTuple):
    """Held by one party, at home with the other."""

    holder: str
    home: str

    @property
    def turned(self) -> Direction:
        """The same with the roles exchanged."""
        return Direction(self.home, self.holder)


def opposite(directions: Collection[Direction]) -> bool:
    """Tell whether two of them are each other's opposite.

    >>> opposite({Direction("A", "B"), Direction("B", "A")})
    True
    """
    return any(direction.turned in directions for direction in directions)
