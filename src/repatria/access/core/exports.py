"""Files with persons in them: for what, who must agree, how they are marked."""

from __future__ import annotations

from enum import StrEnum

from repatria.shared.text import mark as _

OTHER = "other"
PURPOSES = {
    "family": _("To answer a family"),
    "power": _("To answer a power or its bureau"),
    "agency": _("For the neutral agency"),
    "court": _("For a court or an investigation"),
    "handover": _("For a handover"),
    "work": _("To work on it here"),
    OTHER: _("Another purpose"),
}


class State(StrEnum):
    """Where a file that was asked for stands."""

    WAITING = "waiting"  # for a second person
    READY = "ready"
    REFUSED = "refused"
    FETCHED = "fetched"
    EXPIRED = "expired"


def needs_approval(*, people: int, sensitive: bool, most_alone: int) -> bool:
    """Tell whether a second person must agree.

    ``most_alone`` is the largest number of people that one person may take out alone.

    >>> needs_approval(people=51, sensitive=False, most_alone=50)
    True
    """
    return sensitive or people > most_alone


def state_of(
    *, fetched: bool, expired: bool, needs: bool, approved: bool | None
) -> State:
    """Return where an export stands; ``approved`` is None until somebody decided."""
    if fetched:
        return State.FETCHED
    if approved is False:
        return State.REFUSED
    if expired:
        return State.EXPIRED
    return State.WAITING if needs and approved is None else State.READY
