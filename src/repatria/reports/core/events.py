"""Exchanges: numbers of people gathered by day and side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from repatria.reports.core.counts import (
    ALL,
    CIVILIANS,
    EACH,
    FOR,
    Candidate,
    candidates_of,
)
from repatria.reports.core.days import DAY, day_of
from repatria.reports.core.direction import (
    FORMULA,
    Context,
    Direction,
    direction_of,
    governing,
)
from repatria.reports.core.document import Document
from repatria.reports.core.drafts import (
    CONDUCTED,
    MENTIONED,
    NONE,
    PLANNED,
    Count,
    Event,
)
from repatria.reports.core.marks import Span
from repatria.reports.core.sides import BOTH, mediators_of
from repatria.reports.core.speech import (
    NARRATOR,
    SAID,
    is_official,
    speech_over,
    spoken_in,
)
from repatria.reports.core.subsets import is_cumulative, is_part, is_release
from repatria.reports.core.timing import MAIN, STAGED, When, main_day, when_of
from repatria.reports.core.withheld import withheld_of

_MUCH_SMALLER = 0.8
_MOST_TOTALS = 100  # numbers of one event that others can be a part of


@dataclass(frozen=True)
class Told:
    """One number with its side and its day."""

    one: Candidate
    direction: Direction
    when: When


def events_of(context: Context) -> list[Event]:
    """Return the report's own exchange first, then the others it tells of."""
    document = context.document
    told = _told(context)
    ahead = bool(told) and all(_is_planned(document, one.one) for one in told)
    if ahead:
        told = [
            replace(one, when=when_of(document, one.one, ahead=True)) for one in told
        ]
    day = main_day(
        document,
        [
            (one.one, one.direction.to, one.when)
            for one in told
            if _is_planned(document, one.one) == ahead
        ],
    )
    own: list[Told] = []
    others: list[Told] = []
    for one in told:
        is_own = _is_own(document, one, day, ahead=ahead)
        (own if is_own else others).append(one)
    main = _main_event(context, own, day, ahead=ahead)
    rest = [_event(context, group) for group in _grouped(others)]
    if main.status == NONE and not rest:
        return []
    return [main, *rest]


def _told(context: Context) -> list[Told]:
    """Return the numbers that tell of people let go, each with side and day."""
    found: list[Told] = []
    sided: list[tuple[Candidate, Direction]] = []
    candidates = candidates_of(context.document)
    beside = _by_sentence(candidates)
    for one in candidates:
        if not is_release(context.document, one) or is_cumulative(
            context.document, one
        ):
            continue
        direction = direction_of(context, one, sided)
        sided.append((one, direction))
        if not is_part(context.document, one, beside[one.sentence.index]):
            found.append(Told(one, direction, when_of(context.document, one)))
    answered = [
        _answered(context, one, after) for one, after in pairwise([*found, None]) if one
    ]
    least = min((one.one.n for one in answered), default=0)
    return [_staged(context.document, one, least) for one in answered]


def _by_sentence(candidates: Iterable[Candidate]) -> dict[int, list[Candidate]]:
    found: dict[int, list[Candidate]] = {}
    for one in candidates:
        found.setdefault(one.sentence.index, []).append(one)
    return found


def _staged(document: Document, told: Told, least: int) -> Told:
    """Put "1,000 for 1,000" apart where smaller numbers tell of its first day."""
    whole = told.one.formula == FOR and bool(document.of("stage"))
    if not (whole and least < _MUCH_SMALLER * told.one.n):
        return told
    return replace(told, when=told.when._replace(other=STAGED, day="", span=None))


def _answered(context: Context, told: Told, after: Told | None) -> Told:
    """Give "in exchange for ten prisoners" the side opposite to the next number."""
    document, one = context.document, told.one
    cue = document.of("in_exchange", within=one.before)
    same = after is not None and after.one.sentence == one.sentence
    if after is None or not (cue and same) or told.direction.to != BOTH:
        return told
    to = context.sides.other(after.direction.to) or BOTH
    return replace(told, direction=Direction(to, told.direction.confidence))


