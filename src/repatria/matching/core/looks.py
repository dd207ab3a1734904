"""Two looks at one pair by two persons: what comes of them."""

from __future__ import annotations

DECISIONS = frozenset({"same", "different"})
UNSURE = "unsure"


def after_two_looks(first: str, second: str) -> str:
    """Return what two answers come to: what both decided, else that it is not sure.

    >>> after_two_looks("same", "same"), after_two_looks("same", "needs_data")
    ('same', 'unsure')
    """
    return first if first == second and first in DECISIONS else UNSURE
