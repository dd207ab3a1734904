"""The document that goes to every party and that all of them sign.

It tells who goes.  Of everybody else it tells ``not proposed`` and nothing more:
its words, order, counts and length do not depend on why somebody is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import permutations
from typing import Any

KIND = "proposal"
ROW_KEYS = frozenset({"case", "holder_id", "home_id", "leg", "name"})
ELSEWHERE = "home"
"""The key that a row has beside these where somebody does not go to their home."""
KEYS = frozenset(
    {"exchange", "kind", "legs", "not_proposed", "on", "parity", "parties", "round"}
    | {"rules_sha256", "seats", "synthetic", "title", "version"}
)
BESIDE = frozenset({"considerations", "lot"})
"""What a document has only where there is any: legs without persons, and a lot."""
GIVEN_KEYS = frozenset({"leg", "quantity", "what"})
SUMS = ("gives", "gets", "gives_outside", "gets_outside")


@dataclass(frozen=True, slots=True)
class Row:
    """One person, as both powers know him: by the number each has given.

    ``leg`` is the direction, "A>B": held by A, going to B.  ``home`` is the power of
    origin where that is not B, else empty.
    """

    leg: str
    holder_id: str
    home_id: str
    case: str
    name: str
    home: str = ""

    @property
    def holder(self) -> str:
        """The detaining power, which gives."""
        return self.leg.partition(">")[0]

    @property
    def gets(self) -> str:
        """The power of origin, for which this person counts wherever they go."""
        return self.home or self.leg.partition(">")[2]

    def told(self) -> dict[str, str]:
        """Return the row as the document has it."""
        told = asdict(self)
        if not self.home:
            del told[ELSEWHERE]
        return told

    @property
    def in_order(self) -> tuple[object, ...]:
        """By direction, then by the holder's number as people count: N-2, then N-10."""
        return self.leg, natural(self.holder_id), natural(self.home_id), self.case


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list is about; ``parties`` are sorted, two or more.

    ``seats`` gives the most people by direction; one that is not in it was not stated.
    """

    exchange: str
    title: str
    parties: tuple[str, ...]
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
    beside: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the document: who goes by leg, parity, and everybody else.

    ``go`` holds case numbers, ``outside_parity`` those of them whom no parity counts
    (GC III 109), ``beside`` what of ``BESIDE`` there is.  Rows are sorted by the
    numbers both powers gave, not by rank or reason.
    """
    everybody = sorted(rows, key=lambda row: row.in_order)
    going = [row for row in everybody if row.case in go]
    legs: dict[str, list[dict[str, str]]] = {
        leg: [] for leg in directions(heading, everybody)
    }
    for row in going:
        legs[row.leg].append(row.told())
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
        "not_proposed": [row.told() for row in everybody if row.case not in go],
        "parity": parity(heading.parties, going, outside_parity=outside_parity),
        **(beside or {}),
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


def directions(heading: Heading, rows: Iterable[Row] = ()) -> tuple[str, ...]:
    """Return the directions of a list: both between two parties, else those in use.

    Whoever stands on the list makes a direction be there, also where they stay: which
    directions there are tells nobody who was left out, nor why.

    >>> one = Heading("X", "", ("A", "B"), 1, None, 1, "", synthetic=True)
    >>> directions(one)
    ('A>B', 'B>A')
    """
    used = {row.leg for row in rows} | set(heading.seats)
    return tuple(sorted(used | between_two(heading.parties)))


def between_two(parties: Sequence[str]) -> set[str]:
    """Return both directions between two parties; of more, none is always there."""
    both = permutations(parties, 2) if len(parties) == 2 else ()
    return {f"{holder}>{home}" for holder, home in both}


def parity(
    parties: Iterable[str], going: Iterable[Row], *, outside_parity: Collection[str]
) -> dict[str, dict[str, int]]:
    """Return what each party gives and gets, and how many of each stand outside parity.

    >>> one = Row("A>B", "1", "2", "R-1", "")
    >>> parity(["A", "B"], [one], outside_parity=["R-1"])["A"]
    {'gives': 1, 'gets': 0, 'gives_outside': 1, 'gets_outside': 0}
    """
    counted = {party: dict.fromkeys(SUMS, 0) for party in parties}
    for row in going:
        counted[row.holder]["gives"] += 1
        counted[row.gets]["gets"] += 1
        if row.case in outside_parity:
            counted[row.holder]["gives_outside"] += 1
            counted[row.gets]["gets_outside"] += 1
    return counted


