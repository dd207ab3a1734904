"""Who stands ready, by direction and kind, as the internal page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from repatria.exchange.engine.reserves import Kind, Ready, Reserves
from repatria.matching.report.figures import percent
from repatria.shared.text import mark as _

KINDS_SHOWN = 60
FIRST_NAMED = 3

ANSWERS = {
    Ready.LIKE: _("somebody like them"),
    Ready.INSTEAD: _("somebody else of this side; the rules hold"),
    Ready.ALONE: _("nobody; the rules hold without"),
    Ready.PAIR: _("nobody; one of the other direction stays too"),
    Ready.NONE: _("nobody; a new list is needed"),
}


@dataclass(frozen=True, slots=True)
class KindView:
    """People of one kind: how many go, how many wait, and who is the first."""

    way: str
    tier: str
    category: str
    seats: int
    going: int
    waiting: int
    answer: str
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadyView:
    """Everybody's reserve, summed up; ``left_out`` kinds stand in the file alone."""

    share_like: str
    kinds: tuple[KindView, ...]
    left_out: int


def ready_view(found: Reserves) -> ReadyView:
    """Return who stands ready, in the order in which tiers are considered."""
    pool = found.pool
    order = sorted(
        found.kinds,
        key=lambda kind: (
            pool.tier[kind.going[0]], pool.direction[kind.going[0]], kind.going[0]
        ),
    )  # fmt: skip
    return ReadyView(
        share_like=percent(found.share_like),
        kinds=tuple(_kind(found, kind) for kind in order[:KINDS_SHOWN]),
        left_out=max(0, len(order) - KINDS_SHOWN),
    )


def _kind(found: Reserves, kind: Kind) -> KindView:
    pool, at = found.pool, int(kind.going[0])
    return KindView(
        way=str(pool.directions[int(pool.direction[at])]),
        tier=pool.rules.steps[int(pool.tier[at])].name,
        category=_category(found, at),
        seats=int(pool.seats[at]),
        going=len(kind.going),
        waiting=len(kind.waiting),
        answer=ANSWERS[kind.answer.ready],
        first=tuple(_named(found, kind)),
    )


def _category(found: Reserves, at: int) -> str:
    """Return the category, and the region where floors make it matter."""
    people = found.pool.roster.people
    told = [people["category"][at]]
    told += [people["region"][at]] if found.pool.rules.floors else []
    return " · ".join(filter(None, told))


def _named(found: Reserves, kind: Kind) -> Iterator[str]:
    if kind.answer.ready is Ready.LIKE:
        yield from (found.pool.ids[at] for at in kind.waiting[:FIRST_NAMED].tolist())
    elif one := kind.answer.stands_in or kind.answer.stays_too:
        yield one
