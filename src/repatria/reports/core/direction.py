"""Whose people go home: the side of each number, and what says so.

The ways are tried in order; the first that answers decides.
"""

from __future__ import annotations

from typing import NamedTuple

from repatria.reports.core.counts import TAKEN, Candidate
from repatria.reports.core.document import Document, pauses
from repatria.reports.core.marks import Mark, Span, without_inner
from repatria.reports.core.sides import (
    ADJECTIVE,
    BOTH,
    CAPITAL,
    FORCE,
    NAME,
    PARTY,
    PEOPLE,
    Sides,
)
from repatria.reports.core.speech import Speech, speech_over

FORMULA = "formula"
OFFERED = "offered"

_NEAR = 40
_TO_THE_VERB = 8  # most words from the people to their verb


class Direction(NamedTuple):
    """A side (``*`` where none is told) and how surely the text tells it."""

    to: str
    confidence: str


class Context(NamedTuple):
    """What the side of a number may be read from."""

    document: Document
    sides: Sides
    speeches: list[Speech]


def direction_of(
    context: Context, one: Candidate, earlier: list[tuple[Candidate, Direction]]
) -> Direction:
    """Return whose people a number counts."""
    if to := _part_of(context, one, earlier):
        return Direction(to, OFFERED)
    for tell in (_named, _owned, _captivity, _destination):
        if to := tell(context, one):
            return Direction(to, FORMULA)
    if to := _in_return(context, one, earlier):
        return Direction(to, FORMULA)
    if to := _by_verb(context, one):
        return Direction(to, FORMULA)
    if _swapped(context, one):
        return Direction(BOTH, FORMULA)
    if to := _carried_on(context, one, earlier):
        return Direction(to, OFFERED)
    return Direction(_speakers_own(context, one) or BOTH, OFFERED)


def _parties(context: Context, within: Span) -> list[Mark]:
    known = context.sides.parties
    return [
        mark
        for mark in context.document.of(PARTY, within=within)
        if mark.value in known
    ]


def _named(context: Context, one: Candidate) -> str:
    """ "95 Ukrainian fighters", "230 Ukrainians", "50 servicemen of Norland"."""
    document = context.document
    inside = [
        mark
        for mark in document.of(PARTY, within=one.phrase)
        if document.text[mark.end : mark.end + 1] != "-"  # "Norlandic-held"
    ]
    if inside:
        return inside[-1].value
    for mark in _parties(context, Span(one.phrase.end, one.scope.end))[:1]:
        between = document.text[one.phrase.end : mark.start]
        of = document.of("of", within=Span(one.phrase.end, mark.start))
        belongs = (of and len(between.split()) <= 4) or (
            not between.strip() and mark.role in (FORCE, ADJECTIVE)
        )
        if belongs and not any(sign in between for sign in ",;:."):
            return mark.value
    return ""


def _owned(context: Context, one: Candidate) -> str:
    """ "94 of its servicemen": of the party that is the subject."""
    document = context.document
    near = Span(max(one.scope.start, one.number.start - 25), one.phrase.end)
    if not document.of("own", within=near):
        return ""
    before = Span(one.sentence.span.start, one.number.start)
    subjects = [
        mark
        for mark in _parties(context, before)
        if mark.role in (NAME, CAPITAL) and not _governed(document, mark)
    ]
    speech = speech_over(context.speeches, one.number.span)
    if (
        speech
        and speech.speaker.side in context.sides.parties
        and not any(mark.start > speech.verb.end for mark in subjects)
    ):
        return speech.speaker.side
    return subjects[-1].value if subjects else ""


def _captivity(context: Context, one: Candidate) -> str:
    """ "from Norlandic captivity", "held in Norland": people of the other side."""
    document = context.document
    for cue in document.of("captivity", within=one.scope):
        beside = Span(
            max(one.scope.start, cue.start - _NEAR), min(cue.end + _NEAR, one.scope.end)
        )
        for mark in _parties(context, beside):
            gap = document.text[min(mark.end, cue.end) : max(mark.start, cue.start)]
            before = mark.end <= cue.start and not gap.strip()
            after = mark.start >= cue.end and len(gap.split()) <= 2
            if before or after:
                return context.sides.other(mark.value)
    return ""


def _destination(context: Context, one: Candidate) -> str:
    """ "to Norland", "from Sudmark", "by Sudmark": where to, or who let go."""
    for scope in (one.before, one.after):
        for role in ("to", "from"):
            for mark in _parties(context, scope):
                if _apart(context.document, one, mark):
                    continue
                if _is_given_to(context.document, mark, role):
                    return mark.value
                if _leads(context.document, mark, role, scope):
                    other = context.sides.other(mark.value)
                    return mark.value if role == "to" else other
    return ""


def _is_given_to(document: Document, mark: Mark, role: str) -> bool:
    """Whether a party stands in the case of the receiver, beside a verb of giving."""
    dative = document.of("dative", within=mark.span)
    near = Span(max(0, mark.start - _NEAR), mark.end + _NEAR)
    beside = [
        verb
        for verb in document.of("give", "home", within=near)
        if not document.text[mark.end : verb.start].strip()
        and not document.text[verb.end : mark.start].strip()
    ]
    return role == "to" and bool(dative and beside)


