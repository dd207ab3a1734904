"""From a text to its drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from repatria.reports.core.allegations import allegations_of
from repatria.reports.core.claims import claims_of
from repatria.reports.core.days import DAY, DayWords, Finder, finder
from repatria.reports.core.direction import Context
from repatria.reports.core.document import Document, sentences_of
from repatria.reports.core.drafts import Drafts
from repatria.reports.core.events import events_of
from repatria.reports.core.evidence import evidence_of, testimonies_of
from repatria.reports.core.marks import Form, Lexicon, Mark, Marks, Span
from repatria.reports.core.numbers import WORD, number_marks
from repatria.reports.core.sides import AGENCY, PARTY, mediators_of, sides_of
from repatria.reports.core.speech import speeches_of

SOME_GROUP = "GROUP"  # "the rebels", in the gazetteer
_NEAR = 60  # longer than any day or agency is written


@dataclass(frozen=True)
class Pack:
    """What is known of one language: its words, its days, who is named how."""

    language: str
    lexicon: Lexicon
    days: Finder
    joiners: frozenset[str] = field(default_factory=frozenset)
    speaks_for: Mapping[str, str] = field(default_factory=dict)
    groups: frozenset[str] = field(default_factory=frozenset)


def pack_of(
    language: str,
    forms: Iterable[Form],
    days: DayWords,
    *,
    joiners: Iterable[str] = (),
    speaks_for: Mapping[str, str] | None = None,
    groups: Iterable[str] = (),
) -> Pack:
    """Return a pack made ready for reading.

    ``speaks_for`` tells of groups that, where they are named, stand for the
    people of a state: group to state.  ``groups`` are all armed groups known:
    "the rebels" are the only one that a text names.
    """
    return Pack(
        language, Lexicon(forms), finder(days),
        frozenset(["", *joiners]), speaks_for or {}, frozenset(groups),
    )  # fmt: skip


def document_of(
    text: str, pack: Pack, *, published: date | None = None, source_party: str = ""
) -> Document:
    """Mark a text with all that the pack knows.

    Numbers that are part of a day are no numbers of people.
    """
    marks = _represented(_outside_agencies(pack.lexicon.marks(text)), pack)
    days = pack.days(text)
    words = [mark for mark in marks if mark.kind == WORD]
    in_days = Marks(days)
    numbers = [
        number
        for number in number_marks(text, words)
        if not _is_inside(number, in_days, DAY)
    ]
    return Document(
        text, sentences_of(text), Marks([*marks, *days, *numbers]),
        published, source_party, pack.joiners,
    )  # fmt: skip


def _represented(marks: list[Mark], pack: Pack) -> list[Mark]:
    """Say who is meant by "the rebels", and give a people to who speaks for it."""
    named = {mark.value for mark in marks if mark.kind == PARTY}
    voice = {
        people: group for group, people in pack.speaks_for.items() if group in named
    }
    groups = named & pack.groups
    voice[SOME_GROUP] = groups.pop() if len(groups) == 1 else ""
    meant = [
        mark._replace(value=voice.get(mark.value, mark.value))
        if mark.kind == PARTY
        else mark
        for mark in marks
    ]
    return [mark for mark in meant if mark.kind != PARTY or mark.value]


def _outside_agencies(marks: list[Mark]) -> list[Mark]:
    """Leave out parties in an agency's name: "the UN envoy for Norland"."""
    agencies = Marks(mark for mark in marks if mark.kind == AGENCY)
    return [
        mark
        for mark in marks
        if mark.kind != PARTY or not _is_inside(mark, agencies, AGENCY)
    ]


def _is_inside(mark: Mark, others: Marks, kind: str) -> bool:
    near = Span(mark.start - _NEAR, mark.end + _NEAR)
    return any(other.span.holds(mark) for other in others.of(kind, within=near))


def read(document: Document) -> Drafts:
    """Return everything that a marked text proposes."""
    neutral = frozenset(mediators_of(document))
    context = Context(
        document, sides_of(document, neutral=neutral), speeches_of(document)
    )
    events = events_of(context)
    return Drafts(
        events=tuple(events),
        allegations=tuple(allegations_of(context, events)),
        testimonies=tuple(testimonies_of(context)),
        evidence=tuple(evidence_of(context)),
        claims=tuple(claims_of(context)),
    )
