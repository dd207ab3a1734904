"""What speakers claim beside numbers: conditions, undertakings and answers."""

from __future__ import annotations

from collections.abc import Iterable

from repatria.reports.core.direction import Context
from repatria.reports.core.document import clause_end, trimmed_end
from repatria.reports.core.drafts import Claim
from repatria.reports.core.marks import Mark, Span, without_inner
from repatria.reports.core.speech import Speech, speech_over

CONDITIONS = "conditions"  # value: what is claimed, in a few English words
VOW = "vow"  # a verb of promising
PROMISE = "promise"  # value: what is promised
ANSWER = "answer"  # value: justifies, denies, disputes, counter-accuses


def claims_of(context: Context) -> list[Claim]:
    """Return the claims of a text in its order, each speaker's only once."""
    found: list[Claim] = []
    claims = [*_conditions(context), *_undertakings(context), *_answers(context)]
    for claim in sorted(claims, key=lambda one: one.span):
        if not any(_same(claim, known) for known in found):
            found.append(claim)
    return found


def _same(one: Claim, other: Claim) -> bool:
    return (one.side, one.about) == (other.side, other.about)


def _conditions(context: Context) -> Iterable[Claim]:
    """ "They were in mortal danger": hangs on no incident."""
    for mark in context.document.of(CONDITIONS):
        speech = speech_over(context.speeches, mark.span)
        if speech:
            yield _claim(speech, f"conditions of captivity: {mark.value}", mark.span)


def _claim(speech: Speech, about: str, span: Span) -> Claim:
    return Claim(speech.who, speech.speaker.side, speech.how, about, span)


def _undertakings(context: Context) -> Iterable[Claim]:
    """ "Vowed to bring those responsible to justice"."""
    for speech in context.speeches:
        if speech.verb.role != "subject" or speech.modality != VOW:
            continue
        promised = context.document.of(PROMISE, within=speech.covers)
        if promised:
            end = trimmed_end(
                context.document.text, speech.verb.start, speech.covers.end
            )
            yield Claim(
                speech.who,
                speech.speaker.side,
                "said",
                f"undertaking: {promised[0].value}",
                Span(speech.verb.start, end),
            )


def answer_marks(context: Context) -> list[tuple[Mark, Speech]]:
    """Return the words that answer an accusation, with who says them."""
    return [
        (mark, speech)
        for mark in without_inner(context.document.of(ANSWER))
        if (speech := speech_over(context.speeches, mark.span))
        or (speech := _said_with(context, mark))
    ]


def _said_with(context: Context, mark: Mark) -> Speech | None:
    """Return the saying whose verb is itself the answer: "denied the accusations"."""
    return next((one for one in context.speeches if mark.span.holds(one.verb)), None)


def _answers(context: Context) -> Iterable[Claim]:
    document = context.document
    for mark, speech in answer_marks(context):
        span = mark.span
        if mark.role == "clause":
            span = Span(
                mark.start, clause_end(document.text, mark.end, speech.covers.end)
            )
        words = _without_their(" ".join(document.words(span).split()))
        yield Claim(
            speech.who,
            speech.speaker.side,
            speech.how,
            f"answer ({mark.value}): {words}",
            span,
        )


def _without_their(words: str) -> str:
    """Return "the execution" for "their execution": alone, "their" means nobody."""
    first, _space, rest = words.partition(" ")
    return f"the {rest}" if first.lower() in ("their", "his") else words
