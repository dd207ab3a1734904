"""Counts beside each other: the same, told in parts, or different; none is settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from repatria.shared.text import mark as _


class Compared(StrEnum):
    """How the numbers that several state for one side stand to each other."""

    NOBODY = "nobody"
    ONE = "one"
    SAME = "same"
    PARTS = "parts"
    DIFFERS = "differs"


COMPARED_WORDS = {
    Compared.NOBODY: _("Nobody states a number"),
    Compared.ONE: _("One count, and none to compare it with"),
    Compared.SAME: _("The counts are the same"),
    Compared.PARTS: _("The same number, told in parts by some"),
    Compared.DIFFERS: _("The counts differ"),
}
TONES = {
    Compared.NOBODY: "open",
    Compared.ONE: "open",
    Compared.SAME: "good",
    Compared.PARTS: "good",
    Compared.DIFFERS: "differs",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Somebody's number for one side: None where it was not stated, and its parts."""

    by: str
    n: int | None
    parts: tuple[int, ...] = ()
    approximate: bool = False

    @property
    def sum(self) -> int | None:
        """The number, or what its parts come to where only they were told."""
        return self.n if self.n is not None or not self.parts else sum(self.parts)


def compared(counts: Iterable[Counted]) -> Compared:
    """Return how the counts of one side stand to each other.

    *About 36* agrees with nothing and contradicts nothing: it is shown and not
    compared.

    >>> compared([Counted("A", 36, (35, 1)), Counted("B", 36)]).value
    'parts'
    >>> compared([Counted("A", 50), Counted("B", 52)]).value
    'differs'
    """
    stated = [one for one in counts if one.sum is not None and not one.approximate]
    if len(stated) < 2:
        return Compared.ONE if stated else Compared.NOBODY
    if len({one.sum for one in stated}) > 1:
        return Compared.DIFFERS
    return Compared.PARTS if any(one.parts for one in stated) else Compared.SAME
