"""A text cut into paragraphs, sentences and marked words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from repatria.reports.core.marks import Mark, Marks, Span

_A_PARAGRAPH = re.compile(r"[^\n]+")
# Nothing here is tried twice: a thousand full stops are read once.
_AN_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s++[\"'“‘«(\[—–-]*+\s*+[^\W_])"
)
_A_SHORT_FORM = re.compile(
    r"(?:\b(?:[^\W\d_]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|St|No|vs|"
    r"a\.m|p\.m|U\.S|U\.N|e\.g|i\.e|"
    r"т\.\s?[чд]|гг?|им|ім|тыс|тис|млн|обл|ген|полк|с[тм]|р)|\d)\.$"
)
MOST_IN_A_SENTENCE = 700
"""Characters; every number in a sentence is held against every other in it."""
_PAUSE = re.compile(r"[,;:—–]\s|\s[—–-]\s|[()]")


@dataclass(frozen=True)
class Sentence:
    """One sentence: its number in the text, that of its paragraph, its place."""

    index: int
    paragraph: int
    span: Span


@dataclass(frozen=True)
class Document:
    """A text with all that was marked in it.

    ``published`` is the day that weekdays and "yesterday" are counted from;
    ``source_party`` is the party that the medium belongs to, "" for none;
    ``joiners`` are the words that join two names ("and", "as well as").
    """

    text: str
    sentences: tuple[Sentence, ...]
    marks: Marks
    published: date | None = None
    source_party: str = ""
    joiners: frozenset[str] = frozenset()

    def joined(self, start: int, end: int) -> bool:
        """Whether only "and", "as well as" or a comma stands between two places."""
        between = " ".join(self.text[start:end].replace(",", " ").split()).lower()
        return between in self.joiners

    def words(self, span: Span) -> str:
        """Return what stands at a place."""
        return span.of(self.text)

    def sentence_at(self, place: int) -> Sentence:
        """Return the sentence that holds a place."""
        found = bisect_right(self.sentences, place, key=lambda one: one.span.start)
        return self.sentences[max(0, found - 1)]

    def of(self, *kinds: str, within: Span | None = None) -> list[Mark]:
        """Return the marks of these kinds, in order."""
        return self.marks.of(*kinds, within=within)


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Cut a text at line ends and full stops; short forms do not end a sentence."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(_A_PARAGRAPH.finditer(text)):
        for span in _cut(text, Span(*paragraph.span())):
            found.append(Sentence(len(found), number, span))
    return tuple(found)


def _cut(text: str, paragraph: Span) -> Iterable[Span]:
    start = paragraph.start
    for end in (*_ends(text, paragraph), paragraph.end):
        for piece in _pieces(text, Span(start, end)):
            yield from _trimmed(text, piece)
        start = end


def _pieces(text: str, span: Span) -> Iterable[Span]:
    """Cut what nobody would write as one sentence, so that reading stays quick."""
    start = span.start
    while span.end - start > MOST_IN_A_SENTENCE:
        space = text.rfind(" ", start, start + MOST_IN_A_SENTENCE)
        end = space if space > start else start + MOST_IN_A_SENTENCE
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _ends(text: str, paragraph: Span) -> Iterable[int]:
    for match in _AN_END.finditer(text, *paragraph):
        before = text[max(paragraph.start, match.start() - 6) : match.start() + 1]
        short = match[0].startswith(".") and _A_SHORT_FORM.search(before)
        following = text[match.end() : match.end() + 20].lstrip()[:1]
        digit = text[match.start() - 1 : match.start()].isdigit()
        if following.islower() or (short and not (digit and following.isupper())):
            continue
        yield match.end()


def _trimmed(text: str, span: Span) -> Iterable[Span]:
    if words := span.of(text).strip():
        start = text.index(words, span.start)
        yield Span(start, start + len(words))


def clause_end(text: str, start: int, end: int) -> int:
    """Return where the clause that holds ``start`` ends, at most ``end``.

    Closing marks and the full stop are left out.
    """
    pause = _PAUSE.search(text, start, end)
    return trimmed_end(text, start, pause.start() if pause else end)


def trimmed_end(text: str, start: int, end: int) -> int:
    """Return ``end`` moved back over spaces, full stops and closing quotes."""
    kept = text[start:end].rstrip(" \t.,;:!?…\"”»'’")
    return start + len(kept)


def pauses(text: str, span: Span) -> list[int]:
    """Return the places of commas, dashes and brackets inside ``span``."""
    return [match.start() for match in _PAUSE.finditer(text, *span)]
