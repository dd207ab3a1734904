"""The rules that two or more parties have agreed on for one exchange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from repatria.exchange.core.candidate import Candidate, Direction
from repatria.exchange.core.errors import ValueUnknownError
from repatria.exchange.core.lot import Lot
from repatria.exchange.core.own import Valuation
from repatria.exchange.core.ratio import Ratio
from repatria.exchange.core.rounds import Planned
from repatria.rulebook.core.evaluate import evaluate
from repatria.rulebook.core.rule import Answer, Rule


class Kind(StrEnum):
    """How people stand against people."""

    COUNT = "count"
    CATEGORY = "category"
    VALUE = "value"
    RATIO = "ratio"
    NONE = "none"


class Per(StrEnum):
    """Who must come out even."""

    PARTY = "party"
    BLOC = "bloc"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Parity:
    """What balances what.

    ``table`` gives the value of a rank (``VALUE``), and ``named`` is its name in the
    rulebook, empty where the parties wrote their own; ``ratio`` how many stand against
    how many (``RATIO``).  ``blocs`` names groups of parties that balance
    together.  With ``CATEGORY`` every category balances by itself.
    """

    kind: Kind = Kind.COUNT
    table: Mapping[str, int] = field(default_factory=dict)
    per: Per = Per.PARTY
    blocs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ratio: Ratio = field(default_factory=Ratio)
    named: str = ""

    def worth(self, rank: str) -> int | None:
        """Return the value of a rank, None where the table has none for it.

        >>> Parity(table={"private": 1}).worth("Private")
        1
        """
        return self.table.get(rank, self.table.get(rank.lower()))

    @property
    def counts_persons(self) -> bool:
        """Whether everybody counts one; else points are counted."""
        return self.kind not in {Kind.VALUE, Kind.RATIO}

    @property
    def is_by_category(self) -> bool:
        """Whether every category must come out even by itself."""
        return self.kind is Kind.CATEGORY or self.per is Per.CATEGORY


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of the order in which people are considered.

    ``name`` is as written: a number, or the id of ``rule``.  Whoever is exempt
    stands outside parity.  ``needs_consent``: only a recorded yes lets go.
    """

    name: str
    rule: Rule | None = None
    exempt: bool = False
    needs_consent: bool = False


OTHER = Tier("other")
"""Whoever belongs to no tier that was named; considered last."""


