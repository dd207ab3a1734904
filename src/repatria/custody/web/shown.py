"""A captivity as pages draw it: ladder, axes and timeline in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from repatria.custody.core.axes import Axis
from repatria.custody.core.contradictions import WORDS, Contradiction
from repatria.custody.core.kinds import details_of
from repatria.custody.core.ladder import Ladder, Standing, height
from repatria.custody.core.said import Said, Stand
from repatria.custody.core.state import State
from repatria.custody.core.timeline import (
    DISAGREE_WORDS,
    Gap,
    Stack,
    is_capture,
    timeline,
)
from repatria.custody.core.words import (
    FATE_WORDS,
    KIND_WORDS,
    RAISED_BY,
    RUNG_WORDS,
    RUNGS,
    STATUS_WORDS,
    VOICE_WORDS,
    Fate,
    LegalStatus,
    Rung,
)
from repatria.register.core.statements import written
from repatria.register.queries import party_names, sender_names
from repatria.rulebook.load import load_rule
from repatria.shared.text import mark as _
from repatria.shared.text import say

FATE_TONES = {
    Fate.UNACCOUNTED: "open",
    Fate.PRESUMED_CAPTIVE: "waiting",
    Fate.CONFIRMED_CAPTIVE: "waiting",
    Fate.NEUTRAL_ACCOMMODATION: "waiting",
    Fate.RETURNED: "good",
    Fate.RELEASED_IN_PLACE: "good",
    Fate.ESCAPED: "ended",
    Fate.REPORTED_DEAD: "bad",
    Fate.IDENTIFIED_DEAD: "bad",
    Fate.REMAINS_RETURNED: "ended",
}
STATUS_TONES = {LegalStatus.DOUBTED: "differs", LegalStatus.NOT_POW: "bad"}
_TAKEN = _("Taken prisoner")
GOES_ON = frozenset(
    {Fate.PRESUMED_CAPTIVE, Fate.CONFIRMED_CAPTIVE, Fate.NEUTRAL_ACCOMMODATION}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One statement as a line; ``number`` leads to it where it is one of this room.

    ``gone`` says in words that it no longer stands, ``by_number`` which one came.
    """

    said: Said
    kind: str
    voice: str
    by: str
    happened: str
    said_on: str
    detail: str
    holder: str
    number: str
    gone: str = ""
    by_number: str = ""


class Lines:
    """How statements become lines, with everybody's name looked up once."""

    def __init__(self, statements: Iterable[Said]) -> None:
        senders = sender_names({one.by for one in statements})
        self.names: Mapping[str, str] = senders | party_names()

    def of(self, said: Said, *, gone: str = "", by_number: str = "") -> Line:
        """Return one statement as a line."""
        own = said.ref.startswith("K-") and ":" not in said.ref
        detail = "" if is_capture(said) else details_of(said.kind).get(said.detail, "")
        return Line(
            said=said,
            kind=event_words(said),
            voice=say(VOICE_WORDS[said.voice]),
            by=self.called(said.by),
            happened=written(said.happened),
            said_on=written(said.said_on),
            detail=say(detail),
            holder=self.called(said.holder),
            number=said.ref if own else "",
            gone=gone,
            by_number=by_number,
        )

    def all_of(self, said: Iterable[Said]) -> list[Line]:
        """Return each of many."""
        return [self.of(one) for one in said]

    def called(self, code: str) -> str:
        """Return what an organisation or a party is called."""
        return self.names.get(code, code)


def event_words(said: Said) -> str:
    """Return what happened, in words: the capture itself, of whatever tells it."""
    return say(_TAKEN if is_capture(said) else KIND_WORDS[said.kind])


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder as drawn: reached, or what would lift somebody onto it."""

    words: str
    reached: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Climb:
    """The ladder for one power that is said to hold the person."""

    holder: str
    words: str
    steps: Sequence[Step]
    because: Line | None
    latest: Line | None
    raised_by: str
    against: Sequence[Line]
    gone: Sequence[Line]


def climbs(ladder: Ladder, lines: Lines) -> list[Climb]:
    """Return the ladders, the best evidenced first; one of nothing where none is."""
    standings = ladder.standings or (Standing("", Rung.UNACCOUNTED),)
    return [_climb(one, lines) for one in standings]


def _climb(one: Standing, lines: Lines) -> Climb:
    more = one.latest is not None and one.latest != one.because
    return Climb(
        holder=lines.called(one.holder),
        words=say(RUNG_WORDS[one.rung]),
        steps=[
            Step(
                words=say(RUNG_WORDS[rung]),
                reached=0 < height(rung) <= height(one.rung),
                here=rung is one.rung,
            )
            for rung in RUNGS[1:]
        ],
        because=lines.of(one.because) if one.because else None,
        latest=lines.of(one.latest) if more and one.latest else None,
        raised_by=say(RAISED_BY[one.next_rung]) if one.next_rung else "",
        against=lines.all_of(one.against),
        gone=lines.all_of(one.gone),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One value of an axis: its word, what it rests on, and the rule if one speaks."""

    words: str
    tone: str
    because: Line | None
    more: int
    rule: str
    unreviewed: bool