def _apart(document: Document, one: Candidate, mark: Mark) -> bool:
    """Whether a comma or "in return for" stands between a number and a mark."""
    before = mark.end <= one.number.start
    start, end = (
        (mark.end, one.number.start) if before else (one.phrase.end, mark.start)
    )
    between = Span(start, max(start, end))
    turned = before and document.of("in_exchange", within=between)
    return bool(turned or pauses(document.text, between))


def _leads(document: Document, mark: Mark, role: str, scope: Span) -> bool:
    if mark.role not in (NAME, CAPITAL):
        return False
    lead = document.of(role, within=Span(max(scope.start, mark.start - 30), mark.start))
    return bool(lead) and len(document.text[lead[-1].end : mark.start].split()) <= 2


def _part_of(
    context: Context, one: Candidate, earlier: list[tuple[Candidate, Direction]]
) -> str:
    """ "Twelve of them": of the side counted last."""
    said = context.document.of("of_which", "were_among", within=one.phrase)
    return earlier[-1][1].to if said and earlier else ""


def _in_return(
    context: Context, one: Candidate, earlier: list[tuple[Candidate, Direction]]
) -> str:
    """ "in exchange for 95": the people of the other side."""
    cues = context.document.of("in_exchange", "for", within=one.before)
    if not cues or not earlier or earlier[-1][0].sentence != one.sentence:
        return ""
    return context.sides.other(earlier[-1][1].to)


def _by_verb(context: Context, one: Candidate) -> str:
    verb = governing(context.document, one)
    if (
        verb is None
        or verb.kind not in ("give", "gain")
        or verb.start > one.number.start
    ):
        return ""
    subject = _subject(context, verb, one)
    if not subject:
        return ""
    return subject if verb.kind == "gain" else context.sides.other(subject)


def _subject(context: Context, verb: Mark, one: Candidate) -> str:
    before = Span(one.sentence.span.start, verb.start)
    named = [
        mark
        for mark in _parties(context, before)
        if mark.role in (NAME, CAPITAL, FORCE, PEOPLE)
        and mark.start >= verb.start - 2 * _NEAR
        and not _governed(context.document, mark)
    ]
    return named[-1].value if named else ""


def _governed(document: Document, mark: Mark) -> bool:
    """Whether a preposition or a number leads to a party: it is no subject."""
    near = Span(max(0, mark.start - 20), mark.start)
    leads = document.of("governs", "number", within=near)
    return bool(leads) and not document.text[leads[-1].end : mark.start].strip()


def governing(document: Document, one: Candidate) -> Mark | None:
    """Return the verb that tells what happened to the people counted."""
    after = [
        mark
        for mark in _verbs(document, one.after)
        if mark.value != TAKEN
        and mark.kind in ("home", "give", "held", "lost")
        and len(document.text[one.phrase.end : mark.start].split()) <= _TO_THE_VERB
        and "," not in document.text[one.phrase.end : mark.start]
    ]
    before = [
        mark
        for mark in _verbs(document, one.before)
        if not _ends_phrase_before(document, one, mark)
    ]
    if after and after[0].kind == "held" and _whose(document, one, after[0]):
        return after[0]
    if before and (not after or before[-1].kind in ("give", "gain", "swap")):
        return before[-1]
    if after:
        return after[0]
    whole = [
        mark
        for mark in _verbs(document, one.sentence.span)
        if mark.kind not in ("held", "lost") and not one.phrase.holds(mark)
    ]
    led = [mark for mark in whole if mark.start < one.number.start]
    return led[-1] if led else next(iter(whole), None)


def _whose(document: Document, one: Candidate, verb: Mark) -> bool:
    """Whether a verb follows with no more than "who" between."""
    between = document.text[one.phrase.end : verb.start].split()
    return 0 < len(between) <= 1


def _verbs(document: Document, within: Span) -> list[Mark]:
    """Return what happened to people: "been released" is not also "released"."""
    kinds = ("give", "gain", "home", "swap", "held", "lost")
    return without_inner(document.of(*kinds, within=within))


def _ends_phrase_before(document: Document, one: Candidate, mark: Mark) -> bool:
    """Whether a verb says more of the number before: "103 soldiers captured there"."""
    follows = one.scope.start > one.sentence.span.start
    between = document.text[one.scope.start : mark.start].split()
    return follows and mark.kind in ("held", "lost") and not between


def _swapped(context: Context, one: Candidate) -> bool:
    verb = governing(context.document, one)
    return bool(verb and verb.kind == "swap")


def _carried_on(
    context: Context, one: Candidate, earlier: list[tuple[Candidate, Direction]]
) -> str:
    """ "and six civilians": of the side that the list began with."""
    if not earlier or earlier[-1][0].sentence != one.sentence:
        return ""
    last, told = earlier[-1]
    between = Span(last.phrase.end, one.number.start)
    verbs = context.document.of("home", "give", "gain", within=between)
    near = len(between.of(context.document.text).split()) <= 5
    return told.to if near and not verbs else ""


def _speakers_own(context: Context, one: Candidate) -> str:
    """A party that tells of people who came home tells of its own."""
    verb = governing(context.document, one)
    if verb is None or verb.kind not in ("home", "gain", "give"):
        return ""
    speech = speech_over(context.speeches, one.number.span)
    if speech and speech.speaker.side in context.sides.parties:
        return speech.speaker.side
    source = context.document.source_party
    return source if source in context.sides.parties else ""
