"""When: which exchange a number belongs to, today's or one before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from repatria.reports.core.counts import EACH, FOR, Candidate
from repatria.reports.core.days import DAY, VAGUE, day_of, days_apart
from repatria.reports.core.document import Document
from repatria.reports.core.marks import Mark, Span

_FRESH = 14  # days after which an exchange is no news
MAIN = ""
BEFORE = "before"
STAGED = "staged"


class When(NamedTuple):
    """The day that a number hangs on; ``other`` says it is another exchange."""

    day: str
    span: Span | None
    other: str


def when_of(document: Document, one: Candidate, *, ahead: bool = False) -> When:
    """Return the day that stands with a number, and whether it is another event."""
    mark = _day_of(document, one)
    day = _resolved(document, mark, ahead=ahead) if mark else ""
    other = BEFORE if _told_as_earlier(document, one) else MAIN
    if document.of("stage", within=_where_staged(one)):
        other = STAGED
    return When(day, mark.span if mark and day else None, other)


def _where_staged(one: Candidate) -> Span:
    """Return where "first stage" makes a number the whole's: "50 each" opens one."""
    if one.formula == FOR:
        return one.scope
    return one.after if one.formula == EACH else Span(one.number.end, one.number.end)


def _resolved(document: Document, mark: Mark, *, ahead: bool) -> str:
    return day_of(mark.value, document.published, ahead=ahead)


def _day_of(document: Document, one: Candidate) -> Mark | None:
    """Return the day in the number's own clause, else the nearest before it."""
    after = document.of(DAY, within=one.after)
    if after and not _pause(document, one.phrase.end, after[0].start):
        return after[0]
    before = document.of(DAY, within=Span(one.sentence.span.start, one.number.start))
    before = [mark for mark in before if not _since(document, mark)]
    if before:
        return before[-1]
    after = [mark for mark in after if not _since(document, mark)]
    return after[0] if after else None


def _since(document: Document, mark: Mark) -> bool:
    """Whether a day only opens an interval: "since 7 August", "ended on 20 March"."""
    near = Span(max(0, mark.start - 25), mark.end)
    cues = document.of("since", within=near)
    return bool(cues) and not re.search(
        r"[,;.]", document.text[cues[-1].end : mark.start]
    )


def _pause(document: Document, start: int, end: int) -> bool:
    return bool(re.search(r"[;:]|,\s", document.text[start:end]))


def _told_as_earlier(document: Document, one: Candidate) -> bool:
    before = Span(one.sentence.span.start, one.number.start)
    cues = document.of("previous", within=before)
    cues = [cue for cue in cues if not _answers_speech(document, cue)]
    vague = document.of(VAGUE, within=one.scope)
    return bool(cues or vague)


def _answers_speech(document: Document, cue: Mark) -> bool:
    """Whether "earlier" belongs to a verb of saying: "earlier the ministry said"."""
    if cue.value != "weak":
        return False
    said = document.of("speech", within=Span(cue.end, cue.end + 60))
    return bool(said)


def main_day(document: Document, dated: Sequence[tuple[Candidate, str, When]]) -> When:
    """Return the day of the report's own exchange.

    It is the day of the first number that hangs on one, unless numbers came
    before it that hang on none; then a day told with the first number again.
    An exchange of long ago is not the report's own: then ``other`` says so.
    """
    own = [entry for entry in dated if not entry[2].other]
    if not own:
        return When("", None, BEFORE)
    first, to, when = own[0]
    same = [
        told
        for one, side, told in own
        if one.n == first.n and side in (to, "*") and told.day
    ]
    for told in [when, *same]:
        if told.day and _is_fresh(document, told.day):
            return told
    if when.day:  # the first exchange told of is an old one
        return When("", None, BEFORE)
    return _told_before(document, first) or When(
        str(document.published or ""), None, MAIN
    )


def _told_before(document: Document, first: Candidate) -> When | None:
    """Return the day of a sentence about the exchange that leads to the numbers."""
    for sentence in document.sentences[: first.sentence.index]:
        if not document.of("exchange", "swap", "home", "give", within=sentence.span):
            continue
        for mark in document.of(DAY, within=sentence.span):
            day = _resolved(document, mark, ahead=False)
            if day and not _since(document, mark) and _is_fresh(document, day):
                return When(day, mark.span, MAIN)
    return None


def _is_fresh(document: Document, day: str) -> bool:
    if document.published is None:
        return True
    apart = days_apart(day, str(document.published))
    return apart is not None and apart <= _FRESH
