"""The steps of a round: where it stands, what is next, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from repatria.access.core.rights import right_called
from repatria.access.core.roles import ROLE_NAMES, Role
from repatria.access.queries import installation
from repatria.exchange import queries
from repatria.exchange.core.states import (
    NEEDS,
    ON_THE_WAY,
    STATE_WORDS,
    State,
    may_be_next,
    standing,
)
from repatria.exchange.models import Round
from repatria.shared.text import say


def steps(held: Round) -> list[dict[str, Any]]:
    """Return the steps on the way: reached, now, next, not yet; and whose act each is.

    A step that was passed over counts as reached once a later one is.
    """
    events = {one.state: one for one in standing(queries.events_of(held))}
    now = queries.state_of(held)
    stands = queries.state_before(held) if now is State.SUSPENDED else now
    following = may_be_next(stands)
    way = _way_of(events)
    places = [place for place, one in enumerate(way) if one.value in events]
    last = max(places, default=-1)
    return [
        {
            "words": STATE_WORDS[one],
            "reached": place <= last,
            "now": one is now,
            "next": one in following and now is not State.SUSPENDED,
            "event": events.get(one.value),
            **whose(one),
        }
        for place, one in enumerate(way)
    ]


def _way_of(events: Collection[str]) -> list[State]:
    """Return the steps on the way; where a part alone crossed, that is said instead."""
    in_part = State.PARTIAL in events and State.COMPLETED not in events
    ended = State.PARTIAL if in_part else State.COMPLETED
    return [ended if one is State.COMPLETED else one for one in ON_THE_WAY]


def whose(state: State) -> dict[str, Any]:
    """Return who brings a round into a state: the roles, and in whose installation."""
    right = right_called(NEEDS[state])
    roles = [say(ROLE_NAMES[role]) for role in Role if role.value in right.roles]
    kinds = right.installations
    here = "party" if installation().party else "agency"
    return {
        "roles": ", ".join(roles),
        "where": next(iter(kinds)) if len(kinds) == 1 else "",
        "here": here in kinds,
    }
