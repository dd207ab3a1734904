"""Who can speak in a text: offices, states, agencies, persons, those returned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from repatria.reports.core.document import Document, Sentence
from repatria.reports.core.marks import Mark, Span
from repatria.reports.core.sides import ADJECTIVE, AGENCY, CAPITAL, NAME, PARTY

OFFICE = "office"
OFFICIAL = "official"
WITNESS = "witness"
PERSON = "person"
PRONOUN = "pronoun"
AGAIN = "again"  # role of an office that takes up the one named before

_MOST_WORDS_BETWEEN = 2
_A_CAPITAL_WORD = re.compile(r"[^\W\d_][\w’'ʼ-]*")
_LEAD = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_NAME_SPACE = re.compile(r"[ \u00a0]")


class Actor(NamedTuple):
    """Somebody who can be the subject of a verb of saying.

    ``side`` is the party they speak for, "" where it is unknown or none.
    """

    span: Span
    name: str
    side: str
    kind: str


def actors_of(document: Document) -> list[Actor]:
    """Return everybody who can speak, in the order of the text."""
    found: list[Actor] = []
    for sentence in document.sentences:
        found += _without_inner(
            [
                *_offices(document, sentence, found),
                *_states(document, sentence),
                *_witnesses(document, sentence),
                *_persons(document, sentence, found),
                *_pronouns(document, sentence),
            ]
        )
    return found


def _without_inner(actors: Iterable[Actor]) -> list[Actor]:
    kept: list[Actor] = []
    for actor in sorted(actors, key=lambda one: (one.span.start, -one.span.end)):
        if not kept or actor.span.end > kept[-1].span.end:
            kept.append(actor)
    return kept


def shown_name(words: str) -> str:
    """Return a name as it is quoted: on one line, without an article.

    >>> shown_name("The Norlandic Defence Ministry")
    'Norlandic Defence Ministry'
    """
    return _LEAD.sub("", " ".join(words.split()))


def _words_between(document: Document, start: int, end: int) -> int:
    """Return how many words stand between two places, many where a clause ends."""
    between = document.text[start:end]
    return 99 if re.search(r"[,;:.!?()\n]", between) else len(between.split())


def _offices(
    document: Document, sentence: Sentence, known: list[Actor]
) -> Iterable[Actor]:
    for office in document.of(OFFICE, within=sentence.span):
        party = _party_before(document, sentence, office)
        if party:
            span = Span(party.start, office.end)
            yield Actor(
                span, shown_name(_owner(document.words(span))), party.value, OFFICE
            )
            continue
        after = _party_after(document, sentence, office)
        if after:
            span = Span(office.start, after.end)
            yield Actor(span, shown_name(document.words(span)), after.value, OFFICE)
            continue
        yield _spoken_of_before(document, office, known)


def _owner(words: str) -> str:
    return re.sub(r"[’']\s", "' ", words)


def _party_before(document: Document, sentence: Sentence, office: Mark) -> Mark | None:
    before = document.of(PARTY, within=Span(sentence.span.start, office.start))
    if not before:
        return None
    party = before[-1]
    between = document.text[party.end : office.start]
    between = re.sub(r"^['’]s?(?=\s)", "", between)
    near = "," not in between and len(between.split()) <= _MOST_WORDS_BETWEEN
    own = party.role == ADJECTIVE or document.text[party.end : party.end + 1] in "'’"
    return party if near and own and between[:1].isspace() else None


def _party_after(document: Document, sentence: Sentence, office: Mark) -> Mark | None:
    after = document.of(PARTY, within=Span(office.end, sentence.span.end))
    if after and after[0].role != ADJECTIVE:
        near = _words_between(document, office.end, after[0].start)
        return after[0] if near <= _MOST_WORDS_BETWEEN else None
    return None


def _spoken_of_before(document: Document, office: Mark, known: list[Actor]) -> Actor:
    """Return "the ministry" as the ministry that the text named before."""
    words = shown_name(document.words(office.span))
    last = words.split()[-1].lower()
    for actor in reversed(known):
        again = office.role == AGAIN and actor.side
        same = actor.name.lower().split()[-1] == last
        if actor.kind == OFFICE and (again or same):
            return Actor(office.span, actor.name, actor.side, OFFICE)
    return Actor(office.span, words, office.value, OFFICE)


def _states(document: Document, sentence: Sentence) -> Iterable[Actor]:
    for mark in document.of(PARTY, within=sentence.span):
        if mark.role in (NAME, CAPITAL):
            name = shown_name(document.words(mark.span))
            yield Actor(mark.span, name, mark.value, PARTY)
    for mark in document.of(AGENCY, within=sentence.span):
        yield Actor(mark.span, shown_name(document.words(mark.span)), "", AGENCY)


def _witnesses(document: Document, sentence: Sentence) -> Iterable[Actor]:
    """Find those who tell of themselves: "one of the servicemen", "another"."""
    people = document.of("people", within=sentence.span)
    for lead in document.of("witness_lead", within=sentence.span):
        head = next((mark for mark in people if mark.start >= lead.end), None)
        near = head and _words_between(document, lead.end, head.start)
        if head and near is not None and near <= _MOST_WORDS_BETWEEN:
            span = Span(lead.start, head.end)
        elif lead.value == "alone":
            span = lead.span
        else:
            continue
        words = " ".join(document.words(span).split())
        yield Actor(span, words[0].lower() + words[1:], "", WITNESS)


def _persons(
    document: Document, sentence: Sentence, known: list[Actor]
) -> Iterable[Actor]:
    for official in document.of(OFFICIAL, within=sentence.span):
        name = document.words(official.span)
        yield Actor(official.span, name, official.value, PERSON)
    for span in _capital_runs(document, sentence):
        name = " ".join(document.words(span).split())
        if earlier := _earlier(name, known):
            yield earlier._replace(span=span)
        elif " " in name:
            yield Actor(span, name, _side_of(document, sentence, span), PERSON)


def _side_of(document: Document, sentence: Sentence, span: Span) -> str:
    known = document.of(OFFICIAL, within=span)
    return known[0].value if known else _title_side(document, sentence, span)


def _earlier(name: str, known: list[Actor]) -> Actor | None:
    """Return the person whom a surname alone takes up again."""
    for actor in reversed(known):
        if actor.kind == PERSON and name in (actor.name, actor.name.split()[-1]):
            return actor
    return None


def _capital_runs(document: Document, sentence: Sentence) -> Iterable[Span]:
    """Find runs of capitalised words that are no party, office, day or agency."""
    taken = document.of(PARTY, AGENCY, OFFICE, "day", "people", within=sentence.span)
    start = end = -1
    for word in _A_CAPITAL_WORD.finditer(document.text, *sentence.span):
        free = not any(
            mark.start < word.end() and word.start() < mark.end for mark in taken
        )
        capital = free and word[0][0].isupper()
        if (
            capital
            and end >= 0
            and _NAME_SPACE.fullmatch(document.text[end : word.start()])
        ):
            end = word.end()
            continue
        if end >= 0:
            yield Span(start, end)
        start, end = word.span() if capital else (-1, -1)
    if end >= 0:
        yield Span(start, end)


_TITLE = 70


def _title_side(document: Document, sentence: Sentence, span: Span) -> str:
    """Return the party in the title before a name: "Norlandic envoy Ida Berg"."""
    before = Span(max(sentence.span.start, span.start - _TITLE), span.start)
    parties = document.of(PARTY, within=before)
    offices = document.of(OFFICE, within=before)
    if parties and not re.search(r"[;:.]", document.text[parties[-1].end : span.start]):
        return parties[-1].value
    return next((office.value for office in offices if office.value), "")


def _pronouns(document: Document, sentence: Sentence) -> Iterable[Actor]:
    for mark in document.of(PRONOUN, within=sentence.span):
        yield Actor(mark.span, document.words(mark.span).lower(), "", PRONOUN)