def _is_planned(document: Document, one: Candidate) -> bool:
    """Whether what happens to the people counted is still to come."""
    verb = governing(document, one)
    end = max(one.number.start, verb.end if verb else one.number.start)
    start = one.sentence.span.start
    return bool(document.of("planned", within=Span(start, end)))


def _is_own(document: Document, told: Told, day: When, *, ahead: bool) -> bool:
    if told.when.other != MAIN or _is_planned(document, told.one) != ahead:
        return False
    return day.other == MAIN and told.when.day in ("", day.day)


def _grouped(others: Iterable[Told]) -> list[list[Told]]:
    groups: dict[tuple[str, str], list[Told]] = {}
    for one in others:
        groups.setdefault(
            (one.when.day, "" if one.when.day else one.when.other), []
        ).append(one)
    return list(groups.values())


def _main_event(context: Context, own: list[Told], day: When, *, ahead: bool) -> Event:
    document = context.document
    if not own:
        return _without_numbers(context)
    counts = _counts(context, own)
    status = PLANNED if ahead else CONDUCTED
    return Event(
        main=True,
        status=status,
        date=day.day,
        date_span=day.span,
        parties=context.sides.parties,
        counts=counts,
        not_stated=_not_stated(context, counts),
        withheld=_withheld(context, own),
        mediators=tuple(mediators_of(document)),
    )


def _without_numbers(context: Context) -> Event:
    """Return the event of a report that tells of an exchange but of no number."""
    document = context.document
    parties = context.sides.parties
    for sentence in document.sentences:
        done = _done(document, sentence.span)
        told = document.of("exchange", "people", within=sentence.span)
        earlier = document.of("previous", "cumulative", within=sentence.span)
        if not (done and told) or earlier:
            continue
        ahead = bool(document.of("planned", within=sentence.span))
        days = document.of(DAY, within=sentence.span)
        day = day_of(days[0].value, document.published, ahead=ahead) if days else ""
        return Event(
            main=True,
            status=PLANNED if ahead else CONDUCTED,
            date=day or str(document.published or ""),
            date_span=days[0].span if day else None,
            told=(document.of("exchange", within=sentence.span) or told)[0].span,
            parties=parties,
            not_stated=parties,
            mediators=tuple(mediators_of(document)),
        )
    return Event(main=True, status=NONE, parties=parties)


def _done(document: Document, span: Span) -> bool:
    past = [
        mark
        for mark in document.of("swap", within=span)
        if mark.value == "past"
        and not document.of("not", within=Span(max(0, mark.start - 15), mark.start))
    ]
    planned = [
        mark
        for mark in document.of("planned", within=span)
        if not document.of("not", within=Span(max(0, mark.start - 15), mark.start))
    ]
    ahead = planned and document.of("exchange", within=span)
    return bool(past or document.of("done", within=span) or ahead)


def _event(context: Context, group: list[Told]) -> Event:
    counts = _counts(context, group)
    when = group[0].when
    planned = all(_is_planned(context.document, one.one) for one in group)
    status = MENTIONED if when.other == STAGED else CONDUCTED
    return Event(
        main=False,
        status=PLANNED if planned else status,
        date=when.day,
        date_span=when.span,
        parties=context.sides.parties,
        counts=counts,
        not_stated=_not_stated(context, counts),
        withheld=_withheld(context, group),
    )


def _withheld(context: Context, told: list[Told]) -> tuple[tuple[str, Span], ...]:
    sentences = [one.one.sentence for one in told]
    return withheld_of(context.document, sentences, context.sides.parties)


def _not_stated(context: Context, counts: tuple[Count, ...]) -> tuple[str, ...]:
    stated = {count.to for count in counts}
    if BOTH in stated:
        return ()
    return tuple(party for party in context.sides.parties if party not in stated)


