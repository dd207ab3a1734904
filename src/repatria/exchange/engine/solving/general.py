"""Any rules, exactly: tier by tier, then days in captivity, then the lot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from repatria.exchange.core.errors import TimeTooShortError
from repatria.exchange.engine.pool import Bools, Ints, Pool
from repatria.exchange.engine.solving.draw import draw
from repatria.exchange.engine.solving.face import Face, NotWholeError
from repatria.exchange.engine.solving.kinds import programme_by_kind
from repatria.exchange.engine.solving.programme import (
    Row,
    bounds,
    programme_of,
    without,
)
from repatria.exchange.engine.solving.solver import (
    NEVER,
    Clock,
    OutOfTimeError,
    Programme,
    feasible,
    whole,
)
from repatria.exchange.engine.solving.units import Units, Whole, units_of

GRACE = 1.0
"""Seconds in which any list at all is sought when the time was too short for one."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is wanted: what each person contributes to it, and of which tier it is."""

    people: Whole
    tier: int = -1


@dataclass(frozen=True, slots=True)
class Answer:
    """Who goes, in the order of the pool.

    Where it is not ``proven`` the time was over.  ``most`` holds the most that was
    proven for tiers, by their place: of the lists that reach it for all steps before.
    """

    on: Bools
    proven: bool = True
    most: Mapping[int, int] = field(default_factory=dict)


def nobody(pool: Pool) -> Answer:
    """Return the empty answer, where nothing keeps the rules."""
    return Answer(np.zeros(len(pool), dtype=np.bool_))


def who_goes(pool: Pool, clock: Clock = NEVER) -> Answer | None:
    """Return who goes; None where nothing keeps the rules.

    Raises ``TimeTooShortError`` where there was not even time for any list.
    """
    units, steps = units_of(pool), tiers_of(pool)
    return _best(pool, units, _told(pool, units), steps, clock)


def tiers_of(pool: Pool) -> list[Step]:
    """Return what is wanted before days and the lot: people of each tier, in order."""
    tiers = np.flatnonzero(np.bincount(pool.tier[pool.eligible])).tolist()
    return [Step((pool.tier == at).view(np.int8), at) for at in tiers]


def tiers_reached(pool: Pool, clock: Clock = NEVER) -> list[int]:
    """Return how many go of each tier, proven, without saying who.

    Days in captivity and the lot, which choose among such lists, are left out.
    Raises ``NotWholeError`` where nothing keeps the rules.
    """
    face = Face(*_told(pool, units_of(pool)), clock)
    return [face.reach(*face.next_aim()) for _tier in list(face.aims)]


Told = tuple[Programme, Ints, list[Ints]]


def _told(pool: Pool, units: Units) -> Told:
    """Return the programme of the rules, and people of each tier as its aims."""
    return programme_by_kind(
        pool, units, lambda some: [step.people for step in tiers_of(some)]
    )


def best(
    pool: Pool, rows: Sequence[Row], steps: Sequence[Step], clock: Clock = NEVER
) -> Answer | None:
    """Return who goes where ``steps`` are wanted in turn, then days, then the lot.

    ``rows`` are the bounds that hold.
    """
    units = units_of(pool)
    told = programme_of(units, rows, [step.people for step in steps])
    return _best(pool, units, told, steps, clock)


def _best(
    pool: Pool, units: Units, told: Told, steps: Sequence[Step], clock: Clock
) -> Answer | None:
    """Take the aims of ``told`` in turn, then days, then the lot.

    It is hoped first that whole numbers reach what the relaxed problem promises for
    every step, which then proves all of them at once; where they do not, each step is
    settled in whole numbers by itself.
    """
    face = Face(*told, clock)
    for hopeful in (True, False):
        face = Face(*told, clock)
        try:
            while face.aims:
                step = face.hope if hopeful else face.reach
                step(*face.next_aim())
            _longest_held(face, units, pool)
            _drawn(face, units, pool)
        except NotWholeError:
            if face.found is None:
                continue
            break  # such lists exist: what failed is the proof
        except OutOfTimeError:
            break
        return Answer(_people(pool, units, face.going))
    else:
        return None
    found = face.found if face.found is not None else _any(Face(*told, NEVER))
    if found is None:
        return None
    reached = zip(steps, face.bounds, strict=False)
    most = {step.tier: n for step, n in reached if step.tier >= 0}
    return Answer(_people(pool, units, found), proven=False, most=most)


def _longest_held(face: Face, units: Units, pool: Pool) -> None:
    face.reach(face.refine(units.totals(pool.days)[face.units]))


def _drawn(face: Face, units: Units, pool: Pool) -> None:
    """Let the lot choose; numbers are only drawn for whom they can decide about."""
    face.refine(np.zeros(len(face.units), dtype=np.int64))
    draw(face, units.order(face.units, pool.numbers))


def _any(face: Face) -> Bools | None:
    """Return any list that keeps the bounds; None where it is proven that none does."""
    told = face.programme
    gains = np.sum([*face.aims, 0 * told.upper], axis=0)
    try:
        x = whole(told, gains, Clock.of(GRACE))
    except OutOfTimeError as over:
        nobody = 0 * told.upper
        x = nobody if over.found is None and told.holds(nobody) else over.found
        if x is None:
            raise TimeTooShortError from over
    return None if x is None else face.filled(x)


def _people(pool: Pool, units: Units, going: Bools) -> Bools:
    on = np.zeros(len(pool), dtype=np.bool_)
    on[units.people_of(np.flatnonzero(going))] = True
    return on


def conflict(pool: Pool, more: Sequence[Row] = ()) -> tuple[str, ...]:
    """Return a smallest set of named rules that cannot hold together.

    Drop one rule after another; what can be dropped without the rest becoming
    possible is not to blame.  ``more`` are bounds beside those of the rules.
    """
    rows, units = [*bounds(pool), *more], units_of(pool)
    for rule in sorted({row.rule for row in rows}):
        fewer = without(rows, rule)
        if not feasible(programme_of(units, fewer, [])[0], NEVER):
            rows = fewer
    return tuple(sorted({row.rule for row in rows}))
