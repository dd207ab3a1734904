"""The check of a proposal: no solver, no shortcut, every rule by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from repatria.exchange.core.candidate import Candidate, Consent
from repatria.exchange.core.rules import Rules, tier_of, weight_of
from repatria.shared.text import mark as _


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a proposal would break.  ``facts`` fill the sentence."""

    rule: str
    sentence: str
    facts: dict[str, str] = field(default_factory=dict)


def verify(
    candidates: Iterable[Candidate], rules: Rules, go: Collection[str]
) -> tuple[Breach, ...]:
    """Return every rule that letting ``go`` go home would break; empty if none.

    ``go`` holds ids.  An id that is not on the list is a breach too.
    """
    everybody = list(candidates)
    wanted = set(go)
    going = [one for one in everybody if one.id in wanted]
    breaches = [
        *_strangers(everybody, wanted, len(go)),
        *(breach for one in going for breach in _person(one, rules)),
        *_torn_groups(everybody, wanted),
        *_seats(going, rules),
        *_balances(going, rules),
        *_floors(going, rules),
        *_own_valuation(going, rules),
    ]
    return tuple(breaches)


def _strangers(
    everybody: Sequence[Candidate], wanted: set[str], listed: int
) -> Iterator[Breach]:
    for case in sorted(wanted - {one.id for one in everybody}):
        yield Breach("list", _("Case {case} is not on the list."), {"case": case})
    if listed != len(wanted):
        yield Breach("list", _("A case is named twice."))


def _person(one: Candidate, rules: Rules) -> Iterator[Breach]:
    facts = {"case": one.id}
    tier = rules.steps[tier_of(one, rules)]
    if one.held_back:
        yield Breach("held_back", _("Case {case} is held back."), facts)
    if one.consent is Consent.NO:
        yield Breach("consent", _("Case {case} refused."), facts)
    elif tier.needs_consent and one.consent is not Consent.YES:
        needed = _("Case {case} has no recorded consent, and a rule requires it.")
        yield Breach("require_consent", needed, facts)
    if rules.as_of and one.available_from and one.available_from > rules.as_of:
        yield Breach("available_from", _("Case {case} is not yet available."), facts)


def _torn_groups(everybody: Iterable[Candidate], wanted: set[str]) -> Iterator[Breach]:
    members = defaultdict(set)
    for one in everybody:
        if one.group:
            members[one.group].add(one.id)
    for group, cases in sorted(members.items()):
        if cases & wanted and cases - wanted:
            yield Breach("group", _("Group {group} is torn apart."), {"group": group})


def _seats(going: Iterable[Candidate], rules: Rules) -> Iterator[Breach]:
    taken = Counter[str]()
    for one in going:
        taken[str(one.direction)] += one.seats
    for direction, seats in rules.seats.items():
        if taken[str(direction)] > seats:
            facts = {"direction": str(direction), "seats": str(seats)}
            said = _("More than {seats} seats are taken for {direction}.")
            yield Breach(f"seats.{direction}", said, facts)


def _balances(going: Sequence[Candidate], rules: Rules) -> Iterator[Breach]:
    """Count for each party or bloc what it gives beyond what it gets."""
    for unit, members in rules.units().items():
        by_category = Counter[str]()
        for one in going:
            sign = (one.holder in members) - (one.home in members)
            by_category[_class_of(one, rules)] += sign * weight_of(one, rules)
        for given in rules.considerations:
            sign = (given.giver in members) - (given.to in members)
            by_category[""] += sign * rules.points_of(given)
        beyond = sum(given for given in by_category.values() if given > 0)
        if beyond > rules.points_beyond(unit):
            said = _("{unit} would give {beyond} beyond parity.")
            yield Breach("parity", said, {"unit": unit, "beyond": str(beyond)})


def _class_of(one: Candidate, rules: Rules) -> str:
    return one.category if rules.parity.is_by_category else ""


def _floors(going: Iterable[Candidate], rules: Rules) -> Iterator[Breach]:
    found = Counter(one.region for one in going)
    for region, least in rules.floors.items():
        if found[region] < least:
            facts = {"region": region, "least": str(least)}
            said = _("Fewer than {least} come from {region}.")
            yield Breach(f"floors.{region}", said, facts)


def _own_valuation(going: Iterable[Candidate], rules: Rules) -> Iterator[Breach]:
    """Weigh what the party that computes gets against what it gives."""
    own = rules.own
    if own is None:
        return
    gain = 0
    for one in going:
        if not rules.steps[tier_of(one, rules)].exempt:
            sign = (one.home == own.party) - (one.holder == own.party)
            gain += sign * own.worth(one)
    for given in rules.considerations:
        sign = (given.to == own.party) - (given.giver == own.party)
        gain += sign * own.consideration.get(given.what, 0)
    if gain < 0:
        said = _("What {party} gets is worth {less} less to it than what it gives.")
        yield Breach(own.rule, said, {"party": own.party, "less": str(-gain)})
