"""What is alleged, by whom, against whom: accusations and inferences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeGuard

from repatria.reports.core.claims import VOW, answer_marks
from repatria.reports.core.direction import Context
from repatria.reports.core.document import Sentence, clause_end, trimmed_end
from repatria.reports.core.drafts import Allegation, Event
from repatria.reports.core.marks import Mark, Span
from repatria.reports.core.sides import PARTY
from repatria.reports.core.speakers import WITNESS
from repatria.reports.core.speech import (
    NARRATOR,
    SAID,
    Speech,
    speech_over,
)

ACCUSED = "accused"  # the modality of verbs of accusing in the packs
ALLEGED = "alleged"  # kind; value: type; role: "predicate" or ""
GRAVE = "grave"  # "war crime": grave, but of no type by itself
PATTERN = "pattern"
INFERS = "infers"
INFERRED = "inferred"


def allegations_of(context: Context, events: list[Event]) -> list[Allegation]:
    """Return the allegations of a text in its order.

    Accusations, patterns and inferences take up the words they hold; words
    that are left are an allegation only of a type nobody has put better.
    """
    taken = Taken(mark.span for mark, _speech in answer_marks(context))
    found: list[Allegation] = []
    for read in (_accusations, _patterns, _inferences, _predicates, _named):
        free = [
            (one, held)
            for one, held in read(context, events)
            if not taken.touches(one.span)
        ]
        found += [one for one, _held in free]
        taken.add(held for _one, held in free)
    found += _mentioned(context, events, found, taken)
    return sorted(_once(found), key=lambda one: one.span)


Found = Iterator[tuple[Allegation, Span]]


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


class Taken:
    """Places of a text that something was read from, found by where they stand."""

    _WIDE = 100

    def __init__(self, spans: Iterable[Span]) -> None:
        self._at: dict[int, list[Span]] = {}
        self.add(spans)

    def add(self, spans: Iterable[Span]) -> None:
        """Take more places."""
        for span in spans:
            for strip in self._strips(span):
                self._at.setdefault(strip, []).append(span)

    def touches(self, place: Span) -> bool:
        """Whether a place shares a character with one that is taken."""
        return any(
            _touch(span, place)
            for strip in self._strips(place)
            for span in self._at.get(strip, ())
        )

    def _strips(self, span: Span) -> range:
        return range(span.start // self._WIDE, span.end // self._WIDE + 1)


def _once(found: Iterable[Allegation]) -> list[Allegation]:
    kept: list[Allegation] = []
    for one in found:
        if not any(_same(one, known) for known in kept):
            kept.append(one)
    return kept


def _same(one: Allegation, other: Allegation) -> bool:
    return (one.type, one.accused, one.asserted_by, one.pattern) == (
        other.type, other.accused, other.asserted_by, other.pattern,
    )  # fmt: skip


def _accusations(context: Context, _events: list[Event]) -> Found:
    """ "Accusing Sudmark of a new war crime"."""
    document = context.document
    for speech in context.speeches:
        if speech.modality != ACCUSED:
            continue
        sentence = document.sentence_at(speech.verb.start)
        named = [mark.value for mark in document.of(PARTY, within=speech.covers)]
        others = [party for party in named if party != speech.speaker.side]
        accused = others[0] if others else ""
        end = trimmed_end(document.text, speech.verb.start, speech.covers.end)
        span = Span(speech.verb.start, end)
        victims = speech.speaker.side or context.sides.other(accused)
        for kind in _types(context, speech.covers, sentence):
            yield Allegation(
                kind, victims, accused or context.sides.other(victims),
                speech.who, SAID, span,
            ), speech.covers  # fmt: skip


def _types(context: Context, said: Span, sentence: Sentence) -> list[str]:
    """Return what is accused: in the words said, else in what led to them."""
    document = context.document
    places = [said]
    if document.of(GRAVE, within=said):
        before = document.sentences[max(0, sentence.index - 1)]
        places += [sentence.span, before.span]
    for place in places:
        types = list(dict.fromkeys(m.value for m in document.of(ALLEGED, within=place)))
        if types:
            return types
    return []


def _patterns(context: Context, events: list[Event]) -> Found:
    """ "The killing of prisoners is a widespread practice"."""
    document = context.document
    for cue in document.of(PATTERN):
        sentence = document.sentence_at(cue.start)
        types = document.of(ALLEGED, within=sentence.span)
        if not types:
            continue
        nearest = min(types, key=lambda mark: abs(mark.start - cue.start))
        speech = speech_over(context.speeches, cue.span)
        after = document.of(PARTY, within=Span(cue.end, sentence.span.end))
        accused = after[0].value if after else ""
        victims, accused = _who(context, events, speech, accused, cue)
        yield (
            Allegation(
                nearest.value,
                victims,
                accused,
                *_asserted(speech),
                cue.span,
                pattern=True,
            ),
            nearest.span,
        )


def _asserted(speech: Speech | None) -> tuple[str, str]:
    return (speech.who, speech.how) if speech else (NARRATOR, SAID)


def _who(
    context: Context,
    events: list[Event],
    speech: Speech | None,
    accused: str,
    place: Mark,
) -> tuple[str, str]:
    """Return victims and accused, from whichever of the two is known."""
    sides = context.sides
    if accused:
        return sides.other(accused), accused
    victims = speech.speaker.side if speech else ""
    if not victims and speech and speech.speaker.kind == WITNESS:
        victims = _returned(events)
    victims = victims or _people_before(context, place) or _returned(events)
    return victims, sides.other(victims)


def _returned(events: list[Event]) -> str:
    counts = [count.to for event in events[:1] for count in event.counts]
    return next((to for to in counts if to != "*"), "")


def _people_before(context: Context, place: Mark) -> str:
    """Return whose people were spoken of last, the sentence itself included."""
    sentence = context.document.sentence_at(place.start)
    named = context.document.of(PARTY, within=sentence.span)
    for mark in named:
        after = Span(mark.end, min(mark.end + 30, sentence.span.end))
        if context.document.of("people", within=after) and mark.role == "adjective":
            return mark.value
    return ""


def _inferences(context: Context, events: list[Event]) -> Found:
    """ "Apparently referring to mistreatment": the narrator's, not the speaker's."""
    document = context.document
    for cue in document.of(INFERS):
        sentence = document.sentence_at(cue.start)
        marks = document.of(ALLEGED, within=Span(cue.end, sentence.span.end))
        phrase = _noun_phrase(context, cue, sentence, marks)
        said = [one for one in context.speeches if _touch(one.verb.span, sentence.span)]
        side = said[-1].speaker.side if said else ""
        who = f"{NARRATOR} infers"
        if said:
            who += f" from the {said[-1].who}'s statement"
        victims = side or _people_before(context, cue) or _returned(events)
        for mark in marks:
            if phrase.holds(mark):
                yield Allegation(
                    mark.value, victims, context.sides.other(victims),
                    who, INFERRED, phrase,
                ), Span(mark.start, mark.end)  # fmt: skip


def _noun_phrase(
    context: Context, cue: Mark, sentence: Sentence, marks: list[Mark]
) -> Span:
    """Return the words from the cue to the last thing inferred."""
    text = context.document.text
    end = clause_end(text, cue.end, sentence.span.end)
    inside = [mark for mark in marks if mark.end <= end]
    start = cue.end + len(text[cue.end : end]) - len(text[cue.end : end].lstrip())
    return Span(start, inside[-1].end if inside else end)


def _predicates(context: Context, events: list[Event]) -> Found:
    """ "Was refused medical treatment for four months"."""
    document = context.document
    for mark in document.of(ALLEGED):
        speech = speech_over(context.speeches, mark.span)
        if mark.role != "predicate" or speech is None or _is_denied(context, mark):
            continue
        limit = max(mark.end, speech.covers.end)
        span = Span(mark.start, clause_end(document.text, mark.end, limit))
        victims, accused = _who(context, events, speech, "", mark)
        yield Allegation(mark.value, victims, accused, *_asserted(speech), span), span


def _is_denied(context: Context, mark: Mark) -> bool:
    before = Span(max(0, mark.start - 25), mark.start)
    return bool(context.document.of("not", within=before))


def _named(context: Context, events: list[Event]) -> Found:
    """ "Claimed that their soldiers committed perfidy": said with its legal name."""
    for mark in context.document.of(ALLEGED):
        speech = speech_over(context.speeches, mark.span)
        if (
            mark.role == "predicate"
            or not _alleges(speech)
            or _is_denied(context, mark)
        ):
            continue
        accused = _doer(context, speech, mark) if mark.role == "deed" else ""
        victims, accused = _who(context, events, speech, accused, mark)
        if mark.role == "deed" and not accused:
            continue
        yield (
            Allegation(mark.value, victims, accused, *_asserted(speech), mark.span),
            (mark.span),
        )


def _alleges(speech: Speech | None) -> TypeGuard[Speech]:
    """Whether something is said to have happened; a vow only builds on it."""
    return speech is not None and speech.modality != VOW


def _doer(context: Context, speech: Speech, mark: Mark) -> str:
    before = Span(speech.covers.start, max(speech.covers.start, mark.start))
    named = context.document.of(PARTY, within=before)
    if named:
        return named[-1].value
    return context.sides.other(speech.speaker.side)


def _mentioned(
    context: Context,
    events: list[Event],
    found: list[Allegation],
    taken: Taken,
) -> Iterator[Allegation]:
    """What the narrator tells in passing, where nobody alleged it outright."""
    known = {one.type for one in found}
    for mark in context.document.of(ALLEGED):
        if mark.value in known or mark.role == "weak" or taken.touches(mark.span):
            continue
        if _is_denied(context, mark):
            continue
        known.add(mark.value)
        said = speech_over(context.speeches, mark.span)
        speech = said if _alleges(said) else None
        victims, accused = _who(context, events, speech, "", mark)
        yield Allegation(mark.value, victims, accused, *_asserted(speech), mark.span)
