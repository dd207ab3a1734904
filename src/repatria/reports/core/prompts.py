"""What the words of a draft hint at beside what it states."""

from __future__ import annotations

from dataclasses import dataclass

from repatria.reports.core.document import Document
from repatria.reports.core.marks import Span
from repatria.reports.core.numbers import NUMBER

DENIED_CARE = "denial_of_medical_care"


@dataclass(frozen=True)
class Prompts:
    """Hints for the person who decides on a draft.

    ``characterisation`` is what the speaker calls it in law ("war crime"); of a
    testimony: care denied, for how long as said, a wish to forget.
    """

    denied_care: bool = False
    duration: str = ""
    forget: bool = False
    characterisation: str = ""


def prompts_in(document: Document, span: Span) -> Prompts:
    """Return what the words at ``span`` hint at; a person decides what follows."""
    alleged = document.of("alleged", within=span)
    denied = any(mark.value == DENIED_CARE for mark in alleged)
    return Prompts(
        denied_care=denied,
        duration=_duration(document, span) if denied else "",
        forget=bool(document.of("forget", within=span)),
        characterisation=_grave(document, span),
    )


def _grave(document: Document, span: Span) -> str:
    grave = document.of("grave", within=span)
    return document.words(grave[0].span) if grave else ""


def _duration(document: Document, span: Span) -> str:
    """Return the words of a length of time: "four months"."""
    for number in document.of(NUMBER, within=span):
        for unit in document.of("length", within=Span(number.end, span.end))[:1]:
            if not document.text[number.end : unit.start].strip():
                return document.text[number.start : unit.end]
    return ""
