"""A referral to treatment: how urgent, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from repatria.shared.text import mark as _


class Urgency(StrEnum):
    """How soon the person has to be seen."""

    AT_ONCE = "at_once"
    WEEK = "week"
    MONTH = "month"


class ReferralState(StrEnum):
    """How far a referral has come."""

    MADE = "made"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SEEN = "seen"
    CLOSED = "closed"


URGENCY_WORDS = {
    Urgency.AT_ONCE: _("At once"),
    Urgency.WEEK: _("Within a week"),
    Urgency.MONTH: _("Within a month"),
}
STATE_WORDS = {
    ReferralState.MADE: _("Made: waits for an answer"),
    ReferralState.ACCEPTED: _("Accepted: waits to be seen"),
    ReferralState.DECLINED: _("Declined by the place: refer elsewhere"),
    ReferralState.SEEN: _("Seen"),
    ReferralState.CLOSED: _("Closed"),
}
TONES = {
    ReferralState.MADE: "waiting",
    ReferralState.ACCEPTED: "waiting",
    ReferralState.DECLINED: "differs",
    ReferralState.SEEN: "good",
    ReferralState.CLOSED: "ended",
}
_WITHIN = {
    Urgency.AT_ONCE: timedelta(days=1),
    Urgency.WEEK: timedelta(days=7),
    Urgency.MONTH: timedelta(days=30),
}
_NEXT = {
    ReferralState.MADE: {
        ReferralState.ACCEPTED,
        ReferralState.DECLINED,
        ReferralState.SEEN,
    },
    ReferralState.ACCEPTED: {ReferralState.SEEN, ReferralState.DECLINED},
    ReferralState.DECLINED: {ReferralState.CLOSED},
    ReferralState.SEEN: {ReferralState.CLOSED},
    ReferralState.CLOSED: set[ReferralState](),
}
UNSEEN = frozenset({ReferralState.MADE, ReferralState.ACCEPTED, ReferralState.DECLINED})
"""States in which nobody has treated the person yet."""


def state_of(kinds: Sequence[str]) -> ReferralState:
    """Return where a referral stands, from its events in order of time."""
    return ReferralState(kinds[-1])


def following(now: ReferralState) -> list[ReferralState]:
    """Return what may come next, in the order of the life of a referral."""
    return [state for state in ReferralState if state in _NEXT[now]]


def due(made: date, urgency: Urgency) -> date:
    """Return the day by which somebody has to have seen the person.

    >>> due(date(2022, 11, 25), Urgency.WEEK)
    datetime.date(2022, 12, 2)
    """
    return made + _WITHIN[urgency]
