"""Marked places of a text: what a word is, and where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple


class Span(NamedTuple):
    """A place in a text, ``[start, end)`` in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return what stands there."""
        return text[self.start : self.end]

    def holds(self, other: Span | Mark) -> bool:
        """Whether the other place lies inside this one."""
        return self.start <= other.start and other.end <= self.end


class Mark(NamedTuple):
    """One marked place: ``kind`` of thing, its ``value`` and its ``role``.

    Marks sort by place.  What kinds there are is told in the language packs.
    """

    start: int
    end: int
    kind: str
    value: str = ""
    role: str = ""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


class Form(NamedTuple):
    """One written form of a lexicon entry.

    A form is a regular expression without groups that capture, in which a
    space is any space and ``~`` is any ending; its first two characters are
    literal, so that it can be found quickly.
    """

    written: str
    kind: str
    value: str = ""
    role: str = ""


_A_WORD_BEGINS = re.compile(r"(?<![^\W_])(?=\w)")
_KEY = 2


def pattern_of(written: str) -> str:
    """Return the regular expression of a form.

    >>> pattern_of("prisoners? of war")
    'prisoners?\\\\s+of\\\\s+war'
    """
    return written.replace("~", r"\w*").replace("'", "['’ʼ]").replace(" ", r"\s+")


@cache
def _compiled(written: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern_of(written)})(?!\w)", re.IGNORECASE)


def _key(words: str) -> str:
    return words[:_KEY].lower().rstrip()


class Lexicon:
    """Forms that are looked for together, in one pass over a text.

    A form is made ready when a word first begins like it: a pack holds many
    more forms than a report has words.
    """

    def __init__(self, forms: Iterable[Form]) -> None:
        self._index: dict[str, list[Form]] = {}
        for form in forms:
            key = _key(form.written.replace("\\", ""))
            self._index.setdefault(key, []).append(form)

    def marks(self, text: str) -> list[Mark]:
        """Return what is found: at each word the longest form of each kind."""
        return [
            mark
            for begin in _A_WORD_BEGINS.finditer(text)
            for mark in self._at(text, begin.start())
        ]

    def _at(self, text: str, start: int) -> Iterable[Mark]:
        found: dict[str, Mark] = {}
        for form in self._index.get(_key(text[start : start + _KEY]), ()):
            match = _compiled(form.written).match(text, start)
            known = found.get(form.kind)
            if match and (known is None or match.end() > known.end):
                found[form.kind] = Mark(
                    start, match.end(), form.kind, form.value, form.role
                )
        return found.values()


class Marks:
    """The marks of one text, in order, asked for by place and kind."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self._of_kind: dict[str, list[Mark]] = {}
        for mark in sorted(marks):
            self._of_kind.setdefault(mark.kind, []).append(mark)
        self._starts = {
            kind: [mark.start for mark in found]
            for kind, found in self._of_kind.items()
        }

    def of(self, *kinds: str, within: Span | None = None) -> list[Mark]:
        """Return the marks of these kinds that lie within ``within``, in order."""
        found = [mark for kind in kinds for mark in self._slice(kind, within)]
        return sorted(found) if len(kinds) > 1 else found

    def _slice(self, kind: str, within: Span | None) -> Iterator[Mark]:
        known = self._of_kind.get(kind, [])
        if within is None:
            yield from known
            return
        for mark in known[bisect_left(self._starts.get(kind, []), within.start) :]:
            if mark.start >= within.end:
                return
            if mark.end <= within.end:
                yield mark


def without_inner(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks that lie inside no longer one; the first of equals stays."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if not kept or mark.end > kept[-1].end:
            kept.append(mark)
    return kept
