"""What changed between two versions of a list: row by row, field by field.

Rows are one by the list's own numbers; where a row has none, or one that stands twice,
by family name, given name and birth date, if those too stand once.  A row that cannot
be recognised is said to be unknown: it is neither new nor gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from repatria.register.core.statements import COLUMNS

_RENUMBERED_FROM = 0.5  # share of equal numbers that name somebody else


class Change(StrEnum):
    """What became of a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"
    UNKNOWN = "unknown"


class TiedBy(StrEnum):
    """How rows of two versions were recognised."""

    NUMBERS = "numbers"
    NAMES = "names"
    BOTH = "both"
    RENUMBERED = "renumbered"  # by names: the numbers were given anew
    NOTHING = "nothing"


class Line(NamedTuple):
    """A row of one version: who it is called, its key by name, and what it says.

    ``values`` are in the order of ``COLUMNS``; ``key`` is empty where the row has no
    name or no birth date.
    """

    number: str
    key: tuple[str, ...]
    values: tuple[str, ...]


class Step(NamedTuple):
    """One row that is not the same: its places in both versions, and what differs."""

    change: Change
    old: int | None
    new: int | None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that changed; ``steps`` leaves out what is the same.

    ``ties`` gives the place of each recognised row of the earlier version, and its
    place in the later one.
    """

    tied_by: TiedBy
    counts: Mapping[Change, int]
    steps: Sequence[Step]
    ties: Mapping[int, int]


def line_of(values: Sequence[str], family: str, given: str) -> Line:
    """Return a row's line; ``family`` and ``given`` are its search keys."""
    told = dict(zip(COLUMNS, values, strict=True))
    known = bool(family and told["birth"])
    key = (family, given, told["birth"]) if known else ()
    return Line(told["own_id"], key, tuple(values))


def differences(before: Sequence[Line], after: Sequence[Line]) -> Differences:
    """Return what changed from one version to the next.

    >>> one = line_of(["7", "Koval", *[""] * 13], "kvl", "")
    >>> two = line_of(["7", "Kovalchuk", *[""] * 13], "kvlck", "")
    >>> differences([one], [two]).steps
    [Step(change=<Change.CHANGED: 'changed'>, old=0, new=0, fields=('family',))]
    """
    by_number = _once(before, after, lambda line: line.number)
    renumbered = _renumbered(before, after, by_number)
    numbered = not renumbered and _has_numbers(before) and _has_numbers(after)
    tied = by_number if numbered else {}
    by_name = _by_names(before, after, tied, all_of_them=not numbered)
    pairs = tied | by_name
    steps = [*_steps_of_old(before, after, pairs, numbered=numbered)]
    taken = set(pairs.values())
    steps += [
        Step(_alone(line, Change.ADDED, numbered=numbered), None, place)
        for place, line in enumerate(after)
        if place not in taken
    ]
    counts = Counter(step.change for step in steps)
    return Differences(
        tied_by=_how(by_name, numbered=numbered, renumbered=renumbered),
        counts={change: counts.get(change, 0) for change in Change},
        steps=[step for step in steps if step.change is not Change.SAME],
        ties=pairs,
    )


# What is said of somebody's name and birth; a row that changes it may mean another.
_WHO = tuple(map(COLUMNS.index, ("family", "given", "patronymic", "birth")))


def same_person(before: Line, after: Line) -> bool:
    """Tell whether a recognised row still names the same person, word for word.

    Whatever else it says may have changed; a row that names nobody tells nothing.
    """
    who = [before.values[place] for place in _WHO]
    return any(who) and who == [after.values[place] for place in _WHO]


def _once(
    before: Iterable[Line], after: Iterable[Line], name: Callable[[Line], object]
) -> dict[int, int]:
    """Tie rows by something that both versions have exactly once."""
    old, new = _places(before, name), _places(after, name)
    return {
        place: new[key]
        for key, place in old.items()
        if place >= 0 and new.get(key, -1) >= 0
    }


def _places(lines: Iterable[Line], name: Callable[[Line], object]) -> dict[object, int]:
    """Return where each key stands; -1 for one that stands more than once."""
    places: dict[object, int] = {}
    for place, line in enumerate(lines):
        if key := name(line):
            places[key] = -1 if key in places else place
    return places


def _renumbered(
    before: Sequence[Line], after: Sequence[Line], tied: Mapping[int, int]
) -> bool:
    """Tell whether most of the equal numbers name somebody else."""
    there = {line.key for line in before if line.key}
    known = [(before[old].key, after[new].key) for old, new in tied.items()]
    moved = sum(old != new and new in there for old, new in known if old)
    return moved > _RENUMBERED_FROM * len(known)


def _has_numbers(lines: Iterable[Line]) -> bool:
    return any(line.number for line in lines)


def _by_names(
    before: Sequence[Line],
    after: Sequence[Line],
    tied: Mapping[int, int],
    *,
    all_of_them: bool,
) -> dict[int, int]:
    """Tie by name and birth what no number ties.

    Two rows that each have a number of their own, and not the same, are two.
    """
    taken = set(tied.values())
    found = _once(
        [line if place not in tied else _NOBODY for place, line in enumerate(before)],
        [line if place not in taken else _NOBODY for place, line in enumerate(after)],
        lambda line: line.key,
    )
    if all_of_them:
        return found
    twice = _twice(before), _twice(after)
    return {
        old: new
        for old, new in found.items()
        if _numberless(before[old], twice[0]) or _numberless(after[new], twice[1])
    }


_NOBODY = Line("", (), ())


def _twice(lines: Iterable[Line]) -> frozenset[str]:
    counts = Counter(line.number for line in lines)
    return frozenset(number for number, count in counts.items() if count > 1)


def _numberless(line: Line, twice: frozenset[str]) -> bool:
    return not line.number or line.number in twice


def _steps_of_old(
    before: Sequence[Line],
    after: Sequence[Line],
    pairs: Mapping[int, int],
    *,
    numbered: bool,
) -> Iterable[Step]:
    for place, line in enumerate(before):
        new = pairs.get(place)
        if new is None:
            yield Step(_alone(line, Change.REMOVED, numbered=numbered), place, None)
        elif line.values == after[new].values:
            yield Step(Change.SAME, place, new)
        else:
            both = zip(COLUMNS, line.values, after[new].values, strict=True)
            fields = tuple(name for name, old, now in both if old != now)
            yield Step(Change.CHANGED, place, new, fields)


def _alone(line: Line, change: Change, *, numbered: bool) -> Change:
    """Say of a row that nothing ties whether that tells anything."""
    return change if line.key or (numbered and line.number) else Change.UNKNOWN


def _how(by_name: Mapping[int, int], *, numbered: bool, renumbered: bool) -> TiedBy:
    if renumbered:
        return TiedBy.RENUMBERED
    if numbered:
        return TiedBy.BOTH if by_name else TiedBy.NUMBERS
    return TiedBy.NAMES if by_name else TiedBy.NOTHING
