"""Which numbers count a part of people already counted, or none that went home."""

from __future__ import annotations

from repatria.reports.core.counts import BODIES, CIVILIANS, Candidate, names_side
from repatria.reports.core.direction import governing
from repatria.reports.core.document import Document, pauses
from repatria.reports.core.marks import Span

_AFTER = 35
_BESIDE = 30
_OF_A_LIST = 2
_MOST_PARTS = 20  # into which a total is told apart


def is_release(document: Document, one: Candidate) -> bool:
    """Whether the sentence tells of people let go, not of people held or lost."""
    verb = governing(document, one)
    if one.what == CIVILIANS and document.of("of_which", within=one.phrase):
        return True
    if _is_denied(document, one):
        return False
    if verb is None:
        cues = document.of("exchange", "in_exchange", within=one.sentence.span)
        return bool(cues) or bool(one.formula)
    if verb.kind in ("held", "lost"):
        rest = Span(one.phrase.end, one.sentence.span.end)
        return bool(one.formula or document.of("were_among", within=rest))
    return True


def _is_denied(document: Document, one: Candidate) -> bool:
    """Whether the release did not happen: "have not agreed on the release of 23"."""
    before = Span(one.sentence.span.start, one.number.start)
    return any(
        document.of("give", "gain", "home", "swap", "planned", "exchange",
                    within=Span(cue.end, min(cue.end + _BESIDE, before.end)))
        for cue in document.of("not", within=before)
        if not pauses(document.text, Span(cue.end, before.end))
    )  # fmt: skip


def is_cumulative(document: Document, one: Candidate) -> bool:
    """Whether a number sums many exchanges: "since the war began 4,000".

    "The largest exchange since the war began" sums nothing.
    """
    if one.formula:
        return False
    start = one.sentence.span.start
    return any(
        not document.of("record", within=Span(start, cue.start))
        for cue in document.of("cumulative", within=one.sentence.span)
    )


def is_part(document: Document, one: Candidate, others: list[Candidate]) -> bool:
    """Whether a number counts some of those whom another number counts.

    ``others`` are those of its own sentence.  Civilians are always told apart and
    stay; bodies are never a part.
    """
    if one.what in (CIVILIANS, BODIES) or one.formula:
        return False
    if _said_to_be(document, one) or _said_afterwards(document, one):
        return True
    before = [
        other
        for other in others
        if other.number.start < one.number.start
        and not (names_side(document, one) and not names_side(document, other))
    ]
    return _after_colon(document, one, before) or _sums_up(one, before, others)


def _sums_up(one: Candidate, before: list[Candidate], others: list[Candidate]) -> bool:
    """Whether the numbers after a total make it: "140, 132 men and eight women"."""
    for total in before[-_MOST_PARTS:]:
        rest = 0
        place = others.index(total) + 1
        for other in others[place : place + _MOST_PARTS]:
            rest += other.n
            if rest == total.n and other.number.start >= one.number.start:
                return one.n < total.n
    return False


def _said_to_be(document: Document, one: Candidate) -> bool:
    """ "including five officers", "of whom 12", and the numbers that follow."""
    if names_side(document, one) and _has_own_verb(document, one):
        return False
    start = one.sentence.span.start
    for cue in document.of("subset", within=Span(start, one.number.start)):
        between = Span(cue.end, one.number.start)
        if not document.of("in_exchange", "gain", "swap", within=between) and not (
            _new_clause(document, between)
        ):
            return True
    return False


def _has_own_verb(document: Document, one: Candidate) -> bool:
    """Whether a clause begins with the number: "and eight Sudmarkians went home"."""
    verbs = document.of("home", "give", within=one.after)
    return any(
        len(document.text[one.phrase.end : verb.start].split()) <= _OF_A_LIST
        and "," not in document.text[one.phrase.end : verb.start]
        for verb in verbs
    )


def _new_clause(document: Document, between: Span) -> bool:
    verbs = document.of("give", "home", within=between)
    return any(
        document.of("party", within=Span(between.start, verb.start)) for verb in verbs
    )


def _after_colon(document: Document, one: Candidate, before: list[Candidate]) -> bool:
    """ "50 came home: 20 of the guard, 12 of the navy"."""
    start = one.sentence.span.start
    colon = document.text.rfind(":", start, one.number.start)
    totals = [other for other in before if other.number.start < colon]
    return (
        bool(totals)
        and one.n < max(other.n for other in totals)
        and not (document.of("in_exchange", within=Span(colon, one.number.start)))
    )


def _said_afterwards(document: Document, one: Candidate) -> bool:
    """ "48 of them", "12 were among those freed"."""
    end = min(one.phrase.end + _AFTER, one.scope.end)
    near = document.of("of_which", within=Span(one.number.end, end))
    if any(
        len(document.text[one.number.end : mark.start].split()) <= _OF_A_LIST
        for mark in near
    ):
        return True
    rest = Span(one.phrase.end, one.sentence.span.end)
    return bool(document.of("were_among", within=rest))
