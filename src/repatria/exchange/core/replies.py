"""What a party says about a list beside signing it: answers, and a counter-proposal.

Both travel as a ``reply`` over the hash of one list version.  They name people by
their numbers in that list and hold neither a name, nor a reason, nor free text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from repatria.exchange.core.entry_states import EntryState, Position

KIND = "reply"
ANSWERS, COUNTER = "answers", "counter"
_OF_BOTH = {"about", "exchange", "kind", "party", "round", "said_on", "sha256"}
ANSWERS_KEYS = frozenset(_OF_BOTH | {"version", "answers"})
COUNTER_KEYS = frozenset(_OF_BOTH | {"version", "unwanted", "wanted"})
ROW_KEYS = frozenset({"case", "missing", "of", "on", "state"})
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Over:
    """Which list version something is said about, and by which party on which day."""

    exchange: str
    round: int
    version: int
    sha256: str
    party: str
    said_on: date

    def told(self, about: str) -> dict[str, Any]:
        """Return what every reply begins with."""
        return {
            "kind": KIND,
            "about": about,
            "exchange": self.exchange,
            "round": self.round,
            "version": self.version,
            "sha256": self.sha256,
            "party": self.party,
            "said_on": self.said_on.isoformat(),
        }


def answers(over: Over, rows: Iterable[tuple[str, Position]]) -> dict[str, Any]:
    """Return a party's answers as they travel, in the order of the list."""
    told = [
        {
            "case": case,
            "state": position.state.value,
            "on": position.on,
            "of": position.of,
            "missing": list(position.missing),
        }
        for case, position in rows
    ]
    return over.told(ANSWERS) | {"answers": told}


def counter(
    over: Over, *, wanted: Iterable[str], unwanted: Iterable[str]
) -> dict[str, Any]:
    """Return a counter-proposal as it travels: numbers, sorted, and nothing else."""
    told = {"wanted": sorted(wanted), "unwanted": sorted(unwanted)}
    return over.told(COUNTER) | told


def fault_in_answers(told: Any) -> str:
    """Return which key of answers that came is not sound, "" if all are.

    >>> fault_in_answers({"about": "answers"})
    'keys'
    """
    if not isinstance(told, dict) or told.keys() != ANSWERS_KEYS:
        return "keys"
    rows = told["answers"]
    sound = isinstance(rows, list) and all(map(_is_row, rows))
    if not sound or len({row["case"] for row in rows}) != len(rows):
        return "answers"
    return _fault_in_heading(told)


def fault_in_counter(told: Any) -> str:
    """Return which key of a counter-proposal that came is not sound, "" if all are."""
    if not isinstance(told, dict) or told.keys() != COUNTER_KEYS:
        return "keys"
    for key in ("wanted", "unwanted"):
        if not _are_texts(told[key]) or len(set(told[key])) != len(told[key]):
            return key
    return _fault_in_heading(told)


def positions_of(told: Mapping[str, Any]) -> dict[str, Position]:
    """Return the answers of a sound message, by number in the list."""
    return {
        row["case"]: Position(
            EntryState(row["state"]), row["on"], row["of"], tuple(row["missing"])
        )
        for row in told["answers"]
    }


def _fault_in_heading(told: Mapping[str, Any]) -> str:
    texts = ("kind", "exchange", "party", "sha256")
    if wrong := next((key for key in texts if not _is_text(told[key])), ""):
        return wrong
    for key in ("round", "version"):
        if not isinstance(told[key], int) or isinstance(told[key], bool):
            return key
    return "" if _is_day(told["said_on"]) else "said_on"


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and row.keys() == ROW_KEYS
        and all(_is_text(row[key]) for key in ("case", "of", "on", "state"))
        and row["state"] in set(EntryState) - {EntryState.OPEN, EntryState.AGREED}
        and _are_texts(row["missing"])
    )


def _are_texts(told: Any) -> bool:
    return isinstance(told, list) and all(map(_is_text, told))


def _is_text(told: Any) -> bool:
    return isinstance(told, str) and len(told) <= _LONGEST


def _is_day(told: Any) -> bool:
    try:
        return date.fromisoformat(told) is not None
    except (TypeError, ValueError):
        return False