def _counts(context: Context, told: list[Told]) -> tuple[Count, ...]:
    """Return each number once for each side, parts of a total left out."""
    read = [(one, count) for one in told for count in _read(context, one)]
    found: list[Count] = []
    same: dict[int, list[int]] = {}
    for one, count in read:
        if not any(
            other.one.sentence.index != one.one.sentence.index
            and _outweighs(total, count)
            for other, total in read[:_MOST_TOTALS]
        ):
            _add(found, same, count, dated=bool(one.when.day))
    return tuple(_kinds_named(found))


def _add(
    found: list[Count], same: dict[int, list[int]], count: Count, *, dated: bool
) -> None:
    """Add a count, or what it says more to the same count told before.

    ``same``: number -> where counts of this number stand in ``found``.
    """
    for place in same.setdefault(count.n, []):
        known = found[place]
        if BOTH in (known.to, count.to) or (
            known.to == count.to
            and (known.what == CIVILIANS) == (count.what == CIVILIANS)
        ):
            found[place] = _merged(known, count, dated=dated)
            return
    same[count.n].append(len(found))
    found.append(count)


def _merged(known: Count, again: Count, *, dated: bool) -> Count:
    """Join two tellings of one number; the one with a day is quoted."""
    attributed = known.asserted_by == NARRATOR != again.asserted_by
    kept, other = (again, known) if dated or attributed else (known, again)
    named = kept if kept.asserted_by != NARRATOR else other
    return replace(
        kept,
        to=other.to if kept.to == BOTH else kept.to,
        approximate=kept.approximate or other.approximate,
        ordinal=kept.ordinal or other.ordinal,
        asserted_by=named.asserted_by,
        modality=named.modality,
        confidence=FORMULA
        if FORMULA in (kept.confidence, other.confidence)
        else kept.confidence,
    )


def _read(context: Context, told: Told) -> Iterable[Count]:
    """Yield the count of one number, two where it holds for both sides."""
    one = told.one
    parties = context.sides.parties
    who, modality = _asserted(context, one)
    count = Count(
        to=told.direction.to, n=one.n, what=one.what,
        approximate=one.hedge is not None, ordinal=one.ordinal,
        asserted_by=who, modality=modality,
        confidence=told.direction.confidence, span=one.span(context.document),
    )  # fmt: skip
    both = one.formula in (EACH, FOR) and len(parties) == 2
    if not both:
        yield count
        return
    second = int(one.tail.value) if one.tail else one.n
    yield replace(count, to=parties[0], confidence=FORMULA)
    yield replace(count, to=parties[1], n=second, confidence=FORMULA)


def _asserted(context: Context, one: Candidate) -> tuple[str, str]:
    """Return who gives a number: in its sentence, or going on about "them"."""
    speech = speech_over(context.speeches, one.number.span)
    if speech is None:
        following = context.document.sentences[
            one.sentence.index + 1 : one.sentence.index + 2
        ]
        speech = next(
            (
                said
                for after in following
                for said in spoken_in(context.speeches, after.span)
                if _goes_on(context.document, one, said.verb.start, said.covers)
                and is_official(said)
            ),
            None,
        )
    return (speech.who, speech.how) if speech else (NARRATOR, SAID)


def _goes_on(document: Document, one: Candidate, verb: int, covers: Span) -> bool:
    following = document.sentence_at(verb)
    near = Span(covers.start, min(covers.start + 15, covers.end))
    return (
        following.index == one.sentence.index + 1
        and following.paragraph == one.sentence.paragraph
        and bool(document.of("them", within=near))
    )


def _outweighs(total: Count, count: Count) -> bool:
    """Whether ``count`` can only be a part of ``total``, told by one voice."""
    voices = {total.asserted_by, count.asserted_by}
    return (
        total.to == count.to != BOTH
        and count.what in (ALL, "military")
        and total.what in (ALL, "military")
        and count.n < _MUCH_SMALLER * total.n
        and (len(voices) == 1 or NARRATOR in voices)
    )


def _kinds_named(found: list[Count]) -> list[Count]:
    """Say "military" only where civilians of the same side are told apart."""
    apart = {count.to for count in found if count.what == CIVILIANS}
    return [
        replace(count, what=ALL)
        if count.what == "military" and count.to not in apart
        else count
        for count in found
    ]
