"""What else could be agreed: the changes of the rules that no cheaper one matches.

A change concedes something: persons beyond parity, seats, a rule.  It is worth showing
where no other that concedes no more lets more people go.  Where the rules are simple
every change is judged by counts alone, and only those shown are worked out by person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import product
from operator import or_

import numpy as np

from repatria.exchange.core.candidate import Direction
from repatria.exchange.core.errors import TimeTooShortError
from repatria.exchange.core.rules import Kind, Parity, Per, Rules
from repatria.exchange.engine.options import (
    AS_AGREED,
    BY_COUNT,
    MORE_EXTRA,
    MORE_ROOM,
    NO_FLOORS,
    NO_PARITY,
    NO_POINTS,
    WITHOUT,
    Change,
    Option,
    change,
)
from repatria.exchange.engine.pool import Pool
from repatria.exchange.engine.proposal import Proposal, Status, status_of
from repatria.exchange.engine.solving import general, greedy
from repatria.exchange.engine.solving.solver import Clock

SHOWN = 12
"""Options shown beside what was agreed."""

_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
_FEW_STEPS, _ONE_STEP = (1, 5), (5,)
_MORE_SEATS = (10, 50)
MANY = 20_000
"""People who may go, above which only a step of each kind is worked out."""


@dataclass(frozen=True)
class _Point:
    """Rules changed, and what they would give: people by tier."""

    change: Change
    rules: Rules
    gains: tuple[int, ...]
    proposal: Proposal | None = None

    def matched_by(self, other: _Point) -> bool:
        """Whether another gives as much and concedes no more."""
        mine, theirs = self.change.concedes, other.change.concedes
        cheap = all(theirs[key] <= mine.get(key, 0) for key in theirs)
        if not cheap or other.gains < self.gains:
            return False
        return theirs != mine or other.gains > self.gains


Judge = Callable[[Change, Rules], _Point]


def frontier(agreed: Proposal, *, seconds: float | None = None) -> list[Option]:
    """Return what was agreed, and the changes that are worth what they concede.

    Where the rules cannot hold together, what each of those to blame costs is among
    them.  At most ``SHOWN`` beside the first.  ``seconds`` limits the time for each;
    for which it is too short, that is not among them.
    """
    pool, rules = agreed.pool, agreed.pool.rules
    simple = greedy.is_simple(pool)
    judge = _by_counts(pool) if simple else _by_person(pool, seconds)
    start = _Point(Change("as-agreed", ((AS_AGREED, {}),)), rules, _gains(agreed))
    points = [start]
    for change_, changed in _changes(agreed, simple=simple):
        points.append(judge(change_, changed))
    kept = [one for one in points[1:] if not any(map(one.matched_by, points))]
    found = [Option(start.change, agreed)]
    for point in _some(kept):
        proposal = point.proposal or _worked(pool, point.rules, seconds)
        if proposal and proposal.status in {Status.OPTIMAL, Status.FEASIBLE}:
            found.append(Option(point.change, proposal))
    return found


def _gains(proposal: Proposal | None) -> tuple[int, ...]:
    """Return people who go by tier; less than nobody where nothing can hold."""
    if proposal is None or proposal.status is Status.INFEASIBLE:
        return ()
    steps = len(proposal.pool.rules.steps)
    counts = np.bincount(proposal.pool.tier[proposal.on], minlength=steps)
    return tuple(counts.tolist())


def _by_counts(pool: Pool) -> Judge:
    counts = greedy.counts_of(pool)

    def judge(change_: Change, rules: Rules) -> _Point:
        if not greedy.is_simple_under(rules, counts):
            return _by_person(pool, None)(change_, rules)
        sides = zip(*greedy.how_many_under(rules, counts), strict=True)
        return _Point(change_, rules, tuple(sum(tier) for tier in sides))

    return judge


def _by_person(pool: Pool, seconds: float | None) -> Judge:
    def judge(change_: Change, rules: Rules) -> _Point:
        found = _worked(pool, rules, seconds)
        return _Point(change_, rules, _gains(found), found)

    return judge


def _worked(pool: Pool, rules: Rules, seconds: float | None) -> Proposal | None:
    """Return who goes under other rules, None where nothing holds or time ran out.

    Reasons are not asked for.
    """
    other = pool.under(rules)
    if greedy.is_simple(other):
        return Proposal(pool=other, status=Status.OPTIMAL, on=greedy.who_goes(other))
    try:
        answer = general.who_goes(other, Clock.of(seconds))
    except TimeTooShortError:
        return None
    if answer is None:
        return None
    status, most = status_of(answer), answer.most
    return Proposal(pool=other, status=status, on=answer.on, most=most)


def _some(points: Sequence[_Point]) -> list[_Point]:
    """Keep a few of each kind, the first and the last among them; single ones first."""
    kinds: dict[tuple[str, ...], list[_Point]] = {}
    for point in points:
        kinds.setdefault(tuple(point.change.concedes), []).append(point)
    order = sorted(kinds, key=len)
    most = min(3, max(1, SHOWN // max(1, len(order))))
    some = [point for kind in order for point in _spread(kinds[kind], most)]
    return some[:SHOWN]


def _spread(points: list[_Point], most: int) -> list[_Point]:
    if len(points) <= most:
        return points
    places = np.linspace(0, len(points) - 1, most).round().astype(int)
    return [points[place] for place in sorted({*places.tolist()})]


# --- What could be changed ----------------------------------------------------------

Changed = tuple[Change, Rules]
Units = Mapping[str, frozenset[str]]
_ANY: Units = {}


def _changes(agreed: Proposal, *, simple: bool) -> Iterator[Changed]:
    rules = agreed.pool.rules
    yield from _relaxed(rules, agreed.blocked_by)
    yield from _lifted(rules)
    if simple:
        extras = list(_extras(rules, _STEPS))
        rooms = [room for n in _MORE_SEATS for room in _rooms(agreed, n)]
        yield from extras
        yield from rooms
        yield from _both(extras, rooms)
        return
    many = int(agreed.pool.eligible.sum()) > MANY
    extras = list(_extras(rules, _ONE_STEP if many else _FEW_STEPS))
    rooms = list(_rooms(agreed, _MORE_SEATS[0]))
    yield from rooms[-1:] if many else rooms
    with_seats = [*_both(extras, rooms, only_of_giver=rules.units())]
    yield from with_seats if many and with_seats else [*extras, *with_seats]


def _both(
    extras: Sequence[Changed], rooms: Sequence[Changed], *, only_of_giver: Units = _ANY
) -> Iterator[Changed]:
    """Yield each of both together: who is given beyond parity has to find a seat.

    ``only_of_giver``: only seats of directions in which that party or bloc gives.
    """
    for (one, wider), (other, roomy) in product(extras, rooms):
        if not only_of_giver or _gives(one, other, only_of_giver):
            yield one | other, replace(wider, seats=roomy.seats)


def _gives(extra: Change, room: Change, units: Units) -> bool:
    unit = extra.says[0][1]["unit"]
    holder = room.says[0][1]["direction"].partition(">")[0]
    return len(room.says) == 1 and holder in units[unit]


def _extras(rules: Rules, steps: Sequence[int]) -> Iterator[Changed]:
    for unit, n in product(rules.units(), steps):
        more = rules.extra_of(unit) + n
        wider = replace(rules, extra={**rules.extra, unit: more})
        name = f"extra.{unit}={more}"
        yield change(name, MORE_EXTRA, n, unit=unit, n=str(more)), wider


def _rooms(agreed: Proposal, n: int) -> Iterator[Changed]:
    """More seats where they are full: in one direction, and at last in all at once."""
    rules, taken = agreed.pool.rules, agreed.seats
    full = [way for way, most in rules.seats.items() if taken.get(str(way), 0) >= most]
    wider = [_wider(rules, way, n) for way in full]
    yield from wider
    if len(wider) > 1:
        yield _all_of(rules, wider)


def _wider(rules: Rules, way: Direction, n: int) -> Changed:
    more = rules.seats[way] + n
    said = change(f"seats.{way}={more}", MORE_ROOM, n, direction=str(way), n=str(more))
    return said, replace(rules, seats={**rules.seats, way: more})


def _all_of(rules: Rules, wider: Sequence[Changed]) -> Changed:
    seats = dict(rules.seats)
    for _said, one in wider:
        seats |= {way: max(n, seats[way]) for way, n in one.seats.items()}
    return reduce(or_, (said for said, _one in wider)), replace(rules, seats=seats)


def _lifted(rules: Rules) -> Iterator[Changed]:
    if rules.own:
        name = rules.own.rule
        yield change(f"{name}=none", WITHOUT, rule=name), replace(rules, own=None)
    if rules.floors:
        yield change("floors=none", NO_FLOORS), replace(rules, floors={})
    if any(one.points for one in rules.considerations):
        free = tuple(replace(one, points=0) for one in rules.considerations)
        changed = replace(rules, considerations=free)
        yield change("consideration.points=none", NO_POINTS), changed
    parity = rules.parity
    if parity.kind is Kind.NONE:
        return
    if not parity.counts_persons or parity.is_by_category:
        per = Per.PARTY if parity.per is Per.CATEGORY else parity.per
        plain = Parity(per=per, blocs=parity.blocs)
        yield change("parity.kind=count", BY_COUNT), replace(rules, parity=plain)
    free_of = replace(rules, parity=replace(parity, kind=Kind.NONE))
    yield change("parity.kind=none", NO_PARITY, 2), free_of


def _relaxed(rules: Rules, blocked_by: Sequence[str]) -> Iterator[Changed]:
    """Yield the rules without each one of those that cannot hold together.

    Parity as a whole is among the other changes already.
    """
    for rule in blocked_by:
        kind, _dot, of = rule.partition(".")
        if kind == "seats":
            seats = {way: n for way, n in rules.seats.items() if str(way) != of}
            fewer = replace(rules, seats=seats)
        elif kind == "floors":
            floors = {region: n for region, n in rules.floors.items() if region != of}
            fewer = replace(rules, floors=floors)
        else:
            continue
        yield change(f"without.{rule}", WITHOUT, rule=rule), fewer