def fault_in(told: Any) -> str:
    """Return what is wrong with a document that came from elsewhere, "" if nothing is.

    The word names a key; it is never a value.
    """
    if not isinstance(told, dict) or told.keys() - BESIDE != KEYS:
        return "keys"
    checks = {
        "kind": told["kind"] == KIND,
        "exchange": isinstance(told["exchange"], str),
        "title": isinstance(told["title"], str),
        "rules_sha256": isinstance(told["rules_sha256"], str),
        "synthetic": isinstance(told["synthetic"], bool),
        "round": _is_number(told["round"]),
        "version": _is_number(told["version"]),
        "on": is_day(told["on"]),
        "parties": _are_parties(told["parties"]),
        "seats": are_seats(told["seats"]),
    }
    wrong = [key for key, sound in checks.items() if not sound]
    return wrong[0] if wrong else _fault_in_rows(told)


def rows_of(told: Mapping[str, Any]) -> tuple[list[Row], list[Row]]:
    """Return the rows of who goes, and of everybody else, of a sound document."""
    going = [Row(**row) for leg in told["legs"].values() for row in leg]
    return going, [Row(**row) for row in told["not_proposed"]]


def _fault_in_rows(told: Mapping[str, Any]) -> str:
    parties, legs = told["parties"], told["legs"]
    if not isinstance(legs, dict) or not _are_legs(legs.keys(), parties):
        return "legs"
    if not all(_are_rows(rows, {leg}) for leg, rows in legs.items()):
        return "legs"
    if not _are_rows(told["not_proposed"], set(legs)):
        return "not_proposed"
    going, others = rows_of(told)
    if not all(_is_home(row, parties) for row in (*going, *others)):
        return "home"
    if not _are_sums(told["parity"], parties):
        return "parity"
    if "considerations" in told and not _are_given(told["considerations"], parties):
        return "considerations"
    cases = [row.case for row in (*going, *others)]
    return "" if len(set(cases)) == len(cases) else "case"


def _are_given(told: Any, parties: Sequence[str]) -> bool:
    """Tell whether each leg without persons says what is given, by whom and to whom."""
    ways = {f"{giver}>{to}" for giver, to in permutations(parties, 2)}
    return isinstance(told, list) and all(
        isinstance(one, dict)
        and one.keys() == GIVEN_KEYS
        and isinstance(one["what"], str)
        and _is_number(one["quantity"])
        and isinstance(one["leg"], str)
        and one["leg"] in ways
        for one in told
    )


def _are_legs(legs: Collection[str], parties: Sequence[str]) -> bool:
    """Tell whether each leg leaves a party for elsewhere, both between two being there.

    A leg may end in a third country, which is no party.
    """
    split = [leg.partition(">") for leg in legs]
    return between_two(parties) <= set(legs) and all(
        to and holder in parties and to != holder for holder, _between, to in split
    )


def _is_home(row: Row, parties: Sequence[str]) -> bool:
    """Tell whether the power of origin is another party, told only where it must be."""
    ends = row.leg.partition(">")[2]
    return row.gets in parties and row.gets != row.holder and row.home != ends


def _are_sums(told: Any, parties: Sequence[str]) -> bool:
    return (
        isinstance(told, dict)
        and told.keys() == set(parties)
        and all(
            isinstance(sums, dict) and sums.keys() == set(SUMS)
            for sums in told.values()
        )
    )


def _are_rows(rows: Any, legs: set[str]) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, dict)
        and row.keys() - {ELSEWHERE} == ROW_KEYS
        and row.get(ELSEWHERE) != ""
        and all(isinstance(value, str) for value in row.values())
        and row["leg"] in legs
        for row in rows
    )


def _is_number(told: Any) -> bool:
    return isinstance(told, int) and not isinstance(told, bool) and told > 0


def are_seats(told: Any) -> bool:
    """Tell whether these are numbers of people by direction."""
    return isinstance(told, dict) and all(map(_is_number, told.values()))


def is_day(told: Any) -> bool:
    """Tell whether this is a day, or empty where none is fixed."""
    try:
        return told == "" or date.fromisoformat(told) is not None
    except (TypeError, ValueError):
        return False


def _are_parties(told: Any) -> bool:
    return (
        isinstance(told, list)
        and len(told) >= 2
        and all(isinstance(party, str) for party in told)
        and told == sorted(set(told))
    )
