"""Statements that cannot all be so, side by side; nothing here says which is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from repatria.custody.core.ladder import height, rung_of
from repatria.custody.core.said import Said, stand_of
from repatria.custody.core.words import AT_A_PLACE, Kind, Rung
from repatria.shared.text import mark as _

WORDS = {
    "alive-after-death": _("Said to be dead, and seen or held on a later day"),
    "held-by-two": _("Said to be held by two powers on the same day"),
    "denied": _("Said to be held, and said not to be"),
    "held-after-return": _("Said to have returned, and held on a later day"),
}
_OVER = frozenset({Kind.RELEASE, Kind.ESCAPE, Kind.REPATRIATION, Kind.DEATH})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements that cannot both be so; ``code`` is one of ``WORDS``."""

    code: str
    one: Said
    other: Said


def contradictions(statements: Iterable[Said]) -> list[Contradiction]:
    """Return what cannot all be so, one pair for each two sources and each reason."""
    standing = stand_of(statements).standing
    held = [
        said
        for said in standing
        if said.kind in AT_A_PLACE and height(rung_of(said)) >= height(Rung.SEEN)
    ]
    found: dict[tuple[str, str, str], Contradiction] = {}
    for one in (*_too_late(standing, held), *_two_at_once(held), *_denied(standing)):
        found.setdefault((one.code, one.one.by, one.other.by), one)
    return list(found.values())


def _too_late(
    standing: Sequence[Said], held: Sequence[Said]
) -> Iterator[Contradiction]:
    codes = {
        Kind.DEATH: "alive-after-death",
        Kind.IDENTIFIED: "alive-after-death",
        Kind.REPATRIATION: "held-after-return",
    }
    for over in standing:
        code = codes.get(over.kind)
        for said in held if code else ():
            if code and over.span.surely_before(said.span):
                yield Contradiction(code, over, said)


def _two_at_once(held: Sequence[Said]) -> Iterator[Contradiction]:
    for place, one in enumerate(held):
        for other in held[place + 1 :]:
            apart = one.holder and other.holder and one.holder != other.holder
            same_day = one.span.is_a_day and one.span == other.span
            if apart and same_day:
                yield Contradiction("held-by-two", one, other)


def _denied(standing: Sequence[Said]) -> Iterator[Contradiction]:
    """Yield denials of a captivity that nothing ended before they were made."""
    ends = [said for said in standing if said.kind in _OVER]
    for denial in standing:
        over = any(end.span.surely_before(denial.span) for end in ends)
        if denial.kind is not Kind.NOT_HELD or over:
            continue
        for said in standing:
            shown = height(rung_of(said)) >= height(Rung.SEEN)
            if shown and said.holder in {denial.holder, ""}:
                yield Contradiction("denied", said, denial)
