"""Numbers of people in a text: what is counted, where, and by which formula."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from repatria.reports.core.document import Document, Sentence
from repatria.reports.core.marks import Mark, Span
from repatria.reports.core.numbers import FROM_WORDS, NUMBER
from repatria.reports.core.sides import ADJECTIVE, PARTY, PEOPLE

ALL = "all"
CIVILIANS = "civilians"
BODIES = "bodies"
TAKEN = "taken"  # "soldiers captured there": tells who they are, not what happened
EACH = "each"
FOR = "for"

_MOST_WORDS = 6
_BESIDE = 35
_STOPS = (
    NUMBER, "give", "gain", "home", "held", "lost", "speech", "day", "unit", "each",
    "in_exchange",
)  # fmt: skip
_BREAK = re.compile(r"[;:.!?()\n—–]|,\s")
_A_WORD = re.compile(r"\S+")
_LONGEST = 80  # characters of what ends a phrase
_NO_PEOPLE = re.compile(r"[-‑]?(?:year|летн|річн|jährig)", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A number that counts people.

    ``phrase`` runs from the number to the end of what it counts, ``scope``
    from the number before to the number after; ``formula`` is ``each`` or
    ``for`` where the number holds for both sides; ``tail`` is the number
    after "for" in "50 for 50".
    """

    number: Mark
    n: int
    what: str
    phrase: Span
    scope: Span
    sentence: Sentence
    formula: str = ""
    hedge: Mark | None = None
    ordinal: str = ""
    tail: Mark | None = None

    @property
    def after(self) -> Span:
        """From the counted people to the next number."""
        return Span(self.phrase.end, self.scope.end)

    @property
    def before(self) -> Span:
        """From the number before to this number."""
        return Span(self.scope.start, self.number.start)

    def span(self, document: Document) -> Span:
        """Return the quotation: the hedge, the number, the noun right after it."""
        start = self.hedge.start if self.hedge else self.number.start
        end = (self.tail or self.number).end
        for head in document.of("people", within=Span(end, self.phrase.end)):
            if document.text[end : head.start] in {" ", "\u00a0"}:
                end = head.end
            break
        return Span(start, end)


def candidates_of(document: Document) -> list[Candidate]:
    """Return every number of people, in the order of the text."""
    return [
        one
        for sentence in document.sentences
        for one in _scoped(sentence, list(_counted(document, sentence)))
    ]


def _counted(document: Document, sentence: Sentence) -> Iterable[Candidate]:
    numbers = document.of(NUMBER, within=sentence.span)
    skipped: Mark | None = None
    for number in numbers:
        if number is skipped or int(number.value) == 0:
            continue
        found = _for_formula(document, sentence, number, numbers)
        skipped = found.tail if found else None
        found = found or _of_people(document, sentence, number)
        if found:
            yield _hedged(document, found)


def _for_formula(
    document: Document, sentence: Sentence, number: Mark, numbers: list[Mark]
) -> Candidate | None:
    """Read "50 for 50": one number for each side."""
    after = bisect_right(numbers, number.end, key=lambda one: one.start)
    for other in numbers[after : after + 1]:
        between = document.text[number.end : other.start]
        cue = document.of("for", within=Span(number.end, other.start))
        words = between.strip(" -–—‑«»“”\"'").lower()
        if cue and words == document.words(cue[0].span).lower():
            phrase = Span(number.start, other.end)
            return Candidate(
                number, int(number.value), ALL, phrase, sentence.span, sentence,
                formula=FOR, tail=other,
            )  # fmt: skip
    return None


def _of_people(
    document: Document, sentence: Sentence, number: Mark
) -> Candidate | None:
    end = _phrase_limit(document, sentence, number)
    heads = document.of("people", within=Span(number.end, end))
    heads += [
        mark
        for mark in document.of(PARTY, within=Span(number.end, end))
        if mark.role == PEOPLE
    ]
    head = min(heads, default=None)
    each = _each(document, sentence, head or number)
    if head is None:
        return _headless(document, sentence, number, each=each)
    what = head.value if head.kind == "people" else ALL
    if _of_the_dead(document, number):
        what = BODIES
    phrase = Span(number.start, _joined_heads(document, head, end))
    return Candidate(
        number, int(number.value), what, phrase, sentence.span, sentence,
        formula=EACH if each else "",
    )  # fmt: skip


def _of_the_dead(document: Document, number: Mark) -> bool:
    """Whether a number follows "the bodies of"."""
    near = Span(max(0, number.start - 40), number.start)
    dead = [mark for mark in document.of("people", within=near) if mark.value == BODIES]
    between = document.text[dead[-1].end : number.start].split() if dead else []
    of = dead and document.of("of", within=Span(dead[-1].end, number.start))
    return bool(of) and len(between) <= _MOST_WORDS // 2


def _phrase_limit(document: Document, sentence: Sentence, number: Mark) -> int:
    """Return how far what a number counts can stand from it."""
    end = sentence.span.end
    if stop := _BREAK.search(document.text, number.end, end):
        end = stop.start()
    end = min(end, _after_words(document, number.end, end))
    stops = (
        mark
        for mark in document.of(*_STOPS, within=Span(number.end, end + _LONGEST))
        if mark.start < end and not _describes(document, number, mark)
    )
    return min(end, next((mark.start for mark in stops), end))


