"""The two documents that leave a handover: the manifest before, the receipt after.

Both are values whose canonical JSON (RFC 8785) is hashed and signed.  Neither has a
word, a time or an order that depends on why somebody does not go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from repatria.shared.text import mark as _

MANIFEST, RECEIPT = "manifest", "receipt"


class Outcome(StrEnum):
    """All that is ever told of a line."""

    CROSSED = "crossed"
    NOT_CROSSED = "not crossed"


OUTCOME_WORDS = {
    Outcome.CROSSED: _("crossed"),
    Outcome.NOT_CROSSED: _("not crossed"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the manifest, by the numbers that both parties share.

    ``in_place_of`` is the line of the person whose place this one takes, 0 where the
    line stands for itself.
    """

    line: int
    case: str
    holder_id: str
    home_id: str
    name: str
    in_place_of: int = 0

    def document(self) -> dict[str, Any]:
        """Return the line as it stands in a manifest."""
        told: dict[str, Any] = {
            "case": self.case,
            "holder_id": self.holder_id,
            "home_id": self.home_id,
            "line": self.line,
            "name": self.name,
        }
        return told | ({"in_place_of": self.in_place_of} if self.in_place_of else {})


@dataclass(frozen=True, slots=True)
class Journey:
    """Which crossing this is: what both documents say of it."""

    handover: str
    exchange: str
    round: int
    leg: str
    on: str

    def document(self) -> dict[str, Any]:
        """Return the head of a document."""
        return {
            "exchange": self.exchange,
            "handover": self.handover,
            "leg": self.leg,
            "on": self.on,
            "round": self.round,
        }


def manifest(
    journey: Journey,
    people: Sequence[Person],
    *,
    version: int,
    place: str,
    list_sha256: str,
    synthetic: bool,
) -> dict[str, Any]:
    """Return the complete list that has to be there before departure (GC III 46)."""
    return journey.document() | {
        "kind": MANIFEST,
        "lines": [person.document() for person in people],
        "list_sha256": list_sha256,
        "persons": len(people) - sum(1 for each in people if each.in_place_of),
        "place": place,
        "synthetic": synthetic,
        "version": version,
    }


def receipt(
    journey: Journey,
    outcomes: Sequence[tuple[int, str, Outcome]],
    *,
    manifest_sha256: str,
    manifest_version: int,
    synthetic: bool,
) -> dict[str, Any]:
    """Return what both sides sign after the crossing, from (line, case, outcome).

    It has no number of its own and no time: two sides that saw the same make the
    same bytes without having spoken.
    """
    crossed = sum(1 for _line, _case, each in outcomes if each is Outcome.CROSSED)
    return journey.document() | {
        "crossed": crossed,
        "kind": RECEIPT,
        "lines": [
            {"case": case, "line": line, "outcome": each.value}
            for line, case, each in outcomes
        ],
        "manifest": {"sha256": manifest_sha256, "version": manifest_version},
        "not_crossed": len(outcomes) - crossed,
        "synthetic": synthetic,
    }


def differing_lines(
    one: Mapping[str, Any], other: Mapping[str, Any]
) -> list[tuple[int, str, str]]:
    """Return (line, what one says, what the other says) wherever two receipts differ.

    A line that one of them lacks is "".

    >>> a = {"lines": [{"line": 1, "outcome": "crossed"}]}
    >>> differing_lines(a, {"lines": []})
    [(1, 'crossed', '')]
    """
    left, right = _outcomes(one), _outcomes(other)
    return [
        (line, left.get(line, ""), right.get(line, ""))
        for line in sorted({*left, *right})
        if left.get(line) != right.get(line)
    ]


def _outcomes(document: Mapping[str, Any]) -> dict[int, str]:
    return {each["line"]: each["outcome"] for each in document["lines"]}
