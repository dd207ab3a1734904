"""The document that goes to both parties and that both sign.

It tells who goes.  Of everybody else it tells ``not proposed`` and nothing more:
its words, order, counts and length do not depend on why somebody is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

KIND = "proposal"
ROW_KEYS = frozenset({"case", "holder_id", "home_id", "leg", "name"})
KEYS = frozenset(
    {"exchange", "kind", "legs", "not_proposed", "on", "parity", "parties", "round"}
    | {"rules_sha256", "seats", "synthetic", "title", "version"}
)


@dataclass(frozen=True, slots=True)
class Row:
    """One person, as both parties know him: by the number each has given.

    ``leg`` is the direction, "A>B": held by A, going to B.
    """

    leg: str
    holder_id: str
    home_id: str
    case: str
    name: str

    @property
    def in_order(self) -> tuple[object, ...]:
        """By direction, then by the holder's number as people count: N-2, then N-10."""
        return self.leg, natural(self.holder_id), natural(self.home_id), self.case


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list is about.

    ``seats`` gives the most people by direction; one that is not in it was not stated.
    """

    exchange: str
    title: str
    parties: tuple[str, str]
    round: int
    on: date | None
    version: int
    rules_sha256: str
    synthetic: bool
    seats: Mapping[str, int] = field(default_factory=dict)


def proposal(
    heading: Heading,
    rows: Iterable[Row],
    *,
    go: Collection[str],
    outside_parity: Collection[str] = (),
) -> dict[str, Any]:
    """Return the document: who goes by leg, parity, and everybody else.

    ``go`` holds case numbers, ``outside_parity`` those of them whom no parity counts
    (GC III 109).  Rows are sorted by the numbers both parties gave, not by rank or
    reason.
    """
    everybody = sorted(rows, key=lambda row: row.in_order)
    going = [row for row in everybody if row.case in go]
    legs: dict[str, list[dict[str, str]]] = {leg: [] for leg in directions(heading)}
    for row in going:
        legs[row.leg].append(asdict(row))
    return {
        "kind": KIND,
        "exchange": heading.exchange,
        "title": heading.title,
        "round": heading.round,
        "version": heading.version,
        "rules_sha256": heading.rules_sha256,
        "synthetic": heading.synthetic,
        "on": heading.on.isoformat() if heading.on else "",
        "parties": list(heading.parties),
        "seats": dict(heading.seats),
        "legs": legs,
        "not_proposed": [asdict(row) for row in everybody if row.case not in go],
        "parity": parity(heading.parties, going, outside_parity=outside_parity),
    }


def natural(number: str) -> tuple[tuple[bool, int, str], ...]:
    """Return by what a number that a list gave is put in order, digits as numbers.

    >>> natural("N-2") < natural("N-10")
    True
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", number)
    return tuple(
        (False, int(part), "") if part.isdigit() else (True, 0, part) for part in parts
    )


def directions(heading: Heading) -> tuple[str, str]:
    """Return both directions between the parties."""
    first, second = heading.parties
    return f"{first}>{second}", f"{second}>{first}"


def parity(
    parties: Iterable[str], going: Iterable[Row], *, outside_parity: Collection[str]
) -> dict[str, dict[str, int]]:
    """Return what each party gives and gets, and how many of each stand outside parity.

    >>> one = Row("A>B", "1", "2", "R-1", "")
    >>> parity(["A", "B"], [one], outside_parity=["R-1"])["A"]
    {'gives': 1, 'gets': 0, 'gives_outside': 1, 'gets_outside': 0}
    """
    counted: dict[str, dict[str, int]] = {
        party: {"gives": 0, "gets": 0, "gives_outside": 0, "gets_outside": 0}
        for party in parties
    }
    for row in going:
        holder, _to, home = row.leg.partition(">")
        counted[holder]["gives"] += 1
        counted[home]["gets"] += 1
        if row.case in outside_parity:
            counted[holder]["gives_outside"] += 1
            counted[home]["gets_outside"] += 1
    return counted


def fault_in(told: Any) -> str:
    """Return what is wrong with a document that came from elsewhere, "" if nothing is.

    The word names a key; it is never a value.
    """
    if not isinstance(told, dict) or told.keys() != KEYS or told["kind"] != KIND:
        return "keys"
    checks = {
        "exchange": isinstance(told["exchange"], str),
        "title": isinstance(told["title"], str),
        "rules_sha256": isinstance(told["rules_sha256"], str),
        "synthetic": isinstance(told["synthetic"], bool),
        "round": _is_number(told["round"]),
        "version": _is_number(told["version"]),
        "on": _is_day(told["on"]),
        "parties": _are_parties(told["parties"]),
        "seats": _are_seats(told["seats"]),
    }
    wrong = [key for key, sound in checks.items() if not sound]
    return wrong[0] if wrong else _fault_in_rows(told)


def rows_of(told: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """Return the rows of who goes, and of everybody else, of a sound document."""
    going = [Row(**row) for leg in told["legs"].values() for row in leg]
    return going, [Row(**row) for row in told["not_proposed"]]


def _fault_in_rows(told: Mapping[str, Any]) -> str:
    first, second = told["parties"]
    both = {f"{first}>{second}", f"{second}>{first}"}
    if not isinstance(told["legs"], dict) or told["legs"].keys() != both:
        return "legs"
    leg_rows = list(told["legs"].items())
    if not all(_are_rows(rows, {leg}) for leg, rows in leg_rows):
        return "legs"
    if not _are_rows(told["not_proposed"], both):
        return "not_proposed"
    going, others = rows_of(told)
    cases = [row.case for row in (*going, *others)]
    return "" if len(set(cases)) == len(cases) else "case"


def _are_rows(rows: Any, legs: set[str]) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, dict)
        and row.keys() == ROW_KEYS
        and all(isinstance(value, str) for value in row.values())
        and row["leg"] in legs
        for row in rows
    )


def _is_number(told: Any) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and told > 0


def _are_seats(told: Any) -> bool:
    return isinstance(told, dict) and all(map(_is_number, told.values()))


def _is_day(told: Any) -> bool:
    try:
        return told == "" or date.fromisoformat(told) is not None
    except (TypeError, ValueError):
        return False


def _are_parties(told: Any) -> bool:
    return (
        isinstance(told, list)
        and len(told) == 2
        and all(isinstance(party, str) for party in told)
        and told == sorted(set(told))
    )
