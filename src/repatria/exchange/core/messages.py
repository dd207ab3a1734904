"""What else travels about lists: a signature over one, and names held back."""

from __future__ import annotations

from typing import Any

from repatria.exchange.core.articles import Article, Ground

SIGNATURE_KEYS = frozenset(
    {"about", "exchange", "kind", "party", "round", "sha256", "signature", "version"}
)
NOTIFICATION_KEYS = frozenset({"about", "by", "held", "home", "kind", "on"})
HELD_KEYS = frozenset({"article", "ground", "holder_id", "name", "until"})


def fault_in_signature(told: Any) -> str:
    """Return which key of a signature's message is not sound, "" if all are."""
    if not isinstance(told, dict) or told.keys() != SIGNATURE_KEYS:
        return "keys"
    texts = ("exchange", "party", "sha256", "signature")
    return next((key for key in texts if not isinstance(told[key], str)), "")


def fault_in_notification(told: Any) -> str:
    """Return which key of a notification of holds is not sound, "" if all are.

    >>> fault_in_notification({"about": "held-back"})
    'keys'
    """
    if not isinstance(told, dict) or told.keys() != NOTIFICATION_KEYS:
        return "keys"
    texts = ("by", "home", "on")
    if wrong := next((key for key in texts if not isinstance(told[key], str)), ""):
        return wrong
    sound = isinstance(told["held"], list) and all(map(_is_held, told["held"]))
    return "" if sound else "held"


def _is_held(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and row.keys() == HELD_KEYS
        and all(isinstance(value, str) for value in row.values())
        and row["article"] in set(Article)
        and row["ground"] in set(Ground)
    )
