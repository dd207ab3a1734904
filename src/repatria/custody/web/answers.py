"""What a statement says, field by field, as far as a reader may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from repatria.custody.core.fields import (
    HEALTH_WORDS,
    KNOWN_WORDS,
    UNKNOWN_SIGN,
    Reader,
    Sort,
)
from repatria.custody.core.forms import Form, FormField
from repatria.custody.core.kinds import details_of
from repatria.custody.core.told import PARTS, Told
from repatria.register.core.statements import COLUMNS, is_written, written
from repatria.register.queries import party_names
from repatria.shared.dates import read_date_with_fault
from repatria.shared.text import say

NOT_KNOWN = "not_known"
"""The private field that names what the source says that nobody knows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One field of a form and what it says.

    ``how`` tells how it is drawn: "text" in its own script, "date", "lines", "word"
    in the reader's language, "tick" of a list of words (``choices``); or why nothing
    is there: "hidden" from this reader, "asked" where the source says that nobody
    knows, "unknown" where it says nothing.
    """

    name: str
    label: str
    number: str
    text: str
    how: str
    choices: tuple[tuple[str, bool], ...] = ()


def value_of(told: Told, name: str) -> str:
    """Return what a statement says in one field, wherever that is kept."""
    if name in PARTS:
        return str(getattr(told, name))
    kept = told.person if name in COLUMNS else told.private
    return kept.get(name, "")


def answers(form: Form, told: Told, readers: Collection[Reader]) -> Iterator[Answer]:
    """Yield every field of a form in order, with what the statement says in it."""
    not_known = told.private.get(NOT_KNOWN, "").split(",")
    for one in form.fields:
        text = value_of(told, one.name)
        asked = one.name in not_known or text == UNKNOWN_SIGN
        yield _answer(form, one, "" if asked else text, readers, asked=asked)


def _answer(
    form: Form, one: FormField, text: str, readers: Collection[Reader], *, asked: bool
) -> Answer:
    label = say(one.label)
    if one.reader not in readers:
        return Answer(one.name, label, one.number, "", "hidden")
    words = _words(form, one)
    choices = tuple((said, code == text) for code, said in words.items() if code)
    if not text:
        how = "asked" if asked else "unknown"
        return Answer(one.name, label, one.number, "", how, choices)
    if words:
        shown = words.get(text, text)
        return Answer(one.name, label, one.number, shown, "word", choices)
    if one.sort is Sort.DATE:
        text = as_read(text)
    return Answer(one.name, label, one.number, text, _how(one, text))


def as_read(text: str) -> str:
    """Return a typed date as it will be kept; words that are none, as they are."""
    return written(read_date_with_fault(text.strip()).date) or text


def _words(form: Form, one: FormField) -> Mapping[str, str]:
    """Return the words of the codes that a field may have."""
    if one.sort is Sort.PARTY:
        return party_names()
    coded = {
        Sort.KNOWN: KNOWN_WORDS,
        Sort.HEALTH: HEALTH_WORDS,
        Sort.DETAIL: details_of(form.kind),
    }
    return {code: say(words) for code, words in coded.get(one.sort, {}).items()}


def _how(one: FormField, text: str) -> str:
    if one.sort is Sort.DATE and is_written(text):
        return "date"
    return "lines" if one.sort is Sort.WORDS else "text"
