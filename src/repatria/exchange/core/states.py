"""The states an exchange, or one round of it, goes through, in their order."""

from __future__ import annotations

from enum import StrEnum

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


def tone_of(state: State) -> str:
    """Return how the page draws a state."""
    return TONES.get(state, USUAL)
