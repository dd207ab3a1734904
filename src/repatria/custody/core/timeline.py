"""Every statement in order of when it happened, those of one event stacked, and gaps.

Nothing is chosen: statements of one event that disagree stand in one stack, which
names what they disagree in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from repatria.custody.core.ladder import height, rung_of
from repatria.custody.core.said import Said, Stand, stand_of
from repatria.custody.core.spans import Span
from repatria.custody.core.words import AT_A_PLACE, Kind, Occasion, Rung
from repatria.shared.text import mark as _

LEAST_GAP_DAYS = 30
"""Silences shorter than this are not shown; a number of ours, and no rule of law."""

# Of these there is one in a captivity: two sources that name two days disagree.
_ONCE = frozenset(
    {
        Kind.DEATH,
        Kind.IDENTIFIED,
        Kind.REMAINS,
        Kind.RELEASE,
        Kind.REPATRIATION,
    }
)
_HEARD = frozenset(
    {
        Kind.RELEASE,
        Kind.ESCAPE,
        Kind.REPATRIATION,
        Kind.ACCOMMODATION,
        Kind.DEATH,
    }
)
DISAGREE_WORDS = {
    "day": _("the day"),
    "holder": _("who holds the person"),
    "place": _("the place"),
    "detail": _("what it is"),
}


@dataclass(frozen=True, slots=True)
class Stack:
    """Statements of one event, oldest word first; ``disagree`` names what differs.

    ``fluid`` says that the event may lie before the one above it: the dates do not
    tell which came first.
    """

    kind: Kind
    said: tuple[Said, ...]
    disagree: tuple[str, ...] = ()
    fluid: bool = False

    @property
    def starts(self) -> tuple[date, date, date, str]:
        """By what the stack is put in order."""
        return min(one.order for one in self.said)

    @property
    def span(self) -> Span:
        """The days of the statement by which it is put in order."""
        return min(self.said, key=lambda one: one.order).span


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nobody said anything; ``until`` is None where it goes on.

    ``days`` is the least it can have been; ``at_least`` says that it may be longer.
    """

    since: date
    until: date | None
    days: int
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Stacks and gaps in order, and what no longer stands or has no day at all."""

    rows: tuple[Stack | Gap, ...]
    undated: tuple[Stack, ...]
    stand: Stand


def timeline(
    statements: Iterable[Said],
    *,
    today: date,
    goes_on: bool,
    least_days: int = LEAST_GAP_DAYS,
) -> Timeline:
    """Return what was said of a captivity, in order of when it happened.

    ``goes_on`` tells whether the captivity does: then silence up to ``today`` counts.
    """
    stand = stand_of(statements)
    stacks = _stacks(stand.standing)
    dated = _marked([one for one in stacks if one.span.is_known])
    gaps = _gaps(stand.standing, today if goes_on else None, least_days)
    rows: list[Stack | Gap] = sorted([*dated, *gaps], key=_place)
    return Timeline(
        rows=tuple(rows),
        undated=tuple(one for one in stacks if not one.span.is_known),
        stand=stand,
    )


def _place(row: Stack | Gap) -> tuple[date, int, tuple[date, date, str]]:
    if isinstance(row, Gap):
        return row.since, 1, (row.since, row.since, "")
    return row.starts[0], 0, row.starts[1:]


def _stacks(standing: Sequence[Said]) -> list[Stack]:
    groups: list[list[Said]] = []
    for said in standing:
        for group in groups:
            if _one_event(group, said):
                group.append(said)
                break
        else:
            groups.append([said])
    stacks = [
        Stack(
            kind=group[0].kind,
            said=tuple(sorted(group, key=lambda one: one.heard)),
            disagree=tuple(_disagreements(group)),
        )
        for group in groups
    ]
    return sorted(stacks, key=lambda one: one.starts)


def _one_event(group: Sequence[Said], said: Said) -> bool:
    first = group[0]
    if said.kind is not first.kind:
        return False
    if said.kind in {Kind.HELD, Kind.CLAIM}:  # the weekly list of one sender
        return (said.by, said.holder, said.place) == (
            first.by,
            first.holder,
            first.place,
        )
    if is_capture(said) != is_capture(first):
        return False
    if any(one.span.is_known and one.span.may_meet(said.span) for one in group):
        return said.span.is_known
    once = said.kind in _ONCE or is_capture(said)
    return once and said.by not in {one.by for one in group}


def is_capture(said: Said) -> bool:
    """Tell whether a statement is about the capture itself, and no later card."""
    return said.kind is Kind.CAPTURE and said.detail in {"", Occasion.CAPTURE}


def _disagreements(group: Sequence[Said]) -> list[str]:
    """Return in what statements of one event say different things.

    What one of them leaves open is no disagreement.
    """
    if group[0].kind in {Kind.HELD, Kind.CLAIM}:
        return []
    told = {
        "holder": {one.holder for one in group},
        "place": {" ".join(one.place.casefold().split()) for one in group},
        "detail": {one.detail for one in group},
    }
    apart = any(
        not one.span.may_meet(other.span)
        for place, one in enumerate(group)
        for other in group[place + 1 :]
    )
    days = ["day"] if apart else []
    return days + [name for name, values in told.items() if len(values - {""}) > 1]


def _marked(stacks: Sequence[Stack]) -> list[Stack]:
    """Say of each stack whether it may have come before the one above it."""
    marked = []
    for place, one in enumerate(stacks):
        above = stacks[place - 1].span if place else None
        fluid = (
            above is not None
            and not above.surely_before(one.span)
            and not (above.is_a_day and one.span.is_a_day)
        )
        marked.append(Stack(one.kind, one.said, one.disagree, fluid))
    return marked


def _gaps(standing: Sequence[Said], today: date | None, least: int) -> list[Gap]:
    """Return the silences between two words of the person, longer than ``least``.

    Two days that are told for one death, or one return, have no silence between them.
    """
    heard = sorted(
        (said.span.first, said.span.last, said.kind)
        for said in standing
        if said.span.first and said.span.last and _is_heard(said)
    )
    sharp = {first for first, last, _kind in heard if first == last}
    begins: list[tuple[date, Kind | None]] = [
        (first, kind) for first, _last, kind in heard[1:]
    ]
    if today:
        begins.append((today, None))
    gaps, past = [], date.min
    for place, ((_first, last, kind), (until, then)) in enumerate(
        zip(heard, begins, strict=False)
    ):
        past = max(past, last)
        one_event = kind is then and kind in _ONCE
        if (until - past).days > least and not one_event:
            ends = place + 1 == len(heard)
            exact = past in sharp and (ends or until in sharp)
            days = (until - past).days
            gaps.append(Gap(past, None if ends else until, days, at_least=not exact))
    return gaps


def _is_heard(said: Said) -> bool:
    """Tell whether a statement is a word of the person, on the day it speaks of."""
    of_person = said.kind in AT_A_PLACE
    return said.kind in _HEARD or (
        of_person and height(rung_of(said)) >= height(Rung.SEEN)
    )
