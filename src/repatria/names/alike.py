"""How alike two single words of names are, from 0 to 1, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from repatria.names.classes import (
    given_class,
    looks_patronymic,
    patronymic_class,
    patronymic_stem,
)
from repatria.names.fold import skeleton

_VOWELS = frozenset("aeiou")
_NEAR = {
    frozenset(pair)
    for group in ("sxzcj", "bvpf", "dt", "gk", "mn", "iu")
    for pair in zip(group * len(group), sorted(group * len(group)), strict=True)
}
_VOWEL_FOR_VOWEL, _VOWEL_MORE, _SWAP, _NEAR_LETTER, _LETTER = 0.5, 0.6, 0.7, 0.7, 1.0
_UNWRITTEN_VOWEL = 0.1
_SAME_NAME, _INITIAL_FITS, _ANAGRAM, _OTHER_FATHER = 0.97, 0.9, 0.8, 0.2
_LEAST_ANAGRAM = 5
_BALTIC_ENDING, _LEAST_BALTIC = 0.92, 4


class Why(StrEnum):
    """What made two words alike or not."""

    EQUAL = "equal"
    SPELLING = "spelling"
    CLASS = "class"
    INITIAL = "initial"
    SCRIPT = "script"
    DIFFERENT = "different"
    OTHER_INITIAL = "other-initial"
    OTHER_FATHER = "other-father"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: as written in small letters, its fold, and its script.

    ``code`` is the fold of the word in rough Latin letters, without spaces;
    ``shown`` is the word as it was written.
    """

    written: str
    code: str
    script: str
    shown: str = field(compare=False)

    @property
    def initial(self) -> bool:
        """Whether the word is one letter standing for a name."""
        return len(self.written) == 1 and self.script in {"latin", "cyrillic"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two words are, 0 to 1, and why."""

    share: float
    why: Why


@lru_cache(maxsize=1 << 14)
def likeness(one: Word, other: Word) -> Likeness:
    """Return how alike two words are; the order does not matter."""
    if one.code == other.code and one.code and one.script == other.script:
        return Likeness(1.0, Why.EQUAL)
    if one.initial or other.initial:
        return _of_initials(one, other)
    if one.script == other.script and one.script not in {"latin", "cyrillic"}:
        return _of_letters(one.written, other.written)
    if not (one.code and other.code):
        return Likeness(0.0, Why.SCRIPT)
    return _of_codes(one, other)


def _of_initials(one: Word, other: Word) -> Likeness:
    fits = (
        one.written[0] == other.written[0]
        or one.code.startswith(other.code)
        or other.code.startswith(one.code)
    )
    both = one.initial and other.initial
    if fits:
        return Likeness(1.0 if both else _INITIAL_FITS, Why.INITIAL)
    return Likeness(0.0, Why.OTHER_INITIAL)


def _of_letters(one: str, other: str) -> Likeness:
    """Compare two words of one script that is neither Latin nor Cyrillic."""
    if one == other:
        return Likeness(1.0, Why.EQUAL)
    share = 1 - _distance(one, other, _UNWRITTEN_VOWEL) / max(len(one), len(other))
    return Likeness(max(share, 0.0), Why.SPELLING if share > 0 else Why.DIFFERENT)


def _of_codes(one: Word, other: Word) -> Likeness:
    fathers = looks_patronymic(one.code) and looks_patronymic(other.code)
    if fathers:
        return _of_patronymics(one.code, other.code)
    same = set(given_class(one.code)) & set(given_class(other.code))
    vowels_written = {one.script, other.script}.isdisjoint({"arabic", "hebrew"})
    share = code_likeness(
        one.code, other.code, vowel=_VOWEL_MORE if vowels_written else _UNWRITTEN_VOWEL
    )
    if same and share < 1:
        return Likeness(max(share, _SAME_NAME), Why.CLASS)
    return Likeness(share, Why.SPELLING if share < 1 else Why.EQUAL)


def _of_patronymics(one: str, other: str) -> Likeness:
    left, right = set(patronymic_class(one)), set(patronymic_class(other))
    if left & right:
        return Likeness(_SAME_NAME if one != other else 1.0, Why.CLASS)
    if left and right:
        return Likeness(_OTHER_FATHER, Why.OTHER_FATHER)
    share = code_likeness(
        patronymic_stem(one), patronymic_stem(other), vowel=_VOWEL_MORE
    )
    return Likeness(share, Why.SPELLING)


def names_of_two_people(one: Word, other: Word) -> bool:
    """Say whether both words are known given names, and not of one class."""
    left, right = given_class(one.code), given_class(other.code)
    return bool(left and right) and set(left).isdisjoint(right)


@lru_cache(maxsize=1 << 14)
def code_likeness(one: str, other: str, *, vowel: float) -> float:
    """Return how alike two folds are: 1 less the cost of change for each letter.

    ``vowel`` is the cost of a vowel more or less.  Letters that are confused
    in writing cost less than others, and words of the same letters are alike.
    """
    if one == other:
        return 1.0
    length = max(len(one), len(other))
    share = max(0.0, 1 - _distance(one, other, vowel) / length)
    if len(one) >= _LEAST_ANAGRAM and sorted(one) == sorted(other):
        share = max(share, _ANAGRAM)
    if min(len(one), len(other)) >= _LEAST_BALTIC and _baltic(one, other):
        share = max(share, _BALTIC_ENDING)
    return share


def _baltic(one: str, other: str) -> bool:
    """Say whether the words differ by the ending that Latvian or Lithuanian adds."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in {"s", "is", "as"}


def skeletons_equal(one: Word, other: Word) -> bool:
    """Say whether two words have the same consonants."""
    return skeleton(one.code) == skeleton(other.code)


def _distance(one: str, other: str, vowel: float) -> float:
    """Return the least cost of turning one text into the other."""
    before: list[float] = []
    row = _firsts(other, vowel)
    for i, a in enumerate(one):
        after = [row[0] + _more(a, vowel)]
        for j, b in enumerate(other):
            least = min(
                row[j] + _instead(a, b),
                row[j + 1] + _more(a, vowel),
                after[j] + _more(b, vowel),
            )
            if i and j and a == other[j - 1] and b == one[i - 1] and a != b:
                least = min(least, before[j - 1] + _SWAP)
            after.append(least)
        before, row = row, after
    return row[-1]


def _firsts(text: str, vowel: float) -> list[float]:
    costs = [0.0]
    for letter in text:
        costs.append(costs[-1] + _more(letter, vowel))
    return costs


def _more(letter: str, vowel: float) -> float:
    return vowel if letter in _VOWELS else _LETTER


def _instead(a: str, b: str) -> float:
    if a == b:
        return 0.0
    if a in _VOWELS and b in _VOWELS:
        return _VOWEL_FOR_VOWEL
    return _NEAR_LETTER if frozenset((a, b)) in _NEAR else _LETTER
