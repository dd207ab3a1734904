"""The words that tell of a side's people without their number."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.reports.core.document import Document, Sentence
from repatria.reports.core.marks import Mark, Span
from repatria.reports.core.numbers import NUMBER
from repatria.reports.core.sides import ADJECTIVE, PARTY, PEOPLE

_BESIDE = 35  # most letters between a people's name and the noun, or a verb before it


def withheld_of(
    document: Document, sentences: Iterable[Sentence], parties: Iterable[str]
) -> tuple[tuple[str, Span], ...]:
    """Return for a party "captured Sudmarkian fighters", where a text says it so.

    Only what stands in a sentence behind "in return for", and has no number of its
    own, is taken: other words about a party may tell of anybody.
    """
    found: dict[str, Span] = {}
    held = tuple(dict.fromkeys(sentences))
    for party in parties:
        for sentence in held:
            words = _given_in_return(document, sentence, party)
            if words and party not in found:
                found[party] = words
    return tuple(found.items())


def _given_in_return(document: Document, sentence: Sentence, party: str) -> Span | None:
    for cue in document.of("in_exchange", within=sentence.span):
        rest = Span(cue.end, sentence.span.end)
        for named in document.of(PARTY, within=rest):
            if named.value == party and named.role in (ADJECTIVE, PEOPLE):
                return _phrase(document, cue, named, sentence)
    return None


def _phrase(
    document: Document, cue: Mark, named: Mark, sentence: Sentence
) -> Span | None:
    before = Span(cue.end, named.start)
    if document.of(NUMBER, within=before) or len(before.of(document.text)) > _BESIDE:
        return None
    verbs = document.of("lost", "give", within=before)
    start = verbs[0].start if verbs else named.start
    reach = Span(named.end, min(named.end + _BESIDE, sentence.span.end))
    nouns = document.of("people", within=reach)
    beside = nouns and not document.text[named.end : nouns[0].start].strip()
    return Span(start, nouns[0].end if beside else named.end)
