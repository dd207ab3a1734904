"""What of the counts may be shown, so that nobody can be recognised.

Three rules, each of them the same for every party and every counter:

1. Where any number told for one direction of one round is small, the whole cell is
   withheld, for every counter: another counter's number would give it away.  What is
   told of that round without saying whose people it counts is withheld with it.
2. Where a part of a number ("35 soldiers and 1 civilian") is small, or could be
   worked out as small by taking shown numbers from each other, no part in that cell
   is shown; the whole number is.
3. A total is shown only where every cell in it is shown.  The total is what is given
   up, never a neighbouring cell: a cell that was public last week could then be taken
   from this week's total.

So what is shown is worked out of shown cells alone, and a withheld number cannot be
computed from it, also not together with what was shown before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from repatria.publication.core.threshold import Threshold

ALL = "all"
# Counters of our own; pages say them in words.
RECEIPT = "receipt"  # both parties signed it
OWN_COUNT = "own-count"  # counted at the crossing, not signed by both
MOST_PARTS = 8  # beyond that nobody can check every sum; then no part is shown


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a number, as its counter told it."""

    n: int
    what: str


@dataclass(frozen=True, slots=True)
class Count:
    """One counter's number for one cell.

    ``n`` None: the counter tells of the crossing and not of this number.  ``what``
    tells who is counted, ``all`` where everybody is.  ``shown`` is False once the
    number has been withheld; ``n`` is then None.
    """

    by: str
    n: int | None
    what: str = ALL
    parts: tuple[Part, ...] = ()
    approximate: bool = False
    modality: str = "said"
    said_on: str = ""
    report_ref: str = ""
    ours: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """Everybody's numbers for one direction of one round.

    ``direction`` is "A>B"; ">B" where all who come to B were counted, from wherever,
    and empty where the sides were not told.
    """

    round: int
    on: str
    direction: str
    counts: tuple[Count, ...]
    withheld: bool = False

    @property
    def is_one_leg(self) -> bool:
        """Whether it counts one direction, not several together."""
        return bool(self.direction.partition(">")[0])


@dataclass(frozen=True, slots=True)
class Total:
    """Our own counts of one direction added over the rounds; None where withheld."""

    direction: str
    n: int | None
    rounds: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What may be shown."""

    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]


def shown_of(cells: Sequence[Cell], rule: Threshold) -> Totals:
    """Return what of ``cells`` may be shown under ``rule``, in their order."""
    first = [_cell(cell, rule) for cell in cells]
    rounds = {cell.round for cell in first if cell.withheld}
    shown = tuple(
        _hidden(cell) if not cell.is_one_leg and cell.round in rounds else cell
        for cell in first
    )
    directions = dict.fromkeys(cell.direction for cell in cells if cell.is_one_leg)
    return Totals(shown, tuple(_total(shown, one) for one in directions))


def _cell(cell: Cell, rule: Threshold) -> Cell:
    if any(rule.is_small(count.n) for count in cell.counts if count.n is not None):
        return _hidden(cell)
    if _parts_tell(cell.counts, rule):
        wholes = (count for count in cell.counts if count.what == ALL)
        return replace(cell, counts=tuple(replace(count, parts=()) for count in wholes))
    return cell


def _hidden(cell: Cell) -> Cell:
    counts = (_withheld(count) for count in cell.counts if count.what == ALL)
    return replace(cell, counts=tuple(counts), withheld=True)


def _withheld(count: Count) -> Count:
    """Return that somebody counted, without anything that depends on the number."""
    return Count(
        by=count.by,
        n=None,
        said_on=count.said_on,
        report_ref=count.report_ref,
        ours=count.ours,
        shown=False,
    )


def _parts_tell(counts: Iterable[Count], rule: Threshold) -> bool:
    """Tell whether a part is small, or sums of parts come close to another number."""
    held = list(counts)
    pieces = [part.n for count in held for part in count.parts]
    pieces += [count.n for count in held if count.what != ALL and count.n is not None]
    wholes = [count.n for count in held if count.what == ALL and count.n is not None]
    if len(pieces) > MOST_PARTS or any(map(rule.is_small, pieces)):
        return bool(pieces)
    sums = {
        sum(some)
        for size in range(1, len(pieces) + 1)
        for some in combinations(pieces, size)
    }
    return any(
        rule.is_small(abs(one - other)) for one in sums for other in sums.union(wholes)
    )


def _total(cells: Iterable[Cell], direction: str) -> Total:
    """Add our own counts of one direction; nothing where any of them is not shown."""
    numbers = [_own(cell) for cell in cells if cell.direction == direction]
    known = [n for n in numbers if n is not None]
    whole = len(known) == len(numbers)
    return Total(direction, sum(known) if whole else None, len(numbers))


def near(before: Totals, after: Totals, rule: Threshold) -> tuple[Cell, ...]:
    """Return cells whose own count differs by a small number from what was shown.

    A correction is sometimes needed; whoever compares the two then learns of a few
    persons, and a person decides whether that is worth it.
    """
    shown = {(cell.round, cell.direction): _own(cell) for cell in before.cells}
    return tuple(
        cell
        for cell in after.cells
        if _differs_little(shown.get((cell.round, cell.direction)), _own(cell), rule)
    )


def _own(cell: Cell) -> int | None:
    return next((count.n for count in cell.counts if count.ours), None)


def _differs_little(one: int | None, other: int | None, rule: Threshold) -> bool:
    return one is not None and other is not None and rule.is_small(abs(one - other))
