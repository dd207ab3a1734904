"""Whose word on somebody's health counts: a commission's, a doctor's, a paper's.

What nobody tells stays unknown.  A word that leaves a fact open does not take back a
weaker word that tells it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from repatria.rulebook.core.rule import Fact


class Strength(IntEnum):
    """How much a word weighs; the greater counts."""

    PAPER = 1
    DOCTOR = 2
    COMMISSION = 3


@dataclass(frozen=True, slots=True)
class Word:
    """What one source says: facts by name, None for what it leaves open.

    ``on`` is its day as far as it is known ("2022-11"); ``ref`` its number.
    """

    ref: str
    strength: Strength
    on: str
    facts: Mapping[str, Fact | None]
    removes: tuple[str, ...] = ()


@dataclass(slots=True)
class Known:
    """What counts: each fact, and the number of the word that tells it.

    ``removed`` are rules whose ground a commission found not to be there.
    """

    facts: dict[str, Fact | None] = field(default_factory=dict)
    because: dict[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()


def known(words: Iterable[Word]) -> Known:
    """Return what counts of several words.

    The stronger word counts, of equally strong ones the newer, and of one day the one
    that was recorded last: they come in the order of their recording.

    >>> word = Word("M-1", Strength.PAPER, "2022-11", {"fit_to_travel": True})
    >>> known([word, Word("M-2", Strength.DOCTOR, "2022-10", {"fit_to_travel": None})])
    Known(facts={'fit_to_travel': True}, because={'fit_to_travel': 'M-1'}, removed=())
    """
    found = Known()
    for word in sorted(words, key=lambda one: (one.strength, one.on)):
        for name, value in word.facts.items():
            found.facts.setdefault(name, None)
            if value is not None:
                found.facts[name], found.because[name] = value, word.ref
        if word.strength is Strength.COMMISSION:
            found.removed = word.removes
    return found
