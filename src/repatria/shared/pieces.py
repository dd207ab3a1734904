"""Long rows of things, taken a piece at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
# As many values as every database takes in one question, with room to spare.
AT_A_TIME = 5_000


class Rows(Protocol[T_co]):
    """What can be cut: a list, or a question to a database that was not asked yet."""

    def __getitem__(self, part: slice, /) -> Iterable[T_co]:
        """Return a part."""


def pieces(things: Iterable[T], size: int = AT_A_TIME) -> Iterator[list[T]]:
    """Yield lists of at most ``size`` things, in their order, none of them empty.

    >>> list(pieces("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(things)
    while piece := list(islice(rest, size)):
        yield piece


def a_page(rows: Rows[T], most: int) -> tuple[list[T], bool]:
    """Return at most ``most`` of the rows, and whether there are more.

    >>> a_page([1, 2, 3], 2), a_page([1, 2], 2)
    (([1, 2], True), ([1, 2], False))
    """
    found = list(rows[: most + 1])
    return found[:most], len(found) > most