def fates(axis: Axis, lines: Lines) -> list[Shown]:
    """Return what is said of fate and whereabouts."""
    words = {one.value: said for one, said in FATE_WORDS.items()}
    tones = {one.value: tone for one, tone in FATE_TONES.items()}
    return _shown(axis, lines, words, tones)


def statuses(axis: Axis, lines: Lines) -> list[Shown]:
    """Return what is said of the legal status."""
    words = {one.value: said for one, said in STATUS_WORDS.items()}
    tones = {one.value: tone for one, tone in STATUS_TONES.items()}
    return _shown(axis, lines, words, tones)


def _shown(
    axis: Axis, lines: Lines, words: Mapping[str, str], tones: Mapping[str, str]
) -> list[Shown]:
    shown = []
    for value in axis.values:
        rule = load_rule(value.rule) if value.rule else None
        newest = value.because[-1] if value.because else None
        shown.append(
            Shown(
                words=say(words[value.code]),
                tone=tones.get(value.code, "open"),
                because=lines.of(newest) if newest else None,
                more=max(len(value.because) - 1, 0),
                rule=rule.source if rule else "",
                unreviewed=rule is not None and not rule.is_reviewed,
            )
        )
    return shown


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the timeline: statements of one event, or a silence."""

    kind: str = ""
    lines: Sequence[Line] = ()
    disagree: str = ""
    fluid: bool = False
    gap: Gap | None = None
    earlier: int = 0  # lines of the same sender that are left out


def rows(state: State, lines: Lines, *, today: date) -> tuple[list[Row], list[Row]]:
    """Return the timeline in order, and the events of which nobody knows the day."""
    told = timeline(
        state.statements, today=today, goes_on=not GOES_ON.isdisjoint(state.fate.codes)
    )
    drawn = [_row(one, lines) for one in told.rows]
    undated = [_row(one, lines) for one in told.undated]
    return drawn, [*undated, *_replaced(told.stand, lines)]


def _replaced(stand: Stand, lines: Lines) -> list[Row]:
    """Return what no longer stands, each with the statement that came instead."""
    corrected, taken_back = say(_("Since corrected")), say(_("Taken back"))
    gone = {ref: (corrected, by.ref) for ref, by in stand.corrected.items()}
    gone |= {ref: (taken_back, by.ref) for ref, by in stand.taken_back.items()}
    return [
        Row(
            kind=event_words(said),
            lines=[lines.of(said, gone=words, by_number=number)],
        )
        for said in stand.gone
        for words, number in [gone[said.ref]]
    ]


def _row(one: Stack | Gap, lines: Lines) -> Row:
    if isinstance(one, Gap):
        return Row(gap=one)
    shown, earlier = _first_and_last(one.said)
    return Row(
        kind=event_words(one.said[0]),
        lines=lines.all_of(shown),
        disagree=", ".join(say(DISAGREE_WORDS[name]) for name in one.disagree),
        fluid=one.fluid,
        earlier=earlier,
    )


def _first_and_last(said: Sequence[Said]) -> tuple[Sequence[Said], int]:
    """Of a weekly list that says the same each time, show the first and the last."""
    same = len({(one.by, one.kind, one.holder, one.place) for one in said}) == 1
    if same and len(said) > 2:
        return (said[0], said[-1]), len(said) - 2
    return said, 0


def conflicts(
    found: Iterable[Contradiction], lines: Lines
) -> list[tuple[str, Line, Line]]:
    """Return what cannot all be so, in words, with both statements."""
    return [
        (say(WORDS[one.code]), lines.of(one.one), lines.of(one.other)) for one in found
    ]
