"""Fate and whereabouts, legal status, health: three axes, derived and never stored.

Statements that disagree stand side by side.  Where one did not surely happen before
the other, nothing here says which of them is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from repatria.custody.core.ladder import height, rung_of
from repatria.custody.core.said import Said, stand_of
from repatria.custody.core.words import (
    AT_A_PLACE,
    Fate,
    Kind,
    LegalStatus,
    Rung,
    StatusSaid,
    Voice,
)
from repatria.rulebook.core.evaluate import evaluate
from repatria.rulebook.core.rule import Rule

_DEAD = {
    Kind.DEATH: Fate.REPORTED_DEAD,
    Kind.IDENTIFIED: Fate.IDENTIFIED_DEAD,
    Kind.REMAINS: Fate.REMAINS_RETURNED,
}
_ENDS = {
    Kind.ACCOMMODATION: Fate.NEUTRAL_ACCOMMODATION,
    Kind.RELEASE: Fate.RELEASED_IN_PLACE,
    Kind.ESCAPE: Fate.ESCAPED,
    Kind.REPATRIATION: Fate.RETURNED,
}
# After these somebody may be held again without anybody having been wrong.
_OPEN_ENDS = frozenset({Fate.ESCAPED, Fate.NEUTRAL_ACCOMMODATION})
_STATUS = {
    StatusSaid.POW: LegalStatus.PRESUMED_POW,
    StatusSaid.NOT_POW: LegalStatus.DOUBTED,
    StatusSaid.RETAINED: LegalStatus.RETAINED,
    StatusSaid.CIVILIAN: LegalStatus.CIVILIAN,
    StatusSaid.EQUIVALENT: LegalStatus.EQUIVALENT,
    StatusSaid.TRIBUNAL_POW: LegalStatus.POW,
    StatusSaid.TRIBUNAL_NOT_POW: LegalStatus.NOT_POW,
}
_DECIDED = frozenset({LegalStatus.POW, LegalStatus.NOT_POW})
# What the rules of law say follows.
_FOLLOWS = {
    "presume-prisoner-of-war": LegalStatus.PRESUMED_POW,
    "treat-as-prisoner-of-war": LegalStatus.DOUBTED,
}


@dataclass(frozen=True, slots=True)
class StatusRules:
    """The rules of law that speak where no tribunal has."""

    presumption: Rule
    doubt: Rule


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One value of an axis and the statements that it rests on, oldest first.

    ``rule`` is the rule of law by which it follows where no statement says so.
    """

    code: str
    because: tuple[Said, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """What is said along one axis; more than one value is a disagreement."""

    values: tuple[AxisValue, ...]

    @property
    def code(self) -> str:
        """The value, or the one of several that rests on the latest event."""
        return self.values[0].code

    @property
    def codes(self) -> frozenset[str]:
        """Every value that somebody's word supports."""
        return frozenset(value.code for value in self.values)

    @property
    def disputed(self) -> bool:
        """Whether statements lead to different values."""
        return len(self.values) > 1


def fate(statements: Iterable[Said]) -> Axis:
    """Return what is said of somebody's fate and whereabouts.

    >>> str(fate([]).code)
    'unaccounted'
    """
    standing = stand_of(statements).standing
    dead = [said for said in standing if said.kind in _DEAD]
    if not dead:
        return Axis(_alive(standing))
    at_last = _furthest_dead(dead)
    later = [
        said
        for said in standing
        if _is_alive(said) and any(one.span.surely_before(said.span) for one in dead)
    ]
    return Axis((at_last, *(_alive(standing) if later else ())))


def _furthest_dead(dead: Sequence[Said]) -> AxisValue:
    order = [*_DEAD.values()]
    furthest = max((_DEAD[said.kind] for said in dead), key=order.index)
    return AxisValue(
        furthest, tuple(said for said in dead if _DEAD[said.kind] is furthest)
    )


def _is_alive(said: Said) -> bool:
    return said.kind in _ENDS or _shows_captive(said)


def _shows_captive(said: Said) -> bool:
    seen = height(rung_of(said)) >= height(Rung.SEEN)
    return said.kind in AT_A_PLACE and seen


def _alive(standing: Sequence[Said]) -> tuple[AxisValue, ...]:
    """Return where a person is who, as far as this goes, is alive."""
    captive = [said for said in standing if _shows_captive(said)]
    ends = [said for said in standing if said.kind in _ENDS]
    if not ends:
        return (_captive(captive),) if captive else (AxisValue(Fate.UNACCOUNTED),)
    last = ends[-1]
    again = [said for said in captive if last.span.surely_before(said.span)]
    if not again:
        return _ended(ends)
    if _ENDS[last.kind] in _OPEN_ENDS or any(
        said.kind is Kind.CAPTURE for said in again
    ):
        return (_captive(again),)
    return (*_ended(ends), _captive(again))


def _captive(because: Sequence[Said]) -> AxisValue:
    sure = [said for said in because if height(rung_of(said)) > height(Rung.SEEN)]
    if sure:
        return AxisValue(Fate.CONFIRMED_CAPTIVE, tuple(sure))
    return AxisValue(Fate.PRESUMED_CAPTIVE, tuple(because))


def _ended(ends: Sequence[Said]) -> tuple[AxisValue, ...]:
    """Return the last end, and every other that may have been on the same days."""
    last = ends[-1]
    open_still = [said for said in ends if not said.span.surely_before(last.span)]
    fates = dict.fromkeys(_ENDS[said.kind] for said in reversed(open_still))
    return tuple(
        AxisValue(one, tuple(said for said in open_still if _ENDS[said.kind] is one))
        for one in fates
    )


def legal_status(statements: Iterable[Said], rules: StatusRules) -> Axis:
    """Return what is said of somebody's legal status.

    A prisoner of war where nobody says otherwise, and also where somebody merely
    says that the person is none: only a tribunal's record takes the status away.
    """
    standing = stand_of(statements).standing
    said_so: dict[LegalStatus, list[Said]] = {}
    for said in standing:
        if said.kind is Kind.STATUS and said.detail:
            said_so.setdefault(_STATUS[StatusSaid(said.detail)], []).append(said)
    if decided := {one: said_so[one] for one in said_so if one in _DECIDED}:
        return Axis(_values(decided, {}))
    by_rule = _by_rule(standing, rules, doubted=LegalStatus.DOUBTED in said_so)
    return Axis(_values(said_so, by_rule) or tuple(by_rule.values()))


def _by_rule(
    standing: Sequence[Said], rules: StatusRules, *, doubted: bool
) -> dict[LegalStatus, AxisValue]:
    """Return the statuses that follow from rules, each naming its own."""
    claimed = any(said.voice is Voice.HOME for said in standing)
    presumed = evaluate(rules.presumption, {"origin_claims_status": claimed or None})
    doubt = evaluate(
        rules.doubt, {"status_in_doubt": doubted, "tribunal_has_decided": False}
    )
    return {
        _FOLLOWS[one.outcome]: AxisValue(_FOLLOWS[one.outcome], rule=one.rule)
        for one in (presumed, doubt)
        if one.outcome
    }


def _values(
    said_so: Mapping[LegalStatus, list[Said]],
    by_rule: Mapping[LegalStatus, AxisValue],
) -> tuple[AxisValue, ...]:
    newest_first = sorted(said_so, key=lambda one: said_so[one][-1].order, reverse=True)
    return tuple(
        AxisValue(one, tuple(said_so[one]), by_rule[one].rule if one in by_rule else "")
        for one in newest_first
    )
