"""Numbers of a text, in digits and in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from repatria.reports.core.marks import Mark

NUMBER = "number"
WORD = "number_word"  # as the language pack knows them; value: the number
FROM_DIGITS = "digits"
FROM_WORDS = "words"

_MOST = 10_000_000
# 1,000 and 1 000 and 1.000 are one number; 1.5 and 12:30 are none of ours.
_DIGITS = re.compile(
    r"(?<![\w.,:/№#$€£])(?<!\d-)\d{1,3}(?:[ ,.\u00a0\u202f]\d{3})+(?![\w%]|[.,:/]\d)"
    r"|(?<![\w.:/№#$€£])(?<!\d[,-])\d{1,7}(?![\w%]|[.,:/]\d)"
)


def number_marks(text: str, words: Sequence[Mark]) -> list[Mark]:
    """Return the numbers of ``text``; ``words`` are its marked number words.

    >>> [mark.value for mark in number_marks("1,200 and 35", [])]
    ['1200', '35']
    """
    return sorted([*_in_digits(text), *_in_words(text, words)])


def _in_digits(text: str) -> Iterable[Mark]:
    for match in _DIGITS.finditer(text):
        value = int("".join(char for char in match[0] if char.isdigit()))
        yield Mark(match.start(), match.end(), NUMBER, str(value), FROM_DIGITS)


def _in_words(text: str, words: Sequence[Mark]) -> Iterable[Mark]:
    for run in _runs(text, words):
        value = spoken_value([int(mark.value) for mark in run])
        if value <= _MOST:
            yield Mark(run[0].start, run[-1].end, NUMBER, str(value), FROM_WORDS)


def _runs(text: str, words: Sequence[Mark]) -> Iterable[list[Mark]]:
    """Join the words of one number: "one hundred and fifty", "twenty-one"."""
    run: list[Mark] = []
    for mark, following in pairwise([*words, None]):
        if mark is None:
            continue
        run.append(mark)
        if following is None or not _goes_on(text, mark, following):
            yield run
            run = []


def _goes_on(text: str, one: Mark, other: Mark) -> bool:
    between = text[one.end : other.start].lower()
    joined = between in {" ", "-", "\u00a0"}
    if between == " and ":  # "one hundred and fifty", never "six and two"
        joined = int(one.value) in {100, 1000}
    return joined and (int(other.value) < int(one.value) or int(other.value) >= 100)


def spoken_value(parts: Sequence[int]) -> int:
    """Return the number that its spoken parts make.

    >>> spoken_value([2, 100, 30, 5]), spoken_value([1000, 200])
    (235, 1200)
    """
    total = group = 0
    for part in parts:
        if part == 100:
            group = max(group, 1) * part
        elif part >= 1000:
            total += max(group, 1) * part
            group = 0
        else:
            group += part
    return total + group
