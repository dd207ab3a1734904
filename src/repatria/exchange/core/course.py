"""Why a round is suspended or cancelled, and what others are told of its course.

The reasons are a closed list of words that speak of no person: a word somebody
chose freely would tell, sooner or later, who refused or is ill.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from repatria.exchange.core.states import State
from repatria.shared.text import mark as _


class Reason(StrEnum):
    """Why a round is suspended or cancelled."""

    NOT_TOLD = "not-told"
    AGREED = "agreed"
    LISTS = "lists"
    PLACE = "place"
    SAFETY = "safety"
    WEATHER = "weather"


REASON_WORDS = {
    Reason.NOT_TOLD: _("No reason is told"),
    Reason.AGREED: _("The parties agreed to"),
    Reason.LISTS: _("The lists are looked at again"),
    Reason.PLACE: _("The place or the way there is not ready"),
    Reason.SAFETY: _("The safety of the way is not assured"),
    Reason.WEATHER: _("The weather does not allow it"),
}


class Act(StrEnum):
    """What one organisation tells the others about a round."""

    SCHEDULED = "scheduled"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CANCELLED = "cancelled"
    RECONCILED = "reconciled"


ACT_WORDS = {
    Act.SCHEDULED: _("The day is fixed"),
    Act.SUSPENDED: _("The round is suspended"),
    Act.RESUMED: _("The round goes on from where it stood"),
    Act.CANCELLED: _("The round is cancelled"),
    Act.RECONCILED: _("The counts were compared here"),
}
ACT_OF = {
    State.SCHEDULED: Act.SCHEDULED,
    State.SUSPENDED: Act.SUSPENDED,
    State.CANCELLED: Act.CANCELLED,
    State.RECONCILED: Act.RECONCILED,
}
ABOUT = "round"
MESSAGE_KEYS = frozenset(
    {"about", "act", "by", "counts", "exchange", "kind", "on", "reason", "round"}
)
COUNT_KEYS = frozenset({"n", "to"})


def message(
    act: Act,
    *,
    exchange: str,
    number: int,
    by: str,
    on: date | None = None,
    reason: str = "",
    counts: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Return what travels: ``by`` is a party's code, empty for the agency.

    ``counts`` gives how many came home, by whose people they are.
    """
    return {
        "kind": "notification",
        "about": ABOUT,
        "act": act.value,
        "exchange": exchange,
        "round": number,
        "by": by,
        "on": on.isoformat() if on else "",
        "reason": reason,
        "counts": [{"to": to, "n": n} for to, n in sorted((counts or {}).items())],
    }


def fault_in_message(told: Any) -> str:
    """Return which key of a message about a round is not sound, "" if all are.

    >>> fault_in_message(message(Act.RESUMED, exchange="X-1", number=1, by=""))
    ''
    >>> fault_in_message(message(Act.SCHEDULED, exchange="X-1", number=1, by=""))
    'on'
    """
    if not isinstance(told, dict) or told.keys() != MESSAGE_KEYS:
        return "keys"
    act = told["act"] if isinstance(told["act"], str) else ""
    checks = {
        "act": act in set(Act),
        "exchange": isinstance(told["exchange"], str),
        "round": _is_number(told["round"], least=1),
        "by": isinstance(told["by"], str),
        "on": _is_day(told["on"]) if act == Act.SCHEDULED else told["on"] == "",
        "reason": str(told["reason"]) in _reasons_of(act),
        "counts": _are_counts(told["counts"], wanted=act == Act.RECONCILED),
    }
    return next((key for key, sound in checks.items() if not sound), "")


def _reasons_of(act: str) -> Collection[str]:
    exits = act in {Act.SUSPENDED, Act.CANCELLED}
    return {reason.value for reason in Reason} if exits else {""}


def _is_number(told: Any, *, least: int) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and told >= least


def _is_day(told: Any) -> bool:
    try:
        return bool(date.fromisoformat(told).isoformat() == told)
    except (TypeError, ValueError):
        return False


def _are_counts(told: Any, *, wanted: bool) -> bool:
    if not isinstance(told, list) or bool(told) is not wanted:
        return False
    sound = all(
        isinstance(one, dict)
        and one.keys() == COUNT_KEYS
        and isinstance(one["to"], str)
        and _is_number(one["n"], least=0)
        for one in told
    )
    return sound and len({one["to"] for one in told}) == len(told)
