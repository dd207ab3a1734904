"""Recordings that a text speaks of, and what those who were held tell."""

from __future__ import annotations

from repatria.reports.core.direction import Context
from repatria.reports.core.document import Document, Sentence, trimmed_end
from repatria.reports.core.drafts import Evidence, Testimony
from repatria.reports.core.marks import Mark, Span
from repatria.reports.core.speakers import WITNESS
from repatria.reports.core.speech import Speech

RECORDING = "recording"  # value: footage, video, photo; role: "many" for a plural
IN_A_ROW = "in_a_row"  # value: the place of a recording in a row, "" for no place
SHARED = "shared"  # "shared by": who made a recording known
SCENE = "scene"  # "made at the scene"; value: the modality
PURPORTED = "purported"
TESTIFIES = "said"

_NEAR = 30
_LISTENER = 3  # most words of "told our reporter that"


def evidence_of(context: Context) -> list[Evidence]:
    """Return the recordings in the order of the text.

    Recordings told of together ("videos surfaced") are left to the single
    ones, where the text goes on to tell them apart.
    """
    document = context.document
    found = [
        _single(document, mark, row)
        for mark in document.of(RECORDING)
        if (row := _row(document, mark))
    ]
    if found and any(one.sequence for one in found):
        rest = [mark for mark in document.of(RECORDING) if mark.role != "many"]
    else:
        rest = document.of(RECORDING)
    taken = [one.span for one in found]
    for mark in rest:
        free = not any(span.holds(mark) for span in taken)
        if free and not _known(document, mark, found):
            found.append(Evidence(mark.value, _with_sharer(document, mark)))
    return sorted(found, key=lambda one: one.span)


def _known(document: Document, mark: Mark, found: list[Evidence]) -> bool:
    """Whether "the footage" only takes up a recording told of before."""
    return any(one.kind == mark.value for one in found) and not document.of(
        SHARED, within=Span(mark.end, mark.end + _NEAR)
    )


def _row(document: Document, mark: Mark) -> Mark | None:
    """Return the words that single a recording out: "one of the", "a second"."""
    before = document.of(IN_A_ROW, within=Span(max(0, mark.start - _NEAR), mark.start))
    if before and not document.text[before[-1].end : mark.start].strip():
        return before[-1]
    return None


def _single(document: Document, mark: Mark, row: Mark) -> Evidence:
    sentence = document.sentence_at(mark.start)
    rest = Span(mark.end, sentence.span.end)
    following = [one.start for one in document.of(RECORDING, within=rest)]
    told = Span(mark.end, min([*following, rest.end]))
    scene = document.of(SCENE, within=told)
    return Evidence(
        kind=mark.value,
        span=Span(_with_preposition(document, row, sentence), mark.end),
        sequence=int(row.value or 0),
        same_scene=scene[0].value if scene else "",
        modality=PURPORTED if document.of(PURPORTED, within=told) else "",
    )


def _with_preposition(document: Document, row: Mark, sentence: Sentence) -> int:
    """Return the start, moved back over "In" at the head of a sentence."""
    lead = Span(sentence.span.start, row.start)
    before = document.of("governs", within=lead)
    alone = before and before[0].span.of(document.text) == document.words(lead).strip()
    return lead.start if alone else row.start


def _with_sharer(document: Document, mark: Mark) -> Span:
    """Return the words with who shared it: "Footage shared by the ministry"."""
    sentence = document.sentence_at(mark.start)
    for cue in document.of(SHARED, within=Span(mark.end, sentence.span.end))[:1]:
        if document.text[mark.end : cue.start].strip():
            break
        actors = document.of(
            "office", "party", "agency", within=Span(cue.end, sentence.span.end)
        )
        end = _joined(document, cue.end, actors)
        if end:
            return Span(mark.start, end)
    return mark.span


def _joined(document: Document, start: int, actors: list[Mark]) -> int:
    """Return the end of "the Norlandic defence ministry", 0 for nobody named."""
    end = 0
    for mark in actors:
        if len(document.text[start : mark.start].split()) > 1:
            break
        start = end = mark.end
    return end


def testimonies_of(context: Context) -> list[Testimony]:
    """Return what those who were held tell of it."""
    return [
        Testimony(speech.who, span)
        for speech in context.speeches
        if speech.speaker.kind == WITNESS and speech.modality == TESTIFIES
        if (span := _told(context.document, speech))
    ]


def _told(document: Document, speech: Speech) -> Span | None:
    text = document.text
    start, end = speech.covers
    for cue in document.of("that", within=speech.covers)[:1]:
        if len(text[start : cue.start].split()) <= _LISTENER:
            start = cue.end
    turn = [
        mark.start
        for mark in document.of("turn", within=Span(start, end))
        if text[mark.end : end].split()[:1] == [] or mark.end >= end - 2
    ]
    end = trimmed_end(text, start, min([*turn, end]))
    start += len(text[start:end]) - len(text[start:end].lstrip(' “"«:,'))
    return Span(start, end) if _is_clause(text[start:end]) else None


def _is_clause(words: str) -> bool:
    return len(words.split()) >= 3
