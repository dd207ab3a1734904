"""What is said by whom: each verb of saying, its speaker and what it covers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from repatria.reports.core.document import MOST_IN_A_SENTENCE, Document, Sentence
from repatria.reports.core.marks import Mark, Span
from repatria.reports.core.speakers import (
    OFFICE,
    PERSON,
    PRONOUN,
    Actor,
    actors_of,
    shown_name,
)

SPEECH = "speech"  # value: the modality of what is said with this verb
NARRATOR = "narrator"
SAID = "said"
CLAIMED = "claimed"
DENIED = "denied"

_SHORT_TAIL = 7  # most words of ", the ministry said in a statement on Sunday"
_NEAR = 50
_FAR = 130
_AFTER = 70
_A_GAP = re.compile(r"[^;:.!?“”«»\"()]*")


class Speech(NamedTuple):
    """One saying: who says it, how, with which word, and the words it covers."""

    speaker: Actor
    modality: str
    verb: Mark
    covers: Span

    @property
    def who(self) -> str:
        """The speaker as quoted."""
        return self.speaker.name

    @property
    def how(self) -> str:
        """The modality of what is said; an accusation or a vow is simply said."""
        return self.modality if self.modality in (SAID, CLAIMED, DENIED) else SAID


def speeches_of(document: Document) -> list[Speech]:
    """Return the sayings of a text in its order."""
    found: list[Speech] = []
    actors = actors_of(document)
    for sentence in document.sentences:
        first = bisect_left(actors, sentence.span.start, key=_begins)
        until = bisect_left(actors, sentence.span.end, key=_begins)
        inside = actors[first:until]
        spoken: list[tuple[Mark, Actor]] = []
        for verb in document.of(SPEECH, within=sentence.span):
            if _is_passive(document, verb):
                continue
            speaker = _speaker(document, verb, inside)
            if speaker:
                last = found[-1].speaker if found else None
                if spoken:
                    last = spoken[-1][1]
                spoken.append((verb, _meant(speaker, last)))
        found += _covering(document, sentence, spoken)
    return found


def _is_passive(document: Document, verb: Mark) -> bool:
    """Whether somebody "was denied" or "is accused": nobody speaks there."""
    before = document.of("passive", within=Span(max(0, verb.start - 12), verb.start))
    return verb.role == "subject" and bool(
        before and not document.text[before[-1].end : verb.start].strip()
    )


def _meant(speaker: Actor, last: Actor | None) -> Actor:
    """Return whom a pronoun takes up: whoever spoke last."""
    if speaker.kind == PRONOUN and last:
        return last._replace(span=speaker.span)
    return speaker


def _speaker(document: Document, verb: Mark, actors: list[Actor]) -> Actor | None:
    before = [one for one in actors if one.span.end <= verb.start]
    after = [one for one in actors if one.span.start >= verb.end]
    if verb.role != "before":
        if (subject := _subject(document, verb, before)) is not None:
            return subject
        if verb.role == "subject":
            return None
    if after and _fits_after(document, verb, after[0]):
        return _named_after(document, after)
    return None


def _named_after(document: Document, after: list[Actor]) -> Actor:
    """Return the speaker after the verb: the person, when a title leads to one."""
    first = after[0]
    for other in after[1:]:
        between = document.text[first.span.end : other.span.start]
        if re.search(r"[,;:.]", between) or len(between.split()) > _SHORT_TAIL:
            break
        if other.kind == PERSON:
            return other._replace(side=other.side or first.side)
    return first


def _fits_after(document: Document, verb: Mark, actor: Actor) -> bool:
    between = document.text[verb.end : actor.span.start]
    told = document.of("number", "that", within=Span(verb.end, actor.span.start))
    fits = bool(_A_GAP.fullmatch(between)) and "," not in between and not told
    return fits and len(between) <= _AFTER and actor.kind != PRONOUN


def _subject(document: Document, verb: Mark, before: list[Actor]) -> Actor | None:
    """Return the subject: close before the verb, or before an apposition."""
    for actor in reversed(before):
        between = document.text[actor.span.end : verb.start]
        if not _A_GAP.fullmatch(between) or len(between) > _FAR:
            return None
        if between.startswith(",") and between[1:].rstrip().endswith(","):
            return actor._replace(side=actor.side or before[-1].side)
        inner = between.lstrip("'’s")
        if (
            "," not in inner
            and len(inner) <= _NEAR
            and not _busy(document, actor, verb)
        ):
            return _apposed(document, actor, before)
    return None


def _busy(document: Document, actor: Actor, verb: Mark) -> bool:
    """Whether another verb or a preposition has taken the actor."""
    between = Span(actor.span.end, verb.start)
    if document.of(SPEECH, "that", "swap", within=between):
        return True
    governed = document.of(
        "governs", within=Span(max(0, actor.span.start - 20), actor.span.start)
    )
    return bool(governed) and (
        shown_name(document.text[governed[-1].end : actor.span.start].lower() + " x")
        == "x"
    )


def _apposed(document: Document, actor: Actor, before: list[Actor]) -> Actor:
    """Return the head of "Ida Berg, adviser to the prime minister, said"."""
    place = before.index(actor)
    for earlier in reversed(before[:place]):
        between = document.text[earlier.span.end : actor.span.start]
        closed = document.text[actor.span.end : actor.span.end + 1] == ","
        if closed and between.startswith(",") and between.count(",") == 1:
            return earlier
    return actor


def _covering(
    document: Document, sentence: Sentence, spoken: list[tuple[Mark, Actor]]
) -> Iterable[Speech]:
    for place, (verb, speaker) in enumerate(spoken):
        yield Speech(
            speaker,
            verb.value or SAID,
            verb,
            _covers(document, sentence, spoken, place),
        )


def _covers(
    document: Document,
    sentence: Sentence,
    spoken: list[tuple[Mark, Actor]],
    place: int,
) -> Span:
    verb, speaker = spoken[place]
    begin = min(verb.start, speaker.span.start)
    start = sentence.span.start
    if place:
        earlier = spoken[place - 1]
        start = max(earlier[0].end, earlier[1].span.end)
    if _closes(document, sentence, verb, speaker):
        return Span(min(start, begin), begin)
    end = sentence.span.end
    if place + 1 < len(spoken):
        following = spoken[place + 1]
        end = min(following[0].start, following[1].span.start)
    first = verb.end if verb.role != "before" else max(verb.end, speaker.span.end)
    return Span(first, _before_circumstance(document, first, max(first, end)))


def _closes(document: Document, sentence: Sentence, verb: Mark, speaker: Actor) -> bool:
    """Whether the saying stands after what is said: "..., the ministry said"."""
    begin = min(verb.start, speaker.span.start)
    before = document.text[sentence.span.start : begin].rstrip()
    before = re.sub(r"\s(?:the|a|an|as)$", "", before, flags=re.IGNORECASE).rstrip()
    if not before.endswith((",", "”", "»", '"', "–", "—")) and not (
        verb.role == "before" and len(before.split()) > _SHORT_TAIL
    ):
        return False
    rest = document.text[max(verb.end, speaker.span.end) : sentence.span.end]
    tail = re.split(r"[,.;:!?]", rest, maxsplit=1)[0].split()
    return len(tail) <= _SHORT_TAIL and not document.of(
        "that", within=Span(verb.end, min(verb.end + 30, sentence.span.end))
    )


def _before_circumstance(document: Document, start: int, end: int) -> int:
    """Return where the narrator goes on: ", following an attack last week"."""
    for cue in document.of("circumstance", within=Span(start, end)):
        if document.text[start : cue.start].rstrip().endswith((",", "”", "»")):
            return cue.start
    return end


def speech_over(speeches: Sequence[Speech], place: Span) -> Speech | None:
    """Return the closest saying that covers a place.

    ``speeches`` are in the order of the text, and none covers another sentence.
    """
    near = Span(place.start - MOST_IN_A_SENTENCE, place.end + MOST_IN_A_SENTENCE)
    over = [one for one in spoken_in(speeches, near) if one.covers.holds(place)]
    return min(over, key=lambda one: one.covers.end - one.covers.start, default=None)


def spoken_in(speeches: Sequence[Speech], within: Span) -> Sequence[Speech]:
    """Return the sayings whose verb begins within a place."""
    first = bisect_left(speeches, within.start, key=_said_at)
    return speeches[first : bisect_left(speeches, within.end, key=_said_at)]


def _begins(actor: Actor) -> int:
    return actor.span.start


def _said_at(speech: Speech) -> int:
    return speech.verb.start


def is_official(speech: Speech) -> bool:
    """Whether somebody speaks who is not telling of their own captivity."""
    return speech.speaker.kind in (OFFICE, PERSON, "party", "agency")
