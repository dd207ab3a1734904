"""Charts as geometry: what is drawn where; the templates set the strokes.

Positions along a bar are in per cent of the chart's width, so that a chart fits
a telephone as well as a page without shrinking its letters.  Heights are pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log10

from repatria.matching.report import figures
from repatria.matching.report.data import Bin, FieldCount, ListCard, ModelCard, Split
from repatria.matching.report.words import field_word
from repatria.shared.text import mark as _
from repatria.shared.text import say

LONGEST_BAR = 80.0
"""Per cent of the width; the rest is for the number at its end."""

ROOM_FOR_NUMBER = 9.0
"""Per cent of the width a part needs before its number fits inside."""

LOGARITHMIC_FROM = 50
"""Largest over smallest count from which a linear chart hides the small ones."""

SIDES = ("same", "differs")
"""The patterns of the first and the second list where each field has two bars."""

# The parts of a split in the order in which they are read, with their words.
PARTS: tuple[tuple[str, str], ...] = (
    ("same", _("Same person, nothing in conflict")),
    ("differs", _("Same person, but something differs")),
    ("review", _("To review")),
    ("only_here", _("Only on this list")),
    ("duplicate", _("Repeats within the list")),
    ("unreadable", _("Unreadable")),
)

PARTS_OF_ONE: tuple[tuple[str, str], ...] = (
    ("only_here", _("People, each counted once")),
    ("duplicate", _("Repeats within the list")),
    ("unreadable", _("Unreadable")),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it starts and how long it is (per cent), its kind and number."""

    kind: str
    start: float
    length: float
    text: str

    @property
    def end(self) -> float:
        """Where the bar ends, in per cent of the width."""
        return self.start + self.length

    @property
    def roomy(self) -> bool:
        """Whether its number fits inside."""
        return self.length >= ROOM_FOR_NUMBER


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line of a chart with its bars, and how they are placed."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A thin line across the chart and the number it stands for."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines from top to bottom, and the ticks of the scale, if it needs any."""

    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...] = ()


def split_chart(sides: Iterable[tuple[str, Split]]) -> Chart:
    """Draw how the rows of each list split up, on one common scale."""
    sides = tuple(sides)
    longest = max((split.total for _side, split in sides), default=0)
    return Chart(tuple(Line(side, _parts(split, longest)) for side, split in sides))


def _parts(split: Split, longest: int) -> tuple[Bar, ...]:
    bars: list[Bar] = []
    start = 0.0
    for kind, _words in PARTS:
        rows: int = getattr(split, kind)
        length = 100 * rows / longest if longest else 0.0
        if rows:
            bars.append(Bar(kind, start, length, figures.number(rows)))
        start += length
    return tuple(bars)


def probability_chart(bins: Iterable[Bin], model: ModelCard) -> Chart:
    """Draw the pairs by probability, those called same solid.

    Sure pairs are many and doubtful ones few: where a straight scale would hide
    the few, the scale is logarithmic, and ticks say so.
    """
    bins = tuple(bins)
    counts = [one.pairs for one in bins]
    most = max(counts, default=0)
    least = min(filter(None, counts), default=0)
    steep = bool(least) and most / least >= LOGARITHMIC_FROM
    lines = tuple(
        _count_line(
            bin_word(one),
            one.pairs,
            "same" if one.low >= model.same_from else "review",
            _grown(one.pairs, most) if steep else _straight(one.pairs, most),
        )
        for one in bins
    )
    return Chart(lines, _ticks(most) if steep else ())


def bin_word(one: Bin) -> str:
    """Return the range of a bin in per cent, such as "95% to 99%"."""
    low, high = (_whole_percent(edge) for edge in (one.low, one.high))
    return say(_("{low} to {high}"), low=low, high=high)


def _whole_percent(share: float) -> str:
    whole = abs(100 * share - round(100 * share)) < 1e-9
    return figures.percent(share, 0 if whole else 1)


def conflict_chart(conflicts: Iterable[FieldCount]) -> Chart:
    """Draw in how many pairs of one person each field is in conflict."""
    conflicts = tuple(conflicts)
    most = max((one.pairs for one in conflicts), default=0)
    lines = (
        _count_line(
            field_word(one.field), one.pairs, "differs", _straight(one.pairs, most)
        )
        for one in conflicts
    )
    return Chart(tuple(lines))


def _count_line(label: str, count: int, kind: str, length: float) -> Line:
    return Line(label, (Bar(kind, 0.0, length, figures.number(count)),))


def _straight(count: int, most: int) -> float:
    return LONGEST_BAR * count / most if most else 0.0


def _grown(count: int, most: int) -> float:
    return LONGEST_BAR * log10(1 + count) / log10(1 + most)


def _ticks(most: int) -> tuple[Tick, ...]:
    powers = (10**power for power in range(len(str(most))))
    return tuple(Tick(_grown(tens, most), figures.number(tens)) for tens in powers)


def missing_chart(cards: Iterable[ListCard]) -> Chart:
    """Draw the share of readable rows that say nothing, field by field.

    Every line has a bar for each list; a list without the column says so.
    """
    cards = tuple(cards)
    lines = (
        Line(
            field_word(field),
            tuple(
                _missing_bar(kind, card, field)
                for kind, card in zip(SIDES, cards, strict=False)
            ),
        )
        for field in fields_of(cards)
    )
    return Chart(tuple(lines))


def fields_of(cards: Iterable[ListCard]) -> tuple[str, ...]:
    """Return the fields any of the lists has, each once, in order of appearance."""
    named = (one.field for card in cards for one in card.missing)
    return tuple(dict.fromkeys(named))


def missing_share(card: ListCard, field: str) -> float | None:
    """Return the share of readable rows without the field; None: no such column."""
    readable = card.rows - card.split.unreadable
    for one in card.missing:
        if one.field == field:
            return one.rows / readable if readable else 0.0
    return None


def _missing_bar(kind: str, card: ListCard, field: str) -> Bar:
    share = missing_share(card, field)
    if share is None:
        return Bar(kind, 0.0, 0.0, say(_("no such column")))
    return Bar(kind, 0.0, LONGEST_BAR * share, figures.percent(share, 1))