@dataclass(frozen=True, slots=True)
class Consideration:
    """What ``giver`` gives to ``to`` beside persons: remains, maps, money.

    ``points`` is what it counts in parity, all of it together; mostly nothing.
    By a ratio a point is a person whom the same side gives.
    """

    giver: str
    to: str
    what: str
    quantity: int
    points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Everything that decides, apart from the list itself.

    ``categories`` are rules that put those into one who have none written.
    ``seats`` counts seats by direction, exempt tiers included.  ``extra``: what a
    party (or bloc) may give beyond parity, in persons, or in points where
    parity is by value.  ``considerations`` go with the persons.  ``floors``: the
    least number from a region.  ``as_of`` is the day of the list; days in
    captivity are counted to it.  ``rounds`` is a series as planned, and ``credit``
    what a party (or bloc) may owe between its rounds, counted as ``extra``.
    ``own`` are the valuations of the party that computes: no other reads them.
    """

    parties: tuple[str, ...]
    parity: Parity = field(default_factory=Parity)
    tiers: tuple[Tier, ...] = ()
    categories: tuple[Rule, ...] = ()
    seats: Mapping[Direction, int] = field(default_factory=dict)
    extra: Mapping[str, int] = field(default_factory=dict)
    considerations: tuple[Consideration, ...] = ()
    floors: Mapping[str, int] = field(default_factory=dict)
    lot: Lot = field(default_factory=Lot)
    as_of: date | None = None
    credit: Mapping[str, int] = field(default_factory=dict)
    rounds: tuple[Planned, ...] = ()
    own: Valuation | None = None

    @property
    def steps(self) -> tuple[Tier, ...]:
        """The tiers in order, and last whoever belongs to none."""
        return (*self.tiers, OTHER)

    @property
    def of_law(self) -> tuple[Rule, ...]:
        """The rules of the rulebook that decide: of the tiers, then of categories."""
        tiers = (one.rule for one in self.tiers if one.rule)
        return (*tiers, *self.categories)

    @property
    def needs_consent(self) -> bool:
        """Whether any tier waits for a recorded consent."""
        return any(one.needs_consent for one in self.tiers)

    def units(self) -> dict[str, frozenset[str]]:
        """Return who must come out even: each bloc, and each party in none."""
        if self.parity.kind is Kind.NONE:
            return {}
        blocs = self.parity.blocs if self.parity.per is not Per.PARTY else {}
        named = {name: frozenset(members) for name, members in blocs.items()}
        in_one = frozenset[str]().union(*named.values())
        alone = {one: frozenset({one}) for one in self.parties if one not in in_one}
        return {**named, **alone}

    def unit_of(self, party: str) -> str:
        """Return the bloc that a party balances in, or the party itself."""
        members = self.units().items()
        return next((unit for unit, those in members if party in those), party)

    def extra_of(self, unit: str) -> int:
        """Return what a bloc or party may give beyond parity, as ``extra`` is written.

        A bloc that is not named itself may give what its parties may together.
        """
        return self._together(self.extra, unit)

    def credit_of(self, unit: str) -> int:
        """Return what a bloc or party may owe between rounds, in points of parity."""
        return self._together(self.credit, unit) * self.points_of_one(unit)

    def _together(self, told: Mapping[str, int], unit: str) -> int:
        if unit in told:
            return told[unit]
        members = self.units().get(unit, frozenset({unit}))
        return sum(told.get(one, 0) for one in members)

    def points_beyond(self, unit: str) -> int:
        """Return what a bloc or party may give beyond parity, in points of parity.

        By a ratio a person of ``extra`` counts what one of no special category does
        whom the same side gives.
        """
        return self.extra_of(unit) * self.points_of_one(unit)

    def points_of(self, given: Consideration) -> int:
        """Return what is given beside persons counts, in points of parity."""
        return given.points * self.points_of_one(self.unit_of(given.giver))

    def beyond_of(self, unit: str) -> int:
        """Return the most that persons given may count beyond persons got.

        What is given beside them takes from it, what is got adds to it.
        """
        members = self.units().get(unit, frozenset({unit}))
        besides = (
            ((one.to in members) - (one.giver in members)) * self.points_of(one)
            for one in self.considerations
        )
        return self.points_beyond(unit) + sum(besides)

    def points_of_one(self, unit: str) -> int:
        """Return what a person of no special category counts whom ``unit`` gives."""
        by_ratio = self.parity.kind is Kind.RATIO
        return self.parity.ratio.points(unit) if by_ratio else 1


def tier_of(candidate: Candidate, rules: Rules) -> int:
    """Return the place of a person's tier in ``rules.steps``; 0 is considered first.

    The first tier that is written beside the person, or whose rule holds.  Where
    a rule cannot answer, the person is not of its tier; nobody is refused.
    """
    for place, tier in enumerate(rules.tiers):
        if candidate.tier == tier.name:
            return place
        if tier.rule and evaluate(tier.rule, candidate.facts).answer is Answer.YES:
            return place
    return len(rules.tiers)


def weight_of(candidate: Candidate, rules: Rules) -> int:
    """Return what a person counts in parity; nothing in an exempt tier."""
    if rules.steps[tier_of(candidate, rules)].exempt:
        return 0
    if rules.parity.kind is Kind.RATIO:
        unit = rules.unit_of(candidate.holder)
        return rules.parity.ratio.points(unit, candidate.category)
    if rules.parity.kind is not Kind.VALUE:
        return 1
    worth = candidate.value
    if worth is None:
        worth = rules.parity.worth(candidate.rank)
    if worth is None:
        raise ValueUnknownError(case=candidate.id)
    return worth
