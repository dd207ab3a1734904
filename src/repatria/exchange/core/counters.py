"""A counter-proposal: what it asks of a list, what it would give, what contradicts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from repatria.exchange.core.document import Row, rows_of

FEW = 5
"""Fewer people asked for by name than this, and an answer may tell of single wishes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked of a list: numbers of those who should go, and should not."""

    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)

    def asks_for_few(self) -> bool:
        """Tell whether so few are asked for by name that an answer may give them away.

        It follows from the number alone: who of them was asked in private, or has to
        be, plays no part.
        """
        return 0 < len(self.wanted) < FEW


@dataclass(frozen=True, slots=True)
class Asked:
    """What the parties ask of one list, together.

    ``by`` gives for each person the parties that ask; ``contradictions`` are asked for
    both ways and left to a person.
    """

    wanted: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unwanted: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def contradictions(self) -> frozenset[str]:
        """Those of whom one party asks that they go and another that they do not."""
        return frozenset(self.wanted.keys() & self.unwanted.keys())

    @property
    def together(self) -> Change:
        """What nobody contradicts."""
        both = self.contradictions
        return Change(
            frozenset(self.wanted.keys() - both), frozenset(self.unwanted.keys() - both)
        )

    def decided(self, settled: Mapping[str, str]) -> Change:
        """Return what is asked once a person has settled each contradiction.

        ``settled`` says ``go`` or ``stay``; whoever is not in it is left to the rules.
        """
        said = {case: settled.get(case, "") for case in self.contradictions}
        go = frozenset(case for case, what in said.items() if what == "go")
        stay = frozenset(case for case, what in said.items() if what == "stay")
        one = self.together
        return Change(one.wanted | go, one.unwanted | stay)


def asked_by(changes: Mapping[str, Change]) -> Asked:
    """Gather what each party asks; which party is named first changes nothing.

    >>> one = {"A": Change(frozenset("x")), "B": Change(frozenset(), frozenset("x"))}
    >>> asked_by(one).contradictions
    frozenset({'x'})
    """
    wanted: dict[str, tuple[str, ...]] = {}
    unwanted: dict[str, tuple[str, ...]] = {}
    for party, change in sorted(changes.items()):
        for cases, found in ((change.wanted, wanted), (change.unwanted, unwanted)):
            for case in cases:
                found[case] = (*found.get(case, ()), party)
    return Asked(wanted, unwanted)


def fault_in(
    change: Change, *, going: Collection[str], others: Collection[str]
) -> frozenset[str]:
    """Return of whom something is asked that is so already, or who is not listed.

    ``going`` are those whom the list proposes, ``others`` everybody else on it.
    """
    return (change.wanted - {*others}) | (change.unwanted - {*going})


def changed(told: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """Return a list's document as it would be with a change made, to be counted.

    Heads are counted: a document does not tell who stands outside parity, only how
    many do, and that number stays as it is.
    """
    going, others = rows_of(told)
    rows = [row for row in going if row.case not in change.unwanted]
    rows += [row for row in others if row.case in change.wanted]
    legs: dict[str, list[dict[str, str]]] = {leg: [] for leg in told["legs"]}
    for row in rows:
        legs[row.leg].append(row.told())
    goes = {row.case for row in rows}
    everybody = (*going, *others)
    parity = {
        party: {**sums, "gives": 0, "gets": 0} for party, sums in told["parity"].items()
    }
    for row in rows:
        parity[row.holder]["gives"] += 1
        parity[row.gets]["gets"] += 1
    stay = [row.told() for row in everybody if row.case not in goes]
    return {**told, "legs": legs, "not_proposed": stay, "parity": parity}


def beyond_seats(told: Mapping[str, Any]) -> dict[str, int]:
    """Return how many more go than there are seats, by direction; none stated is none.

    >>> beyond_seats({"legs": {"A>B": [1, 2], "B>A": [1]}, "seats": {"A>B": 1}})
    {'A>B': 1}
    """
    beyond = {
        leg: len(rows) - told["seats"][leg]
        for leg, rows in told["legs"].items()
        if leg in told["seats"]
    }
    return {leg: n for leg, n in beyond.items() if n > 0}


@dataclass(frozen=True, slots=True)
class Difference:
    """Who joins and who leaves from one list to the next, in the order of the lists."""

    joins: tuple[Row, ...] = ()
    leaves: tuple[Row, ...] = ()

    def on(self, leg: str) -> Difference:
        """Return the same for one direction."""
        return Difference(_on(self.joins, leg), _on(self.leaves, leg))


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Compare two documents of one round by who goes.

    >>> one = {"legs": {"A>B": []}, "not_proposed": []}
    >>> difference(one, one)
    Difference(joins=(), leaves=())
    """
    was, now = rows_of(before)[0], rows_of(after)[0]
    return Difference(_without(now, was), _without(was, now))


def _without(rows: Sequence[Row], others: Iterable[Row]) -> tuple[Row, ...]:
    known = {row.case for row in others}
    return tuple(row for row in rows if row.case not in known)


def _on(rows: Iterable[Row], leg: str) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.leg == leg)
