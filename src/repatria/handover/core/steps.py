"""What may happen to one person at a handover, and where they stand.

A state is worked out from the events that were not undone; nothing is overwritten.
Whatever the reason why somebody does not go, all that leaves is ``not crossed``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from repatria.shared.text import mark as _


class Step(StrEnum):
    """What happened to one line of the manifest."""

    PRESENT = "present"
    ABSENT = "absent"
    CROSSED = "crossed"
    NOT_CROSSED = "not_crossed"
    SUBSTITUTED = "substituted"
    UNDONE = "undone"


class Standing(StrEnum):
    """Where one person stands."""

    AWAITED = "awaited"
    HERE = "here"
    MISSING = "missing"
    CROSSED = "crossed"
    NOT_CROSSED = "not_crossed"
    REPLACED = "replaced"


STEP_WORDS = {
    Step.PRESENT: _("Here"),
    Step.ABSENT: _("Missing"),
    Step.CROSSED: _("Crossed"),
    Step.NOT_CROSSED: _("Not crossed"),
    Step.SUBSTITUTED: _("Another person goes in this place"),
    Step.UNDONE: _("The entry before was undone"),
}
STANDING_WORDS = {
    Standing.AWAITED: _("Not checked in yet"),
    Standing.HERE: _("Here"),
    Standing.MISSING: _("Missing"),
    Standing.CROSSED: _("Crossed"),
    Standing.NOT_CROSSED: _("Not crossed"),
    Standing.REPLACED: _("Replaced"),
}
TONES = {
    Standing.AWAITED: "open",
    Standing.HERE: "waiting",
    Standing.MISSING: "differs",
    Standing.CROSSED: "good",
    Standing.NOT_CROSSED: "ended",
    Standing.REPLACED: "ended",
}
_STANDS = {
    Step.PRESENT: Standing.HERE,
    Step.ABSENT: Standing.MISSING,
    Step.CROSSED: Standing.CROSSED,
    Step.NOT_CROSSED: Standing.NOT_CROSSED,
    Step.SUBSTITUTED: Standing.REPLACED,
}
# Who is missing has to be here before anybody can cross; the last three close a line
# until they are undone.
_MAY_FOLLOW = {
    Standing.AWAITED: frozenset(_STANDS),
    Standing.HERE: frozenset(
        {Step.ABSENT, Step.CROSSED, Step.NOT_CROSSED, Step.SUBSTITUTED}
    ),
    Standing.MISSING: frozenset({Step.PRESENT, Step.NOT_CROSSED, Step.SUBSTITUTED}),
    Standing.CROSSED: frozenset[Step](),
    Standing.NOT_CROSSED: frozenset[Step](),
    Standing.REPLACED: frozenset[Step](),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry about one person; ``undoes`` is the number of the entry it undoes."""

    number: int
    kind: Step
    undoes: int = 0


def effective(events: Iterable[Event]) -> list[Event]:
    """Return the entries that hold, oldest first: neither undone nor an undoing."""
    held = list(events)
    undone = {event.undoes for event in held}
    return [
        event
        for event in held
        if event.kind is not Step.UNDONE and event.number not in undone
    ]


def standing(events: Iterable[Event]) -> Standing:
    """Return where a person stands.

    >>> standing([Event(1, Step.PRESENT), Event(2, Step.CROSSED)]).value
    'crossed'
    >>> standing([Event(1, Step.ABSENT), Event(2, Step.UNDONE, undoes=1)]).value
    'awaited'
    """
    held = effective(events)
    return _STANDS[held[-1].kind] if held else Standing.AWAITED


def may_follow(now: Standing, step: Step) -> bool:
    """Tell whether ``step`` can happen to somebody who stands at ``now``.

    >>> may_follow(Standing.MISSING, Step.CROSSED)
    False
    """
    return step in _MAY_FOLLOW[now]


def said_already(now: Standing, step: Step) -> bool:
    """Tell whether ``step`` is what already stands: saying it twice does no harm."""
    return _STANDS.get(step) is now


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines stand where."""

    lines: int
    awaited: int
    here: int
    missing: int
    crossed: int
    not_crossed: int
    replaced: int

    @property
    def expected(self) -> int:
        """How many persons should cross: a place that was filled counts once."""
        return self.lines - self.replaced

    @property
    def checked_in(self) -> bool:
        """Whether everybody was looked for."""
        return self.awaited == 0

    @property
    def agree(self) -> bool:
        """Whether everybody expected is here or has crossed."""
        return self.here + self.crossed == self.expected

    @property
    def settled(self) -> bool:
        """Whether each line has an outcome, so that a receipt can be made."""
        return self.awaited == 0 and self.here == 0

    @property
    def not_over(self) -> int:
        """How many lines end as ``not crossed``, for whatever reason."""
        return self.missing + self.not_crossed + self.replaced


def counted(standings: Sequence[Standing]) -> Counts:
    """Count where everybody stands.

    >>> counted([Standing.HERE, Standing.MISSING]).agree
    False
    """
    return Counts(
        lines=len(standings),
        awaited=standings.count(Standing.AWAITED),
        here=standings.count(Standing.HERE),
        missing=standings.count(Standing.MISSING),
        crossed=standings.count(Standing.CROSSED),
        not_crossed=standings.count(Standing.NOT_CROSSED),
        replaced=standings.count(Standing.REPLACED),
    )
