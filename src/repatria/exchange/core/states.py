"""The states a round of an exchange goes through, and who brings it into each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol, TypeVar

from repatria.shared.text import mark as _


class State(StrEnum):
    """Where an exchange stands; derived from its events, never written by itself."""

    PROPOSED = "proposed"
    LISTS_EXCHANGED = "lists_exchanged"
    VERIFYING = "verifying"
    AGREED = "agreed"
    SCHEDULED = "scheduled"
    ASSEMBLED = "assembled"
    IN_HANDOVER = "in_handover"
    COMPLETED = "completed"
    PARTIAL = "partial"
    RECONCILED = "reconciled"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


STATE_WORDS = {
    State.PROPOSED: _("Proposed"),
    State.LISTS_EXCHANGED: _("Lists exchanged"),
    State.VERIFYING: _("Being verified"),
    State.AGREED: _("Agreed: every party signed the same list"),
    State.SCHEDULED: _("Scheduled"),
    State.ASSEMBLED: _("Assembled"),
    State.IN_HANDOVER: _("In handover"),
    State.COMPLETED: _("Completed"),
    State.PARTIAL: _("Partly completed"),
    State.RECONCILED: _("Reconciled: the counts compared"),
    State.SUSPENDED: _("Suspended"),
    State.CANCELLED: _("Cancelled"),
}
NOTHING_YET = _("Not worked out yet")
TONES = {
    State.AGREED: "good",
    State.COMPLETED: "good",
    State.RECONCILED: "good",
    State.PARTIAL: "differs",
    State.SUSPENDED: "differs",
    State.CANCELLED: "ended",
}
USUAL = "waiting"
"""The tone of every state that is on the way."""

NEEDS = {
    State.PROPOSED: "exchange.propose",
    State.LISTS_EXCHANGED: "exchange.send",
    State.VERIFYING: "exchange.sign",
    State.AGREED: "exchange.sign",
    State.SCHEDULED: "exchange.schedule",
    State.ASSEMBLED: "exchange.border",
    State.IN_HANDOVER: "handover.run",
    State.COMPLETED: "handover.run",
    State.PARTIAL: "exchange.border",
    State.RECONCILED: "exchange.reconcile",
    State.SUSPENDED: "exchange.suspend",
    State.CANCELLED: "exchange.cancel",
}
"""The right by which somebody brings a round into a state; ``rights.toml`` says whose.

Negotiators to *agreed*, the agency schedules, officers from *assembled*, the auditor
reconciles.
"""
ON_THE_WAY = tuple(
    state
    for state in State
    if state not in {State.PARTIAL, State.SUSPENDED, State.CANCELLED}
)
"""What a round goes through if nothing comes between."""
TAKEN_BACK = frozenset(
    {State.ASSEMBLED, State.PARTIAL, State.RECONCILED, State.CANCELLED}
)
"""What an entry of its own can take back; a suspended round is resumed instead."""

# A new version of the list takes a round back to the start until people assemble.
_REOPENED = frozenset(
    {State.LISTS_EXCHANGED, State.VERIFYING, State.AGREED, State.SCHEDULED}
)
_NEXT = {
    State.PROPOSED: {State.LISTS_EXCHANGED},
    State.LISTS_EXCHANGED: {State.VERIFYING},
    State.VERIFYING: {State.AGREED},
    State.AGREED: {State.SCHEDULED},
    State.SCHEDULED: {State.ASSEMBLED},
    State.ASSEMBLED: {State.IN_HANDOVER},
    State.IN_HANDOVER: {State.COMPLETED, State.PARTIAL},
    State.COMPLETED: {State.RECONCILED},
    State.PARTIAL: {State.RECONCILED, State.COMPLETED},
    State.RECONCILED: set[State](),
    State.CANCELLED: set[State](),
}
_ENDED = frozenset({State.COMPLETED, State.RECONCILED, State.CANCELLED})


class Entry(Protocol):
    """What a round's events have: the state reached, and which event it takes back."""

    @property
    def pk(self) -> int:
        """Its number, as it is known by."""

    @property
    def state(self) -> str:
        """The state that was reached."""

    @property
    def undoes_id(self) -> int | None:
        """The number of the event that this one takes back."""


_Entry = TypeVar("_Entry", bound=Entry)


def standing(events: Iterable[_Entry]) -> list[_Entry]:
    """Return the events that hold, in their order: not taken back, nor taking back."""
    held = list(events)
    undone = {event.undoes_id for event in held}
    return [one for one in held if one.undoes_id is None and one.pk not in undone]


def where_suspended(events: Sequence[Entry]) -> State | None:
    """Return where a round stood before it was suspended, of the events that hold."""
    others = [one for one in events if one.state != State.SUSPENDED]
    return State(others[-1].state) if others else None


def may_be_next(now: State | None) -> list[State]:
    """Return the states on the usual way that may follow ``now``, in their order."""
    return [one for one in (*ON_THE_WAY, State.PARTIAL) if one in _usual_after(now)]


def _usual_after(now: State | None) -> set[State]:
    if now is None:
        return {State.PROPOSED}
    return set() if now is State.SUSPENDED else _NEXT[now]


def may_follow(now: State | None, following: State, *, before: State | None) -> bool:
    """Tell whether ``following`` may come after ``now`` (None: nothing yet).

    ``before`` is the state in which a suspended round was suspended: it goes on
    from there.

    >>> may_follow(None, State.PROPOSED, before=None)
    True
    >>> may_follow(State.PROPOSED, State.COMPLETED, before=None)
    False
    """
    if now is None:
        return following is State.PROPOSED
    if following in {State.SUSPENDED, State.CANCELLED}:
        return now not in _ENDED and now is not following
    if now is State.SUSPENDED:
        return following is before
    if following is State.PROPOSED:
        return now in _REOPENED
    return following in _NEXT[now]


def is_negotiated(now: State | None, *, before: State | None) -> bool:
    """Tell whether the list of a round may still become another: nobody assembles yet.

    A suspended round is told by where it was suspended (``before``).

    >>> is_negotiated(State.AGREED, before=None)
    True
    >>> is_negotiated(State.RECONCILED, before=None)
    False
    """
    stands = before if now is State.SUSPENDED else now
    return stands in {None, State.PROPOSED} | _REOPENED


def tone_of(state: State) -> str:
    """Return how the page draws a state."""
    return TONES.get(state, USUAL)