def _after_words(document: Document, start: int, end: int) -> int:
    """Return where the last word ends that can still be part of a phrase."""
    words = islice(_A_WORD.finditer(document.text, start, end), _MOST_WORDS)
    ends = [match.end() for match in words]
    return ends[-1] if len(ends) == _MOST_WORDS else end


def _describes(document: Document, number: Mark, mark: Mark) -> bool:
    """Whether a verb only says which people: "60 freed Norlandic prisoners"."""
    if mark.kind not in ("give", "lost") or mark.value not in ("", TAKEN):
        return False
    adjective = not document.text[number.end : mark.start].strip()
    near = document.of("people", within=Span(mark.end, mark.end + _BESIDE))
    before = "." not in document.text[mark.end : near[0].start] if near else False
    return adjective and before and (mark.kind == "give" or mark.value == TAKEN)


def _joined_heads(document: Document, head: Mark, end: int) -> int:
    """Return the end of "soldiers and civilians" or of "prisoners of war"."""
    last = head.end
    for mark in document.of("people", within=Span(head.end, end)):
        if document.joined(last, mark.start):
            last = mark.end
    return last


def _each(document: Document, sentence: Sentence, last: Mark) -> bool:
    """Whether "each", "apiece", "from each side" follows the people."""
    reach = Span(last.end, min(last.end + 45, sentence.span.end))
    cue = next(iter(document.of("each", within=reach)), None)
    if cue is None:
        near = Span(max(sentence.span.start, last.start - 60), last.start)
        before = [mark for mark in document.of("each", within=near) if mark.value]
        number_between = before and document.of(
            NUMBER, within=Span(before[-1].end, last.start)
        )
        return bool(before) and len(number_between or []) <= 2
    between = document.text[last.end : cue.start]
    return (
        not re.search(r"[,;:.!?]|\d", between) and len(between.split()) <= _MOST_WORDS
    )


def _headless(
    document: Document, sentence: Sentence, number: Mark, *, each: bool
) -> Candidate | None:
    """Read a number without a noun where only people can be meant."""
    text = document.text
    follows = Span(number.end, min(number.end + 30, sentence.span.end))
    verb = [
        mark
        for mark in document.of("home", "give", within=follows)
        if len(text[number.end : mark.start].split()) <= 2
    ]
    before = Span(max(sentence.span.start, number.start - 30), number.start)
    swapped = [
        mark
        for mark in document.of("give", "gain", "swap", within=before)
        if not re.search(r"\w{3,}", text[mark.end : number.start])
    ]
    if counted := _put_at(document, sentence, number):
        return counted
    own = document.of("own", "of_which", within=follows)
    beside = [mark for mark in own if not text[number.end : mark.start].strip()]
    if document.of("unit", within=follows) or _NO_PEOPLE.match(text, number.end):
        return None
    if number.role == FROM_WORDS and not (each or beside):
        return None
    if not (verb or swapped or each or beside):
        return None
    return Candidate(
        number, int(number.value), ALL, number.span, sentence.span, sentence,
        formula=EACH if each else "",
    )  # fmt: skip


def _put_at(document: Document, sentence: Sentence, number: Mark) -> Candidate | None:
    """Read "put the number of returned Norlanders at 40"."""
    before = Span(sentence.span.start, number.start)
    for cue in document.of("number_of", within=before)[-1:]:
        told = Span(cue.end, number.end)
        heads = document.of("people", PARTY, within=told)
        plain = not re.search(r"[,;:.]", document.text[cue.end : number.start])
        if heads and plain and len(told.of(document.text).split()) <= 2 * _MOST_WORDS:
            n = int(number.value)
            return Candidate(number, n, ALL, told, sentence.span, sentence)
    return None


def _hedged(document: Document, found: Candidate) -> Candidate:
    """Add "some", "nearly", "another", where they stand before the number."""
    start = found.number.start
    hedge = _right_before(document, "hedge", start, found.sentence)
    if hedge and _in_a_verb(document, hedge):
        hedge = None
    ordinal = _right_before(
        document, "another", hedge.start if hedge else start, found.sentence
    )
    return replace(
        found,
        hedge=hedge,
        ordinal=document.words(ordinal.span).lower() if ordinal else "",
    )


def _in_a_verb(document: Document, hedge: Mark) -> bool:
    """Whether "over" is that of "handed over"."""
    near = Span(max(0, hedge.start - 20), hedge.end)
    verbs = document.of("give", "gain", "home", "swap", within=near)
    return any(verb.span.holds(hedge) for verb in verbs)


def _right_before(
    document: Document, kind: str, place: int, sentence: Sentence
) -> Mark | None:
    near = document.of(kind, within=Span(max(sentence.span.start, place - 30), place))
    beside = (mark for mark in near if not document.text[mark.end : place].strip())
    return next(beside, None)


def _scoped(sentence: Sentence, found: list[Candidate]) -> Iterable[Candidate]:
    for place, one in enumerate(found):
        start = found[place - 1].phrase.end if place else sentence.span.start
        following = found[place + 1] if place + 1 < len(found) else None
        end = sentence.span.end
        if following:
            end = (following.hedge or following.number).start
        yield replace(one, scope=Span(start, max(end, one.phrase.end)))


def names_side(document: Document, one: Candidate) -> bool:
    """Whether a party's adjective or people stands in the counted phrase."""
    named = document.of(PARTY, within=one.phrase)
    return any(mark.role in (ADJECTIVE, PEOPLE) for mark in named)
