"""The check of a series: no solver; round by round, and what is owed between them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from repatria.exchange.core.candidate import Candidate, Direction
from repatria.exchange.core.check import Breach, verify
from repatria.exchange.core.rounds import Account, Settled
from repatria.exchange.core.rules import Kind, Parity, Rules, weight_of
from repatria.shared.text import mark as _

Balances = dict[Account, int]


def verify_series(
    candidates: Iterable[Candidate],
    rules: Rules,
    rounds: Sequence[Settled],
    opening: Mapping[Account, int] | None = None,
) -> tuple[Breach, ...]:
    """Return every rule that this series would break; empty if none.

    Persons, groups and seats are looked at round by round, on the round's own day;
    floors in the first round, which is the one that is agreed next.  What an account
    gave beyond what it got and was no gift is carried over: nobody ever owes more
    than the credit, and after the last round nobody owes more than in ``opening``.
    """
    everybody = list(candidates)
    breaches = [*_twice(rounds)]
    for place, one in enumerate(rounds):
        breaches += verify(everybody, _alone(rules, one, first=not place), one.go)
    breaches += _carried(everybody, rules, rounds, dict(opening or {}))
    return tuple(breaches)


def balances_after(
    candidates: Iterable[Candidate],
    rules: Rules,
    rounds: Iterable[Settled],
    opening: Mapping[Account, int] | None = None,
) -> list[Balances]:
    """Return after each round what others owe each account; below zero it owes."""
    by_id = {one.id: one for one in candidates}
    balance: Counter[Account] = Counter(opening or {})
    found = []
    for place, one in enumerate(rounds):
        going = [by_id[case] for case in one.go if case in by_id]
        balance.update(given_beyond(going, rules))
        if not place:
            balance.update(given_besides(rules))
        balance.subtract(one.gifts)
        found.append({account: balance[account] for account in sorted(balance)})
    return found


def given_beyond(going: Iterable[Candidate], rules: Rules) -> Balances:
    """Return what each account gives beyond what it gets, in parity."""
    units = {
        party: unit for unit, members in rules.units().items() for party in members
    }
    beyond: Counter[Account] = Counter()
    for one in going:
        if units:
            weight, category = weight_of(one, rules), category_of(one, rules)
            beyond[Account(units[one.holder], category)] += weight
            beyond[Account(units[one.home], category)] -= weight
    return dict(beyond)


def given_besides(rules: Rules) -> Balances:
    """Return what each account gives beside persons, less what it gets so.

    What is given beside persons goes with the first round.
    """
    given: Counter[Account] = Counter()
    for one in rules.considerations:
        if points := rules.points_of(one):
            given[Account(rules.unit_of(one.giver))] += points
            given[Account(rules.unit_of(one.to))] -= points
    return dict(given)


def category_of(one: Candidate, rules: Rules) -> str:
    """Return the category that a person balances in, "" where none is told apart."""
    return one.category if rules.parity.is_by_category else ""


def seats_in(
    rules: Rules, one: Settled, ways: Iterable[Direction]
) -> dict[Direction, int]:
    """Return the most seats by direction: of the round and of the rules, the fewer."""
    found = {}
    for way in ways:
        told = [one.planned.most(way), rules.seats.get(way)]
        if limits := [most for most in told if most is not None]:
            found[way] = min(limits)
    return found


def _alone(rules: Rules, one: Settled, *, first: bool) -> Rules:
    """Return the rules of one round without parity, which is looked at by itself."""
    named = {*rules.seats, *one.planned.seats}
    pairs = {Direction(a, b) for a in rules.parties for b in rules.parties if a != b}
    return replace(
        rules,
        parity=Parity(Kind.NONE),
        seats=seats_in(rules, one, named | pairs),
        floors=rules.floors if first else {},
        considerations=rules.considerations if first else (),
        as_of=one.planned.on or rules.as_of,
    )


def _twice(rounds: Iterable[Settled]) -> Iterator[Breach]:
    times = Counter(case for one in rounds for case in set(one.go))
    for case in sorted(case for case, n in times.items() if n > 1):
        yield Breach("list", _("Case {case} goes in two rounds."), {"case": case})


def _carried(
    everybody: Sequence[Candidate],
    rules: Rules,
    rounds: Sequence[Settled],
    opening: Balances,
) -> Iterator[Breach]:
    owed_before = _owed(opening)
    for one in rounds:
        yield from _gifts(rules, one)
    after = balances_after(everybody, rules, rounds, opening)
    for place, (one, balance) in enumerate(zip(rounds, after, strict=True)):
        for unit, owed in _owed(balance).items():
            most = max(rules.credit_of(unit), owed_before[unit])
            if place == len(rounds) - 1:
                most = owed_before[unit]
            if owed > most:
                facts = {"unit": unit, "owed": str(owed), "most": str(most)}
                said = _("{unit} would owe {owed} after round {round}, not {most}.")
                yield Breach("credit", said, facts | {"round": str(one.planned.number)})


def _gifts(rules: Rules, one: Settled) -> Iterator[Breach]:
    given: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for (unit, category), gift in one.gifts.items():
        given[unit] += max(0, gift)
        sums[category] += gift
    facts = {"round": str(one.planned.number)}
    if any(sums.values()):
        yield Breach("extra", _("Round {round}: a gift that nobody gets."), facts)
    for unit, gift in sorted(given.items()):
        if gift > rules.points_beyond(unit):
            said = _("Round {round}: {unit} would give {gift} beyond parity.")
            yield Breach("extra", said, facts | {"unit": unit, "gift": str(gift)})


def _owed(balance: Mapping[Account, int]) -> defaultdict[str, int]:
    owed: defaultdict[str, int] = defaultdict(int)
    for (unit, _category), one in balance.items():
        owed[unit] += max(0, -one)
    return owed
