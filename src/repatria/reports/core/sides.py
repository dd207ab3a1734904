"""The two sides of an exchange, as a text names them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from repatria.reports.core.document import Document
from repatria.reports.core.marks import Mark, Span

PARTY = "party"
AGENCY = "agency"
BOTH = "*"

# How a party can be named; see the gazetteer.
NAME = "name"
ADJECTIVE = "adjective"
PEOPLE = "people"
CAPITAL = "capital"
FORCE = "force"

_SWAPS = ("swap", "exchange")
_BELONGS = 30  # most letters between "Ukrainian" and "prisoner exchange"


@dataclass(frozen=True)
class Sides:
    """The two parties in the order of the text; fewer where it names fewer."""

    parties: tuple[str, ...] = ()

    def other(self, party: str) -> str:
        """Return the opposite party, "" where there is none or it is unknown."""
        if party not in self.parties:
            return ""
        return next((one for one in self.parties if one != party), "")


def sides_of(document: Document, *, neutral: frozenset[str] = frozenset()) -> Sides:
    """Return the parties of the exchange that a text tells of.

    Those named together ("Norland and Sudmark exchanged") come first, then
    those most often named in sentences that speak of an exchange or of people;
    ``neutral`` parties, the mediators, are taken only for want of others.
    """
    named = document.of(PARTY)
    together = _named_together(document, named, neutral)
    if together:
        return Sides(together)
    weights = _weights(document, named, neutral)
    first_named = {mark.value: -mark.start for mark in reversed(named)}
    chosen = sorted(weights, key=lambda one: (weights[one], first_named[one]))[-2:]
    return Sides(tuple(sorted(chosen, key=lambda one: -first_named[one])))


def _named_together(
    document: Document, named: list[Mark], neutral: frozenset[str]
) -> tuple[str, ...]:
    """Return the pair that a text joins most often, with an exchange beside it."""
    pairs: Counter[tuple[str, ...]] = Counter()
    for one, other in pairwise(named):
        between = document.text[one.end : other.start]
        joined = between.strip() and document.joined(one.end, other.start)
        pair = (one.value, other.value)
        if joined and one.value != other.value and not neutral & set(pair):
            sentence = document.sentence_at(one.start).span
            if document.of(*_SWAPS, within=sentence):
                pairs[tuple(sorted(pair))] += 1
    if not pairs:
        return ()
    best = max(pairs, key=lambda pair: pairs[pair])
    order = [mark.value for mark in named]
    return tuple(sorted(best, key=order.index))


def _weights(
    document: Document, named: list[Mark], neutral: frozenset[str]
) -> dict[str, int]:
    weights: Counter[str] = Counter()
    for mark in named:
        weights[mark.value] += _weight(document, mark)
    if document.source_party in weights:
        weights[document.source_party] += 3
    for party in weights:
        if party in neutral:
            weights[party] = 0
    return weights


def _weight(document: Document, mark: Mark) -> int:
    sentence = document.sentence_at(mark.start).span
    told = document.of("swap", "exchange", "give", "gain", "home", within=sentence)
    after = Span(mark.end, min(mark.end + _BELONGS, sentence.end))
    near = [
        one
        for one in document.of("people", "captivity", within=after)
        if len(document.text[mark.end : one.start].split()) <= 2
    ]
    of_people = mark.role in (PEOPLE, FORCE) or (mark.role == ADJECTIVE and near)
    return 1 + 2 * bool(told) + 4 * bool(of_people)


def mediators_of(document: Document) -> list[str]:
    """Return who is said to have mediated, in the order of the text.

    Somebody who observes or reports is no mediator.
    """
    found: list[str] = []
    for cue in document.of("mediation"):
        for mark in _beside(document, cue):
            if mark.value not in found:
                found.append(mark.value)
    return found


def _beside(document: Document, cue: Mark) -> list[Mark]:
    sentence = document.sentence_at(cue.start).span
    after = Span(cue.end, sentence.end)
    before = Span(sentence.start, cue.start)
    named = document.of(
        PARTY, AGENCY, within=after if cue.value == "before" else before
    )
    named = [mark for mark in named if mark.role in (NAME, CAPITAL, "", ADJECTIVE)]
    if cue.value == "before":
        return _listed(document, cue.end, named)
    found = list(reversed(_listed_back(document, cue.start, named)))
    beyond = document.of(PARTY, AGENCY, within=after)
    if found and beyond and document.joined(cue.end, beyond[0].start):
        found += _listed(document, cue.end, beyond)
    return found


_NEAR = 45


def _listed(document: Document, start: int, named: list[Mark]) -> list[Mark]:
    found: list[Mark] = []
    for mark in named:
        between = document.text[start : mark.start]
        near = len(between) <= _NEAR and not re.search(r"[.;:]", between)
        if not (document.joined(start, mark.start) if found else near):
            break
        found.append(mark)
        start = mark.end
    return found


def _listed_back(document: Document, end: int, named: list[Mark]) -> list[Mark]:
    found: list[Mark] = []
    for mark in reversed(named):
        between = document.text[mark.end : end]
        near = len(between) <= _NEAR
        if not (document.joined(mark.end, end) if found else near):
            break
        found.append(mark)
        end = mark.start
    return found
