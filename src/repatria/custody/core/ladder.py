"""How well a captivity is evidenced: a ladder for each power said to hold somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from repatria.custody.core.said import Said, stand_of
from repatria.custody.core.words import RUNGS, Kind, Rung, Voice

# What each voice's word is worth where it speaks of a person in captivity.
_WORTH = {
    Voice.HOLDER: Rung.CONFIRMED,
    Voice.NEUTRAL: Rung.CONFIRMED,
    Voice.PRISONER: Rung.SEEN,
    Voice.WITNESS: Rung.SEEN,
    Voice.PUBLISHED: Rung.SEEN,
    Voice.HOME: Rung.CLAIMED,
    Voice.FAMILY: Rung.CLAIMED,
}
# These say nothing of whether somebody was held.
_SILENT = frozenset(
    {Kind.REFUSAL, Kind.NOT_HELD, Kind.RETRACTION, Kind.IDENTIFIED, Kind.REMAINS}
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the evidence stands that one power holds, or held, somebody.

    ``because`` is the first statement that puts it on ``rung``, ``latest`` the newest
    on the same rung; ``next_rung`` is the one that would raise it.  ``against`` are
    statements that deny it; ``gone`` those that no longer stand.
    """

    holder: str
    rung: Rung
    because: Said | None = None
    latest: Said | None = None
    next_rung: Rung | None = Rung.CLAIMED
    against: tuple[Said, ...] = ()
    gone: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """Where the evidence of somebody's captivity stands, the best evidenced first."""

    standings: tuple[Standing, ...] = ()

    @property
    def rung(self) -> Rung:
        """The highest rung that any power's captivity stands on."""
        return self.standings[0].rung if self.standings else Rung.UNACCOUNTED

    @property
    def disputed(self) -> bool:
        """Whether two powers are said to hold the person, or somebody denies it."""
        shown = [one for one in self.standings if height(one.rung) >= height(Rung.SEEN)]
        return len(shown) > 1 or any(one.against for one in self.standings)


def height(rung: Rung) -> int:
    """Return how high a rung is, 0 for nothing known."""
    return RUNGS.index(rung)


def rung_of(said: Said) -> Rung:
    """Return how far one statement alone lifts the evidence of a captivity.

    A visit counts as one where the neutral body itself says so: the detaining
    power's word that somebody was visited is the detaining power's word.

    >>> rung_of(Said("a", Kind.VISIT, Voice.NEUTRAL))
    <Rung.VISITED: 'visited'>
    >>> rung_of(Said("b", Kind.VISIT, Voice.HOLDER))
    <Rung.CONFIRMED: 'holder-confirmed'>
    """
    if said.kind in _SILENT:
        return Rung.UNACCOUNTED
    if said.kind is Kind.CLAIM:
        return Rung.CLAIMED
    if said.kind is Kind.HELD:
        return Rung.CONFIRMED
    if said.kind is Kind.SEEN:
        return Rung.SEEN
    if said.kind is Kind.VISIT and said.voice is Voice.NEUTRAL:
        return Rung.VISITED
    return _WORTH[said.voice]


def ladder(statements: Iterable[Said]) -> Ladder:
    """Return where the evidence stands for each power that is said to hold somebody."""
    stand = stand_of(statements)
    holders: dict[str, list[Said]] = {}
    for said in (*stand.standing, *stand.gone):
        holders.setdefault(said.holder, []).append(said)
    standings = [_standing(held, of, set(stand.gone)) for held, of in holders.items()]
    shown = [one for one in standings if one.because or one.against or one.gone]
    return Ladder(tuple(sorted(shown, key=_best_first)))


def _standing(holder: str, statements: list[Said], gone: set[Said]) -> Standing:
    there = sorted((said for said in statements if said not in gone), key=_heard)
    best = max((rung_of(said) for said in there), key=height, default=Rung.UNACCOUNTED)
    on_it = [said for said in there if rung_of(said) is best]
    known = best is not Rung.UNACCOUNTED
    return Standing(
        holder=holder,
        rung=best,
        because=on_it[0] if known else None,
        latest=on_it[-1] if known else None,
        next_rung=RUNGS[height(best) + 1] if best is not RUNGS[-1] else None,
        against=tuple(said for said in there if said.kind is Kind.NOT_HELD),
        gone=tuple(
            said
            for said in statements
            if said in gone and rung_of(said) is not Rung.UNACCOUNTED
        ),
    )


def _best_first(one: Standing) -> tuple[int, tuple[object, ...], str]:
    since: tuple[object, ...] = one.because.heard if one.because else ()
    return -height(one.rung), since, one.holder


def _heard(said: Said) -> tuple[date, str]:
    return said.heard
